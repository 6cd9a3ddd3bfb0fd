"""Column lineage: the export columns that each check needs."""
