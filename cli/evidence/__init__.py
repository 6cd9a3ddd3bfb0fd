"""The audit as a workbook: tabs to read, and decisions that come back."""
