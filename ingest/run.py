"""Loads an export folder into the database: find, decide, read, publish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection as Connection

from ingest.errors import Problem, UserError
from ingest.files.discover import writable_by_all
from ingest.history import row_versions, sightings
from ingest.history.export_dates import Export, describe, latest_stamps
from ingest.history.previous_runs import (
    NOT_LOADED,
    headers,
    remembered,
    stale_files,
    stored_files,
    to_read,
)
from ingest.history.volume_guard import find_anomalies, is_named
from ingest.load.checked_path import Reading
from ingest.load.dlt_load import Progress, load
from ingest.load.load_report import (
    column_rows,
    failed_row,
    loaded_row,
    non_record_rows,
    quarantined_row,
    reject_rows,
    unknown_row,
)
from ingest.plan.declared import Declared, read_stack
from ingest.plan.folder_scan import Survey, look, nothing_recognised
from ingest.plan.planner import Plan, PlanKey, Planner
from ingest.store import raw_tables, workspace
from ingest.vendors.catalog import Vendors, load_vendors


@dataclass
class Outcome:
    """What a run did. `files` are rows of raw_handoff.files, in path order.

    `problems` are files and records that could not be loaded; `notes` columns the stack names
    that were not exported; `is_new` says whether anything differs from the last run;
    `warnings` are about the folders and the encodings of files that were read.
    """

    files: list[dict[str, Any]]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    is_new: bool = True
    warnings: tuple[Problem, ...] = ()


def ingest(
    folder: Path,
    database: Path,
    stack: Path,
    progress: Progress | None = None,
    vendors: Vendors | None = None,
    accepted: Sequence[str] = (),
) -> Outcome:
    """Loads every export below `folder` into `database`, all or nothing.

    The old database stays untouched when nothing is new or nothing could be loaded. `UserError`
    when the run could not be done; problems of single files come back in the outcome.
    `accepted` names files that are not held back.
    """
    declared = declared_for(folder, stack)
    with workspace.workspace(database) as work:
        work.copy()
        outcome = load_into(work, folder, declared, progress, vendors, accepted)
        if outcome.is_new:
            work.publish()
    return outcome


def declared_for(folder: Path, stack: Path) -> Declared:
    """The declared stack, read before anything is touched; UserError also without exports."""
    if not folder.is_dir():
        what = "it is not a folder" if folder.exists() else "the export folder is missing"
        raise UserError.of(what, str(folder), "name the folder with the exports")
    return replace(read_stack(stack, folder), warnings=writable_by_all(folder, stack))


def load_into(
    work: workspace.Workspace,
    folder: Path,
    declared: Declared,
    progress: Progress | None = None,
    vendors: Vendors | None = None,
    accepted: Sequence[str] = (),
) -> Outcome:
    """Loads every export below `folder` into the private copy; see `ingest`."""
    vendors = vendors if vendors is not None else load_vendors()
    folder, scratch, is_first = folder.absolute(), work.folder, work.is_first
    survey = look(folder, scratch, Planner(declared.systems, vendors))
    if not survey.plans:
        raise UserError(survey.problems + nothing_recognised(folder, survey))
    _refuse_unmatched(accepted, survey)
    stored = stored_files(work.path)
    by_key = remembered(stored, survey)
    shown = describe(survey.plans, {}, by_key, declared.systems, vendors)
    readings = [Reading(plan) for plan in to_read(survey, shown, by_key, stored, work.path)]
    to_load = {reading.plan.key for reading in readings}
    kept = [plan for plan in survey.plans if plan.key not in to_load]
    notes = _missing_headers(declared, survey, work.path)
    warnings = (*declared.warnings, *survey.warnings)

    landing = work.path if is_first else scratch / "landing.duckdb"
    if not is_first:
        workspace.create(landing)
    load(readings, landing, scratch, progress)
    good = [reading for reading in readings if reading.problem is None]
    problems = survey.problems + [r.problem for r in readings if r.problem is not None]
    if not good and not kept:
        raise UserError(problems)
    kept_rows = [by_key[plan.key] for plan in kept]
    with raw_tables.open_work(landing) as con:
        latest = latest_stamps(con, [r.plan for r in good], declared.systems, vendors)
        exports = describe(survey.plans, latest, by_key, declared.systems, vendors)
        held = find_anomalies(good, exports, stored, declared.limits, accepted)
        raw_tables.drop_landed(con, [r.plan for r in good if r.plan.key in held])
    problems += [_quarantine_problem(r.plan, held[r.plan.key]) for r in good if r.plan.key in held]
    is_empty = not any(r.records for r in good) and not any(r["records_in_file"] for r in kept_rows)
    if is_empty and not held:
        todo_text = "export again, or check the filter of the export"
        raise UserError([*problems, Problem("every file is header only", str(folder), todo_text)])

    now = [unknown_row(item) for item in survey.unknown]
    now += [failed_row(*failure) for failure in survey.failed]
    failures = {_failure(reading)[:3]: _failure(reading) for reading in readings if reading.problem}
    now += [failed_row(*failure) for failure in failures.values()]
    now += [quarantined_row(r, held[r.plan.key]) for r in good if r.plan.key in held]
    good = [reading for reading in good if reading.plan.key not in held]
    # Of a file that cannot be read or is held back, what was loaded before stays.
    read = {reading.plan.key for reading in good}
    unread = {reading.plan.file_id for reading in readings if reading.plan.key not in read}
    stale = [
        row
        for row in stale_files(stored, survey, to_load)
        if row["file_id"] not in unread or raw_tables.stored_key(row) in read
    ]
    with raw_tables.open_work(work.path) as con:
        before = [row for row in stored if row["status"] in NOT_LOADED]
        again = {plan.key: exports[plan.key].row for plan in kept}
        is_moved = any(
            by_key[key].get(name) != row[name] for key, row in again.items() for name in row
        )
        is_new = bool(good or stale) or is_moved or _differ(before, now)
        if not is_first and not is_new and _is_current(con, declared, vendors):
            return _outcome(kept_rows, [], now, problems, notes, warnings, is_new=False)
        raw_tables.ensure_declared(con, vendors)
        ranks = _ranks(stored, exports)
        changed = sightings.hand_over(con, stale, sorted(ranks, key=lambda key: ranks[key]))
        raw_tables.forget(con, [*stale, *before])
        plans = sorted((reading.plan for reading in good), key=lambda plan: ranks[plan.key])
        if is_first:
            raw_tables.append_rows(con, "sightings", row_versions.drop_repeats(con, plans, vendors))
        else:
            with raw_tables.open_work(landing) as landed:
                dropped = row_versions.drop_repeats(landed, plans, vendors)
            raw_tables.append_rows(con, "sightings", dropped)
            changed |= row_versions.add_new(con, landing, plans, ranks)
            raw_tables.count_again(con, [row for row in stored if row["table_name"] in changed])
        rows = [
            loaded_row(r, raw_tables.rows_stored(con, r.plan)) | exports[r.plan.key].row
            for r in good
        ]
        _write(con, good, [*rows, *now], declared, vendors)
        raw_tables.move(con, again)
        sightings.keep_latest(con)
        con.execute("checkpoint")
    return _outcome(
        [r | again[raw_tables.stored_key(r)] for r in kept_rows],
        rows,
        now,
        problems,
        notes,
        warnings,
        is_new=True,
    )


def _ranks(
    stored: Sequence[dict[str, Any]], exports: Mapping[PlanKey, Export]
) -> dict[PlanKey, row_versions.Rank]:
    """The order of all files by what is in them; one without a stamp comes last."""
    latest = {raw_tables.stored_key(row): row.get("latest_at") for row in stored if row["system"]}
    latest |= {key: export.latest_at for key, export in exports.items()}
    return {key: (moment or datetime.max, key[0]) for key, moment in latest.items()}


def _refuse_unmatched(accepted: Sequence[str], survey: Survey) -> None:
    unmatched = [n for n in accepted if not any(is_named(plan, [n]) for plan in survey.plans)]
    if unmatched:
        fix = "name it as `handoff ingest` shows it"
        raise UserError([Problem("--accept names no file", name, fix) for name in unmatched])


def _quarantine_problem(plan: Plan, why: str) -> Problem:
    label = plan.source.label
    return Problem(why, label, f"look at it; to load it all the same: --accept {label}")


def _failure(reading: Reading) -> tuple[str, str | None, str | None, Problem]:
    source, problem = reading.plan.source, reading.problem
    assert problem is not None
    return source.path, source.member, reading.plan.text.sha256, problem


def _missing_headers(declared: Declared, survey: Survey, database: Path) -> list[Problem]:
    """What the stack names and nothing exports; a name nobody knows stops the run."""
    try:
        return declared.missing_headers(headers(survey.plans, database))
    except UserError as error:
        raise UserError([*survey.problems, *error.problems]) from None


def _differ(before: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]) -> bool:
    def key(row: dict[str, Any]) -> str:
        return repr(sorted((name, value) for name, value in row.items() if value is not None))

    return sorted(map(key, before)) != sorted(map(key, now))


def _is_current(con: Connection, declared: Declared, vendors: Vendors) -> bool:
    return all(
        raw_tables.is_same(con, "raw_handoff", name, raw_tables.arrow(name, rows))
        for name, rows in _declarations(vendors).items()
    ) and all(
        raw_tables.is_same(con, "declared", name, rows) for name, rows in declared.tables.items()
    )


def _declarations(vendors: Vendors) -> dict[str, list[dict[str, Any]]]:
    """Tables of raw_handoff that hold what the vendor declarations say."""
    return {"vendor_columns": vendors.catalog(), "vendor_values": vendors.values()}


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
    raw_tables.append_rows(con, "files", raw_tables.arrow("files", files))
    # The same bytes may land for two systems or mappings: what was set aside is kept once.
    once = {reading.plan.file_id: reading for reading in good}.values()
    raw_tables.forget_set_aside(con, [reading.plan.file_id for reading in once])
    non_records = [row for reading in once for row in non_record_rows(reading)]
    raw_tables.append_rows(
        con, "non_record_lines", raw_tables.arrow("non_record_lines", non_records)
    )
    rejects = [row for reading in once for row in reject_rows(reading)]
    raw_tables.append_rows(con, "rejects", raw_tables.arrow("rejects", rejects))
    columns = [row for reading in good for row in column_rows(reading)]
    raw_tables.append_rows(con, "columns", raw_tables.arrow("columns", columns))
    for name, rows in _declarations(vendors).items():
        raw_tables.replace_rows(con, "raw_handoff", name, raw_tables.arrow(name, rows))
    for name, rows in declared.tables.items():
        raw_tables.replace_rows(con, "declared", name, rows)
    raw_tables.replace_rows(con, "raw_handoff", "builds", raw_tables.arrow("builds", []))


def _outcome(
    kept: list[dict[str, Any]],
    loaded: list[dict[str, Any]],
    now: list[dict[str, Any]],
    problems: list[Problem],
    notes: list[Problem],
    warnings: tuple[Problem, ...],
    is_new: bool,
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
    # A file read for two mappings has its problems once.
    return Outcome(files, list(dict.fromkeys(problems + rejected)), notes, is_new, warnings)
