"""Measures rows once, when their file is loaded: column formats, odd values, repeated records.

The models of models/prepare read these narrow tables instead of the raw text; used by `ingest.run`.
"""
