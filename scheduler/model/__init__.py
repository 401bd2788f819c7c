"""What every layer speaks of: outcomes, refusals, what one layer shows another."""
