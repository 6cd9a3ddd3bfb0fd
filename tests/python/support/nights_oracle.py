"""Computes the result of a series of runs from docs/scheduled-runs.md and decision 6 alone.

Plain Python over the files in the folder at each run; it uses neither the loader nor the models.
`expected` returns the stored rows with their files, the current version of every record, the
deletions with their dates, the history, and the counts of every file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

SystemObject = tuple[str, str]  # system and object
Content = tuple[str, str]  # of one record: its id as written and its value, with the stamp


@dataclass(frozen=True)
class Record:
    """One line of an export; a broken one has too many cells."""

    key: str
    value: str
    stamp: datetime | None = None
    is_broken: bool = False


@dataclass(frozen=True)
class File:
    """One file of an export in the folder.

    `export` is equal for files that were exported together, `named` is the date in the file name.
    Ids with the same first `id_length` characters are equal.
    """

    system_object: SystemObject
    path: str
    export: str
    named: datetime | None
    is_full: bool
    text: str
    records: tuple[Record, ...]
    id_length: int = 99

    @cached_property
    def id(self) -> str:
        """The id of a file depends on its content only."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @cached_property
    def series(self) -> str:
        """The path without its date: files whose paths differ only there follow each other."""
        return self.path.replace(f"{self.named:%Y-%m-%d}", "*") if self.named else self.path

    @cached_property
    def latest(self) -> datetime | None:
        """The latest timestamp in the file."""
        return max((r.stamp for r in self.records if r.stamp and not r.is_broken), default=None)


@dataclass
class ExportedContent:
    """One content of one object: when it was exported, and what it replaced."""

    file: File
    exported_at: datetime | None = None
    series: set[str] = field(default_factory=set)
    named: datetime = datetime.min  # the latest date in its names
    generation: int = 0  # number of contents that were at its path before

    def is_later(self, other: ExportedContent) -> bool:
        """Compares export dates; when they do not differ, the dates in the names of one series,
        and then which content replaced which.
        """
        if self.exported_at and other.exported_at and self.exported_at != other.exported_at:
            return self.exported_at > other.exported_at
        is_after = (self.named, self.generation) > (other.named, other.generation)
        follows = bool(self.series & other.series) and is_after
        return follows and (self.exported_at is None or other.exported_at is not None)


@dataclass(frozen=True)
class Expected:
    """The result by object. Where the exports allow several results, all are listed."""

    rows: set[tuple[str, str, str, int, str, str, datetime | None]]  # with file and line
    current: dict[tuple[str, str, str], set[str]]  # record -> values it may have
    deleted: dict[tuple[str, str, str], datetime | None]
    changes: dict[tuple[str, str, str], list[str]]  # its values in order, where that is decided
    counts: dict[tuple[str, str, str], tuple[int, int, int, int]]  # records, stored, not, rejected


def exported_contents(
    runs: Sequence[Sequence[File]],
) -> dict[tuple[SystemObject, str], ExportedContent]:
    """Returns every content that was ever in the folder, by object and file id.

    Every file is accepted: a full export is not older than the one that it replaced.
    """
    found: dict[tuple[SystemObject, str], ExportedContent] = {}
    at_place: dict[tuple[SystemObject, str], list[ExportedContent]] = {}
    for run in runs:
        dates: dict[str, list[datetime]] = {}
        for file in run:
            known = [exported_at for exported_at in (file.latest, file.named) if exported_at]
            dates.setdefault(file.export, []).extend(known)
        took: list[tuple[ExportedContent, int]] = []
        for file in run:
            one = found.setdefault((file.system_object, file.id), ExportedContent(file))
            one.series.add(file.series)
            one.named = max(one.named, file.named or datetime.min)
            shown = [*dates[file.export], *([one.exported_at] if one.exported_at else [])]
            one.exported_at = max(shown, default=None)
            before = at_place.get((file.system_object, file.path), [])
            took.append((one, max((b.generation + 1 for b in before if b is not one), default=0)))
        for file, (one, generation) in zip(run, took, strict=True):
            one.generation = max(one.generation, generation)
            if file.is_full and one.exported_at:
                before = at_place.get((file.system_object, file.path), [])
                shown = [b.exported_at for b in before if b.exported_at]
                one.exported_at = max([one.exported_at, *shown])
            here = at_place.setdefault((file.system_object, file.path), [])
            if one not in here:
                here.append(one)
    return found


