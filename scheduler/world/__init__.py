"""What the program sees: the simulated `_thread`, modules, streams, clock, process."""
