"""Writes a first stack for a folder of exports, and loads it to prove that it is valid."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import Problem, UserError
from ingest.init.clock import measure_zones
from ingest.init.concepts import FUNCTION, concept_of
from ingest.init.guess_handoffs import Facts, guess_handoffs
from ingest.init.guess_tables import guess_tables, is_program
from ingest.init.handoffs_yaml import handoffs_yaml
from ingest.init.lifecycle_yaml import lifecycle_yaml, routing_yaml
from ingest.init.links import find_links
from ingest.init.loaded import load_tables
from ingest.init.measure import Measured, measure
from ingest.init.profile import by_reference, owners_of, profile_tables
from ingest.init.systems import (
    SystemGuess,
    declared_systems,
    group_systems,
    question_second_vendors,
)
from ingest.init.systems_yaml import TableGuess, column_names, system_lines, systems_yaml
from ingest.init.unknown_files import unknown_tables
from ingest.naming import column_name
from ingest.plan.declared import DeclaredSystem
from ingest.plan.folder_scan import FolderScan, scan_folder
from ingest.plan.planner import Planner
from ingest.stack.read import load
from ingest.vendors.catalog import Vendors, load_vendors

SCHEMA = "# yaml-language-server: $schema=../docs/stack.schema.json\n"


@dataclass
class Draft:
    """A first stack: the text of its files, and what they contain."""

    files: dict[str, str] = field(default_factory=dict)
    systems: list[str] = field(default_factory=list)
    mapped: list[str] = field(default_factory=list)  # `system/object: entity`
    links: list[str] = field(default_factory=list)  # what the values show
    handoffs: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # files that could not be read

    @property
    def todos(self) -> int:
        """Number of entries that a person must complete."""
        return sum(text.count("TODO(person)") for text in self.files.values())


def init(exports: Path, folder: Path) -> Draft:
    """Writes a first stack for `exports` into `folder`, which must not exist yet.

    The stack is loaded before it is moved to `folder`. Raises `UserError` when there is no readable
    export, or when `folder` is not empty.
    """
    if not exports.is_dir():
        what = "it is not a folder" if exports.exists() else "the export folder is missing"
        raise UserError.of(what, str(exports), "name the folder with the exports")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fix = "name another folder with --stack, or move this one away"
        raise UserError.of("there is a stack already", str(folder), fix)
    old_umask = os.umask(0o077)
    try:
        with tempfile.TemporaryDirectory(prefix="handoff-init-") as scratch:
            draft = _draft(exports.absolute(), Path(scratch))
    finally:
        os.umask(old_umask)
    _install(draft, folder)
    return draft


def _draft(exports: Path, scratch: Path) -> Draft:
    systems, scan, vendors = _find_systems(exports, scratch)
    con, tables = load_tables(scan.plans, scratch)
    measures = {table.label: measure(con, table) for table in tables}
    links = find_links(con, tables, measures)
    entities, guessed = guess_tables(tables, systems, measures, links, vendors)
    matchable = frozenset(
        one.label for one in tables if entities.get(one.label) in ("people", "submissions")
    )
    facts = Facts(con, tables, measures, links, entities, vendors, matchable)
    mapped = {
        f"{system}/{table.object}": column_names(table.mapping)
        for system, found in guessed.items()
        for table in found
    }
    handoffs = guess_handoffs(facts)
    zones = measure_zones(facts, handoffs)
    profiles = profile_tables(con, tables, measures, entities, mapped)
    reps = owners_of(con, profiles)
    blocks = []
    for system in systems:
        _add_functions(system, guessed.get(system.id, []))
        programs = [one for one in reps if one.system == system.id and is_program(one)]
        blocks.append(
            system_lines(
                system, guessed.get(system.id, []), profiles, zones.get(system.id), programs
            )
        )
    assigned = next((handoff for handoff in handoffs if handoff.hop == "assigned"), None)
    crm = next((one for one in profiles if assigned and one.table is assigned.source), None)
    people = sorted(reps, key=lambda rep: (rep.name, rep.email))
    return Draft(
        files={
            "systems.yml": systems_yaml(_currency(measures), blocks, people),
            "handoffs.yml": handoffs_yaml(handoffs, links),
            "lifecycle.yml": lifecycle_yaml(profiles),
            "routing.yml": routing_yaml(crm, assigned.id if assigned else None, by_reference(reps)),
        },
        systems=[f"{one.id} ({one.vendor or 'mapped'})" for one in systems],
        mapped=[
            f"{system}/{table.object}: {table.entity} ({table.why})"
            for system, found in guessed.items()
            for table in found
        ],
        links=[f"{one.source.label}: {one.evidence}" for one in links if one.kind == "id"],
        handoffs=[f"{f.id}: {f.source.label} -> {f.target.label}" for f in handoffs],
        skipped=[path for path, *_ in scan.failed]
        + [f"{item.source.label}: {item.message}" for item in scan.unknown],
    )


def _find_systems(exports: Path, scratch: Path) -> tuple[list[SystemGuess], FolderScan, Vendors]:
    """Scans the folder twice: by the vendors alone, then with the systems that were found."""
    vendors = load_vendors()
    names = dict.fromkeys(item.vendor for item in vendors.objects)
    planner = Planner([DeclaredSystem(name, name) for name in names], vendors)
    first = scan_folder(exports, scratch, planner)
    questions = question_second_vendors(first, vendors)
    sources = [plan.source for plan in first.plans] + [item.source for item in first.unknown]
    company = re.sub(r"_?exports?$|^exports?_?", "", column_name(exports.name)) or "company"
    tables = unknown_tables(first.unknown, sources, company)
    systems = group_systems(first, tables, vendors, questions)
    if not systems:
        nothing = Problem("no readable export was found", str(exports), "check the folder")
        listed = (Problem(item.message, item.source.label, item.fix) for item in first.unknown)
        raise UserError([nothing, *first.problems, *listed])
    scan = scan_folder(exports, scratch, Planner(declared_systems(systems), vendors))
    return systems, scan, vendors


def _add_functions(system: SystemGuess, tables: Sequence[TableGuess]) -> None:
    """What a tool without declaration is probably for, by what it exports."""
    if system.vendor is None:
        found = [FUNCTION[table.entity] for table in tables if table.entity in FUNCTION]
        system.functions = list(dict.fromkeys(found)) or ["report"]


def _currency(measures: Mapping[str, Mapping[str, Measured]]) -> str:
    """The most frequent currency of the exports."""
    counts = Counter[str]()
    for columns in measures.values():
        for header, one in columns.items():
            if concept_of(header) == "currency":
                counts.update(one.values)
    codes = [code for code, _ in counts.most_common() if len(code) == 3 and code.isalpha()]
    return codes[0].upper() if codes else "USD"


def _install(draft: Draft, folder: Path) -> None:
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    has_schema = (folder.absolute().parent / "docs" / "stack.schema.json").is_file()
    first_line = SCHEMA if has_schema else ""
    work = Path(tempfile.mkdtemp(prefix=".handoff-init-", dir=folder.absolute().parent))
    try:
        stack = work / folder.absolute().name
        stack.mkdir()
        for name, text in draft.files.items():
            (stack / name).write_text(first_line + text, "utf-8")
        load(stack)
        if folder.is_dir():
            folder.rmdir()
        stack.replace(folder.absolute())
    finally:
        shutil.rmtree(work, ignore_errors=True)