def expected(runs: Sequence[Sequence[File]]) -> Expected:
    """Computes the result of these runs; every file was accepted."""
    result = Expected(set(), {}, {}, {}, {})
    by_object: dict[SystemObject, list[ExportedContent]] = {}
    for (system_object, _), one in exported_contents(runs).items():
        by_object.setdefault(system_object, []).append(one)
    for system_object, exports in by_object.items():
        _store(system_object, exports, result)
        for key in {_key(one.file, r) for one in exports for r in one.file.records}:
            _judge(system_object, key, exports, result)
    return result


def _key(file: File, record: Record) -> str:
    return record.key[: file.id_length]


def _content(record: Record) -> tuple[str, str, datetime | None]:
    return record.key, record.value, record.stamp


def _lines(file: File) -> Iterable[tuple[int, Record]]:
    return ((n, r) for n, r in enumerate(file.records, start=1) if not r.is_broken)


def _store(
    system_object: SystemObject, exports: Sequence[ExportedContent], result: Expected
) -> None:
    """A version belongs to the earliest file with it, by latest timestamp, then by content."""
    owner: dict[tuple[str, str, datetime | None], File] = {}
    for one in sorted(exports, key=lambda one: (one.file.latest or datetime.max, one.file.id)):
        for _, record in _lines(one.file):
            owner.setdefault(_content(record), one.file)
    for one in exports:
        file = one.file
        stored = [(n, r) for n, r in _lines(file) if owner[_content(r)] is file]
        result.rows.update((*system_object, file.id, n, *_content(r)) for n, r in stored)
        rejected = sum(r.is_broken for r in file.records)
        total = len(file.records)
        counts = (total, len(stored), total - rejected - len(stored), rejected)
        result.counts[(*system_object, file.id)] = counts


def _judge(
    system_object: SystemObject, key: str, exports: Sequence[ExportedContent], result: Expected
) -> None:
    seen = [
        (one, n, record)
        for one in exports
        for n, record in _lines(one.file)
        if _key(one.file, record) == key
    ]
    if not seen:
        return
    record = (*system_object, key)
    versions: dict[tuple[str, str, datetime | None], list[tuple[ExportedContent, int]]] = {}
    for one, n, held in seen:
        versions.setdefault(_content(held), []).append((one, n))
    containing = [one for one, _, _ in seen]
    deleting = [full for full in exports if full.file.is_full and _deletes(full, containing)]
    if deleting:
        dated = [full.exported_at for full in deleting if full.exported_at]
        result.deleted[record] = min(dated, default=None)
    beaten = {
        version: sum(_beats(other, version, versions) for other in versions) for version in versions
    }
    result.current[record] = {value for (_, value, _), n in beaten.items() if n == 0}
    # The order is certain only if every version beats all earlier ones.
    if Counter(beaten.values()) == Counter(range(len(versions))):
        line = sorted(versions, key=lambda version: -beaten[version])
        values = [value for _, value, _ in line]
        result.changes[record] = [
            value for n, value in enumerate(values) if n == 0 or values[n - 1] != value
        ]


def _deletes(full: ExportedContent, containing: Sequence[ExportedContent]) -> bool:
    """Whether a full export is later than the last exports that contain the record."""
    last = [
        one
        for one in containing
        if not any(
            other.exported_at and one.exported_at and other.exported_at > one.exported_at
            for other in containing
        )
    ]
    return all(full.is_later(one) for one in last)


def _beats(
    one: tuple[str, str, datetime | None],
    other: tuple[str, str, datetime | None],
    versions: dict[tuple[str, str, datetime | None], list[tuple[ExportedContent, int]]],
) -> bool:
    """Compares timestamps; then the latest exports of the versions, and in one file the lines."""
    if one == other:
        return False
    mine, yours = one[2], other[2]
    if mine != yours:
        return yours is None or (mine is not None and mine > yours)

    def is_after(a: tuple[ExportedContent, int], b: tuple[ExportedContent, int]) -> bool:
        if a[0] is b[0]:
            return a[1] > b[1]
        # An export without a date is not later than one with a date.
        return a[0].is_later(b[0]) or (a[0].exported_at is not None and b[0].exported_at is None)

    return any(all(is_after(a, b) for b in versions[other]) for a in versions[one])
