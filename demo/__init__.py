"""The demo company: exports of five systems with planted faults and the list of these faults."""
