"""Measurements: time and memory, crash safety, false alarms and power of the gate."""
