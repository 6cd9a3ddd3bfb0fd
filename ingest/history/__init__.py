"""Compares this run with previous runs: new files, row versions, duplicate rows, export dates.

Also decides which full exports are quarantined for their size; used only by `ingest.run`.
"""
