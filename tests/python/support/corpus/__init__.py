"""Nasty files with what must become of each, stated by hand beside it."""
