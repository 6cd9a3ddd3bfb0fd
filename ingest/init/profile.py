"""What the exports hold, as far as a first stack needs it: headers, counts, ids, dates.

Nothing observed here is printed but status values, countries, sizes, currencies, dates and the
names of sales reps.
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
    """An owner of the CRM: a sales rep or an integration user."""

    name: str
    email: str
    is_active: bool


@dataclass
class Seen:
    """One object of one system with what its files hold."""

    system: str
    vendor: str | None
    object: str
    entity: str | None = None  # what its rows become, where a vendor's declaration says so
    headers: dict[str, str] = field(default_factory=dict)  # raw column -> header
    paths: list[str] = field(default_factory=list)
    rows: int = 0
    keys: set[str] = field(default_factory=set)
    counts: dict[str, Counter[str]] = field(default_factory=dict)  # raw column -> values
    ids: dict[str, set[str]] = field(default_factory=dict)  # raw column -> values
    owned: Counter[tuple[str, str]] = field(default_factory=Counter)  # country, owner -> rows
    slashes: tuple[int, int] = (0, 0)  # largest first and second number of dates like 3/14/2026
    first: str = ""
    last: str = ""

    @property
    def name(self) -> str:
        """system/object."""
        return f"{self.system}/{self.object}"

    def column(self, concept: str) -> str | None:
        """The raw column that holds a concept."""
        return next((name for name in self.headers if concept_of(name) == concept), None)

    def date_order(self) -> str:
        """dmy or mdy when the dates tell; `?` when they have slashes but do not tell."""
        one, two = self.slashes
        if (one > 12) == (two > 12):
            return "?" if one else ""
        return "dmy" if one > 12 else "mdy"

    def status(self) -> str | None:
        """The raw column of the status field."""
        known = STATUS.get((self.vendor or "", self.object)) or STATUS_OF.get(self.entity or "")
        return known if known in self.headers else None

    def owner(self) -> str | None:
        """The raw column that names the owner."""
        return next((name for name in OWNER if name in self.headers), None)


def observe(
    plans: Sequence[Plan], vendors: Vendors, scratch: Path
) -> tuple[list[Seen], dict[str, Rep]]:
    """Every object of the exports, and the reps by id and address."""
    seen: dict[tuple[str, str], Seen] = {}
    reps: dict[str, Rep] = {}
    keys = {(item.vendor, item.object): item.keys for item in vendors.objects}
    for plan in plans:
        entity = plan.table if plan.vendor and plan.schema == "raw_mapped" else None
        here = seen.setdefault(
            (plan.system, plan.object), Seen(plan.system, plan.vendor, plan.object, entity)
        )
        for column in plan.columns:
            here.headers.setdefault(column.name, column.header)
        here.paths.append(plan.source.label)
        key = keys.get((plan.vendor or "mapped", plan.object if plan.vendor else plan.table), ())
        _read(plan, here, key, reps, scratch)
    return sorted(seen.values(), key=lambda item: (item.system, item.object)), reps


def _read(plan: Plan, here: Seen, key: Sequence[str], reps: dict[str, Rep], scratch: Path) -> None:
    names = list(dict.fromkeys(column.name for column in plan.columns))
    dated = next((n for mark in _DATES for n in names if mark in n and not n.endswith("_by")), None)
    status, owner, country = here.status(), here.owner(), here.column("country")
    counted = [n for n in names if concept_of(n) in _COUNTED or n in (status, owner)]
    linking = [n for n in names if _is_link(n) and n not in key]
    for table in read(Reading(plan), names, scratch):
        here.rows += table.num_rows
        for name in counted:
            counter = here.counts.setdefault(name, Counter())
            counter.update(value for value in _cells(table, name) if value)
            if len(counter) > MAX_DISTINCT:
                here.counts[name] = Counter(dict(counter.most_common(MAX_DISTINCT)))
        for name in linking:
            if len(found := here.ids.setdefault(name, set())) < MAX_IDS:
                found.update(short(value) for value in _cells(table, name) if value)
        if key and key[0] in names and len(here.keys) < MAX_IDS:
            here.keys.update(short(value) for value in _cells(table, key[0]) if value)
        if owner and country:
            pairs = zip(_cells(table, country), _cells(table, owner), strict=True)
            here.owned.update((where, who) for where, who in pairs if where and who)
        if dated:
            parts = [m for v in _cells(table, dated) if v and (m := _SLASHES.match(v))]
            for match in parts:
                one, two = here.slashes
                here.slashes = max(one, int(match[1])), max(two, int(match[2]))
            days = [v[:10] for v in _cells(table, dated) if v and _DATE.match(v)]
            here.first = min([*days, here.first or "9"], default="")
            here.last = max([*days, here.last], default="")
        if (plan.vendor or "", plan.object) in OWNERS or plan.table == "owners":
            _reps(table, names, reps)
    here.first = "" if here.first == "9" else here.first


def _cells(table, name: str) -> list[str | None]:  # type: ignore[no-untyped-def]
    if name not in table.column_names:  # another file of the object has it
        return [None] * table.num_rows
    values: list[str | None] = table.column(name).to_pylist()
    return values


def _is_link(name: str) -> bool:
    parts = column_name(name).split("_")
    return "id" in parts or parts[-1].endswith("id") or "metadata" in parts


def short(value: str) -> str:
    """A Salesforce id in its 15 characters; any other id as it is."""
    return value[:15] if len(value) == 18 and value.isalnum() else value


def _reps(table, names: list[str], reps: dict[str, Rep]) -> None:  # type: ignore[no-untyped-def]
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
                reps[short(reference)] = rep


@dataclass(frozen=True)
class Link:
    """A column of one object that holds ids of another."""

    source: Seen
    column: str
    target: Seen
    share: float


def links(objects: Sequence[Seen]) -> list[Link]:
    """Columns whose values are ids of another system's records, the surest first."""
    found = []
    for source in objects:
        for column, values in source.ids.items():
            for target in objects:
                if target.system == source.system or not values or not target.keys:
                    continue
                share = len(values & target.keys) / len(values)
                # Small numbers meet by chance: a number must be long, or nearly all must fit.
                is_telling = any(len(value) >= 8 for value in values)
                if share >= (0.5 if is_telling else 0.9):
                    found.append(Link(source, column, target, share))
    return sorted(found, key=lambda link: (-link.share, link.source.name, link.column))
