"""Draws populations with known identities, which the search for duplicates is judged by."""
