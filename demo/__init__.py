"""The demo company: exports of five systems with planted faults and their truth."""
