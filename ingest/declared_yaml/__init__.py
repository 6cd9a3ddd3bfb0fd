"""Reads YAML with positions, validates it by models, and lists every mistake at once.

Knows neither vendors nor the stack: `ingest.vendors` and `ingest.stack` are its only users.
"""
