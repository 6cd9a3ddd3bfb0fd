"""Time and memory of a whole night, measured as ratios within one run."""
