"""A first stack from a folder of exports: found, guessed, written, and loaded once to prove it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import UserError
from ingest.files.discover import Source
from ingest.init import guess_handoffs, yaml_text
from ingest.init.concepts import FUNCTION
from ingest.init.guess_mappings import Guess, escape, guess_all
from ingest.init.profile import Link, links, observe
from ingest.naming import column_name, unique
from ingest.plan.declared import DeclaredSystem, DeclaredTable
from ingest.plan.folder_scan import Survey, look
from ingest.plan.planner import Plan, Planner
from ingest.stack.read import load
from ingest.vendors.catalog import Vendors, load_vendors

SCHEMA = "# yaml-language-server: $schema=../docs/stack.schema.json\n"


@dataclass
class Draft:
    """A written first stack: its files, and what went into it."""

    files: dict[str, str] = field(default_factory=dict)
    systems: list[str] = field(default_factory=list)
    mapped: list[str] = field(default_factory=list)  # system/object: entity
    handoffs: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # files that could not be read

    @property
    def todos(self) -> int:
        """Places that need a person."""
        return sum(text.count("TODO(person)") for text in self.files.values())


@dataclass
class _System:
    id: str
    vendor: str | None
    functions: list[str]
    globs: list[str] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)


def init(exports: Path, folder: Path) -> Draft:
    """Writes a first stack for `exports` into `folder`, which must not exist yet.

    The stack is loaded before it is put in place. UserError when there is nothing to write from,
    or something to overwrite.
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
    _put(draft, folder)
    return draft


def _draft(exports: Path, scratch: Path) -> Draft:
    vendors = load_vendors()
    names = dict.fromkeys(item.vendor for item in vendors.objects)
    first = look(exports, scratch, Planner([DeclaredSystem(name, name) for name in names], vendors))
    sources = [plan.source for plan in first.plans] + [item.source for item in first.unknown]
    guesses = guess_all(first.unknown, sources)
    systems = _systems(first, guesses, vendors)
    if not systems:
        raise UserError.of("no readable export was found", str(exports), "check the folder")
    survey = look(exports, scratch, Planner([_like(system) for system in systems], vendors))
    return _text(systems, survey, vendors, scratch)


def _systems(survey: Survey, guesses: Sequence[Guess], known: Vendors) -> list[_System]:
    """A system per vendor, or per folder where two folders hold the same object of a vendor."""
    systems: dict[str, _System] = {}
    by_folder: dict[str, str] = {}
    for vendor in sorted({plan.vendor or "" for plan in survey.plans}):
        plans = [plan for plan in survey.plans if plan.vendor == vendor]
        apart = _several(plans)
        for plan in plans:
            folder = _folder(plan.source)
            system = folder if apart else vendor
            functions = list(known.vendors[vendor].functions) or ["report"]
            here = systems.setdefault(system, _System(system, vendor, functions))
            by_folder.setdefault(folder, here.id)
            if folder and (apart or _is_alone(folder, vendor, survey.plans)):
                glob = f"{escape(plan.source.path.split('/')[0])}/*"
                here.globs = list(dict.fromkeys([*here.globs, glob]))
    for guess in guesses:
        owner = systems.get(by_folder.get(guess.folder, ""))
        if owner is None:
            name = unique(guess.folder, [key for key, one in systems.items() if one.vendor])
            functions = [FUNCTION.get(guess.entity, "report")]
            owner = systems.setdefault(name, _System(name, None, functions))
        guess.object = unique(guess.object, [one.object for one in owner.guesses])
        owner.guesses.append(guess)
    if "hubspot" in systems and "salesforce" not in systems:
        systems["hubspot"].functions = ["score", "route", "report"]
    return list(systems.values())


def _folder(source: Source) -> str:
    name = column_name(source.path.split("/")[0]) if "/" in source.path else ""
    return name if any(char.isalpha() for char in name.removeprefix("c_")) else ""


def _several(plans: Sequence[Plan]) -> bool:
    """Whether two named folders hold the same object: two systems of one vendor."""
    folders: dict[str, set[str]] = {}
    for plan in plans:
        folders.setdefault(plan.object, set()).add(_folder(plan.source))
    return any(len(names - {""}) > 1 and "" not in names for names in folders.values())


def _is_alone(folder: str, vendor: str, plans: Sequence[Plan]) -> bool:
    return all(plan.vendor == vendor for plan in plans if _folder(plan.source) == folder)


def _like(system: _System) -> DeclaredSystem:
    tables = [
        DeclaredTable(guess.object, guess.globs, guess.entity, guess.columns, guess.constants)
        for guess in system.guesses
    ]
    return DeclaredSystem(system.id, system.vendor, system.globs, tables)


def _text(systems: list[_System], survey: Survey, vendors: Vendors, scratch: Path) -> Draft:
    objects, reps = observe(survey.plans, vendors, scratch)
    known = links(objects)
    entities = {f"{s.id}/{guess.object}": guess.entity for s in systems for guess in s.guesses}
    for system in systems:
        for guess in system.guesses:
            _refer(system.id, guess, known)
    found = guess_handoffs.find(objects, known, entities)
    assigned = next((flow for flow in found if flow.hop == "assigned"), None)
    currencies = Counter[str]()
    for seen in objects:
        currencies.update(seen.counts.get(seen.column("currency") or "", Counter()))
    usual = [code for code, _ in currencies.most_common() if len(code) == 3 and code.isalpha()]
    rows = [(s.id, s.vendor, s.functions, s.globs) for s in systems]
    guesses = {s.id: s.guesses for s in systems}
    people = sorted({id(rep): rep for rep in reps.values()}.values(), key=lambda rep: rep.name)
    crm = assigned.source if assigned else None
    return Draft(
        files={
            "systems.yml": yaml_text.systems(
                usual[0].upper() if usual else "USD", rows, guesses, objects, people
            ),
            "handoffs.yml": yaml_text.handoffs(found),
            "lifecycle.yml": yaml_text.lifecycle(objects),
            "routing.yml": yaml_text.routing(crm, assigned.id if assigned else None, reps),
        },
        systems=[f"{s.id} ({s.vendor or 'mapped'})" for s in systems],
        mapped=[f"{name}: {entity}" for name, entity in entities.items()],
        handoffs=[f"{f.id}: {f.source.name} -> {f.target.name}" for f in found],
        skipped=[path for path, *_ in survey.failed] + [u.source.label for u in survey.unknown],
    )


def _refer(system: str, guess: Guess, known: Sequence[Link]) -> None:
    """Touches and meetings must say whose record their person id is."""
    column = guess.columns.get("person_record_id")
    for link in known:
        here = link.source.system == system and link.source.object == guess.object
        if here and column and link.column == "person_record_id":
            guess.constants |= {
                "person_system": link.target.system,
                "person_object": link.target.object,
                "owner_system": link.target.system,
            }
            return


def _put(draft: Draft, folder: Path) -> None:
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    is_known = (folder.absolute().parent / "docs" / "stack.schema.json").is_file()
    head = SCHEMA if is_known else ""
    work = Path(tempfile.mkdtemp(prefix=".handoff-init-", dir=folder.absolute().parent))
    try:
        stack = work / folder.absolute().name
        stack.mkdir()
        for name, text in draft.files.items():
            (stack / name).write_text(head + text, "utf-8")
        load(stack)
        if folder.is_dir():
            folder.rmdir()
        stack.replace(folder.absolute())
    finally:
        shutil.rmtree(work, ignore_errors=True)
