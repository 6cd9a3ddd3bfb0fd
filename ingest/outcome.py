"""Describes what a run did: the state of every file, and every problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.errors import Problem

Row = dict[str, Any]


@dataclass
class Outcome:
    """The result of a run.

    `files` are rows of raw_handoff.files in path order. `problems` are files and records that could
    not be loaded, `notes` are columns of the stack that were not exported, `warnings` are about the
    permissions of the folders and the encodings of files. `is_new` is whether anything differs from
    the previous run, `is_settled` whether a second run on the same files reports `repeated`; False
    also when nobody asked (`ingest.run.load_into`).
    """

    files: list[Row]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    is_new: bool = True
    warnings: tuple[Problem, ...] = ()
    is_settled: bool = False

    @property
    def repeated(self) -> Outcome:
        """The outcome of a second run on the same files: those with rows are not read again."""
        stored = ("loaded", "unchanged")
        files = [_unread(row) if row["status"] in stored else row for row in self.files]
        return replace(self, files=files, is_new=False)


def outcome_of(
    changed: Sequence[Row],
    unread: Sequence[Row],
    problems: Sequence[Problem],
    notes: Sequence[Problem],
    warnings: Sequence[Problem],
    is_new: bool,
) -> Outcome:
    """Sums up a run.

    `changed` are the rows of raw_handoff.files that this run made, `unread` those of files that an
    earlier run loaded: all of their records are unchanged.
    """
    unchanged = [_unread(row) for row in unread]
    files = sorted([*unchanged, *changed], key=lambda row: (row["path"], row["member"] or ""))
    rejected = [_rejected_problem(row) for row in files if row["rows_rejected"]]
    # A file that is read for two mappings has each problem twice.
    once = list(dict.fromkeys([*problems, *rejected]))
    return Outcome(files, once, list(notes), is_new, tuple(warnings))


def _unread(row: Row) -> Row:
    """The row of a file whose records are in the database already, without the rejected ones."""
    return {
        **row,
        "status": "unchanged",
        "rows_unchanged": row["records_in_file"] - row["rows_rejected"],
        "rows_loaded": 0,
    }


def _rejected_problem(row: Row) -> Problem:
    return Problem(
        f"{row['rows_rejected']} of {row['records_in_file']} records do not fit the table; "
        f"{row['message']}",
        row["path"] if not row["member"] else f"{row['path']}/{row['member']}",
        f"see raw_handoff.rejects where file_id = '{row['file_id']}'",
    )
