"""The demo company: exports of five systems with planted faults, and the list of these faults.

Knows nothing of the audit, so its labels are independent of it; `cli`, `bench` and tests use it.
"""
