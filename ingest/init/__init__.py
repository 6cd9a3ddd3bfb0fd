"""Drafts a first declared stack from an export folder, for `handoff init`.

Guesses mappings and handoffs from headers and values; used only by the command line.
"""
