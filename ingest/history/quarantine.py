"""Finds full exports whose number of records changed by more than the declared limits."""

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

# Full exports that are compared with each other: system, object, table, and the location of exports
# without a date.
_Series = tuple[str, str, str, str | None]
_Position = datetime | int  # in a series: export date, or generation of the file at its location


@dataclass(frozen=True)
class _FullExport:
    """One full export of an object, which may consist of several files."""

    position: Any  # a _Position; all of one series have the same type
    records: int
    readings: tuple[Reading, ...]  # the files of this run; empty when it was loaded earlier


def files_to_quarantine(
    readings: Sequence[Reading],
    exports: Mapping[PlanKey, Export],
    stored: Iterable[Mapping[str, Any]],
    limits: Limits,
    accepted: Sequence[str],
) -> dict[PlanKey, str]:
    """Returns the files of this run to quarantine, with the reason.

    Each full export is compared with the one before it, in the order of their dates; a quarantined
    one is skipped in the comparison. `stored` are rows of raw_handoff.files, `accepted` names or
    globs of files that are never quarantined.
    """
    series: dict[_Series, list[_FullExport]] = {}
    for (name, position), records, parts in _group_exports(readings, exports, stored):
        series.setdefault(name, []).append(_FullExport(position, records, parts))
    anomalies: dict[PlanKey, str] = {}
    for full_exports in series.values():
        previous: int | None = None
        for export in sorted(full_exports, key=lambda export: export.position):
            reason = None
            if previous is not None and export.readings and not _is_accepted(export, accepted):
                reason = _anomaly(export.records, previous, limits)
            if reason is None:
                previous = export.records
            else:
                anomalies.update({reading.plan.key: reason for reading in export.readings})
    return anomalies


def _group_exports(
    readings: Sequence[Reading],
    exports: Mapping[PlanKey, Export],
    stored: Iterable[Mapping[str, Any]],
) -> Iterable[tuple[tuple[_Series, _Position], int, tuple[Reading, ...]]]:
    """Adds up the records of the files of each full export, stored and new."""
    records: dict[tuple[_Series, _Position], int] = {}
    parts: dict[tuple[_Series, _Position], list[Reading]] = {}
    for row in stored:
        if row.get("export") == FULL and row["status"] in ("loaded", "unchanged"):
            location = f"{row['path']}\n{row['member']}"
            exported_at, generation = row.get("exported_at"), row.get("generation")
            key = _series_key(stored_key(row), exported_at, location, generation)
            records[key] = records.get(key, 0) + row["records_in_file"]
    for reading in readings:
        plan, export = reading.plan, exports[reading.plan.key]
        if export.kind != FULL:
            continue
        location = f"{plan.source.path}\n{plan.source.member}"
        keys = [_series_key(plan.key, export.exported_at, location, export.generation)]
        if not reading.records and export.exported_at is None:
            # An empty file has no timestamps, so it is also compared with the latest dated export.
            keys.append(_series_key(plan.key, datetime.max, location, None))
        for key in keys:
            records[key] = records.get(key, 0) + reading.records
            parts.setdefault(key, []).append(reading)
    return [(key, number, tuple(parts.get(key, ()))) for key, number in records.items()]


def _series_key(
    key: PlanKey, exported_at: datetime | None, location: str, generation: int | None
) -> tuple[_Series, _Position]:
    _, system, object_name, table = key
    if exported_at is not None:
        return (system, object_name, table, None), exported_at
    return (system, object_name, table, location), generation or 0


def _anomaly(records: int, previous: int, limits: Limits) -> str | None:
    """Returns why a full export is quarantined, or None when its size is within the limits."""
    lost, gained = previous - records, records - previous
    reason = f"quarantined: {records:,} records, but the previous full export had {previous:,}"
    if previous and not records:
        return reason
    if lost >= limits.min_records and lost > previous * limits.max_shrink:
        return reason
    if gained >= limits.min_records and records > previous * limits.max_growth:
        return reason
    return None


def _is_accepted(export: _FullExport, accepted: Sequence[str]) -> bool:
    return any(is_named(reading.plan, accepted) for reading in export.readings)


def is_named(plan: Plan, globs: Sequence[str]) -> bool:
    """Whether a glob matches the file, its archive or another location of the same content."""
    names = {
        name.casefold()
        for source in (plan.source, *plan.other_locations)
        for name in (source.path, source.label)
    }
    return any(fnmatchcase(name, glob.casefold()) for name in names for glob in globs)
