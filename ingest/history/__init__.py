"""Compares this run with earlier ones: export dates, row versions, sightings, volume."""
