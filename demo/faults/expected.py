"""Collects planted faults and expected violations, and writes them as CSV."""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Expected:
    """A violation a check must report."""

    check_id: str
    record_id: str
    fault: str


@dataclass(frozen=True, order=True)
class Fault:
    """A planted record; a lookalike has no expected violation."""

    fault: str
    source: str
    planted: str
    system: str
    object: str
    record_id: str
    field: str


@dataclass
class GroundTruth:
    """Collects labels while faults are planted."""

    expected: set[Expected] = field(default_factory=set)
    faults: set[Fault] = field(default_factory=set)

    def write(self, folder: Path) -> None:
        """Writes expected.csv and faults.csv, sorted."""
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "expected.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("check_id", "record_id", "fault"))
            writer.writerows(astuple(row) for row in sorted(self.expected))
        with (folder / "faults.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(
                ("fault", "source", "planted", "system", "object", "record_id", "field")
            )
            writer.writerows(astuple(row) for row in sorted(self.faults))
