"""Full exports that shrank or grew beyond belief are held back: nothing of them is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from ingest.history.export_dates import FULL, Export
from ingest.load.checked_path import Reading
from ingest.plan.declared import Limits
from ingest.plan.planner import Plan, PlanKey
from ingest.store.raw_tables import stored_key

# Exports that follow each other: system, object, table, and the place where they show no moment.
_Series = tuple[str, str, str, str | None]
_Moment = datetime | int  # of an export, or the generation of a file at its place


@dataclass(frozen=True)
class _Night:
    """The records of one full export of an object; it may come in several files."""

    moment: Any  # one kind of _Moment per series
    records: int
    readings: tuple[Reading, ...]


def find_anomalies(
    readings: Sequence[Reading],
    exports: Mapping[PlanKey, Export],
    stored: Iterable[Mapping[str, Any]],
    limits: Limits,
    accepted: Sequence[str],
) -> dict[PlanKey, str]:
    """Why files of this run are held back, by the full export before them, in order of moments."""
    nights: dict[_Series, list[_Night]] = {}
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
) -> Iterable[tuple[tuple[_Series, _Moment], int, tuple[Reading, ...]]]:
    records: dict[tuple[_Series, _Moment], int] = {}
    parts: dict[tuple[_Series, _Moment], list[Reading]] = {}
    for row in stored:
        if row.get("export") == FULL and row["status"] in ("loaded", "unchanged"):
            place = f"{row['path']}\n{row['member']}"
            key = _place(stored_key(row), row.get("exported_at"), place, row.get("generation"))
            records[key] = records.get(key, 0) + row["records_in_file"]
    for reading in readings:
        plan, export = reading.plan, exports[reading.plan.key]
        if export.kind != FULL:
            continue
        place = f"{plan.source.path}\n{plan.source.member}"
        keys = [_place(plan.key, export.exported_at, place, export.generation)]
        if not reading.records and export.exported_at is None:
            # Nothing in an empty file tells its moment: it is held against the latest, too.
            keys.append(_place(plan.key, datetime.max, place, None))
        for key in keys:
            records[key] = records.get(key, 0) + reading.records
            parts.setdefault(key, []).append(reading)
    return [(key, number, tuple(parts.get(key, ()))) for key, number in records.items()]


def _place(
    key: PlanKey, moment: datetime | None, place: str, generation: int | None
) -> tuple[_Series, _Moment]:
    _, system, made, name = key
    if moment is not None:
        return (system, made, name, None), moment
    return (system, made, name, place), generation or 0


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
