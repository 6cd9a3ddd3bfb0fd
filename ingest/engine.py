"""Loads an export folder into the database: find, decide, read, publish."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection as Connection

from ingest import publish, warehouse
from ingest.declarations import Vendors, load_vendors
from ingest.discover import Unreadable, find
from ingest.errors import Problem, UserError
from ingest.load import Progress, load
from ingest.plan import Plan, Planner, Unknown
from ingest.reader import Reading
from ingest.report import (
    column_rows,
    failed_row,
    furniture_rows,
    loaded_row,
    reject_rows,
    unknown_row,
)
from ingest.stacks import Declared, read_stack
from ingest.text import Broken, read_text, scan


@dataclass
class Outcome:
    """What a run did. `files` are rows of raw_handoff.files, in path order."""

    files: list[dict[str, Any]]
    problems: list[Problem] = field(default_factory=list)
    is_published: bool = True


@dataclass
class Survey:
    """Every file of the folder with what was decided about it."""

    plans: list[Plan] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    failed: list[tuple[str, str | None, str | None, Problem]] = field(default_factory=list)


def ingest(
    folder: Path,
    database: Path,
    stack: Path,
    progress: Progress | None = None,
    vendors: Vendors | None = None,
) -> Outcome:
    """Loads every export below `folder` into `database`, all or nothing.

    The old database stays untouched when nothing is new or nothing could be loaded. `UserError`
    when the run could not be done; problems of single files come back in the outcome.
    """
    if not folder.is_dir():
        raise UserError.of("the export folder is missing", str(folder), "name an existing folder")
    database = database.absolute()
    declared = read_stack(stack, folder)
    known = vendors if vendors is not None else load_vendors()
    old_umask = os.umask(0o077)
    try:
        with publish.locked(database), publish.scratch_folder(database) as scratch:
            return _run(folder.absolute(), database, declared, known, scratch, progress)
    finally:
        os.umask(old_umask)


def _run(
    folder: Path,
    database: Path,
    declared: Declared,
    vendors: Vendors,
    scratch: Path,
    progress: Progress | None,
) -> Outcome:
    survey = look(folder, scratch, Planner(declared.systems, vendors))
    if not survey.plans:
        raise UserError(_problems(survey) + _nothing_recognised(folder, survey))
    stored: list[dict[str, Any]] = []
    if database.exists():
        publish.settle(database)
        stored = _stored(database)
    by_key = {(row["file_id"], row["system"]): row for row in stored}
    todo: list[Plan] = []
    kept: list[Plan] = []
    for plan in survey.plans:
        row = by_key.get(plan.key)
        done = row is not None and row["fingerprint"] == plan.fingerprint
        (kept if done and row and row["status"] != "failed" else todo).append(plan)
    stale = _stale(stored, survey.plans, {plan.key for plan in todo})
    readings = [Reading(plan) for plan in todo]

    is_first = not database.exists()
    landing = publish.work_path(database) if is_first else scratch / "landing.duckdb"
    publish.create(landing)
    load(readings, landing, scratch, progress)
    good = [reading for reading in readings if reading.problem is None]
    problems = _problems(survey) + [r.problem for r in readings if r.problem is not None]
    problems += declared.unknown_headers(_headers(survey.plans, None if is_first else database))
    if not good and not kept:
        raise UserError(problems)
    kept_rows = [by_key[plan.key] for plan in kept]
    if not any(r.records for r in good) and not any(r["records_in_file"] for r in kept_rows):
        todo_text = "export again, or check the filter of the export"
        raise UserError([*problems, Problem("every file is header only", str(folder), todo_text)])

    now = [unknown_row(item) for item in survey.unknown]
    now += [failed_row(*failure) for failure in survey.failed]
    now += [failed_row(*_failure(reading)) for reading in readings if reading.problem]
    mark = None if is_first else publish.copy(database)
    with warehouse.open_work(publish.work_path(database)) as con:
        before = [row for row in stored if row["status"] in ("unknown", "failed")]
        is_new = bool(good or stale) or _differ(before, now)
        if not is_first and not is_new and _is_current(con, declared, vendors):
            return _outcome(survey, kept_rows, [], now, problems, is_published=False)
        warehouse.ensure_declared(con, vendors)
        warehouse.forget(con, [*stale, *before])
        plans = [reading.plan for reading in good]
        if is_first:
            warehouse.drop_repeats(con, plans)
        else:
            with warehouse.open_work(landing) as landed:
                warehouse.drop_repeats(landed, plans)
            warehouse.add_new(con, landing, plans)
        rows = [loaded_row(r, warehouse.rows_stored(con, r.plan)) for r in good]
        _write(con, good, [*rows, *now], declared, vendors)
        con.execute("checkpoint")
    publish.publish(database, mark)
    return _outcome(survey, kept_rows, rows, now, problems, is_published=True)


def look(folder: Path, scratch: Path, planner: Planner) -> Survey:
    """Finds and decides about every file; a broken file never stops the others."""
    survey = Survey()
    seen: dict[tuple[str, str], Plan] = {}
    for source in find(folder, scratch):
        if isinstance(source, Unreadable):
            survey.failed.append((source.path, source.member, None, source.problem))
            continue
        raw = scan(source.local)
        if raw.size == 0:
            problem = Problem("the file is empty (0 bytes)", source.label, "export it again")
            survey.failed.append((source.path, source.member, raw.sha256, problem))
            continue
        try:
            text = read_text(source.local, scratch, raw)
        except Broken as broken:
            if broken.line == 0:
                survey.unknown.append(Unknown(source, None, broken.what))
            else:
                problem = broken.problem(source.label)
                survey.failed.append((source.path, source.member, raw.sha256, problem))
            continue
        plan = planner.decide(source, text)
        if isinstance(plan, Unknown):
            survey.unknown.append(plan)
        elif isinstance(plan, Problem):
            survey.failed.append((source.path, source.member, raw.sha256, plan))
        elif plan.key in seen:
            seen[plan.key].also.append(source.label)
        else:
            seen[plan.key] = plan
            survey.plans.append(plan)
    return survey


def _problems(survey: Survey) -> list[Problem]:
    return [problem for *_, problem in survey.failed]


def _failure(reading: Reading) -> tuple[str, str | None, str | None, Problem]:
    source, problem = reading.plan.source, reading.problem
    assert problem is not None
    return source.path, source.member, reading.plan.text.sha256, problem


def _nothing_recognised(folder: Path, survey: Survey) -> list[Problem]:
    todo = "declare it under `tables` in the stack, or put the export of a known vendor here"
    listed = [Problem(item.message, item.source.label, todo) for item in survey.unknown]
    if survey.failed:
        return listed
    return [*listed, Problem("no file was recognised", str(folder), "check the folder")]


def _headers(plans: Sequence[Plan], database: Path | None) -> list[Sequence[str]]:
    """System, object, header and raw column of what is and what was exported."""
    found: list[Sequence[str]] = [
        (plan.system, plan.object, column.header, column.name)
        for plan in plans
        for column in plan.columns
    ]
    if database is not None:
        with duckdb.connect(str(database), read_only=True) as con:
            if warehouse.columns_of(con, "raw_handoff", "columns"):
                found += con.sql(
                    "select distinct system, object, header, column_name from raw_handoff.columns"
                ).fetchall()
    return found


def _stored(database: Path) -> list[dict[str, Any]]:
    """raw_handoff.files as it is; empty before the first load."""
    with duckdb.connect(str(database), read_only=True) as con:
        if not warehouse.columns_of(con, "raw_handoff", "files"):
            return []
        rows: list[dict[str, Any]] = con.sql("from raw_handoff.files").to_arrow_table().to_pylist()
    return rows


def _stale(
    stored: Sequence[dict[str, Any]], plans: Sequence[Plan], todo: set[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Loaded files of this folder that now land elsewhere, in other columns or not at all."""
    seen = {plan.file_id for plan in plans}
    current = {plan.key for plan in plans} - todo
    return [
        row
        for row in stored
        if row["system"]
        and row["file_id"] in seen
        and (row["file_id"], row["system"]) not in current
    ]


