"""The audit as a workbook, and the decisions that come back.

Reads documented tables only; masks as the report does. Writes no system, and of the project only
the file of the waivers.
"""
