"""Drawn companies with known truth: exports, a declared stack and what the audit must say of them.

`python -m tests.python.companies COMPANY --seed 1 [--faulty] --out DIR` draws one. Nothing here
reads the SQL of the audit or uses its code, because the drawn truth is what that SQL is judged by.
"""
