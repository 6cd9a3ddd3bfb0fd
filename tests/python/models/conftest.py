"""Tests of SQL load their small inputs without dlt, which takes longer than all their queries."""

from __future__ import annotations

import pytest
from support.fast_load import without_dlt

from ingest.load import dlt_load


@pytest.fixture(autouse=True)
def no_dlt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaces the call of dlt; the tests of `end_to_end` cover it."""
    monkeypatch.setattr(dlt_load, "run_dlt", without_dlt)
