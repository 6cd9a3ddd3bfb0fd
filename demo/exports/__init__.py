"""Writes the demo company as the export files of its systems, one module per kind of table.

Used only by `demo.generate`, after `demo.faults` has planted its faults.
"""
