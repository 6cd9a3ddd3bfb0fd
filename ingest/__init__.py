"""Loads exports into raw tables: finds, recognises and reads files, through dlt into DuckDB.

Contains no audit logic; its rooms may use each other as tests/python/support/rooms.py says, and
`cli`, `demo` tools and `docs.pages` use it.
"""
