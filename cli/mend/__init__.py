"""Files that a person can load to put values right, and files that undo it.

Reads the audit only and writes to no system. A row whose right value is not certain is left out.
"""
