"""The command `handoff`: parses options, calls the packages below and prints.

Contains no audit logic; only `docs.pages` imports it.
"""
