"""Finds whether an export is full or partial, and its position in the order of the exports."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any

from duckdb import DuckDBPyConnection as Connection

from ingest.history.export_order import Position, date_in_name, export_group, export_groups
from ingest.plan.declared import DeclaredSystem
from ingest.plan.planner import Plan, PlanKey, matches
from ingest.sql import identifier
from ingest.store.raw_tables import columns_of, table_sql
from ingest.vendors.catalog import Vendors
from ingest.vendors.declaration import MAPPED

FULL, PARTIAL = "full", "partial"
_Location = tuple[str, str | None]  # path and member
# Rows of raw_handoff.files by system, object and table, and by location.
_StoredAt = dict[tuple[tuple[str, str, str], _Location], list[tuple[PlanKey, Mapping[str, Any]]]]

# Columns that also date an export: records that were never changed may have no other timestamp.
CREATED = ("created_at", "created_date", "createdate", "created", "submitted_at", "booked_at")

# The latest 1 % of the timestamps in a file are ignored (as clock or typing errors) where they are
# more than this many days later than the others.
PLAUSIBLE_DAYS = 366


@dataclass(frozen=True)
class Export:
    """One file as an export: full or partial, and its position in the order of the exports.

    `latest_at` is the latest plausible timestamp in the file, in the system's own clock.
    `generation` counts the files that were replaced at the same path before this one. `replaced` is
    the position of the full export whose path it took, if that one has a later timestamp.
    """

    kind: str
    latest_at: datetime | None
    position: Position
    generation: int = 0
    replaced: Position | None = None

    @property
    def row(self) -> dict[str, Any]:
        """The columns of raw_handoff.files that describe the export."""
        return {
            "export": self.kind,
            "latest_at": self.latest_at,
            "generation": self.generation,
            **self.position.row,
        }

    def is_later(self, stored: Mapping[str, Any]) -> bool:
        """Whether the file was exported again since its row of raw_handoff.files was stored."""
        before = Position.of(stored)
        now = self.position.exported_at
        has_later_date = now is not None and (
            before.exported_at is None or before.exported_at < now
        )
        return has_later_date or self.position.order > before.order


def describe_exports(
    plans: Sequence[Plan],
    latest: Mapping[PlanKey, datetime | None],
    stored: Mapping[PlanKey, Mapping[str, Any]],
    systems: Sequence[DeclaredSystem],
    vendors: Vendors,
    accepted: Container[PlanKey] = (),
) -> dict[PlanKey, Export]:
    """Dates every file of the folder.

    `latest` are the latest timestamps of the files read in this run, `stored` are rows of
    raw_handoff.files. An `accepted` full export is not older than the one that it replaced. The
    result does not depend on the clock or on the order of loading.
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
    stored_at = _by_location(stored)
    for plan in plans:
        # The same content may have been exported several times: the latest date counts.
        candidates = [stored.get(plan.key, {}).get("exported_at")]
        candidates += [max(dates[group], default=None) for group in export_groups(plan)]
        exported_at = max((date for date in candidates if date), default=None)
        kind = _kind(plan, systems, vendors)
        rows = _replaced_rows(plan, stored_at, locations)
        generations = [(row.get("generation") or 0) + 1 for row in rows]
        generation = max([stored.get(plan.key, {}).get("generation") or 0, *generations])
        position = _position(plan, stored.get(plan.key), exported_at, generation)
        replaced = _later_one(position, rows) if kind == FULL else None
        if replaced and exported_at and plan.key in accepted:
            position, replaced = replace(position, exported_at=replaced.exported_at), None
        described[plan.key] = Export(kind, latest_at[plan.key], position, generation, replaced)
    return described


def _position(
    plan: Plan, stored: Mapping[str, Any] | None, exported_at: datetime | None, generation: int
) -> Position:
    """Returns the last position of a content that may have several paths, now or earlier."""
    found = [Position.of(stored)] if stored else []
    found += [
        Position.at(source.path, source.member, exported_at, generation)
        for source in (plan.source, *plan.other_locations)
    ]
    last = max(found, key=lambda position: position.order)
    return replace(last, exported_at=exported_at)


def _by_location(stored: Mapping[PlanKey, Mapping[str, Any]]) -> _StoredAt:
    """Groups rows of raw_handoff.files by system, object, table and location."""
    found: _StoredAt = {}
    for key, row in stored.items():
        found.setdefault((key[1:], (row["path"], row["member"])), []).append((key, row))
    return found


def _replaced_rows(
    plan: Plan, stored_at: _StoredAt, locations: Mapping[PlanKey, set[_Location]]
) -> list[Mapping[str, Any]]:
    """Selects the rows of raw_handoff.files whose path now has the content of the plan."""
    own_locations = locations[plan.key]
    return [
        row
        for location in sorted(own_locations, key=str)
        for key, row in stored_at.get((plan.key[1:], location), ())
        # Two members of an archive may have the same name: neither replaced the other.
        if key != plan.key and own_locations.isdisjoint(locations.get(key, ()))
    ]


def _later_one(own: Position, replaced: Sequence[Mapping[str, Any]]) -> Position | None:
    """Returns the replaced full export with a later timestamp, or with one when `own` has none."""
    full = [Position.of(row) for row in replaced if row.get("export") == FULL]
    if own.exported_at is None:
        last = max(full, key=lambda position: position.order, default=None)
        return last if last and last.exported_at else None
    later = [one for one in full if one.exported_at and one.exported_at > own.exported_at]
    return max(later, key=lambda one: (one.exported_at, one.order), default=None)


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
        # %Y reads 26 as the year 26: two digits are tried first.
        start = "%d/%m/" if order == "dmy" else "%m/%d/"
        days = (f"{start}%y", f"{start}%Y")
        times = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
        formats = ", ".join(f"'{day}{time}'" for day in days for time in times)
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
