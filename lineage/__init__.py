"""Column lineage: which export columns feed which check."""
