"""Measures columns once, when their file is loaded: formats, values in no standard form, records.

The models of models/prepare read these narrow tables instead of the raw text; used by `ingest.run`.
"""
