"""Measures how right the search for duplicates is, on drawn populations with known identities.

Only `product.py` knows the tables of the audit; the score itself reads pairs of records.
"""
