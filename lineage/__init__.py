"""Follows the columns of each check through the compiled SQL back to the columns of the exports.

Uses the manifest of dbt and imports nothing of `cli`; the gate and the documentation pages use it.
"""
