"""Finds whether an export is full or partial, and its export date (as inferred)."""

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
from ingest.store.raw_tables import columns_of, table_sql
from ingest.vendors.catalog import Vendors
from ingest.vendors.declaration import MAPPED

FULL, PARTIAL = "full", "partial"
_Location = tuple[str, str | None]  # path and member

# Columns that also date an export: records that were never changed may have no other timestamp.
CREATED = ("created_at", "created_date", "createdate", "created", "submitted_at", "booked_at")

# The latest 1 % of the timestamps in a file are ignored (as clock or typing errors) where they are
# more than this many days later than the others.
PLAUSIBLE_DAYS = 366

_DATE = re.compile(
    r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
    r"(?:[T_ -]?([01]\d|2[0-3])[-_:.]?([0-5]\d)(?:[-_:.]?([0-5]\d))?)?(?!\d)"
)
_PART = re.compile(r"(?i)_\d{1,3}(?=\.zip$)|[-_. ]?part[-_. ]?\d{1,3}(?!\d)")


@dataclass(frozen=True)
class Export:
    """One file as an export: full or partial, and when it was exported.

    `latest_at` is the latest plausible timestamp in the file. `exported_at` is the latest timestamp
    of all files that were exported together, and of the dates in their names. Both are in the
    system's own clock. `generation` counts the files that were replaced at the same path before
    this one: a file that replaced another is newer, even without timestamps.
    """

    kind: str
    latest_at: datetime | None
    exported_at: datetime | None
    generation: int = 0

    @property
    def row(self) -> dict[str, Any]:
        """The columns of raw_handoff.files that describe the export."""
        return {
            "export": self.kind,
            "latest_at": self.latest_at,
            "exported_at": self.exported_at,
            "generation": self.generation,
        }

    def is_later(self, stored: Mapping[str, Any]) -> bool:
        """Whether the file was exported again since its row of raw_handoff.files was stored."""
        before = stored.get("exported_at")
        has_later_date = self.exported_at is not None and (
            before is None or before < self.exported_at
        )
        return has_later_date or self.generation > (stored.get("generation") or 0)


def describe_exports(
    plans: Sequence[Plan],
    latest: Mapping[PlanKey, datetime | None],
    stored: Mapping[PlanKey, Mapping[str, Any]],
    systems: Sequence[DeclaredSystem],
    vendors: Vendors,
) -> dict[PlanKey, Export]:
    """Dates every file of the folder.

    `latest` are the latest timestamps of the files read in this run, `stored` are rows of
    raw_handoff.files. The result does not depend on the clock or on the order of loading.
    """
    latest_at = {
        plan.key: latest.get(plan.key, stored.get(plan.key, {}).get("latest_at")) for plan in plans
    }
    dates: dict[str, list[datetime]] = {}
    for plan in plans:
        for source in (plan.source, *plan.other_locations):
            found = (latest_at[plan.key], date_in_name(source.label))
            dates.setdefault(export_group(source.path), []).extend(date for date in found if date)
    described = {}
    locations = {
        plan.key: {(source.path, source.member) for source in (plan.source, *plan.other_locations)}
        for plan in plans
    }
    for plan in plans:
        # The same content may have been exported several times: the latest date counts.
        candidates = [stored.get(plan.key, {}).get("exported_at")]
        candidates += [max(dates[group], default=None) for group in export_groups(plan)]
        exported_at = max((date for date in candidates if date), default=None)
        kind = _kind(plan, systems, vendors)
        generation = _generation(plan, stored, locations)
        described[plan.key] = Export(kind, latest_at[plan.key], exported_at, generation)
    return described


def _generation(
    plan: Plan,
    stored: Mapping[PlanKey, Mapping[str, Any]],
    locations: Mapping[PlanKey, set[_Location]],
) -> int:
    own_locations = locations[plan.key]
    replaced = [
        row.get("generation") or 0
        for key, row in stored.items()
        if key[1:] == plan.key[1:]
        and key != plan.key
        and (row["path"], row["member"]) in own_locations
        # Two members of an archive may have the same name: neither replaced the other.
        and own_locations.isdisjoint(locations.get(key, ()))
    ]
    own = stored.get(plan.key, {}).get("generation") or 0
    return max([own, *(generation + 1 for generation in replaced)])


def date_in_name(label: str) -> datetime | None:
    """Finds the last date, with its time if it has one, in the name of a file or its folders."""
    for match in reversed(list(_DATE.finditer(label))):
        numbers = [int(match[group] or 0) for group in (1, 3, 4, 5, 6, 7)]
        try:
            return datetime(*numbers)  # type: ignore[arg-type]
        except ValueError:
            continue
    return None


