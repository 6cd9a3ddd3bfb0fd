"""Scans an export folder and decides, file by file, what will be loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.errors import Problem
from ingest.files.discover import Skipped, Source, Unreadable, find
from ingest.files.unknown import Unknown
from ingest.files.unreadable import NotATable, UnreadableFile
from ingest.formats.detect import Found, open_tables
from ingest.plan.planner import Plan, PlanKey, Planner

# Path, member of an archive, SHA-256 of the content (None when it was not read) and the problem.
Failure = tuple[str, str | None, str | None, Problem]


@dataclass
class FolderScan:
    """Every file of a folder with the decision about it, in path order."""

    plans: list[Plan] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """Why files cannot be read, or which of a system's own files nothing recognises."""
        claimed = [item for item in self.unknown if item.claimed_by]
        unrecognised = [Problem(item.message, item.source.label, item.fix) for item in claimed]
        return [*(problem for *_, problem in self.failed), *unrecognised]

    @property
    def warnings(self) -> list[Problem]:
        """Doubts about the encodings of recognised files, each once."""
        return list(dict.fromkeys(one for plan in self.plans for one in plan.text.warnings))


def scan_folder(folder: Path, scratch: Path, planner: Planner) -> FolderScan:
    """Finds the files of a folder and plans each; a broken file never stops the others."""
    scan = FolderScan()
    planned: dict[PlanKey, Plan] = {}
    for source in find(folder, scratch):
        if isinstance(source, Unreadable):
            scan.failed.append((source.path, source.member, None, source.problem))
            continue
        if isinstance(source, Skipped):
            entry = Source(source.path, source.member, source.local)
            scan.unknown.append(Unknown(entry, None, source.message, source.fix))
            continue
        try:
            for found in open_tables(source, scratch, planner.encoding_of(source)):
                _add_table(found, planner, scan, planned)
        except UnreadableFile as broken:
            if isinstance(broken, NotATable):
                scan.unknown.append(Unknown(source, None, broken.what, broken.fix))
            else:
                with source.local.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
                problem = broken.problem(source.label)
                scan.failed.append((source.path, source.member, digest, problem))
    scan.plans = _with_shared_ids(scan.plans)
    return scan


def _with_shared_ids(plans: Sequence[Plan]) -> list[Plan]:
    """Plans of one content require ids in the same cell, or not at all.

    Otherwise a record without an id would be loaded for one mapping and rejected for another; the
    rejects of a file are stored once.
    """
    ids: dict[str, set[tuple[object, ...]]] = {}
    for plan in plans:
        cell = plan.id_cell
        ids.setdefault(plan.file_id, set()).add((cell.position, cell.missing) if cell else ())
    return [plan if len(ids[plan.file_id]) == 1 else replace(plan, id_cell=None) for plan in plans]


def _add_table(
    found: Found | Unknown | Unreadable,
    planner: Planner,
    scan: FolderScan,
    planned: dict[PlanKey, Plan],
) -> None:
    """Plans one table of a file; a table with the same content adds a location to its plan."""
    if isinstance(found, Unreadable):
        scan.failed.append((found.path, found.member, None, found.problem))
        return
    decision: list[Plan] | Unknown | Problem
    if isinstance(found, Unknown):
        decision = found
    else:
        decision = found.source.changed or planner.decide(found.source, found.text)
    if isinstance(decision, Unknown):
        scan.unknown.append(decision)
    elif isinstance(decision, Problem):
        assert isinstance(found, Found)
        source = found.source
        scan.failed.append((source.path, source.member, found.text.sha256, decision))
    else:
        for plan in decision:
            if plan.key in planned:
                planned[plan.key].other_locations.append(plan.source)
            else:
                planned[plan.key] = plan
                scan.plans.append(plan)


def nothing_recognised(folder: Path, scan: FolderScan) -> list[Problem]:
    """Lists what to do when no file of the folder can be loaded."""
    noted = [item for item in scan.unknown if not item.claimed_by]
    listed = [Problem(item.message, item.source.label, item.fix) for item in noted]
    if scan.failed or len(noted) < len(scan.unknown):
        return listed
    if not listed:
        fix = "put the exports there; without any export: --declarations-only"
        return [Problem("the folder contains no file", str(folder), fix)]
    fix = "put the export of a known vendor there (docs/vendors.md), or declare yours"
    return [*listed, Problem("no file was recognised", str(folder), fix)]
