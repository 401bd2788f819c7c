"""What the pages claim of outcomes, held against complete explorations."""
