"""Finds full exports whose number of records changed by more than the declared limits."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from ingest.errors import Problem
from ingest.history.export_dates import FULL, Export
from ingest.history.export_order import Position, export_group
from ingest.load.checked_path import Reading
from ingest.plan.declared import Limits
from ingest.plan.planner import Plan, PlanKey
from ingest.store.raw_tables import stored_key

_State = dict[str, list["_File"]]  # the files of one export, by series


@dataclass(frozen=True)
class _File:
    """One file of a full export.

    `is_read` is whether this run read it, `is_known` whether an earlier run loaded it. A file that
    `has_moved` was loaded as part of an earlier export: only the new parts give it a later date.
    """

    key: PlanKey
    position: Position
    group: str
    records: int
    is_read: bool = False
    is_known: bool = True
    has_moved: bool = False
    replaced: Position | None = None


def files_to_quarantine(
    readings: Sequence[Reading],
    exports: Mapping[PlanKey, Export],
    stored: Sequence[Mapping[str, Any]],
    limits: Limits,
    accepted: Container[PlanKey],
) -> dict[PlanKey, str]:
    """Returns the files of this run to quarantine, with the reason.

    Each full export is compared with the one before it, in the order of `Position`; a quarantined
    one is skipped in the comparison. The files of one export are added up. `stored` are rows of
    raw_handoff.files, `accepted` files that are never quarantined.
    """
    objects: dict[tuple[str, str, str], list[_File]] = {}
    for file in _files(readings, exports, stored):
        objects.setdefault(file.key[1:], []).append(file)
    judge = _Judge(limits, accepted, {})
    for files in objects.values():
        judge.compare_with_replaced(files)
        judge.compare_in_order([file for file in files if file.key not in judge.reasons])
    return judge.reasons


@dataclass(frozen=True)
class _Judge:
    limits: Limits
    accepted: Container[PlanKey]
    reasons: dict[PlanKey, str]

    def compare_with_replaced(self, files: Sequence[_File]) -> None:
        """Compares files without a later timestamp with the later export that they replaced."""
        new = [file for file in files if file.is_read and file.replaced]
        replaced = {_exported_at(file.replaced) for file in new if file.replaced}
        for exported_at in sorted(replaced):
            cut = [f for f in new if f.replaced and f.replaced.exported_at == exported_at]
            last = max(file.replaced.date for file in cut if file.replaced)
            export = [f for f in files if f.position.exported_at == exported_at]
            before = _state((file for file in export if not file.is_read), last)
            after = before | _state((file for file in export if file.is_read), last)
            after |= {file.replaced.series: [file] for file in cut if file.replaced}
            self.hold(cut, _count(after), _count(before))

    def compare_in_order(self, files: Sequence[_File]) -> None:
        """Compares every full export of an object with the one before it."""
        previous: int | None = None
        dated = [file for file in files if file.position.exported_at]
        for _, export in groupby(sorted(dated, key=_timestamp), _timestamp):
            previous = self.compare(list(export), previous)
        undated = sorted((f for f in files if f not in dated), key=lambda file: file.group)
        for _, export in groupby(undated, lambda file: file.group):
            self.compare(list(export), None)
        # An empty file has no timestamps, so it is also compared with the latest dated export.
        empty = [f for f in undated if f.is_read and not f.records and not f.replaced]
        self.hold([file for file in empty if file.key not in self.reasons], 0, previous)

    def compare(self, files: Sequence[_File], previous: int | None) -> int | None:
        """Compares an export, and every later state of it, with the one before.

        `files` have the same timestamp, or none and the same group. Returns the number of records
        of the last state that is not quarantined, or `previous` when all are.
        """
        first_dates = {
            series: min(file.position.date for file in found)
            for series, found in _by_series(files).items()
        }
        first = [f for f in files if f.position.date == first_dates[f.position.series]]
        later = sorted((file for file in files if file not in first), key=_date)
        steps = [first, *(list(step) for _, step in groupby(later, _date))]
        state: _State = {}
        for step in steps:
            new = [file for file in step if file.is_read]
            state = state | _state(file for file in step if not file.is_read)
            has_replaced = any(file.position.series in state for file in new)
            before = _count(state) if has_replaced or (state and step is not first) else previous
            after = state | _by_series(new)
            held = self.hold(new, _count(after), before)
            if held:
                kept = [file for file in step if file not in held and not file.has_moved]
                after = {k: v for k, v in state.items() if not any(f.has_moved for f in v)}
                after |= _by_series(kept)
            state = after
        return _count(state) if state else previous

    def hold(self, new: Sequence[_File], records: int, previous: int | None) -> list[_File]:
        """Quarantines files if their export has an implausible size; returns these files."""
        reason = None if previous is None else _anomaly(records, previous, self.limits)
        if reason is None or any(file.key in self.accepted for file in new):
            return []
        # A part that was loaded before is not why the size changed.
        held = [file for file in new if not file.is_known] or list(new)
        self.reasons.update({file.key: reason + _age(file) for file in held})
        return held


def _files(
    readings: Sequence[Reading],
    exports: Mapping[PlanKey, Export],
    stored: Sequence[Mapping[str, Any]],
) -> Iterable[_File]:
    """Lists the full exports: the stored ones, where they were and are, and those of this run."""
    read = {reading.plan.key for reading in readings}
    at: dict[PlanKey, Position] = {}
    for row in stored:
        if row.get("export") == FULL and row["status"] in ("loaded", "unchanged"):
            key, group, records = stored_key(row), export_group(row["path"]), row["records_in_file"]
            at[key] = Position.of(row)
            export = exports.get(key)
            is_same = export is not None and export.position == at[key]
            if not (is_same and key in read):
                yield _File(key, at[key], group, records)
            if export and export.kind == FULL and not is_same and key not in read:
                yield _File(key, export.position, group, records, has_moved=True)
    for reading in readings:
        plan, export = reading.plan, exports[reading.plan.key]
        if export.kind == FULL:
            yield _File(
                plan.key,
                export.position,
                export_group(plan.source.path),
                reading.records,
                is_read=True,
                is_known=plan.key in at,
                has_moved=plan.key in at and at[plan.key] != export.position,
                replaced=export.replaced,
            )


def _exported_at(position: Position) -> datetime:
    return position.exported_at or datetime.min


def _timestamp(file: _File) -> datetime:
    return _exported_at(file.position)


def _date(file: _File) -> str:
    return file.position.date


def _by_series(files: Iterable[_File]) -> _State:
    state: _State = {}
    for file in files:
        state.setdefault(file.position.series, []).append(file)
    return state


def _state(files: Iterable[_File], last: str = "9") -> _State:
    """Selects, per series, the last files with a date in their path up to `last`, if any."""
    state = {}
    for series, found in _by_series(files).items():
        until = [file for file in found if file.position.date <= last] or found
        order = max(file.position.order for file in until)
        state[series] = [file for file in until if file.position.order == order]
    return state


def _count(state: _State) -> int:
    return sum(file.records for files in state.values() for file in files)


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


def _age(file: _File) -> str:
    """The end of the reason for a file that shows an earlier time than the one it replaced."""
    shown = _earlier(file.position, file.replaced)
    return f"; {shown}, so it is incomplete or an old backup" if shown else ""


def _earlier(position: Position, replaced: Position | None) -> str:
    if replaced is None or position.exported_at is None:
        return ""
    return (
        f"its latest time ({position.exported_at:%Y-%m-%d %H:%M}) is earlier than that of the "
        f"file that it replaced ({replaced.exported_at:%Y-%m-%d %H:%M})"
    )


def older_exports(plans: Iterable[Plan], exports: Mapping[PlanKey, Export]) -> list[Problem]:
    """Warns of every loaded full export that is older than the one whose path it took."""
    found = []
    for plan in plans:
        export = exports[plan.key]
        shown = _earlier(export.position, export.replaced)
        if shown:
            fix = f"restore the later file; if this one is right: --accept {plan.source.label}"
            what = f"{shown}, so it counts as an older export"
            found.append(Problem(what, plan.source.label, fix))
    return found
