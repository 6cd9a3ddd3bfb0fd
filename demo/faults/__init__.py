"""Plants known faults and lookalikes in the demo company and records the expected findings.

One module per area of checks; used by `demo.exports` and `demo.generate`.
"""
