"""Exports to raw tables: finds, reads and loads files through dlt into DuckDB."""
