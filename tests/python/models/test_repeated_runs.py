"""A second run on the same files reports what `Outcome.repeated` says, and changes nothing.

`handoff run` shows it without loading; HANDOFF_NIGHTS draws more, as for test_any_nights.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from hypothesis import given, seed
from hypothesis import strategies as st
from support import nights_companies as companies
from support.nights_oracle import File
from test_any_nights import SEED, VENDORS, drawn

from cli.last_run.record import shown_files
from ingest.errors import UserError
from ingest.outcome import Outcome
from ingest.run import declared_for, load_into
from ingest.store.workspace import workspace


def report(outcome: Outcome) -> tuple[object, ...]:
    """What a command shows of an outcome."""
    return shown_files(outcome), outcome.problems, outcome.notes, outcome.warnings


def write(folder: Path, files: Sequence[File]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text)
    (folder / "cut.zip").write_bytes(b"PK\x03\x04")


def load(exported: Path, database: Path, stack: Path) -> Outcome:
    """Like `ingest`, and finds out what a second run would do."""
    declared = declared_for(exported, stack)
    with workspace(database) as work:
        work.copy()
        outcome = load_into(work, exported, declared, None, VENDORS, looks_ahead=True)
        if outcome.is_new:
            work.publish()
    return outcome


@seed(int(SEED or 0))
@drawn
@given(exports=companies.COMPANIES, number=st.integers(0, 1000))
def test_a_second_run_on_the_same_files_reports_what_the_first_one_foresaw(
    exports: list[companies.Drawn], number: int
) -> None:
    nights = companies.nights(companies.write(exports), Random(number), 3)
    with tempfile.TemporaryDirectory() as made:
        exported, database, stack = (Path(made, n) for n in ("exports", "handoff.duckdb", "stack"))
        stack.mkdir()
        (stack / "stack.yml").write_text(companies.STACK)
        for files in nights:
            write(exported, files)
            try:
                first = load(exported, database, stack)
            except UserError:
                continue
            before = database.read_bytes()
            second = load(exported, database, stack)
            if first.is_settled:
                for now, foreseen in zip(report(second), report(first.repeated), strict=True):
                    assert now == foreseen
                assert not second.is_new and database.read_bytes() == before
