"""Opens every file format (Excel, JSON, Parquet, DuckDB, Airbyte) as CSV text of one shape.

Uses only `ingest.files`; `ingest.plan` is the room that opens files through it.
"""
