"""Seeded drawing of people, firms and moments, and the tables of an export."""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from .truth import Ledger
from .words import CITIES, COINED_ENDS, COINED_STARTS, FIRST_NAMES, LAST_NAMES, TITLES, TRADES

# Draws of a word before a draw gives up.
TRIES = 2000
Cell = str | int | float | None
T = TypeVar("T")
Timed = TypeVar("Timed", bound=tuple[datetime, Any])


@dataclass(frozen=True)
class Firm:
    """A company that somebody works for."""

    name: str
    domain: str
    country: str
    city: str
    size: int
    dialling: str


@dataclass(frozen=True)
class Person:
    """A human being with a work address."""

    first: str
    last: str
    firm: Firm
    email: str
    phone: str
    title: str

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.first} {self.last}"


class Draw:
    """Everything random about a company; two draws of one seed are equal."""

    cities = CITIES

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._coined: list[tuple[str, str]] = []
        self._by_last: dict[str, list[str]] = {}
        self._emails: set[str] = set()
        self._phones: set[str] = set()

    def firm(self, country: str | None = None, size: int | None = None) -> Firm:
        """A firm whose name is like no other one's."""
        for _ in range(TRIES):
            start, end = self.random.choice(COINED_STARTS), self.random.choice(COINED_ENDS)
            if all(distance(start, one) + distance(end, two) > 2 for one, two in self._coined):
                break
        else:
            raise ValueError("no name for one more firm")
        self._coined.append((start, end))
        coined = start + end
        country = country or self.random.choice(sorted(self.cities))
        dialling, cities = self.cities[country]
        trade = self.random.choice(TRADES)
        if size is None:
            size = self.random.choice((12, 25, 40, 80, 140, 260, 480, 900, 1800, 5200))
        return Firm(
            name=f"{coined} {trade}",
            domain=f"{ascii_word(coined)}-{ascii_word(trade)}.example",
            country=country,
            city=self.random.choice(cities),
            size=size,
            dialling=dialling,
        )

    def person(self, firm: Firm | None = None, last: str | None = None) -> Person:
        """A person whose name and address are like nobody else's."""
        firm = firm or self.firm()
        for _ in range(TRIES):
            family = last or self.random.choice(LAST_NAMES)
            given = self.random.choice(FIRST_NAMES)
            known = self._by_last.setdefault(family, [])
            if all(distance(given, other) > 2 for other in known):
                break
        else:
            raise ValueError("no name for one more person")
        known.append(given)
        email = f"{ascii_word(given)}.{ascii_word(family)}@{firm.domain}"
        if email in self._emails:
            raise ValueError(f"drawn twice: {email}")
        self._emails.add(email)
        title = self.random.choice(TITLES)
        return Person(given, family, firm, email, self.phone(firm), title)

    def phone(self, firm: Firm) -> str:
        """A number that nobody else has."""
        while True:
            digits = str(self.random.randint(20_000_000, 89_999_999))
            if digits not in self._phones:
                break
        self._phones.add(digits)
        return f"{firm.dialling} {digits[:2]} {digits[2:5]} {digits[5:]}"

    def seconds(self, least: int, most: int) -> timedelta:
        """A span between two numbers of seconds."""
        return timedelta(seconds=self.random.randint(least, most))

    def day(self, first: date, last: date) -> date:
        """A day of a period, both ends included."""
        return first + timedelta(days=self.random.randint(0, (last - first).days))

    def moment(self, on: date, zone: str, start: str = "08:00", end: str = "19:00") -> datetime:
        """A moment of a day between two clock times of a zone, in UTC."""
        low, high = at(on, start, zone), at(on, end, zone)
        return low + timedelta(seconds=self.random.randint(0, int((high - low).total_seconds())))

    def pick(self, items: Sequence[T], count: int) -> list[T]:
        """Several different items, in a drawn order."""
        return self.random.sample(list(items), count)


