"""Profiles the exports for a first stack: headers, counts, ids and dates.

Only status values, countries, company sizes, currencies, dates and the names of sales reps are
written into the stack; no other values are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.init.concepts import OWNER, OWNERS, STATUS, STATUS_OF, concept_of
from ingest.load.checked_path import Reading, read
from ingest.naming import column_name
from ingest.plan.planner import Plan
from ingest.vendors.catalog import Vendors

MAX_DISTINCT = 5_000
MAX_IDS = 200_000
_COUNTED = ("country", "industry", "currency", "employee_count")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}\b")
_DATES = ("created", "submitted", "sent_at", "occurred", "_at", "date")


@dataclass
class Rep:
    """An owner of CRM records: a sales rep or an integration user."""

    name: str
    email: str
    is_active: bool


@dataclass
class ObjectProfile:
    """One object of one system and what its files contain."""

    system: str
    vendor: str | None
    object: str
    entity: str | None = None  # what its rows become, if a vendor declaration defines it
    headers: dict[str, str] = field(default_factory=dict)  # raw column -> header
    paths: list[str] = field(default_factory=list)
    rows: int = 0
    keys: set[str] = field(default_factory=set)
    counts: dict[str, Counter[str]] = field(default_factory=dict)  # raw column -> values
    ids: dict[str, set[str]] = field(default_factory=dict)  # raw column -> values
    slash_numbers: tuple[int, int] = (0, 0)  # largest first and second number of dates like 3/14/26
    first_day: str = ""
    last_day: str = ""

    @property
    def name(self) -> str:
        """`system/object`, as messages show it."""
        return f"{self.system}/{self.object}"

    def column(self, concept: str) -> str | None:
        """Finds the raw column of a concept."""
        return next((name for name in self.headers if concept_of(name) == concept), None)

    def date_order(self) -> str:
        """Returns dmy or mdy, `?` when dates with slashes are ambiguous, '' without such dates."""
        first, second = self.slash_numbers
        if (first > 12) == (second > 12):
            return "?" if first else ""
        return "dmy" if first > 12 else "mdy"

    def status(self) -> str | None:
        """Finds the raw column of the status field."""
        known = STATUS.get((self.vendor or "", self.object)) or STATUS_OF.get(self.entity or "")
        return known if known in self.headers else None

    def owner(self) -> str | None:
        """Finds the raw column that names the owner."""
        return next((name for name in OWNER if name in self.headers), None)


def profile_exports(
    plans: Sequence[Plan], vendors: Vendors, scratch: Path
) -> tuple[list[ObjectProfile], dict[str, Rep]]:
    """Returns a profile per object of the exports, and the reps by id and e-mail address."""
    profiles: dict[tuple[str, str], ObjectProfile] = {}
    reps: dict[str, Rep] = {}
    keys = {(item.vendor, item.object): item.keys for item in vendors.objects}
    for plan in plans:
        entity = plan.table if plan.vendor and plan.schema == "raw_mapped" else None
        profile = profiles.setdefault(
            (plan.system, plan.object), ObjectProfile(plan.system, plan.vendor, plan.object, entity)
        )
        for column in plan.columns:
            profile.headers.setdefault(column.name, column.header)
        profile.paths.append(plan.source.label)
        key = keys.get((plan.vendor or "mapped", plan.object if plan.vendor else plan.table), ())
        _add_file(plan, profile, key, reps, scratch)
    return sorted(profiles.values(), key=lambda item: (item.system, item.object)), reps


def _add_file(
    plan: Plan, profile: ObjectProfile, key: Sequence[str], reps: dict[str, Rep], scratch: Path
) -> None:
    """Reads one file into the profile of its object, and into `reps` if it lists owners."""
    names = list(dict.fromkeys(column.name for column in plan.columns))
    dates = (n for mark in _DATES for n in names if mark in n and not n.endswith("_by"))
    date_column = next(dates, None)
    status, owner = profile.status(), profile.owner()
    counted = [n for n in names if concept_of(n) in _COUNTED or n in (status, owner)]
    id_columns = [n for n in names if _is_id_column(n) and n not in key]
    for table in read(Reading(plan), names, scratch):
        profile.rows += table.num_rows
        for name in counted:
            counter = profile.counts.setdefault(name, Counter())
            counter.update(value for value in _cells(table, name) if value)
            if len(counter) > MAX_DISTINCT:
                profile.counts[name] = Counter(dict(counter.most_common(MAX_DISTINCT)))
        for name in id_columns:
            if len(found := profile.ids.setdefault(name, set())) < MAX_IDS:
                found.update(short_id(value) for value in _cells(table, name) if value)
        if key and key[0] in names and len(profile.keys) < MAX_IDS:
            profile.keys.update(short_id(value) for value in _cells(table, key[0]) if value)
        if date_column:
            _add_dates([cell for cell in _cells(table, date_column) if cell], profile)
        if (plan.vendor or "", plan.object) in OWNERS or plan.table == "owners":
            _add_reps(table, names, reps)


def _add_dates(cells: Sequence[str], profile: ObjectProfile) -> None:
    for match in filter(None, map(_SLASHES.match, cells)):
        first, second = profile.slash_numbers
        profile.slash_numbers = max(first, int(match[1])), max(second, int(match[2]))
    days = [cell[:10] for cell in cells if _DATE.match(cell)]
    if days:
        profile.first_day = min([*days, profile.first_day or "9"])
        profile.last_day = max([*days, profile.last_day])


def _cells(table, name: str) -> list[str | None]:  # type: ignore[no-untyped-def]
    if name not in table.column_names:  # only another file of the object has this column
        return [None] * table.num_rows
    values: list[str | None] = table.column(name).to_pylist()
    return values


def _is_id_column(name: str) -> bool:
    parts = column_name(name).split("_")
    return "id" in parts or parts[-1].endswith("id") or "metadata" in parts


def short_id(value: str) -> str:
    """Shortens a Salesforce id to its first 15 characters; returns any other id unchanged."""
    return value[:15] if len(value) == 18 and value.isalnum() else value


def _add_reps(table, names: list[str], reps: dict[str, Rep]) -> None:  # type: ignore[no-untyped-def]
    columns = {name: _cells(table, name) for name in names}
    blank: list[str | None] = [None] * table.num_rows

    def cell(row: int, *choices: str) -> str:
        return next((v for c in choices if (v := columns.get(c, blank)[row])), "")

    for row in range(table.num_rows):
        name = cell(row, "name", "full_name")
        name = name or f"{cell(row, 'first_name')} {cell(row, 'last_name')}".strip()
        rep = Rep(
            name,
            cell(row, "email"),
            cell(row, "is_active").casefold() not in ("false", "0")
            and cell(row, "is_deleted").casefold() not in ("true", "1"),
        )
        for reference in (cell(row, "id", "record_id"), rep.email.casefold()):
            if reference:
                reps[short_id(reference)] = rep


@dataclass(frozen=True)
class Link:
    """A column of one object that contains ids of another object."""

    source: ObjectProfile
    column: str
    target: ObjectProfile
    share: float


def find_links(objects: Sequence[ObjectProfile]) -> list[Link]:
    """Finds columns whose values are ids of another system's records, the surest first."""
    found = []
    for source in objects:
        for column, values in source.ids.items():
            for target in objects:
                if target.system == source.system or not values or not target.keys:
                    continue
                share = len(values & target.keys) / len(values)
                # Short numbers are equal by chance, so nearly all of them must match.
                are_long = any(len(value) >= 8 for value in values)
                if share >= (0.5 if are_long else 0.9):
                    found.append(Link(source, column, target, share))
    return sorted(found, key=lambda link: (-link.share, link.source.name, link.column))
