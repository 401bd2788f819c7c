"""What each instruction touches, and who is told before it."""
