"""Generates the pages that list stack keys, vendors, checks and tables, and compares them in CI.

Sits above all other packages: it is the only one that imports the command line, and nothing
imports it.
"""
