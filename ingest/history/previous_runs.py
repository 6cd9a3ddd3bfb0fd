"""Reads what earlier runs stored, and decides which files of this run must be read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from ingest.history.export_dates import Export
from ingest.history.export_order import export_groups
from ingest.plan.folder_scan import FolderScan
from ingest.plan.planner import Plan, PlanKey
from ingest.store import raw_tables
from ingest.store.raw_tables import stored_key

# Statuses of files from which no row is in the database.
NOT_LOADED = ("unknown", "failed", "quarantined")


def exported_headers(plans: Sequence[Plan], database: Path) -> list[Sequence[str]]:
    """Lists system, object, header and raw column of everything exported now or earlier."""
    found: list[Sequence[str]] = [
        (plan.system, plan.object, column.header, column.name)
        for plan in plans
        for column in plan.columns
    ]
    found += [
        (plan.system, plan.object, name, name) for plan in plans for name in plan.constant_columns
    ]
    with duckdb.connect(str(database), read_only=True) as con:
        if raw_tables.columns_of(con, "raw_handoff", "columns"):
            found += con.sql(
                "select distinct system, object, header, column_name from raw_handoff.columns"
            ).fetchall()
    return found


def stored_files(database: Path) -> list[dict[str, Any]]:
    """Returns the rows of raw_handoff.files; empty before the first load."""
    with duckdb.connect(str(database), read_only=True) as con:
        if not raw_tables.columns_of(con, "raw_handoff", "files"):
            return []
        rows: list[dict[str, Any]] = con.sql("from raw_handoff.files").to_arrow_table().to_pylist()
    return rows


def stored_by_key(
    stored: Iterable[dict[str, Any]], scan: FolderScan
) -> dict[PlanKey, dict[str, Any]]:
    """Returns the rows of raw_handoff.files by key, as far as they are still valid.

    A row is not valid when its file is still at its location but has another plan now.
    """
    locations = _locations_by_file(scan)
    planned = {plan.key: set(_locations_of(plan)) for plan in scan.plans}
    by_key = {}
    for row in stored:
        key, location = stored_key(row), (row["path"], row["member"])
        has_same_plan = location in planned.get(key, {location})
        if has_same_plan or location not in locations.get(row["file_id"], ()):
            by_key[key] = row
    return by_key


def plans_to_read(
    scan: FolderScan,
    exports: Mapping[PlanKey, Export],
    known: Mapping[PlanKey, dict[str, Any]],
    stored: Sequence[dict[str, Any]],
    database: Path,
) -> list[Plan]:
    """Selects the plans whose files must be read; the rows of the others are in the database.

    A file is read when it is new, when its rows go into another table or other columns than
    before, or when it was exported again. `known` are the valid rows of raw_handoff.files
    (`stored_by_key`), `stored` all of them, `exports` the dates of this run's files.

    `sightings.prune_sightings` keeps only the newest sightings of a row. So a file whose duplicate
    rows have missing sightings is also read when these may count: a file that was exported together
    with it is read and may date it later, or files of the same object are deleted.
    """

    def is_unchanged(plan: Plan) -> bool:
        row = known.get(plan.key)
        if row is None or row["status"] in NOT_LOADED or row["fingerprint"] != plan.fingerprint:
            return False
        return not exports[plan.key].is_later(row)

    changed = {plan.key: plan for plan in scan.plans if not is_unchanged(plan)}
    changed_groups = {group for plan in changed.values() for group in export_groups(plan)}
    shrinking = {  # system, object and table of files whose rows will be deleted
        stored_key(row)[1:]
        for row in stale_files(stored, scan, changed)
        if changed.get(stored_key(row)) is None
        or changed[stored_key(row)].fingerprint != row["fingerprint"]
    }
    incomplete = _needs_rereading(database)

    def may_count(plan: Plan) -> bool:
        return plan.key[1:] in shrinking or not changed_groups.isdisjoint(export_groups(plan))

    return [
        plan
        for plan in scan.plans
        if plan.key in changed or (plan.key in incomplete and may_count(plan))
    ]


def _needs_rereading(database: Path) -> set[PlanKey]:
    """Finds the files whose duplicate rows have missing sightings."""
    with duckdb.connect(str(database), read_only=True) as con:
        if not raw_tables.columns_of(con, "raw_handoff", "sightings"):
            return set()
        rows = con.sql(
            """
            select files.file_id, files.system, files.object, files.table_name
            from raw_handoff.files left join raw_handoff.sightings
                using (file_id, system, object, table_name)
            where files.rows_unchanged > 0
            group by all having any_value(files.rows_unchanged) > count(distinct file_row)
            """
        ).fetchall()
    return set(rows)


def stale_files(
    stored: Sequence[dict[str, Any]], scan: FolderScan, to_read: Container[PlanKey]
) -> list[dict[str, Any]]:
    """Selects the loaded files whose rows are out of date, as rows of raw_handoff.files.

    These are files that are read again, files that have another plan or none now, and files that
    were moved. A file was moved when its content has a plan that it did not have before. Equal
    content is another export, not a moved one, when its plan was loaded before or when it has no
    records. A copy that matches no plan is an archive and changes nothing.
    """
    locations = _locations_by_file(scan)
    loaded = {stored_key(row) for row in stored}
    moved = {plan.file_id for plan in scan.plans if plan.key not in loaded}
    replaced = {plan.key for plan in scan.plans if plan.key in to_read}
    current = {plan.key for plan in scan.plans} - replaced

    def is_stale(row: dict[str, Any]) -> bool:
        key, location = stored_key(row), (row["path"], row["member"])
        if key in current or not row["system"]:
            return False
        is_in_folder = location in locations.get(row["file_id"], ())
        has_moved = bool(row["records_in_file"] and key[0] in moved)
        return key in replaced or is_in_folder or has_moved

    return [row for row in stored if is_stale(row)]


def differ(before: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]) -> bool:
    """Whether two lists of rows differ; their order and missing values do not count."""

    def content(row: dict[str, Any]) -> str:
        return repr(sorted((name, value) for name, value in row.items() if value is not None))

    return sorted(map(content, before)) != sorted(map(content, now))


def _locations_of(plan: Plan) -> list[tuple[str, str | None]]:
    return [(source.path, source.member) for source in (plan.source, *plan.other_locations)]


def _locations_by_file(scan: FolderScan) -> dict[str, set[tuple[str, str | None]]]:
    """Returns the locations (path and member) of every content in the folder, by file id."""
    locations: dict[str, set[tuple[str, str | None]]] = {}
    for plan in scan.plans:
        locations.setdefault(plan.file_id, set()).update(_locations_of(plan))
    for item in scan.unknown:
        if item.text:
            location = (item.source.path, item.source.member)
            locations.setdefault(item.text.sha256[:16], set()).add(location)
    return locations
