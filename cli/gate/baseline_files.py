"""The three files of the baseline: results, digests of violating records, facts of the exports."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import UserError

RESET = "run `handoff accept --reset`, build, and run `handoff accept`"


@dataclass(frozen=True)
class BaselineFile:
    """One file: its seed, its columns, the order of its rows, and the model with its next rows."""

    seed: str
    columns: Sequence[str]
    order: str
    model: str
    has_kinds: bool = True

    def path(self, results: Path) -> Path:
        """The file beside `results`, the file of the results: `x.csv` has `x_facts.csv`."""
        ending = self.seed.removeprefix("baseline")
        return results.with_name(f"{results.stem}{ending}{results.suffix}")

    def next_rows(self, kind: str) -> tuple[str, list[str]]:
        """The query for the rows to accept, and its parameters."""
        where = " where kind = ?" if self.has_kinds else ""
        query = f"select {', '.join(self.columns)} from results.{self.model}{where} {self.order}"
        return query, [kind] if self.has_kinds else []

    @property
    def built_with(self) -> str:
        """The query for the rows that the last build read."""
        return f"select {', '.join(self.columns)} from seeds.{self.seed} {self.order}"

    def as_csv(self, rows: Sequence[dict[str, Any]]) -> str:
        """Rows as CSV in the given order, with `\\n` line ends on every machine."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([row[name] for name in self.columns] for row in rows)
        return text.getvalue()


RESULTS = BaselineFile(
    "baseline",
    (
        *("check_id", "handoff_id", "status", "scope"),
        *("violations", "rate", "finding_id", "promise"),
    ),
    "order by check_id, handoff_id nulls first",
    "next_baseline",
)
VIOLATIONS = BaselineFile(
    "baseline_violations",
    ("check_id", "handoff_id", "first_digit", "one_in", "records"),
    "order by check_id, handoff_id nulls first, first_digit",
    "next_baseline_violations",
)
FACTS = BaselineFile(
    "baseline_facts",
    ("kind", "system", "object", "name", "value"),
    "order by kind, system nulls first, object nulls first, name nulls first",
    "next_baseline_facts",
    has_kinds=False,
)
FILES = (RESULTS, VIOLATIONS, FACTS)


def require_current_format(results: Path) -> None:
    """Raises `UserError` for a baseline of an earlier version and for files that are missing."""
    if not results.is_file():
        return
    with results.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file), [])
    if "check_id" in header and "promise" not in header:
        raise UserError.of(
            "it was written by an earlier version and has no column promise", str(results), RESET
        )
    missing = [one.path(results) for one in FILES if not one.path(results).is_file()]
    if missing:
        names = ", ".join(path.name for path in missing)
        raise UserError.of(f"these files of the baseline are missing: {names}",
                           str(results.parent), RESET)  # fmt: skip


def reset(results: Path) -> None:
    """Empties the files; the next build has nothing to compare with."""
    for one in FILES:
        replace(one.path(results), one.as_csv([]))


def replace(path: Path, text: str) -> None:
    """Replaces a file in one step, so that a reader never sees half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
