"""One module per command of `handoff`."""
