"""What nights of exports must end in, told from docs/scheduled-runs.md and decision 6 alone.

Plain Python over what lay in the folder at each run: nothing here is taken from the loader or the
models. `expected` gives the rows that are stored and in whose name, the version of every record
that counts, who was deleted when, the history, and the counts of every file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

Thing = tuple[str, str]  # system and object
Content = tuple[str, str]  # of one record: its id as written and its value, with the stamp


@dataclass(frozen=True)
class Record:
    """One line of an export; a broken one has cells too many."""

    key: str
    value: str
    stamp: datetime | None = None
    is_broken: bool = False


@dataclass(frozen=True)
class File:
    """One file of an export as it lay in the folder.

    `export` names what was exported together, `named` is the moment its name tells. Ids that have
    the same first `id_length` characters are one.
    """

    thing: Thing
    path: str
    export: str
    named: datetime | None
    is_full: bool
    text: str
    records: tuple[Record, ...]
    id_length: int = 99

    @cached_property
    def id(self) -> str:
        """Identity of a file is its content."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @cached_property
    def latest(self) -> datetime | None:
        """The latest stamp in it."""
        return max((r.stamp for r in self.records if r.stamp and not r.is_broken), default=None)


@dataclass
class Stood:
    """One content as an export of one thing: when it was exported, and after what."""

    file: File
    moment: datetime | None = None
    places: set[str] = field(default_factory=set)
    turn: int = 0  # contents that stood at its place before

    def is_later(self, other: Stood) -> bool:
        """By the moments; where these do not tell, by who took whose place."""
        if self.moment and other.moment and self.moment != other.moment:
            return self.moment > other.moment
        took = bool(self.places & other.places) and self.turn > other.turn
        return took and (self.moment is None or other.moment is not None)


@dataclass(frozen=True)
class Expected:
    """Everything by thing. What the exports leave undecided is left open."""

    rows: set[tuple[str, str, str, int, str, str, datetime | None]]  # with file and line
    current: dict[tuple[str, str, str], set[str]]  # record -> values it may have
    gone: dict[tuple[str, str, str], datetime | None]
    changes: dict[tuple[str, str, str], list[str]]  # its values in order, where that is decided
    counts: dict[tuple[str, str, str], tuple[int, int, int, int]]  # records, stored, not, rejected


def stood(runs: Sequence[Sequence[File]]) -> dict[tuple[Thing, str], Stood]:
    """Every content that ever lay in the folder, as what it was exported for."""
    found: dict[tuple[Thing, str], Stood] = {}
    at_place: dict[tuple[Thing, str], list[Stood]] = {}
    for run in runs:
        moments: dict[str, list[datetime]] = {}
        for file in run:
            known = [moment for moment in (file.latest, file.named) if moment]
            moments.setdefault(file.export, []).extend(known)
        took: list[tuple[Stood, int]] = []
        for file in run:
            one = found.setdefault((file.thing, file.id), Stood(file))
            one.places.add(file.path)
            shown = [*moments[file.export], *([one.moment] if one.moment else [])]
            one.moment = max(shown, default=None)
            before = at_place.get((file.thing, file.path), [])
            took.append((one, max((b.turn + 1 for b in before if b is not one), default=0)))
        for file, (one, turn) in zip(run, took, strict=True):
            one.turn = max(one.turn, turn)
            here = at_place.setdefault((file.thing, file.path), [])
            if one not in here:
                here.append(one)
    return found


def expected(runs: Sequence[Sequence[File]]) -> Expected:
    """What these runs must end in; everything that looks odd was accepted."""
    result = Expected(set(), {}, {}, {}, {})
    by_thing: dict[Thing, list[Stood]] = {}
    for (thing, _), one in stood(runs).items():
        by_thing.setdefault(thing, []).append(one)
    for thing, exports in by_thing.items():
        _store(thing, exports, result)
        for key in {_key(one.file, r) for one in exports for r in one.file.records}:
            _judge(thing, key, exports, result)
    return result


def _key(file: File, record: Record) -> str:
    return record.key[: file.id_length]


def _content(record: Record) -> tuple[str, str, datetime | None]:
    return record.key, record.value, record.stamp


def _lines(file: File) -> Iterable[tuple[int, Record]]:
    return ((n, r) for n, r in enumerate(file.records, start=1) if not r.is_broken)


def _store(thing: Thing, exports: Sequence[Stood], result: Expected) -> None:
    """A version belongs to the earliest file that holds it: its latest stamp, then its content."""
    owner: dict[tuple[str, str, datetime | None], File] = {}
    for one in sorted(exports, key=lambda one: (one.file.latest or datetime.max, one.file.id)):
        for _, record in _lines(one.file):
            owner.setdefault(_content(record), one.file)
    for one in exports:
        file = one.file
        stored = [(n, r) for n, r in _lines(file) if owner[_content(r)] is file]
        result.rows.update((*thing, file.id, n, *_content(r)) for n, r in stored)
        rejected = sum(r.is_broken for r in file.records)
        total = len(file.records)
        counts = (total, len(stored), total - rejected - len(stored), rejected)
        result.counts[(*thing, file.id)] = counts


def _judge(thing: Thing, key: str, exports: Sequence[Stood], result: Expected) -> None:
    seen = [
        (one, n, record)
        for one in exports
        for n, record in _lines(one.file)
        if _key(one.file, record) == key
    ]
    if not seen:
        return
    record = (*thing, key)
    versions: dict[tuple[str, str, datetime | None], list[tuple[Stood, int]]] = {}
    for one, n, held in seen:
        versions.setdefault(_content(held), []).append((one, n))
    holders = [one for one, _, _ in seen]
    deleting = [full for full in exports if full.file.is_full and _deletes(full, holders)]
    if deleting:
        dated = [full.moment for full in deleting if full.moment]
        result.gone[record] = min(dated, default=None)
    beaten = {
        version: sum(_beats(other, version, versions) for other in versions) for version in versions
    }
    result.current[record] = {value for (_, value, _), n in beaten.items() if n == 0}
    # In a line, where every version beats all before it.
    if Counter(beaten.values()) == Counter(range(len(versions))):
        line = sorted(versions, key=lambda version: -beaten[version])
        values = [value for _, value, _ in line]
        result.changes[record] = [
            value for n, value in enumerate(values) if n == 0 or values[n - 1] != value
        ]


def _deletes(full: Stood, holders: Sequence[Stood]) -> bool:
    """Whether it is later than all that held the record, or than what is later than those."""
    last = [
        one
        for one in holders
        if not any(other.moment and one.moment and other.moment > one.moment for other in holders)
    ]
    return all(full.is_later(one) for one in last)


def _beats(
    one: tuple[str, str, datetime | None],
    other: tuple[str, str, datetime | None],
    versions: dict[tuple[str, str, datetime | None], list[tuple[Stood, int]]],
) -> bool:
    """The latest stamp counts; then what the latest export holds, and in it the last line."""
    if one == other:
        return False
    mine, yours = one[2], other[2]
    if mine != yours:
        return yours is None or (mine is not None and mine > yours)

    def is_after(a: tuple[Stood, int], b: tuple[Stood, int]) -> bool:
        if a[0] is b[0]:
            return a[1] > b[1]
        # What shows no moment is no later than what shows one.
        return a[0].is_later(b[0]) or (a[0].moment is not None and b[0].moment is None)

    return any(all(is_after(a, b) for b in versions[other]) for a in versions[one])
