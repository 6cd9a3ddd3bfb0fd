"""The record of the last run: the same report again, and nothing from a damaged file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from test_gate_formats import ALL, item, report

from cli.commands.gate import FILES
from cli.gate.formats.github import as_github
from cli.gate.formats.text import as_text
from cli.gate.report import GateReport, Issue
from cli.last_run import record
from cli.last_run.inputs import Inputs
from ingest.errors import Problem
from ingest.outcome import Outcome

INPUTS = Inputs("exports", "stack", "project", ((1, 2, 3, 4),))
ROW = {
    "path": "crm/Lead.csv",
    "member": None,
    "system": "crm",
    "object": "lead",
    "export": "full",
    "exported_at": datetime(2026, 6, 30, 15, 10, 1, 250),
    "status": "loaded",
    "message": "a\u2028b ü",
    "records_in_file": 5,
    "rows_loaded": 3,
    "rows_unchanged": 1,
    "rows_rejected": 1,
    "non_record_lines": 0,
}
OUTCOME = Outcome(
    [ROW, {**ROW, "path": "b.csv", "system": None, "exported_at": None, "status": "unknown"}],
    [Problem("broken", "b.csv", "repair it")],
    [Problem("no column", "stack/a.yml:3")],
    warnings=(Problem("every user can write here", "exports"),),
)
ISSUES = (Issue(2, "it cannot be read", "b.csv", "export it again"), Issue(1, "a waiver expired"))
NOW = datetime(2026, 6, 30, 15, 10, 1, 250)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    database = tmp_path / "handoff.duckdb"
    record.write(database, "d1", INPUTS, OUTCOME.repeated, replace(ALL, as_of=NOW, issues=ISSUES))
    return database


def test_the_report_is_the_same_in_every_format(database: Path) -> None:
    last = record.find(database, replace(INPUTS, stamps=()))
    wanted = replace(ALL, as_of=NOW, issues=ISSUES)
    assert last is not None and last.database == "d1"
    formats = [*FILES.values(), as_github, lambda one: as_text(one, 80), lambda one: one.exit_code]
    for written in formats:
        assert written(last.report) == written(wanted)
    read = last.report
    as_tuples = replace(
        read,
        items=tuple(read.items),
        facts=tuple(read.facts),
        movement=tuple(read.movement),
    )
    assert as_tuples == replace(wanted, issues=list(ISSUES))


def test_the_files_are_those_of_a_second_run(database: Path) -> None:
    last = record.find(database, INPUTS)
    assert last is not None
    first, second = last.outcome.files
    assert first == {
        name: value
        for name, value in {**ROW, "status": "unchanged", "rows_loaded": 0}.items()
        if name != "records_in_file"
    } | {"rows_unchanged": 4}
    assert second["status"] == "unknown" and second["rows_loaded"] == 3
    assert last.outcome.notes == OUTCOME.notes and last.outcome.warnings == OUTCOME.warnings
    assert not last.outcome.is_new


@pytest.mark.parametrize("part", ["exports", "stack", "project"])
def test_other_inputs_are_another_run(database: Path, part: str) -> None:
    assert record.find(database, replace(INPUTS, **{part: "changed"})) is None


def test_a_damaged_record_is_no_record(database: Path) -> None:
    path = record.path_beside(database)
    whole = path.read_bytes()
    assert path.stat().st_size > 1000
    digest, text = whole.split(b"\n", 1)
    damaged = [
        b"",
        b"\n",
        text,
        whole[:-1],
        whole + b" ",
        whole.replace(b'"scope":4000', b'"scope":4001', 1),
        digest[::-1] + b"\n" + text,
        b"\xff" + whole,
    ]
    for content in damaged:
        path.write_bytes(content)
        assert record.find(database, INPUTS) is None, content[:80]
    path.write_bytes(whole)
    assert record.find(database, INPUTS) is not None
    path.unlink()
    assert record.find(database, INPUTS) is None


def test_a_record_that_cannot_be_written_is_left_out(tmp_path: Path) -> None:
    broken = report(item("new", claim="\ud800"))
    record.write(tmp_path / "a.duckdb", "d1", INPUTS, OUTCOME, broken)
    assert record.find(tmp_path / "a.duckdb", INPUTS) is None
    record.path_beside(tmp_path / "b.duckdb").mkdir()
    record.write(tmp_path / "b.duckdb", "d1", INPUTS, OUTCOME, GateReport())
    assert record.find(tmp_path / "b.duckdb", INPUTS) is None
