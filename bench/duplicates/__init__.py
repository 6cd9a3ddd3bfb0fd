"""Measures how right the search for duplicates is, on drawn populations with known identities."""
