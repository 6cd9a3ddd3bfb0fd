"""Declares the exports of each vendor (`<vendor>.yml`) and loads these declarations.

Contains no code for a single vendor; `ingest.stack`, `ingest.plan` and the rooms above may use it.
"""
