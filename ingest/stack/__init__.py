"""The declared stack: reads, validates and flattens `stack/*.yml`."""
