"""Faults planted into the exports, lookalikes, and the expected violations."""
