"""The ledger of truth: planted faults, their consequences, traps, and what nobody can decide."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

FAULTS = ("family", "fault", "check", "handoff", "record", "note")
TRAPS = ("trap", "record", "note")
UNDECIDABLE = ("check", "record", "why")


@dataclass(frozen=True)
class Row:
    """One row that must, or may, be in violation of a check."""

    check: str
    record: str
    handoff: str = ""


@dataclass(frozen=True)
class Fault:
    """One planted fault; it counts as found when any of its rows is in violation."""

    family: str
    number: int
    rows: tuple[Row, ...]
    note: str


@dataclass
class Ledger:
    """All labels of one drawn company."""

    faults: list[Fault] = field(default_factory=list)
    consequences: list[tuple[Fault, Row]] = field(default_factory=list)
    traps: list[tuple[str, str, str]] = field(default_factory=list)
    undecidable: list[tuple[str, str, str]] = field(default_factory=list)
    _fault_of: dict[str, int] = field(default_factory=dict)

    def fault(
        self, family: str, rows: Iterable[Row], note: str, touches: Iterable[str] = ()
    ) -> Fault:
        """Records a planted fault. `touches` are records it was planted on beside its rows."""
        planted = Fault(family, len(self.faults) + 1, tuple(rows), note)
        if not planted.rows:
            raise ValueError(f"{family}: a fault without a row")
        for record in {row.record for row in planted.rows} | set(touches):
            other = self._fault_of.setdefault(record, planted.number)
            if other != planted.number:
                raise ValueError(f"{record} carries the faults {other} and {planted.number}")
        self.faults.append(planted)
        return planted

    def consequence(self, fault: Fault, check: str, record: str, handoff: str = "") -> None:
        """A row that may be in violation because of the fault; `*` is any check."""
        self.consequences.append((fault, Row(check, record, handoff)))

    def trap(self, name: str, record: str, note: str) -> None:
        """An innocent record that looks like a fault."""
        self.traps.append((name, record, note))

    def undecided(self, check: str, record: str, why: str) -> None:
        """A record that no export lets anyone judge by this check."""
        self.undecidable.append((check, record, why))

    def is_faulted(self, record: str) -> bool:
        """Whether a fault is planted on this record."""
        return record in self._fault_of

    def records(self) -> set[str]:
        """Every record that the truth names."""
        return (
            {row.record for planted in self.faults for row in planted.rows}
            | {row.record for _, row in self.consequences}
            | {record for _, record, _ in self.traps}
            | {record for _, record, _ in self.undecidable}
        )

    def contradictions(self) -> list[str]:
        """Traps that carry a fault, and undecidable rows that must be in violation."""
        innocent = {record for _, record, _ in self.traps} & set(self._fault_of)
        rows = {(row.check, row.record) for fault in self.faults for row in fault.rows}
        open_rows = {record for check, record, _ in self.undecidable if (check, record) in rows}
        return sorted(innocent | open_rows)

    def write(self, folder: Path) -> None:
        """Writes the four files of truth."""
        if self.contradictions():
            raise ValueError(f"trap and fault at once: {self.contradictions()}")
        folder.mkdir(parents=True, exist_ok=True)
        planted = [
            (fault.family, fault.number, row.check, row.handoff, row.record, fault.note)
            for fault in self.faults
            for row in fault.rows
        ]
        caused = [
            (fault.family, fault.number, row.check, row.handoff, row.record, fault.note)
            for fault, row in self.consequences
        ]
        _write(folder / "faults.csv", FAULTS, planted)
        _write(folder / "consequences.csv", FAULTS, caused)
        _write(folder / "traps.csv", TRAPS, self.traps)
        _write(folder / "undecidable.csv", UNDECIDABLE, self.undecidable)


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