def _differ(before: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]) -> bool:
    def key(row: dict[str, Any]) -> str:
        return repr(sorted((name, value) for name, value in row.items() if value is not None))

    return sorted(map(key, before)) != sorted(map(key, now))


def _is_current(con: Connection, declared: Declared, vendors: Vendors) -> bool:
    catalog = warehouse.arrow("vendor_columns", vendors.catalog())
    return warehouse.is_same(con, "raw_handoff", "vendor_columns", catalog) and all(
        warehouse.is_same(con, "declared", name, rows) for name, rows in declared.tables.items()
    )


def _write(
    con: Connection,
    good: Sequence[Reading],
    files: Sequence[dict[str, Any]],
    declared: Declared,
    vendors: Vendors,
) -> None:
    for row in files:
        parts = (row["rows_loaded"], row["rows_unchanged"], row["rows_rejected"])
        if row["records_in_file"] != sum(parts):
            raise AssertionError(f"{row['path']}: {row['records_in_file']} records, {parts}")
    warehouse.append_rows(con, "files", warehouse.arrow("files", files))
    # The same bytes may land for two systems: what was set aside is kept once.
    once = {reading.plan.file_id: reading for reading in good}.values()
    furniture = [row for reading in once for row in furniture_rows(reading)]
    warehouse.append_rows(con, "furniture", warehouse.arrow("furniture", furniture))
    rejects = [row for reading in once for row in reject_rows(reading)]
    warehouse.append_rows(con, "rejects", warehouse.arrow("rejects", rejects))
    columns = [row for reading in good for row in column_rows(reading)]
    warehouse.append_rows(con, "columns", warehouse.arrow("columns", columns))
    catalog = warehouse.arrow("vendor_columns", vendors.catalog())
    warehouse.replace_rows(con, "raw_handoff", "vendor_columns", catalog)
    for name, rows in declared.tables.items():
        warehouse.replace_rows(con, "declared", name, rows)


def _outcome(
    survey: Survey,
    kept: list[dict[str, Any]],
    loaded: list[dict[str, Any]],
    now: list[dict[str, Any]],
    problems: list[Problem],
    is_published: bool,
) -> Outcome:
    again = [
        {**row, "status": "unchanged", "rows_unchanged": row["records_in_file"], "rows_loaded": 0}
        for row in kept
    ]
    files = sorted([*again, *loaded, *now], key=lambda row: (row["path"], row["member"] or ""))
    rejected = [
        Problem(
            f"{row['rows_rejected']} of {row['records_in_file']} records do not fit the table; "
            f"{row['message']}",
            row["path"] if not row["member"] else f"{row['path']}/{row['member']}",
            f"see raw_handoff.rejects where file_id = '{row['file_id']}'",
        )
        for row in files
        if row["rows_rejected"]
    ]
    return Outcome(files, problems + rejected, is_published)
