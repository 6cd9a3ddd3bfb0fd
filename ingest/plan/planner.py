"""Decides which tables a file is loaded into, before any record of it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property

from ingest.errors import Problem
from ingest.files.discover import Source
from ingest.files.encoding import Text
from ingest.files.table_layout import MAX_COLUMNS, Head, Layout, heads, locate
from ingest.files.unknown import Unknown
from ingest.files.unreadable import UnreadableFile
from ingest.plan.column_names import Column, IdCell, id_cell, map_columns, name_columns
from ingest.plan.constants import constants_of, from_file_name
from ingest.plan.declared import DeclaredSystem, DeclaredTable
from ingest.plan.mapped_header import locate_mapped
from ingest.plan.recognise import Match, rank_matches
from ingest.plan.refuse import refusal
from ingest.plan.unrecognised import Unrecognised, unrecognised
from ingest.vendors.catalog import Vendors
from ingest.vendors.declaration import REFERENCES, ObjectDeclaration

# File id, system, object and table.
PlanKey = tuple[str, str, str, str]

# Part of every plan's fingerprint. Increase it when the same file would be loaded differently.
FINGERPRINT_VERSION = 4


@dataclass(frozen=True)
class Plan:
    """A recognised file and the table that it will be loaded into."""

    source: Source
    text: Text
    layout: Layout
    system: str
    vendor: str | None
    object: str
    schema: str
    table: str
    # One per file column in order; mapped files add copies and ids made of several columns.
    columns: list[Column]
    constants: dict[str, str]  # column -> text of every row
    recognised_by: str
    runner_up: str | None
    null_tokens: tuple[str, ...] = ()  # texts for "no value", which cannot be part of an id
    id_cell: IdCell | None = None  # None: a record may lack an id
    other_locations: list[Source] = field(default_factory=list)  # files with the same content

    @cached_property
    def file_id(self) -> str:
        """First 16 hex digits of the content's SHA-256."""
        return self.text.sha256[:16]

    @cached_property
    def key(self) -> PlanKey:
        """Identifies a load: the same content may belong to two systems or mappings."""
        return self.file_id, self.system, self.object, self.table

    @property
    def constant_columns(self) -> list[str]:
        """Columns with the same text in every row, except references to other records."""
        return [name for name in self.constants if not name.endswith(REFERENCES)]

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the same content would be loaded into other tables or columns."""
        facts = [FINGERPRINT_VERSION, self.text.encoding, self.object, self.schema, self.table]
        facts += [*astuple(self.layout.dialect)]
        facts += [self.layout.header_line, self.layout.data_end, sorted(self.constants.items())]
        facts += [[column.header, column.name] for column in self.columns]
        uses_tokens = self.id_cell or any(column.parts for column in self.columns)
        facts += [self.null_tokens] if uses_tokens else []
        facts += [self.id_cell.position] if self.id_cell else []
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Input:
    """A file and the first rows of it, read with every dialect that may apply."""

    source: Source
    text: Text
    heads: Sequence[Head]


@dataclass(frozen=True)
class _Recognition:
    """A file recognised as an object of a vendor, with the system that it belongs to."""

    file: _Input
    match: Match
    system: DeclaredSystem
    reason: str  # why it belongs to this system
    runner_up: str | None

    @property
    def recognised_by(self) -> str:
        match = self.match
        return f"{match.name}: {match.evidence}; {self.reason} (score {match.score:.1f})"


@dataclass(frozen=True)
class Planner:
    """Plans one file after the other, by the stack and the vendor declarations.

    A recognised file has one plan per table that its rows become; a mapped file has one plan per
    mapping that matches it.
    """

    systems: Sequence[DeclaredSystem]
    vendors: Vendors

    def decide(self, source: Source, text: Text) -> list[Plan] | Unknown | Problem:
        """Returns the plans of a file, or why it has none."""
        file = _Input(source, text, heads(text.path))
        rows = [row for head in file.heads for row in head.rows]
        if max((len(row.cells) for row in rows), default=0) > MAX_COLUMNS:
            what = f"more than {MAX_COLUMNS:,} columns"
            return Problem(what, source.label, "export fewer columns")
        tables = list(self._tables(source))
        if len({system.id for system, _ in tables}) > 1:
            return self._claimed_twice(source, [system for system, _ in tables])
        mappings = [(system, table) for system, table in tables if table.entity]
        if mappings:
            return self._mappings(file, mappings)
        pinned = [system for system in self.systems if matches(source, system.files)]
        if tables:
            pinned = [tables[0][0]]
        if len(pinned) > 1:
            return self._claimed_twice(source, pinned)
        objects = {table.object for _, table in tables}
        recognition = self._recognise(file, pinned[0] if pinned else None, objects)
        return self._plans(recognition) if isinstance(recognition, _Recognition) else recognition

    def encoding_of(self, source: Source) -> str | None:
        """The codec the stack declares for a file. Raises `UnreadableFile` when it names two."""
        tables = list(self._tables(source))
        found = {table.encoding or system.encoding for system, table in tables}
        if not tables:
            found = {s.encoding for s in self.systems if matches(source, s.files)}
        named = sorted(found - {None}, key=str)
        if len(named) > 1:
            what = f"the stack declares several encodings for it: {', '.join(map(str, named))}"
            raise UnreadableFile(what, 0, "declare one `encoding:` for each file in `stack/`")
        return named[0] if named else None

    def _tables(self, source: Source) -> Iterator[tuple[DeclaredSystem, DeclaredTable]]:
        for system in self.systems:
            for table in system.tables:
                if matches(source, table.files):
                    yield system, table

    def _claimed_twice(self, source: Source, systems: Sequence[DeclaredSystem]) -> Problem:
        names = " and ".join(sorted({system.id for system in systems}))
        what = f"the `files` of {names} both match this file"
        return Problem(what, source.label, "narrow one of the globs")

    def _recognise(
        self, file: _Input, pinned: DeclaredSystem | None, objects: Collection[str]
    ) -> _Recognition | Unknown:
        """Finds the object and the system of a file.

        `pinned` is the system whose globs match the file, `objects` those that the stack allows
        (empty: all).
        """
        found = rank_matches(file.heads, self.vendors.objects, file.source.stem)
        # Who pins a file to an object knows what it is.
        refused = [] if objects else [(one, why) for one in found if (why := refusal(one))]
        ranked = [one for one in found if all(one is not other for other, _ in refused)]
        allowed = ranked
        if pinned:
            allowed = [
                match
                for match in ranked
                if match.declaration.vendor == pinned.vendor
                and (not objects or match.declaration.object in objects)
            ]
        if not allowed:
            nearest = unrecognised(
                file.heads, self.vendors.objects, ranked, file.source.label, pinned
            )
            if refused and not ranked:
                match, why = refused[0]
                nearest = Unrecognised(f"looks like {match.name}, but {why}", nearest.fix)
            is_table = max(head.fit() for head in file.heads) > 0.5  # else it is a text
            claimed_by = pinned.id if pinned and is_table else None
            return Unknown(file.source, file.text, *nearest, claimed_by=claimed_by)
        best = allowed[0]
        others = [match for match in ranked if match is not best]
        runner_up = f"{others[0].name} (score {others[0].score:.1f})" if others else None
        if len(allowed) > 1 and allowed[1].score == best.score:
            message, fix = f"could be {best.name} or {allowed[1].name}", "pin it with `tables`"
            claimed_by = pinned.id if pinned else None
            return Unknown(file.source, file.text, message, fix, runner_up, claimed_by)
        if pinned:
            return _Recognition(file, best, pinned, "pinned by `files`", runner_up)
        vendor = best.declaration.vendor
        owners = [system for system in self.systems if system.vendor == vendor]
        if len(owners) != 1:
            state = "several systems of the stack have" if owners else "no system of the stack has"
            message = f"looks like {best.name}, but {state} vendor {vendor}"
            fix = "give one of them a `files` glob" if owners else "declare it under `systems`"
            return Unknown(file.source, file.text, message, fix, runner_up)
        return _Recognition(file, best, owners[0], "only system of its vendor", runner_up)

    def _plans(self, found: _Recognition) -> list[Plan]:
        """One plan per table that the rows of a recognised file become."""
        match, declaration = found.match, found.match.declaration
        layout = locate(found.file.text, match.head, match.header, declaration.knows)
        return [self._plan(found, layout, target) for target in (declaration, *declaration.also)]

    def _plan(self, found: _Recognition, layout: Layout, target: ObjectDeclaration) -> Plan:
        stem = found.file.source.stem
        entity = self.vendors.entity(target.entity or "")
        if entity is None:
            columns = name_columns(layout.header, target)
            constants = from_file_name(target, {column.name for column in columns}, stem)
        else:
            columns = map_columns(layout.header, target.columns, entity.columns, target.composed)
            names = {column.name for column in columns}
            constants = constants_of(target, names, stem, self.systems, self.vendors)
        null_tokens = self.vendors.null_tokens_of(found.system.vendor)
        # A row with several maps is still a record of the others where it lacks one id.
        is_shared = bool(found.match.declaration.also)
        return Plan(
            source=found.file.source,
            text=found.file.text,
            layout=layout,
            system=found.system.id,
            vendor=target.vendor,
            object=target.object,
            schema=target.schema,
            table=target.table,
            columns=columns,
            constants=constants,
            recognised_by=found.recognised_by,
            runner_up=found.runner_up,
            null_tokens=null_tokens,
            id_cell=None if is_shared else id_cell(columns, target.keys, null_tokens),
        )

    def _mappings(
        self, file: _Input, mappings: Sequence[tuple[DeclaredSystem, DeclaredTable]]
    ) -> list[Plan] | Problem:
        """One plan per mapping; when one mapping does not fit the file, its problem instead."""
        plans: dict[PlanKey, Plan] = {}
        for system, table in mappings:
            plan = self._mapped(file, system, table)
            if isinstance(plan, Problem):
                return plan
            plans[plan.key] = plan
        return list(plans.values())

    def _mapped(self, file: _Input, system: DeclaredSystem, table: DeclaredTable) -> Plan | Problem:
        entity = self.vendors.entity(table.entity or "")
        if entity is None:
            what = f"entity '{table.entity}' is not declared in ingest/vendors/mapped.yml"
            return Problem(what, table.where, "use a declared entity")
        layout = locate_mapped(file.source, file.text, file.heads, table)
        if isinstance(layout, Problem):
            return layout
        headers = {column: (header,) for column, header in table.columns.items()}
        composed = {column: (group,) for column, group in table.composed.items()}
        columns = map_columns(layout.header, headers, entity.columns, composed)
        null_tokens = self.vendors.null_tokens_of(system.vendor)
        return Plan(
            source=file.source,
            text=file.text,
            layout=layout,
            system=system.id,
            vendor=None,
            object=table.object,
            schema=entity.schema,
            table=entity.object,
            columns=columns,
            constants={**table.constants, "_object": table.object},
            recognised_by=f"mapped by {table.where} onto {entity.object}",
            runner_up=None,
            null_tokens=null_tokens,
            id_cell=id_cell(columns, entity.keys, null_tokens),
        )


def matches(source: Source, globs: Sequence[str]) -> bool:
    """Whether a glob matches the file, its archive, or the member inside the archive."""
    names = {source.path.casefold(), source.label.casefold()}
    return any(fnmatchcase(name, glob.casefold()) for glob in globs for name in names)
