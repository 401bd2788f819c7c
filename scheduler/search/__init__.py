"""Run after run, until nothing is left to run."""
