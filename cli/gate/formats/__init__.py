"""One format of the report of the gate per module: a pure function of `GateReport`.

Nothing is decided here; only the commands `gate` and `run` use it.
"""
