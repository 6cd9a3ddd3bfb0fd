"""Makes the people, leads, deals and calendar of the demo company, without any fault.

Knows nothing of faults or export files; `demo.faults` and `demo.exports` build on it.
"""
