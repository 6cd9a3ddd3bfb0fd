"""Difficult files, each with its expected outcome, declared by hand."""
