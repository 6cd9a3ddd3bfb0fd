"""Remembers the last published run, so that a run on the same inputs has nothing to do.

`inputs` computes what a run reads, by content; `record` keeps the result beside the database. Does
not know how a run loads, builds or prints.
"""
