"""Writes a first stack for a folder of exports, and loads it to prove that it is valid."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import Problem, UserError
from ingest.files.discover import Source
from ingest.init import yaml_text
from ingest.init.concepts import FUNCTION
from ingest.init.guess_handoffs import guess_handoffs
from ingest.init.guess_mappings import MappingGuess, escape_glob, guess_mappings
from ingest.init.profile import Link, find_links, profile_exports
from ingest.naming import column_name, unique
from ingest.plan.declared import DeclaredSystem, DeclaredTable
from ingest.plan.folder_scan import FolderScan, scan_folder
from ingest.plan.planner import Plan, Planner
from ingest.stack.read import load
from ingest.vendors.catalog import Vendors, load_vendors

SCHEMA = "# yaml-language-server: $schema=../docs/stack.schema.json\n"


@dataclass
class Draft:
    """A first stack: the text of its files, and what they contain."""

    files: dict[str, str] = field(default_factory=dict)
    systems: list[str] = field(default_factory=list)
    mapped: list[str] = field(default_factory=list)  # `system/object: entity`
    handoffs: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # files that could not be read

    @property
    def todos(self) -> int:
        """Number of entries that a person must complete."""
        return sum(text.count("TODO(person)") for text in self.files.values())


@dataclass
class _System:
    id: str
    vendor: str | None
    functions: list[str]
    globs: list[str] = field(default_factory=list)
    guesses: list[MappingGuess] = field(default_factory=list)


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
    vendors = load_vendors()
    names = dict.fromkeys(item.vendor for item in vendors.objects)
    planner = Planner([DeclaredSystem(name, name) for name in names], vendors)
    first = scan_folder(exports, scratch, planner)
    sources = [plan.source for plan in first.plans] + [item.source for item in first.unknown]
    guesses = guess_mappings(first.unknown, sources)
    systems = _systems(first, guesses, vendors)
    if not systems:
        nothing = Problem("no readable export was found", str(exports), "check the folder")
        listed = (Problem(item.message, item.source.label, item.fix) for item in first.unknown)
        raise UserError([nothing, *first.problems, *listed])
    planner = Planner([_declared_system(system) for system in systems], vendors)
    scan = scan_folder(exports, scratch, planner)
    return _write_draft(systems, scan, vendors, scratch)


def _systems(scan: FolderScan, guesses: Sequence[MappingGuess], vendors: Vendors) -> list[_System]:
    """Returns a system per vendor, or per folder if several folders have the same object."""
    systems: dict[str, _System] = {}
    by_folder: dict[str, str] = {}
    for vendor in sorted({plan.vendor or "" for plan in scan.plans}):
        plans = [plan for plan in scan.plans if plan.vendor == vendor]
        is_split = _has_several_folders(plans)
        for plan in plans:
            folder = _folder(plan.source)
            system = folder if is_split else vendor
            functions: list[str] = list(vendors.vendors[vendor].functions) or ["report"]
            vendor_system = systems.setdefault(system, _System(system, vendor, functions))
            by_folder.setdefault(folder, vendor_system.id)
            if folder and (is_split or _has_one_vendor(folder, vendor, scan.plans)):
                glob = f"{escape_glob(plan.source.path.split('/')[0])}/*"
                vendor_system.globs = list(dict.fromkeys([*vendor_system.globs, glob]))
    for guess in guesses:
        mapped_system = systems.get(by_folder.get(guess.folder, ""))
        if mapped_system is None:
            name = unique(guess.folder, [key for key, system in systems.items() if system.vendor])
            functions = [FUNCTION.get(guess.entity, "report")]
            mapped_system = systems.setdefault(name, _System(name, None, functions))
        taken = [other.object for other in mapped_system.guesses]
        guess.object = unique(guess.object, taken)
        mapped_system.guesses.append(guess)
    if "hubspot" in systems and "salesforce" not in systems:
        systems["hubspot"].functions = ["score", "route", "report"]
    return list(systems.values())


def _folder(source: Source) -> str:
    name = column_name(source.path.split("/")[0]) if "/" in source.path else ""
    return name if any(char.isalpha() for char in name.removeprefix("c_")) else ""


def _has_several_folders(plans: Sequence[Plan]) -> bool:
    """Whether two named folders have the same object, so that the vendor has two systems."""
    folders: dict[str, set[str]] = {}
    for plan in plans:
        folders.setdefault(plan.object, set()).add(_folder(plan.source))
    return any(len(names - {""}) > 1 and "" not in names for names in folders.values())


def _has_one_vendor(folder: str, vendor: str, plans: Sequence[Plan]) -> bool:
    return all(plan.vendor == vendor for plan in plans if _folder(plan.source) == folder)


def _declared_system(system: _System) -> DeclaredSystem:
    tables = [
        DeclaredTable(guess.object, guess.globs, guess.entity, guess.columns, guess.constants)
        for guess in system.guesses
    ]
    return DeclaredSystem(system.id, system.vendor, system.globs, tables)


def _write_draft(
    systems: list[_System], scan: FolderScan, vendors: Vendors, scratch: Path
) -> Draft:
    objects, reps = profile_exports(scan.plans, vendors, scratch)
    links = find_links(objects)
    entities = {f"{s.id}/{guess.object}": guess.entity for s in systems for guess in s.guesses}
    for system in systems:
        for guess in system.guesses:
            _add_references(system.id, guess, links)
    found = guess_handoffs(objects, links, entities)
    assigned = next((handoff for handoff in found if handoff.hop == "assigned"), None)
    currencies = Counter[str]()
    for profile in objects:
        currencies.update(profile.counts.get(profile.column("currency") or "", Counter()))
    codes = [code for code, _ in currencies.most_common() if len(code) == 3 and code.isalpha()]
    rows = [(s.id, s.vendor, s.functions, s.globs) for s in systems]
    guesses = {s.id: s.guesses for s in systems}
    people = sorted({id(rep): rep for rep in reps.values()}.values(), key=lambda rep: rep.name)
    crm = assigned.source if assigned else None
    return Draft(
        files={
            "systems.yml": yaml_text.systems_yaml(
                codes[0].upper() if codes else "USD", rows, guesses, objects, people
            ),
            "handoffs.yml": yaml_text.handoffs_yaml(found),
            "lifecycle.yml": yaml_text.lifecycle_yaml(objects),
            "routing.yml": yaml_text.routing_yaml(crm, assigned.id if assigned else None, reps),
        },
        systems=[f"{s.id} ({s.vendor or 'mapped'})" for s in systems],
        mapped=[f"{name}: {entity}" for name, entity in entities.items()],
        handoffs=[f"{f.id}: {f.source.name} -> {f.target.name}" for f in found],
        skipped=[path for path, *_ in scan.failed] + [u.source.label for u in scan.unknown],
    )


def _add_references(system: str, guess: MappingGuess, links: Sequence[Link]) -> None:
    """Adds the system and object that the person ids of a guessed mapping refer to."""
    column = guess.columns.get("person_record_id")
    for link in links:
        is_source = link.source.system == system and link.source.object == guess.object
        if is_source and column and link.column == "person_record_id":
            guess.constants |= {
                "person_system": link.target.system,
                "person_object": link.target.object,
                "owner_system": link.target.system,
            }
            return


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
