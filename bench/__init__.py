"""Measures time, memory, crash safety, and false alarms and power of the gate.

Writes its figures into docs/; nothing imports it except tests.
"""
