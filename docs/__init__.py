"""The documentation pages and the code that generates some of them.

Nothing imports this package except its own tests.
"""
