"""What an export is: all records of its object or some of them, and the moment it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any

from duckdb import DuckDBPyConnection as Connection

from ingest.plan.declared import DeclaredSystem
from ingest.plan.planner import Plan, PlanKey, matches
from ingest.sql import identifier
from ingest.store.raw_tables import columns_of, table
from ingest.vendors.catalog import Vendors
from ingest.vendors.declaration import MAPPED

FULL, PARTIAL = "full", "partial"
_Place = tuple[str, str | None]  # path and member

# Columns that also tell when an export was made, where a record was never changed.
CREATED = ("created_at", "created_date", "createdate", "created", "submitted_at", "booked_at")

# A stamp this much later than all but one in a hundred of the others is a clock or typing error.
PLAUSIBLE_DAYS = 366

_DATE = re.compile(
    r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
    r"(?:[T_ -]?([01]\d|2[0-3])[-_:.]?([0-5]\d)(?:[-_:.]?([0-5]\d))?)?(?!\d)"
)
_PART = re.compile(r"(?i)_\d{1,3}(?=\.zip$)|[-_. ]?part[-_. ]?\d{1,3}(?!\d)")


@dataclass(frozen=True)
class Export:
    """What is known of one file as an export.

    `latest_at` is the latest plausible stamp in it; `exported_at` the moment it shows: that of
    all files exported with it and of the dates in their names. Both in the system's own clock.
    `generation` counts the contents that stood at its place before it: what took the place of
    another file is later, also where neither shows a moment.
    """

    kind: str
    latest_at: datetime | None
    exported_at: datetime | None
    generation: int = 0

    @property
    def row(self) -> dict[str, Any]:
        """Its columns of raw_handoff.files."""
        return {
            "export": self.kind,
            "latest_at": self.latest_at,
            "exported_at": self.exported_at,
            "generation": self.generation,
        }

    def is_later(self, stored: Mapping[str, Any]) -> bool:
        """Whether it shows a later moment than its row of raw_handoff.files says."""
        before = stored.get("exported_at")
        is_moved = self.exported_at is not None and (before is None or before < self.exported_at)
        return is_moved or self.generation > (stored.get("generation") or 0)


def describe(
    plans: Sequence[Plan],
    latest: Mapping[PlanKey, datetime | None],
    stored: Mapping[PlanKey, Mapping[str, Any]],
    systems: Sequence[DeclaredSystem],
    vendors: Vendors,
) -> dict[PlanKey, Export]:
    """What is known of every file of the folder.

    `latest` are the latest stamps of the files read in this run; `stored` rows of
    raw_handoff.files. Nothing depends on the clock or on the order of loading.
    """
    known = {
        plan.key: latest.get(plan.key, stored.get(plan.key, {}).get("latest_at")) for plan in plans
    }
    moments: dict[str, list[datetime]] = {}
    for plan in plans:
        for source in (plan.source, *plan.also):
            found = (known[plan.key], dated(source.label))
            moments.setdefault(together(source.path), []).extend(m for m in found if m)
    described = {}
    beside = {
        plan.key: {(source.path, source.member) for source in (plan.source, *plan.also)}
        for plan in plans
    }
    for plan in plans:
        # The same content may have been exported again: it shows the latest of these moments.
        shown = [stored.get(plan.key, {}).get("exported_at")]
        shown += [max(moments[group], default=None) for group in groups_of(plan)]
        exported_at = max((moment for moment in shown if moment), default=None)
        kind = _kind(plan, systems, vendors)
        generation = _generation(plan, stored, beside)
        described[plan.key] = Export(kind, known[plan.key], exported_at, generation)
    return described


def _generation(
    plan: Plan, stored: Mapping[PlanKey, Mapping[str, Any]], beside: Mapping[PlanKey, set[_Place]]
) -> int:
    places = beside[plan.key]
    others = [
        row.get("generation") or 0
        for key, row in stored.items()
        if key[1:] == plan.key[1:]
        and key != plan.key
        and (row["path"], row["member"]) in places
        # Two members of an archive may have one name: neither took the other's place.
        and places.isdisjoint(beside.get(key, ()))
    ]
    own = stored.get(plan.key, {}).get("generation") or 0
    return max([own, *(other + 1 for other in others)])


def dated(label: str) -> datetime | None:
    """The last date, with its time where there is one, in the name of a file or its folders."""
    for match in reversed(list(_DATE.finditer(label))):
        numbers = [int(match[group] or 0) for group in (1, 3, 4, 5, 6, 7)]
        try:
            return datetime(*numbers)  # type: ignore[arg-type]
        except ValueError:
            continue
    return None


def together(path: str) -> str:
    """What the names of files that were exported together have in common.

    One archive or workbook is one export, and so are archives numbered `_1.zip`, `_2.zip` and
    files numbered `part1`, `part2`.
    """
    moment = dated(path)
    return f"{_PART.sub('', _DATE.sub('', path))} {moment or ''}"


def groups_of(plan: Plan) -> list[str]:
    """What a file was exported together with, by every place it lies at; see `together`."""
    return [together(source.path) for source in (plan.source, *plan.also)]


def _kind(plan: Plan, systems: Sequence[DeclaredSystem], vendors: Vendors) -> str:
    (system,) = (one for one in systems if one.id == plan.system)
    for declared in system.tables:
        is_meant = declared.object == plan.object and matches(plan.source, declared.files)
        if declared.export and is_meant:
            return declared.export
    if system.export:
        return system.export
    vendor = vendors.vendors.get(plan.vendor or "")
    name = PurePosixPath(plan.source.path).name.casefold()
    is_full = any(fnmatchcase(name, one) for one in (vendor.full_exports if vendor else ()))
    return FULL if is_full else PARTIAL


def latest_stamps(
    con: Connection, plans: Iterable[Plan], systems: Sequence[DeclaredSystem], vendors: Vendors
) -> dict[PlanKey, datetime | None]:
    """The latest plausible stamp of every landed file; call it before rows are dropped."""
    orders = {system.id: system.date_order for system in systems}
    groups: dict[tuple[str, str, str], list[Plan]] = {}
    for plan in plans:
        groups.setdefault((plan.schema, plan.table, plan.system), []).append(plan)
    found: dict[PlanKey, datetime | None] = {}
    for (schema, name, system), members in groups.items():
        named = {
            stamp
            for declared in vendors.objects
            if (declared.schema, declared.table) == (schema, name)
            for stamp in (*declared.stamps, *CREATED)
        }
        columns = columns_of(con, schema, name)
        stamps = [_stamp(column, orders.get(system)) for column in columns if column in named]
        if not stamps:
            continue
        mapped = "_object" if schema == f"raw_{MAPPED}" else "NULL"
        rows = con.execute(_LATEST.format(", ".join(stamps), mapped, table(schema, name)), [system])
        moments = {(file, made): moment for file, made, moment in rows.fetchall()}
        for plan in members:
            made = plan.object if schema == f"raw_{MAPPED}" else None
            found[plan.key] = moments.get((plan.file_id, made))
    return found


def _stamp(column: str, order: str | None) -> str:
    """SQL for the moment a text says; ISO, epoch seconds or milliseconds, or a declared order."""
    text = identifier(column)
    tries = [f"try_cast({text} as timestamp)"]
    tries.append(
        f"case when length({text}) in (10, 13) then make_timestamp(try_cast({text} as bigint)"
        f" * case length({text}) when 10 then 1000000 else 1000 end) end"
    )
    if order:
        day = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
        times = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
        formats = ", ".join(f"'{day}{time}'" for time in times)
        tries.append(f"try_strptime(translate({text}, '.-,', '//'), [{formats}])")
    return f"coalesce({', '.join(tries)})"


# Ranked from the latest day: `later` rows have a later day.
_LATEST = f"""
with stamps as (
    select _file, {{1}} as _made, greatest({{0}}) as moment from {{2}} where _system = ?
), days as (
    select _file, _made, cast(moment as date) as day_on, max(moment) as latest, count(*) as stamped
    from stamps where moment is not null group by all
), ranked as (
    select *,
        sum(stamped) over (partition by _file, _made order by day_on desc) as upto,
        sum(stamped) over (partition by _file, _made) as total
    from days
), bulk as (
    select _file, _made, max(day_on) as day_on from ranked
    where upto > case when total < 10 then 0 else greatest(1, total // 100) end group by all
)
select days._file, days._made, max(days.latest)
from days join bulk
    on days._file = bulk._file and days._made is not distinct from bulk._made
    and days.day_on <= bulk.day_on + {PLAUSIBLE_DAYS}
group by all
"""
