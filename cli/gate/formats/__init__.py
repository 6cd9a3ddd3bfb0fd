"""One format of the gate's report per module: each is a pure function of `GateReport`."""
