"""What a reader is told: traces and reports."""