@dataclass(frozen=True)
class Calendar:
    """Business hours: the same hours on every working day."""

    zone: str
    opens: time
    closes: time
    days: frozenset[int]
    holidays: frozenset[date]

    def is_open(self, on: date) -> bool:
        """Whether the day has business hours."""
        return on.weekday() in self.days and on not in self.holidays

    def next_open(self, on: date) -> date:
        """The day itself, or the next one with business hours."""
        while not self.is_open(on):
            on += timedelta(days=1)
        return on

    def add(self, moment: datetime, hours: float) -> datetime:
        """The moment at which so many business hours have passed."""
        left = timedelta(hours=hours)
        local = moment.astimezone(ZoneInfo(self.zone))
        on = local.date()
        while True:
            if self.is_open(on):
                opens = datetime.combine(on, self.opens, ZoneInfo(self.zone)).astimezone(UTC)
                closes = datetime.combine(on, self.closes, ZoneInfo(self.zone)).astimezone(UTC)
                start = max(moment, opens)
                if start < closes:
                    if left <= closes - start:
                        return start + left
                    left -= closes - start
            on += timedelta(days=1)

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Business hours between two moments."""
        total = timedelta()
        on = start.astimezone(ZoneInfo(self.zone)).date()
        last = end.astimezone(ZoneInfo(self.zone)).date()
        while on <= last:
            if self.is_open(on):
                opens = datetime.combine(on, self.opens, ZoneInfo(self.zone)).astimezone(UTC)
                closes = datetime.combine(on, self.closes, ZoneInfo(self.zone)).astimezone(UTC)
                total += max(timedelta(), min(end, closes) - max(start, opens))
            on += timedelta(days=1)
        return total.total_seconds() / 3600


@dataclass
class Table:
    """One exported file; `record` is `system/object`, `key` the headers of the id."""

    path: str
    columns: Sequence[str]
    record: str = ""
    key: Sequence[str] = ()
    quoted: bool = False
    rows: list[Mapping[str, Cell]] = field(default_factory=list)

    def add(self, row: Mapping[str, Cell]) -> str:
        """Adds a row; returns the key of its record."""
        unknown = set(row) - set(self.columns)
        if unknown:
            raise ValueError(f"{self.path}: no column {sorted(unknown)}")
        self.rows.append(dict(row))
        return self.key_of(row)

    def key_of(self, row: Mapping[str, Cell]) -> str:
        """`system/object/id` of a row; several key cells are joined by a colon."""
        if not self.record:
            return ""
        return f"{self.record}/{':'.join(str(row.get(header)) for header in self.key)}"

    def ids(self) -> set[str]:
        """The keys of all records in the file."""
        return {self.key_of(row) for row in self.rows if self.record}

    def write(self, folder: Path) -> None:
        """Writes the file below the folder of exports."""
        path = folder / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(
                file,
                quoting=csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL,
                lineterminator="\n",
            )
            writer.writerow(self.columns)
            for row in self.rows:
                cells = (row.get(header) for header in self.columns)
                writer.writerow(["" if cell is None else cell for cell in cells])


@dataclass
class Company:
    """A drawn company: its exports, its declared stack (file name: text) and the truth."""

    tables: list[Table]
    stack: dict[str, str]
    truth: Ledger

    def keys(self) -> set[str]:
        """The keys of all exported records."""
        return {key for table in self.tables for key in table.ids()}

    def write(self, folder: Path) -> None:
        """Writes `exports`, `stack` and `truth` below the folder."""
        for table in self.tables:
            table.write(folder / "exports")
        (folder / "stack").mkdir(parents=True, exist_ok=True)
        for name, text in self.stack.items():
            (folder / "stack" / name).write_text(text, "utf-8")
        self.truth.write(folder / "truth")


def at(on: date, clock: str, zone: str) -> datetime:
    """The moment of a day and a clock time in a zone, in UTC."""
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime.combine(on, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def local(moment: datetime | None, zone: str, shape: str = "%Y-%m-%d %H:%M") -> str:
    """A moment on the clock of a zone, as text."""
    return moment.astimezone(ZoneInfo(zone)).strftime(shape) if moment else ""


def iso(moment: datetime) -> str:
    """A moment as an API writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def ascii_word(text: str) -> str:
    """Lower-case letters of an address: accents and special letters written out."""
    special = {"ø": "o", "æ": "ae", "å": "a", "ß": "ss", "ł": "l", "đ": "d", "ı": "i"}
    folded = "".join(special.get(letter, letter) for letter in text.lower())
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalnum())


@cache
def distance(left: str, right: str) -> int:
    """Number of letters to change, add or leave out to get from one word to the other."""
    above = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        current = [row]
        for column, other in enumerate(right, start=1):
            change = above[column - 1] + (letter != other)
            current.append(min(above[column] + 1, current[-1] + 1, change))
        above = current
    return above[-1]


def spread(items: Sequence[T], count: int) -> list[T]:
    """Items at equal distances of a list, so that a sample covers the whole period."""
    if count > len(items):
        raise ValueError(f"{count} of {len(items)} items")
    return [items[(2 * number + 1) * len(items) // (2 * count)] for number in range(count)]


def by_moment(rows: Iterable[Timed]) -> list[Timed]:
    """Rows in the order of their moments."""
    return sorted(rows, key=lambda row: row[0])
