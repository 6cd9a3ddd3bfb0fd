"""Decides for each file which system, object and raw table it belongs to, before it is read.

Combines the declared stack with the vendor declarations; used by every room that loads, stores or
drafts.
"""
