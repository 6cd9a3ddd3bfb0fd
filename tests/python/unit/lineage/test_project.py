"""How dbt is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineage.project import dbt_call


def test_dbt_reads_utf8_in_every_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONUTF8", "0")
    _, environment, _ = dbt_call(tmp_path, tmp_path / "handoff.duckdb", "build")
    assert environment["PYTHONUTF8"] == "1"
