"""What a database already holds of earlier loads."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from ingest.history.export_dates import Export, groups_of
from ingest.plan.folder_scan import Survey
from ingest.plan.planner import Plan, PlanKey
from ingest.store import raw_tables
from ingest.store.raw_tables import stored_key

# What a run says of a file of which nothing is in the database.
NOT_LOADED = ("unknown", "failed", "quarantined")


def headers(plans: Sequence[Plan], database: Path) -> list[Sequence[str]]:
    """System, object, header and raw column of what is and what was exported."""
    found: list[Sequence[str]] = [
        (plan.system, plan.object, column.header, column.name)
        for plan in plans
        for column in plan.columns
    ]
    found += [(plan.system, plan.object, name, name) for plan in plans for name in plan.given]
    with duckdb.connect(str(database), read_only=True) as con:
        if raw_tables.columns_of(con, "raw_handoff", "columns"):
            found += con.sql(
                "select distinct system, object, header, column_name from raw_handoff.columns"
            ).fetchall()
    return found


def stored_files(database: Path) -> list[dict[str, Any]]:
    """raw_handoff.files as it is; empty before the first load."""
    with duckdb.connect(str(database), read_only=True) as con:
        if not raw_tables.columns_of(con, "raw_handoff", "files"):
            return []
        rows: list[dict[str, Any]] = con.sql("from raw_handoff.files").to_arrow_table().to_pylist()
    return rows


def remembered(stored: Iterable[dict[str, Any]], survey: Survey) -> dict[PlanKey, dict[str, Any]]:
    """Rows of raw_handoff.files by key; not what is known of a place that lands elsewhere now."""
    here = _places(survey)
    own = {plan.key: set(_places_of(plan)) for plan in survey.plans}
    by_key = {}
    for row in stored:
        key, place = stored_key(row), (row["path"], row["member"])
        if place in own.get(key, {place}) or place not in here.get(row["file_id"], ()):
            by_key[key] = row
    return by_key


def to_read(
    survey: Survey,
    shown: Mapping[PlanKey, Export],
    known: Mapping[PlanKey, dict[str, Any]],
    stored: Sequence[dict[str, Any]],
    path: Path,
) -> list[Plan]:
    """The plans whose files are to be read: new ones, and some of those that were read before.

    These land otherwise now, or are exported again: `known` are the rows of raw_handoff.files that
    count, `shown` is what is known of the files by now. Only the latest places of a row are noted
    (repeats.keep_latest). So a file is also read again when places of its rows are not noted and
    may count: the moment of what came with it may be a later one now, or files that had its rows
    land elsewhere.
    """

    def is_kept(plan: Plan) -> bool:
        row = known.get(plan.key)
        if row is None or row["status"] in NOT_LOADED or row["fingerprint"] != plan.fingerprint:
            return False
        return not shown[plan.key].is_later(row)

    fix = {plan.key: plan for plan in survey.plans if not is_kept(plan)}
    new = {group for plan in fix.values() for group in groups_of(plan)}
    left = {
        stored_key(row)[1:]
        for row in stale_files(stored, survey, fix)
        if fix.get(stored_key(row)) is None
        or fix[stored_key(row)].fingerprint != row["fingerprint"]
    }
    forgetful = _forgetful(path)
    return [
        plan
        for plan in survey.plans
        if plan.key in fix
        or (plan.key in forgetful and (plan.key[1:] in left or not new.isdisjoint(groups_of(plan))))
    ]


def _forgetful(database: Path) -> set[PlanKey]:
    """Files with rows that are stored as those of others and not noted as places of them."""
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
    stored: Sequence[dict[str, Any]], survey: Survey, fix: Container[PlanKey]
) -> list[dict[str, Any]]:
    """Loaded files of this folder that now land elsewhere, in other columns or not at all.

    A file that is no longer at its place was moved when the same bytes land somewhere new. Those
    that landed there before are another export that looks alike, as all without a record do; a
    place that nothing maps is an archive.
    """
    here = _places(survey)
    landed = {stored_key(row) for row in stored}
    moved = {plan.file_id for plan in survey.plans if plan.key not in landed}
    current = {plan.key for plan in survey.plans if plan.key not in fix}
    replaced = {plan.key for plan in survey.plans} - current

    def is_stale(row: dict[str, Any]) -> bool:
        key, place = stored_key(row), (row["path"], row["member"])
        if key in current or not row["system"]:
            return False
        is_there = place in here.get(row["file_id"], ())
        return key in replaced or is_there or bool(row["records_in_file"] and key[0] in moved)

    return [row for row in stored if is_stale(row)]


def _places_of(plan: Plan) -> list[tuple[str, str | None]]:
    return [(source.path, source.member) for source in (plan.source, *plan.also)]


def _places(survey: Survey) -> dict[str, set[tuple[str, str | None]]]:
    """Where every content lies in the folder, by file id."""
    places: dict[str, set[tuple[str, str | None]]] = {}
    for plan in survey.plans:
        places.setdefault(plan.file_id, set()).update(_places_of(plan))
    for item in survey.unknown:
        if item.text:
            place = (item.source.path, item.source.member)
            places.setdefault(item.text.sha256[:16], set()).add(place)
    return places
