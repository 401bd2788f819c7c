"""What is promised of the scheduler, and what it is held against."""
