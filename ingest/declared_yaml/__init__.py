"""Declarations in YAML: read with positions, validated by models, every mistake named at once."""
