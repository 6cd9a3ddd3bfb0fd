"""Writes a first declared stack from a folder of exports (`handoff init`)."""
