"""Defines which of two exports is later; the only definition on the side of Python.

int_deleted_records and int_record_versions read the columns that `Position.row` stores. So the
quarantine and the models have one order (tests/python/models/test_later_exports.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.plan.planner import Plan

_DATE = re.compile(
    r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
    r"(?:[T_ -]?([01]\d|2[0-3])[-_:.]?([0-5]\d)(?:[-_:.]?([0-5]\d))?)?(?!\d)"
)
_PART = re.compile(r"(?i)_\d{1,3}(?=\.zip$)|[-_. ]?part[-_. ]?\d{1,3}(?!\d)")


@dataclass(frozen=True)
class Position:
    """Where a file is in the order of the exports of its object.

    `exported_at` is the latest timestamp of all files that were exported together, and of the dates
    in their names. `series` is the path without its date: files of one series follow each other.
    `order` sorts them: by the date in the path, then by what replaced what at the same path.
    """

    exported_at: datetime | None
    series: str
    order: str

    @classmethod
    def at(
        cls, path: str, member: str | None, exported_at: datetime | None, generation: int
    ) -> Position:
        """The position of a file; `generation` counts the files that were replaced at its path."""
        name = f"{path}|{member or ''}"
        date = date_in_name(name)
        return cls(exported_at, _without(date, name), f"{date or ''} {generation:09}")

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Position:
        """The position of a row of raw_handoff.files, also of an earlier version of handoff."""
        exported_at, series = row.get("exported_at"), row.get("export_series")
        if series is not None:
            return cls(exported_at, series, row["export_order"])
        return cls.at(row["path"], row["member"], exported_at, row.get("generation") or 0)

    @property
    def row(self) -> dict[str, Any]:
        """The columns of raw_handoff.files that order the exports."""
        return {
            "exported_at": self.exported_at,
            "export_series": self.series,
            "export_order": self.order,
        }

    @property
    def date(self) -> str:
        """The date in the path as text; empty when the path has none."""
        return self.order.rpartition(" ")[0]

    def is_later(self, other: Position) -> bool:
        """Whether this export is later; False also when nothing tells which one is.

        The timestamp decides; with the same one, or without one here, the order in the series.
        """
        if self.exported_at and other.exported_at and self.exported_at != other.exported_at:
            return self.exported_at > other.exported_at
        is_dated = other.exported_at is not None
        follows = self.series == other.series and self.order > other.order
        return follows and (self.exported_at is None or is_dated)


def date_in_name(label: str) -> datetime | None:
    """Finds the last date, with its time if it has one, in the name of a file or its folders."""
    return next(filter(None, map(_date, reversed(list(_DATE.finditer(label))))), None)


def _date(match: re.Match[str]) -> datetime | None:
    numbers = [int(match[group] or 0) for group in (1, 3, 4, 5, 6, 7)]
    try:
        return datetime(*numbers)  # type: ignore[arg-type]
    except ValueError:
        return None


def _without(date: datetime | None, name: str) -> str:
    """Replaces a date wherever the name has it, with or without a time."""
    if date is None:
        return name

    def shown(match: re.Match[str]) -> str:
        found = _date(match)
        return "*" if found and found.date() == date.date() else match[0]

    return _DATE.sub(shown, name)


def export_group(path: str) -> str:
    """Returns the same text for all files that were exported together.

    One archive or workbook is one export, and so are archives numbered `_1.zip`, `_2.zip` and
    files numbered `part1`, `part2`.
    """
    date = date_in_name(path)
    return f"{_PART.sub('', _DATE.sub('', path))} {date or ''}"


def export_groups(plan: Plan) -> list[str]:
    """Returns the export group of every location of a file; see `export_group`."""
    return [export_group(source.path) for source in (plan.source, *plan.other_locations)]
