"""Loads an export folder into the database: scan, decide, read, quarantine, reconcile, write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from ingest.errors import Problem, UserError
from ingest.files.discover import writable_by_all
from ingest.history import row_versions, sightings
from ingest.history.acceptance import accepted_keys, is_named
from ingest.history.export_dates import Export, describe_exports, latest_stamps
from ingest.history.export_order import Position
from ingest.history.previous_runs import (
    NOT_LOADED,
    differ,
    exported_headers,
    plans_to_read,
    stale_files,
    stored_by_key,
    stored_files,
)
from ingest.history.quarantine import files_to_quarantine, older_exports
from ingest.load import load_report
from ingest.load.checked_path import Reading
from ingest.load.dlt_load import Progress, load
from ingest.outcome import Outcome, Row, outcome_of
from ingest.plan.declared import Declared, read_stack
from ingest.plan.folder_scan import FolderScan, nothing_recognised, scan_folder
from ingest.plan.planner import Plan, PlanKey, Planner
from ingest.profile import update as profiles
from ingest.store import declarations, file_rows, raw_tables, workspace
from ingest.store.raw_tables import stored_key
from ingest.vendors.catalog import Vendors, load_vendors


def ingest(
    folder: Path,
    database: Path,
    stack: Path,
    progress: Progress | None = None,
    vendors: Vendors | None = None,
    accepted: Sequence[str] = (),
    declarations_only: bool = False,
) -> Outcome:
    """Loads every export below `folder` into `database`, completely or not at all.

    The database stays unchanged when nothing is new or nothing could be loaded. `accepted` are
    names or globs of files that are never quarantined. With `declarations_only` the folder may be
    empty as long as no export was loaded. Problems of single files are part of the
    outcome; raises `UserError` when the run as a whole is not possible.
    """
    declared = declared_for(folder, stack)
    with workspace.workspace(database) as work:
        work.copy()
        outcome = load_into(
            work,
            folder,
            declared,
            progress,
            vendors,
            accepted,
            declarations_only=declarations_only,
        )
        if outcome.is_new:
            work.publish()
    return outcome


def declared_for(folder: Path, stack: Path) -> Declared:
    """Reads the declared stack; raises `UserError` also when the export folder is missing."""
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
    looks_ahead: bool = False,
    declarations_only: bool = False,
) -> Outcome:
    """Loads every export below `folder` into the private copy; see `ingest`.

    `looks_ahead` finds out whether a second run on the same files would load any of them again
    (`Outcome.is_settled`), which costs as much as to decide what to load.
    """
    vendors = vendors if vendors is not None else load_vendors()
    run = Run(work, folder.absolute(), declared, vendors, accepted, declarations_only)
    run.scan()
    run.decide()
    run.read(progress)
    run.quarantine()
    run.reconcile()
    if run.is_new:
        run.write()
    return replace(run.outcome(), is_settled=looks_ahead and run.is_settled())


@dataclass
class Run:
    """One load into the private copy. Each step uses the attributes of the steps before it."""

    work: workspace.Workspace
    folder: Path
    declared: Declared
    vendors: Vendors
    accepted: Sequence[str]
    declarations_only: bool = False

    # scan: the files of the folder.
    files: FolderScan = field(init=False)
    problems: list[Problem] = field(init=False)  # later steps add to them

    # decide: files that are never quarantined; rows of raw_handoff.files (all, and the valid ones
    # by key); which files are read.
    accepted_keys: set[PlanKey] = field(init=False)
    is_upgraded: bool = field(init=False)
    stored: list[Row] = field(init=False)
    known: dict[PlanKey, Row] = field(init=False)
    readings: list[Reading] = field(init=False)
    unread: list[Plan] = field(init=False)  # loaded by an earlier run, and unchanged
    notes: list[Problem] = field(init=False)

    # read: the database of the new rows; the readings without a problem.
    landing: Path = field(init=False)
    loaded: list[Reading] = field(init=False)

    # quarantine: export dates of all files; files whose rows were deleted again, with the reason.
    # Removes these from `loaded`.
    exports: dict[PlanKey, Export] = field(init=False)
    anomalies: dict[PlanKey, str] = field(init=False)

    # reconcile: rows of raw_handoff.files to insert, to delete and to update (columns by key).
    not_loaded: list[Row] = field(init=False)
    stale: list[Row] = field(init=False)
    updates: dict[PlanKey, Row] = field(init=False)
    is_new: bool = field(init=False)

    # write: the inserted rows of raw_handoff.files about `loaded`.
    written: list[Row] = field(default_factory=list)

    def scan(self) -> None:
        """Finds and plans the files; raises `UserError` when there is nothing to load."""
        planner = Planner(self.declared.systems, self.vendors)
        self.files = scan_folder(self.folder, self.work.folder, planner)
        self.problems = list(self.files.problems)
        if self.declarations_only:
            self._require_no_export()
        elif not self.files.plans:
            raise UserError(self.problems + nothing_recognised(self.folder, self.files))
        plans = self.files.plans
        unmatched = [n for n in self.accepted if not any(is_named(plan, [n]) for plan in plans)]
        if unmatched:
            fix = "write the name as `handoff ingest` shows it"
            raise UserError([Problem("--accept matches no file", name, fix) for name in unmatched])

    def _require_no_export(self) -> None:
        """Raises `UserError` when the folder or the database has an export that would be lost."""
        found = [*self.files.plans, *self.files.unknown, *self.files.failed]
        if found or (not self.work.is_first and stored_files(self.work.path)):
            place = self.folder if found else self.work.database
            fix = "leave `--declarations-only` out"
            raise UserError.of("there are exports to audit", str(place), fix)

    def decide(self) -> None:
        """Selects the files to read; raises `UserError` when the stack names an unknown header."""
        plans, database = self.files.plans, self.work.path
        self.accepted_keys = accepted_keys(plans, self.accepted)
        self.is_upgraded = not self.work.is_first and raw_tables.upgrade(database)
        self.stored = stored_files(database)
        self.known = stored_by_key(self.stored, self.files)
        exports = self._describe(plans, {})
        to_read = plans_to_read(self.files, exports, self.known, self.stored, database)
        self.readings = [Reading(plan) for plan in to_read]
        keys = {plan.key for plan in to_read}
        self.unread = [plan for plan in plans if plan.key not in keys]
        try:
            self.notes = self.declared.missing_headers(exported_headers(plans, database))
        except UserError as error:
            raise UserError([*self.problems, *error.problems]) from None

    def read(self, progress: Progress | None = None) -> None:
        """Loads the files into the landing database; raises `UserError` when none is readable."""
        self.landing = self.work.path
        if self.readings:
            if not self.work.is_first:
                self.landing = self.work.folder / "landing.duckdb"
                workspace.create(self.landing)
            load(self.readings, self.landing, self.work.folder, progress)
        elif self.work.is_first:
            workspace.create(self.landing)
        self.loaded = [reading for reading in self.readings if reading.problem is None]
        self.problems += [r.problem for r in self.readings if r.problem is not None]
        if not self.loaded and not self.unread and not self.declarations_only:
            raise UserError(self.problems)

    def quarantine(self) -> None:
        """Deletes the rows of full exports whose size changed too much.

        Raises `UserError` when no file has a record.
        """
        plans = [reading.plan for reading in self.loaded]
        systems, vendors = self.declared.systems, self.vendors
        with raw_tables.open_for_writing(self.landing) as con:
            latest = latest_stamps(con, plans, systems, vendors)
            self.exports = self._describe(self.files.plans, latest)
            self.anomalies = files_to_quarantine(
                self.loaded, self.exports, self.stored, self.declared.limits, self.accepted_keys
            )
            # A quarantined file does not date the other parts of its export.
            kept = [plan for plan in self.files.plans if plan.key not in self.anomalies]
            self.exports |= self._describe(kept, latest)
            quarantined = [plan for plan in plans if plan.key in self.anomalies]
            file_rows.delete_loaded_rows(con, quarantined)
        for plan in quarantined:
            fix = f"check the file; to load it anyway: --accept {plan.source.label}"
            self.problems.append(Problem(self.anomalies[plan.key], plan.source.label, fix))
        counts = [reading.records for reading in self.loaded]
        counts += [self.known[plan.key]["records_in_file"] for plan in self.unread]
        if not any(counts) and not self.anomalies and not self.declarations_only:
            fix = "export again, or check the filter of the export"
            what = "every file contains only a header"
            raise UserError([*self.problems, Problem(what, str(self.folder), fix)])
        self.loaded = [r for r in self.loaded if r.plan.key not in self.anomalies]

    def reconcile(self) -> None:
        """Compares the files with what is stored: which rows are new, stale or changed."""
        self.not_loaded = self._not_loaded_rows()
        loaded = {reading.plan.key for reading in self.loaded}
        # Rows that an earlier run loaded stay when their file is unreadable or quarantined now.
        protected = {r.plan.file_id for r in self.readings if r.plan.key not in loaded}
        to_read = {reading.plan.key for reading in self.readings}
        self.stale = [
            row
            for row in stale_files(self.stored, self.files, to_read)
            if row["file_id"] not in protected or stored_key(row) in loaded
        ]
        self.updates = {plan.key: self.exports[plan.key].row for plan in self.unread}
        # An earlier version of handoff stored no order.
        unordered = [r for r in self.stored if r["system"] and r.get("export_series") is None]
        written = loaded | self.updates.keys()
        self.updates |= {
            stored_key(row): Position.of(row).row
            for row in unordered
            if stored_key(row) not in written
        }
        has_updates = any(
            self.known[key].get(name) != value
            for key, row in self.updates.items()
            if key in self.known
            for name, value in row.items()
        )
        in_folder = {plan.key for plan in self.files.plans}
        has_other_files = any(
            row["status"] not in NOT_LOADED
            and row.get("is_in_folder") != (stored_key(row) in in_folder)
            for row in self.stored
        )
        self.is_new = bool(
            self.work.is_first
            or self.is_upgraded
            or self.loaded
            or self.stale
            or has_updates
            or has_other_files
            or unordered
        ) or differ(self._previously_not_loaded(), self.not_loaded)
        if not self.is_new:
            with raw_tables.open_for_writing(self.work.path) as con:
                stack = self.declared.tables
                self.is_new = not (
                    declarations.are_current(con, stack, self.vendors)
                    and profiles.are_current(con, self.vendors)
                )

    def write(self) -> None:
        """Changes the private copy: rows, sightings, raw_handoff and the declarations."""
        ranks = row_versions.rank_files(self.stored, self.exports)
        plans = [reading.plan for reading in self.loaded]
        with raw_tables.open_for_writing(self.work.path) as con:
            raw_tables.ensure_declared(con, self.vendors)
            order = sorted(ranks, key=lambda key: ranks[key])
            changed = sightings.reassign_rows(con, self.stale, order)
            file_rows.delete_files(con, [*self.stale, *self._previously_not_loaded()])
            landing = None if self.work.is_first else self.landing
            changed |= row_versions.store_new_rows(con, landing, plans, ranks, self.vendors)
            file_rows.recount_rows(con, [r for r in self.stored if r["table_name"] in changed])
            counts = file_rows.count_stored_rows(con, plans)
            self.written = [
                load_report.loaded_row(reading, counts[reading.plan.key])
                | self.exports[reading.plan.key].row
                for reading in self.loaded
            ]
            self._write_report(con)
            declarations.write(con, self.declared.tables, self.vendors)
            builds = raw_tables.arrow_table("builds", [])
            raw_tables.replace_rows(con, "raw_handoff", "builds", builds)
            file_rows.update_files(con, self.updates)
            file_rows.mark_folder(con, [plan.key for plan in self.files.plans])
            sightings.prune_sightings(con)
            changed |= self._tables_with_other_exports()
            profiles.update(con, self.vendors, self.declared.tables, plans, changed)
            con.execute("checkpoint")

    def outcome(self) -> Outcome:
        """The result of the run."""
        unread = [self.known[plan.key] | self.updates[plan.key] for plan in self.unread]
        changed = [*self.written, *self.not_loaded]
        kept = [*(reading.plan for reading in self.loaded), *self.unread]
        older = older_exports(kept, self.exports)
        warnings = [*self.declared.warnings, *self.files.warnings, *older]
        return outcome_of(changed, unread, self.problems, self.notes, warnings, self.is_new)

    def is_settled(self) -> bool:
        """Whether a second run on the same files reads none of the loaded ones again.

        It may: a file that is missing from the folder takes the headers with it that the stack
        needs, and a file that cannot be loaded may need the sightings of another one.
        """
        again = Run(self.work, self.folder, self.declared, self.vendors, self.accepted)
        again.files, again.problems = self.files, []
        try:
            again.decide()
        except UserError:
            return False
        unread = {plan.key for plan in [*self.unread, *(reading.plan for reading in self.loaded)]}
        return unread == {plan.key for plan in again.unread} and again.notes == self.notes

    def _describe(
        self, plans: Sequence[Plan], latest: Mapping[PlanKey, datetime | None]
    ) -> dict[PlanKey, Export]:
        systems, vendors = self.declared.systems, self.vendors
        return describe_exports(plans, latest, self.known, systems, vendors, self.accepted_keys)

    def _previously_not_loaded(self) -> list[Row]:
        return [row for row in self.stored if row["status"] in NOT_LOADED]

    def _tables_with_other_exports(self) -> set[str]:
        """Tables with a deleted file, or with one that became a full or a partial export."""
        stored = {stored_key(row): row.get("export") for row in self.stored}
        updated = {key for key, row in self.updates.items() if row.get("export") != stored.get(key)}
        return {key[3] for key in updated} | {row["table_name"] for row in self.stale}

    def _not_loaded_rows(self) -> list[Row]:
        """Rows of raw_handoff.files about unknown, failed and quarantined files."""
        rows = [load_report.unknown_row(item) for item in self.files.unknown]
        failures = list(self.files.failed)
        unreadable = {}  # a file that is read for two mappings fails twice
        for reading in self.readings:
            if reading.problem:
                source, digest = reading.plan.source, reading.plan.text.sha256
                failure = (source.path, source.member, digest, reading.problem)
                unreadable[failure[:3]] = failure
        rows += [load_report.failed_row(*failure) for failure in [*failures, *unreadable.values()]]
        return rows + [
            load_report.quarantined_row(reading, self.anomalies[reading.plan.key])
            for reading in self.readings
            if reading.plan.key in self.anomalies
        ]

    def _write_report(self, con: Connection) -> None:
        """Inserts what raw_handoff stores about the files of this run."""
        for row in self.written:
            parts = (row["rows_loaded"], row["rows_unchanged"], row["rows_rejected"])
            if row["records_in_file"] != sum(parts):
                raise AssertionError(f"{row['path']}: {row['records_in_file']} records, {parts}")
        # The same content may be loaded for two systems or mappings: its rejects are stored once.
        files = {reading.plan.file_id: reading for reading in self.loaded}
        file_rows.delete_rejects(con, list(files))
        rows = {
            "files": [*self.written, *self.not_loaded],
            "non_record_lines": [
                row for file in files.values() for row in load_report.non_record_rows(file)
            ],
            "rejects": [row for file in files.values() for row in load_report.reject_rows(file)],
            "columns": [row for file in self.loaded for row in load_report.column_rows(file)],
        }
        for name, found in rows.items():
            raw_tables.append_rows(con, name, raw_tables.arrow_table(name, found))
