"""Reads planned files into raw tables: a fast path inside DuckDB and a checked path per record.

Every record becomes a row or a reject, and every other line is counted; used by `ingest.history`,
`ingest.init` and `ingest.run`.
"""
