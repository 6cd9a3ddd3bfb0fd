"""Owns the database file: the raw tables, the private copy of a run, and its publication.

Knows plans but not how files are read; used by `ingest.history`, `ingest.run` and the commands.
"""
