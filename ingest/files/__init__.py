"""Finds the files of an export folder and the table inside a text file, without a declaration.

Knows bytes, encodings, CSV dialects and header rows, but no vendor, stack or database; every
room of `ingest` above it may use it.
"""
