"""Writes the audit as one HTML file that needs no network.

Reads documented tables only. Nothing is computed here: each figure is one cell of a table.
"""