def export_group(path: str) -> str:
    """Returns the same text for all files that were exported together.

    One archive or workbook is one export, and so are archives numbered `_1.zip`, `_2.zip` and
    files numbered `part1`, `part2`.
    """
    date = date_in_name(path)
    return f"{_PART.sub('', _DATE.sub('', path))} {date or ''}"


def export_groups(plan: Plan) -> list[str]:
    """Returns the export group of every location of a file; see `export_group`."""
    return [export_group(source.path) for source in (plan.source, *plan.other_locations)]


def _kind(plan: Plan, systems: Sequence[DeclaredSystem], vendors: Vendors) -> str:
    (system,) = (system for system in systems if system.id == plan.system)
    for declared in system.tables:
        is_declared = declared.object == plan.object and matches(plan.source, declared.files)
        if declared.export and is_declared:
            return declared.export
    if system.export:
        return system.export
    vendor = vendors.vendors.get(plan.vendor or "")
    name = PurePosixPath(plan.source.path).name.casefold()
    globs = vendor.full_exports if vendor else ()
    is_full = any(fnmatchcase(name, glob) for glob in globs)
    return FULL if is_full else PARTIAL


def latest_stamps(
    con: Connection, plans: Iterable[Plan], systems: Sequence[DeclaredSystem], vendors: Vendors
) -> dict[PlanKey, datetime | None]:
    """Finds the latest plausible timestamp of every loaded file, in the clock of its system.

    Call it before duplicate rows are deleted from the landing tables.
    """
    orders = {system.id: system.date_order for system in systems}
    groups: dict[tuple[str, str, str], list[Plan]] = {}
    for plan in plans:
        groups.setdefault((plan.schema, plan.table, plan.system), []).append(plan)
    found: dict[PlanKey, datetime | None] = {}
    for (schema, name, system), members in groups.items():
        timestamp_columns = {
            stamp
            for declared in vendors.objects
            if (declared.schema, declared.table) == (schema, name)
            for stamp in (*declared.stamps, *CREATED)
        }
        columns = columns_of(con, schema, name)
        stamps = [
            _timestamp_sql(column, orders.get(system))
            for column in columns
            if column in timestamp_columns
        ]
        if not stamps:
            continue
        is_mapped = schema == f"raw_{MAPPED}"
        query = _LATEST_SQL.format(
            timestamps=", ".join(stamps),
            object="_object" if is_mapped else "NULL",
            table=table_sql(schema, name),
        )
        latest = {(file, name): at for file, name, at in con.execute(query, [system]).fetchall()}
        for plan in members:
            found[plan.key] = latest.get((plan.file_id, plan.object if is_mapped else None))
    return found


def _timestamp_sql(column: str, order: str | None) -> str:
    """SQL that parses a text: ISO, epoch seconds or milliseconds, or the declared date order."""
    text = identifier(column)
    attempts = [f"try_cast({text} as timestamp)"]
    attempts.append(
        f"case when length({text}) in (10, 13) then make_timestamp(try_cast({text} as bigint)"
        f" * case length({text}) when 10 then 1000000 else 1000 end) end"
    )
    if order:
        day = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
        times = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
        formats = ", ".join(f"'{day}{time}'" for time in times)
        attempts.append(f"try_strptime(translate({text}, '.-,', '//'), [{formats}])")
    return f"coalesce({', '.join(attempts)})"


# Counts rows from the latest day backwards. `last_days` has, per file, the latest day that remains
# without the latest 1 % of the rows (at least one row; none in a file of less than ten rows).
_LATEST_SQL = f"""
with stamps as (
    select _file, {{object}} as _object, greatest({{timestamps}}) as stamped_at
    from {{table}} where _system = ?
), days as (
    select
        _file, _object, cast(stamped_at as date) as day_on,
        max(stamped_at) as latest_at, count(*) as row_count
    from stamps where stamped_at is not null group by all
), counted as (
    select *,
        sum(row_count) over (partition by _file, _object order by day_on desc) as rows_since,
        sum(row_count) over (partition by _file, _object) as total
    from days
), last_days as (
    select _file, _object, max(day_on) as day_on from counted
    where rows_since > case when total < 10 then 0 else greatest(1, total // 100) end group by all
)
select days._file, days._object, max(days.latest_at)
from days join last_days
    on days._file = last_days._file and days._object is not distinct from last_days._object
    and days.day_on <= last_days.day_on + {PLAUSIBLE_DAYS}
group by all
"""
