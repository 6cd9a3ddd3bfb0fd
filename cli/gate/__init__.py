"""Builds the dbt project, reads the result of the gate and makes the report of a run.

Used by the commands `gate` and `run`; `formats` writes the report for each reader.
"""
