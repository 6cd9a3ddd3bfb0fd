"""Decides which file is loaded into which table, before any record is read."""
