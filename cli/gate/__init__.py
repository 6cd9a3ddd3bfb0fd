"""Runs the build, reads its verdict and formats the report of `handoff gate`."""
