"""Full exports that shrank or grew beyond belief are held back: nothing of them is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from ingest.exports import FULL, Export
from ingest.plan import Plan, PlanKey
from ingest.reader import Reading
from ingest.stacks import Limits
from ingest.warehouse import stored_key

# System, object, table.
_Object = tuple[str, str, str]


@dataclass(frozen=True)
class _Night:
    """The records of one full export of an object; it may come in several files."""

    moment: datetime
    records: int
    readings: tuple[Reading, ...]


def held_back(
    readings: Sequence[Reading],
    exports: Mapping[PlanKey, Export],
    stored: Iterable[Mapping[str, Any]],
    limits: Limits,
    accepted: Sequence[str],
) -> dict[PlanKey, str]:
    """Why files of this run are held back, by the full export before them, in order of moments."""
    nights: dict[_Object, list[_Night]] = {}
    for key, records, parts in _grouped(readings, exports, stored):
        nights.setdefault(key[0], []).append(_Night(key[1], records, parts))
    held: dict[PlanKey, str] = {}
    for found in nights.values():
        before: int | None = None
        for night in sorted(found, key=lambda night: night.moment):
            why = None
            if before is not None and night.readings and not _is_accepted(night, accepted):
                why = _doubt(night.records, before, limits)
            if why is None:
                before = night.records
            else:
                held.update({reading.plan.key: why for reading in night.readings})
    return held


def _grouped(
    readings: Sequence[Reading],
    exports: Mapping[PlanKey, Export],
    stored: Iterable[Mapping[str, Any]],
) -> Iterable[tuple[tuple[_Object, datetime], int, tuple[Reading, ...]]]:
    records: dict[tuple[_Object, datetime], int] = {}
    parts: dict[tuple[_Object, datetime], list[Reading]] = {}
    for row in stored:
        moment = row.get("exported_at")
        if row.get("export") == FULL and moment and row["status"] in ("loaded", "unchanged"):
            key = stored_key(row)[1:], moment
            records[key] = records.get(key, 0) + row["records_in_file"]
    for reading in readings:
        export = exports[reading.plan.key]
        # Nothing in an empty file tells its moment: it is held against the latest.
        moment = export.exported_at or (None if reading.records else datetime.max)
        if export.kind == FULL and moment:
            key = reading.plan.key[1:], moment
            records[key] = records.get(key, 0) + reading.records
            parts.setdefault(key, []).append(reading)
    return [(key, number, tuple(parts.get(key, ()))) for key, number in records.items()]


def _doubt(records: int, before: int, limits: Limits) -> str | None:
    lost, gained = before - records, records - before
    shown = f"held back: {records:,} records, and the full export before it had {before:,}"
    if before and not records:
        return shown
    if lost >= limits.min_records and lost > before * limits.max_shrink:
        return shown
    if gained >= limits.min_records and records > before * limits.max_growth:
        return shown
    return None


def _is_accepted(night: _Night, accepted: Sequence[str]) -> bool:
    return any(is_named(reading.plan, accepted) for reading in night.readings)


def is_named(plan: Plan, accepted: Sequence[str]) -> bool:
    """Whether a file, its archive or a copy of it is among the accepted names or globs."""
    names = {
        name.casefold()
        for source in (plan.source, *plan.also)
        for name in (source.path, source.label)
    }
    return any(fnmatchcase(name, glob.casefold()) for name in names for glob in accepted)
