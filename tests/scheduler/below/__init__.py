"""The engine below `explore`: tables, relations, clocks, strategies, on toy runs."""
