"""One run: threads, stops, happens-before, races."""
