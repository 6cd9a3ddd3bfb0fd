"""Writes a first stack for a folder of exports, and loads it to prove that it is valid."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import UserError
from ingest.init.evidence.text import NAME, evidence_text
from ingest.init.guess_tables import is_program
from ingest.init.handoffs_yaml import handoff_lines, handoffs_yaml
from ingest.init.lifecycle_yaml import lifecycle_yaml, routing_yaml
from ingest.init.profile import by_reference
from ingest.init.study import Study, study
from ingest.init.systems import SystemGuess
from ingest.init.systems_yaml import system_lines, systems_yaml, table_lines
from ingest.init.update import insert_tables, new_file
from ingest.plan.declared import read_stack
from ingest.stack.read import load

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
    evidence: str = ""  # what the values show, sentence by sentence
    absent: list[str] = field(default_factory=list)  # what no file tells

    @property
    def todos(self) -> int:
        """Number of entries that a person must complete."""
        return sum(text.count("TODO(person)") for text in self.files.values())


def init(exports: Path, folder: Path) -> Draft:
    """Writes a first stack for `exports` into `folder`, which must not exist yet.

    The stack is loaded before it is moved to `folder`. Raises `UserError` when there is no readable
    export, or when `folder` is not empty.
    """
    _check_exports(exports)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fix = "name another folder with --stack, move this one away, or add to it with --update"
        raise UserError.of("there is a stack already", str(folder), fix)
    with _private_scratch() as scratch:
        draft = _draft(study(exports.absolute(), scratch))
    with _work_beside(folder) as stack:
        for name, text in draft.files.items():
            (stack / name).write_text(_first_line(folder) + text, "utf-8")
        (stack / NAME).write_text(draft.evidence, "utf-8")
        load(stack)
        if folder.is_dir():
            folder.rmdir()
        stack.replace(folder.absolute())
    return draft


def update(exports: Path, folder: Path) -> Draft:
    """Adds the systems, tables and handoffs that are new in `exports` to the stack in `folder`.

    What the stack has stays as it is written. Raises `UserError` when the stack is not valid.
    """
    _check_exports(exports)
    declared = read_stack(folder, exports)
    with _private_scratch() as scratch:
        found = study(exports.absolute(), scratch, declared.systems)
        stated = declared.stack.handoffs if declared.stack else []
        draft = _additions(found, {one.id for one in stated})
    with _work_beside(folder) as stack:
        shutil.copytree(folder, stack, dirs_exist_ok=True)
        for system in found.systems:
            tables = found.guessed.get(system.id, [])
            if system.declared and tables:
                lines = [line for table in tables for line in table_lines(table)]
                problem = insert_tables(stack, system.id, lines)
                if problem:
                    raise UserError.of("new tables cannot be added", str(folder), problem)
        for text in draft.files.values():
            new_file(stack).write_text(_first_line(folder) + text, "utf-8")
        load(stack)
        for path in stack.iterdir():
            old = folder / path.name
            if path.is_file() and (not old.exists() or old.read_bytes() != path.read_bytes()):
                path.replace(old)
    return draft


def _check_exports(exports: Path) -> None:
    if not exports.is_dir():
        what = "it is not a folder" if exports.exists() else "the export folder is missing"
        raise UserError.of(what, str(exports), "name the folder with the exports")


@contextmanager
def _private_scratch() -> Iterator[Path]:
    """A folder for working files that only this user can read."""
    old_umask = os.umask(0o077)
    try:
        with tempfile.TemporaryDirectory(prefix="handoff-init-") as scratch:
            yield Path(scratch)
    finally:
        os.umask(old_umask)


@contextmanager
def _work_beside(folder: Path) -> Iterator[Path]:
    """A folder of the same name beside a stack, from which its files can be moved."""
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".handoff-init-", dir=folder.absolute().parent))
    try:
        stack = work / folder.absolute().name
        stack.mkdir()
        yield stack
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _first_line(folder: Path) -> str:
    has_schema = (folder.absolute().parent / "docs" / "stack.schema.json").is_file()
    return SCHEMA if has_schema else ""


def _draft(found: Study) -> Draft:
    handoffs = found.handoffs
    assigned = next((one for one in handoffs if one.hop == "assigned"), None)
    crm = next((one for one in found.profiles if assigned and one.table is assigned.source), None)
    people = sorted(found.reps, key=lambda rep: (rep.name, rep.email))
    blocks = [_block(found, system) for system in found.systems]
    routing = routing_yaml(crm, assigned.id if assigned else None, by_reference(found.reps))
    draft = _lists(found, found.systems)
    draft.handoffs = [f"{f.id}: {f.source.label} -> {f.target.label}" for f in handoffs]
    draft.files = {
        "systems.yml": systems_yaml(found.currency, blocks, people),
        "handoffs.yml": handoffs_yaml(handoffs, found.facts.links),
        "lifecycle.yml": lifecycle_yaml(found.profiles),
        "routing.yml": routing,
    }
    draft.evidence, draft.absent = evidence_text(found.facts)
    return draft


def _block(found: Study, system: SystemGuess) -> list[str]:
    programs = [one for one in found.reps if one.system == system.id and is_program(one)]
    tables, zone = found.guessed.get(system.id, []), found.zones.get(system.id)
    return system_lines(system, tables, found.profiles, zone, programs)


def _lists(found: Study, systems: list[SystemGuess]) -> Draft:
    """What is printed about a draft."""
    scan = found.scan
    return Draft(
        systems=[f"{one.id} ({one.vendor or 'mapped'})" for one in systems],
        mapped=[
            f"{system}/{table.object}: {table.entity} ({table.why})"
            for system, tables in found.guessed.items()
            for table in tables
        ],
        links=[f"{one.source.label}: {one.evidence}" for one in found.facts.links if one.is_sure],
        skipped=[f"{path}: {problem.what}" for path, _, _, problem in scan.failed]
        + [f"{item.source.label}: {item.message}" for item in scan.unknown],
    )


def _additions(found: Study, known: set[str]) -> Draft:
    """The new systems, and the handoffs from or to new tables, as one more file."""
    systems = [one for one in found.systems if one.declared is None]
    new = {f"{system}/{one.object}" for system, tables in found.guessed.items() for one in tables}
    ids = {one.id for one in systems}
    handoffs = [
        one
        for one in found.handoffs
        if {one.source.label, one.target.label} & new
        or {one.source.system, one.target.system} & ids
    ]
    for one in handoffs:
        while one.id in known:
            one.id += "_new"
    draft = _lists(found, systems)
    draft.handoffs = [f"{f.id}: {f.source.label} -> {f.target.label}" for f in handoffs]
    lines = ["# New in the exports. Entries that a person must check are marked TODO(person)."]
    lines += ["systems:"] if systems else []
    lines += [line for system in systems for line in _block(found, system)]
    lines += ["handoffs:"] if handoffs else []
    lines += [line for one in handoffs for line in handoff_lines(one)]
    if systems or handoffs:
        draft.files["new.yml"] = "\n".join(lines) + "\n"
    return draft
