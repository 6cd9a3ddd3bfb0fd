"""The record of the last published run, in a file beside the database.

It is not in the database, because it holds the digest of the database. It holds counts, names of
files and messages, never a cell of an export.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from cli.gate.report import GateReport
from cli.last_run.inputs import Inputs
from ingest.errors import Problem
from ingest.outcome import Outcome


@dataclass(frozen=True)
class ShownFile:
    """What `handoff run` prints about a file: columns of raw_handoff.files."""

    path: str
    member: str | None
    system: str | None
    object: str | None
    export: str | None
    exported_at: datetime | None
    status: str
    message: str | None
    rows_loaded: int
    rows_unchanged: int
    rows_rejected: int
    non_record_lines: int


@dataclass(frozen=True)
class LastRun:
    """A published run: what it read, the SHA-256 of the database it wrote, and what it reported."""

    inputs: tuple[str, str, str]
    database: str
    files: list[ShownFile]
    notes: list[Problem]
    warnings: tuple[Problem, ...]
    report: GateReport

    @property
    def outcome(self) -> Outcome:
        """The outcome of loading the same files again."""
        files = [asdict(file) for file in self.files]
        return Outcome(files, notes=self.notes, warnings=self.warnings, is_new=False)


def shown_files(outcome: Outcome) -> list[ShownFile]:
    """The files of an outcome, in its order."""
    names = ShownFile.__dataclass_fields__
    return [
        ShownFile(**{name: row.get(name) for name in names})  # type: ignore[arg-type]
        for row in outcome.files
    ]


_JSON = TypeAdapter(LastRun)


def path_beside(database: Path) -> Path:
    """The file of the record."""
    return database.with_name(f"{database.name}.last_run")


def find(database: Path, inputs: Inputs) -> LastRun | None:
    """The last run on `database`, if it read the same; None also for a damaged record."""
    try:
        digest, text = path_beside(database).read_bytes().split(b"\n", 1)
        if digest.decode() != hashlib.sha256(text).hexdigest():
            return None
        last = _JSON.validate_json(text)
    except (OSError, ValueError):
        return None
    return last if last.inputs == inputs.digests else None


def write(database: Path, digest: str, inputs: Inputs, again: Outcome, report: GateReport) -> None:
    """Records a run that published a database with this digest.

    `again` is the outcome of a second run on the same files. The record is replaced in one step,
    and left out where it cannot be written: then the next run is a full one.
    """
    files = shown_files(again)
    last = LastRun(inputs.digests, digest, files, again.notes, again.warnings, report)
    path = path_beside(database)
    new = path.with_name(f"{path.name}.new")
    # ValueError: a text that is not Unicode.
    with suppress(OSError, ValueError):
        text = _JSON.dump_json(last)
        new.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
        new.replace(path)
