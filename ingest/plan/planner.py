"""What will be loaded from which file into which table, decided before anything is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from fnmatch import fnmatchcase

from ingest.errors import Problem, closest
from ingest.files.discover import Source
from ingest.files.encoding import Text
from ingest.files.table_layout import HEADER_ROWS, MAX_COLUMNS, Head, Layout, heads, locate
from ingest.files.unknown import Unknown
from ingest.files.unreadable import UnreadableFile
from ingest.naming import header_key
from ingest.plan.column_names import Column, map_columns, name_columns
from ingest.plan.constants import constants_of, named_by_file
from ingest.plan.declared import DeclaredSystem, DeclaredTable
from ingest.plan.recognise import Match, nearest, rank
from ingest.vendors.catalog import Vendors
from ingest.vendors.declaration import REFERENCES, ObjectDeclaration

# File id, system, object, table.
PlanKey = tuple[str, str, str, str]

# Part of every plan's fingerprint: raise it when the same file would land differently.
VERSION = 3


@dataclass(frozen=True)
class Plan:
    """A recognised file, ready to be read."""

    source: Source
    text: Text
    layout: Layout
    system: str
    vendor: str | None
    object: str
    schema: str
    table: str
    # One per file column in order; for mappings then copies and ids of several columns.
    columns: list[Column]
    constants: dict[str, str]
    recognised_by: str
    runner_up: str | None
    nothing: tuple[str, ...] = ()  # texts for "no value": they are no part of an id
    also: list[Source] = field(default_factory=list)  # other places with the same content

    @property
    def file_id(self) -> str:
        """First 16 hex digits of the content's SHA-256."""
        return self.text.sha256[:16]

    @property
    def key(self) -> PlanKey:
        """What a load is known by: the same content may belong to two systems or mappings."""
        return self.file_id, self.system, self.object, self.table

    @property
    def given(self) -> list[str]:
        """Columns the mapping fills with the same text in every row; references apart."""
        return [name for name in self.constants if not name.endswith(REFERENCES)]

    @property
    def fingerprint(self) -> str:
        """Changes when the same bytes would land in other tables or columns."""
        facts = [VERSION, self.text.encoding, self.object, self.schema, self.table]
        facts += [*astuple(self.layout.dialect)]
        facts += [self.layout.header_line, self.layout.data_end, sorted(self.constants.items())]
        facts += [[column.header, column.name] for column in self.columns]
        facts += [self.nothing] if any(column.parts for column in self.columns) else []
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Planner:
    """Decides for one file after the other, by the stack and the vendor declarations.

    A recognised file is one plan; a mapped file is one plan per mapping that matches it.
    """

    systems: Sequence[DeclaredSystem]
    vendors: Vendors

    def decide(self, source: Source, text: Text) -> list[Plan] | Unknown | Problem:
        """The plans of a file, or why there is none."""
        found = heads(text.path)
        if max((len(row.cells) for head in found for row in head.rows), default=0) > MAX_COLUMNS:
            where = source.label
            return Problem(f"more than {MAX_COLUMNS:,} columns", where, "export fewer columns")
        mapped = list(self._tables(source))
        if len({system.id for system, _ in mapped}) > 1:
            return self._claimed_twice(source, [system for system, _ in mapped])
        mappings = [(system, table) for system, table in mapped if table.entity]
        if mappings:
            return self._mappings(source, text, found, mappings)
        pinned = [system for system in self.systems if matches(source, system.files)]
        if mapped:
            pinned = [mapped[0][0]]
        if len(pinned) > 1:
            return self._claimed_twice(source, pinned)
        ranked = rank(found, self.vendors.objects, source.stem)
        if pinned:
            wanted = {table.object for _, table in mapped}
            ranked_here = [
                match
                for match in ranked
                if match.declaration.vendor == pinned[0].vendor
                and (not wanted or match.declaration.object in wanted)
            ]
        else:
            ranked_here = ranked
        if not ranked_here:
            return self._unknown(source, text, found, pinned, ranked)
        best = ranked_here[0]
        others = [match for match in ranked if match is not best]
        runner_up = f"{others[0].name} (score {others[0].score:.1f})" if others else None
        if len(ranked_here) > 1 and ranked_here[1].score == best.score:
            message = f"could be {best.name} or {ranked_here[1].name}"
            return Unknown(source, text, message, "pin it with `tables`", runner_up)
        owner = pinned or [s for s in self.systems if s.vendor == best.declaration.vendor]
        if len(owner) != 1:
            state = "several systems of the stack have" if owner else "no system of the stack has"
            message = f"looks like {best.name}, but {state} vendor {best.declaration.vendor}"
            fix = "give one of them a `files` glob" if owner else "declare it under `systems`"
            return Unknown(source, text, message, fix, runner_up)
        pin = "pinned by `files`" if pinned else "only system of its vendor"
        return self._recognised(source, text, best, owner[0], pin, runner_up)

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
        fix = "narrow one of the globs"
        return Problem(f"the `files` of {names} both claim this file", source.label, fix)

    def _unknown(
        self,
        source: Source,
        text: Text,
        found: Sequence[Head],
        pinned: Sequence[DeclaredSystem],
        ranked: Sequence[Match],
    ) -> Unknown:
        if pinned and ranked:
            where = f"lies under the files of {pinned[0].id}"
            return Unknown(source, text, f"{where} but looks like {ranked[0].name}")
        hint = nearest(found, self.vendors.objects)
        return Unknown(source, text, hint or "no declared header signature fits")

    def _recognised(
        self,
        source: Source,
        text: Text,
        match: Match,
        system: DeclaredSystem,
        pin: str,
        runner_up: str | None,
    ) -> list[Plan]:
        layout = locate(text, match.head, match.header, match.declaration.knows)
        return [
            self._landing(source, text, layout, system, match, target, pin, runner_up)
            for target in (match.declaration, *match.declaration.also)
        ]

    def _landing(
        self,
        source: Source,
        text: Text,
        layout: Layout,
        system: DeclaredSystem,
        match: Match,
        target: ObjectDeclaration,
        pin: str,
        runner_up: str | None,
    ) -> Plan:
        """The plan for one of the things a recognised file's rows become."""
        entity = self.vendors.entity(target.entity or "")
        if entity is None:
            columns = name_columns(layout.header, target)
            constants = named_by_file(target, {column.name for column in columns}, source.stem)
        else:
            columns = map_columns(layout.header, target.columns, entity.columns, target.composed)
            said = {column.name for column in columns}
            constants = constants_of(target, said, source.stem, self.systems, self.vendors)
        return Plan(
            source=source,
            text=text,
            layout=layout,
            system=system.id,
            vendor=target.vendor,
            object=target.object,
            schema=target.schema,
            table=target.table,
            columns=columns,
            constants=constants,
            recognised_by=f"{match.name}: {match.evidence}; {pin} (score {match.score:.1f})",
            runner_up=runner_up,
            nothing=self.vendors.nothing(system.vendor),
        )

    def _mappings(
        self,
        source: Source,
        text: Text,
        found: Sequence[Head],
        mappings: Sequence[tuple[DeclaredSystem, DeclaredTable]],
    ) -> list[Plan] | Problem:
        """Every mapping lands, or, when one cannot, none."""
        plans: dict[PlanKey, Plan] = {}
        for system, table in mappings:
            plan = self._mapped(source, text, found, system, table)
            if isinstance(plan, Problem):
                return plan
            plans[plan.key] = plan
        return list(plans.values())

    def _mapped(
        self,
        source: Source,
        text: Text,
        found: Sequence[Head],
        system: DeclaredSystem,
        table: DeclaredTable,
    ) -> Plan | Problem:
        wanted = {header_key(header) for header in table.headers}
        entity = self.vendors.entity(table.entity or "")
        if entity is None:
            what = f"entity '{table.entity}' is not declared in ingest/vendors/mapped.yml"
            return Problem(what, table.where, "use a declared entity")
        best: tuple[int, Head, int] | None = None
        for head in found:
            for number in range(min(len(head.rows), HEADER_ROWS)):
                hits = len(wanted & {header_key(cell) for cell in head.names(number)})
                if hits and (best is None or hits > best[0]):
                    best = (hits, head, number)
        header = best[1].names(best[2]) if best else []
        present = {header_key(cell) for cell in header}
        missing = [name for name in table.headers if header_key(name) not in present]
        if best is None or missing:
            return Problem(
                f"the mapping names column{'s' if len(missing) > 1 else ''} "
                f"{', '.join(missing)}, which {source.label} does not have",
                table.where,
                _did_you_mean(missing, [cell for cell in header if cell.strip()]),
            )
        layout = locate(text, best[1], best[2], lambda header: header_key(header) in wanted)
        headers = {column: (header,) for column, header in table.columns.items()}
        composed = {column: (group,) for column, group in table.composed.items()}
        columns = map_columns(layout.header, headers, entity.columns, composed)
        return Plan(
            source=source,
            text=text,
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
            nothing=self.vendors.nothing(system.vendor),
        )


def _did_you_mean(missing: Sequence[str], header: Sequence[str]) -> str:
    """What to do about headers of a mapping that the file lacks."""
    fix = "write the header as it stands in the file"
    found = {name: closest(name, header) for name in missing}
    meant = [f"'{near}' for '{name}'" for name, near in found.items() if near]
    return f"{fix}; did you mean {' and '.join(meant)}?" if meant else fix


def matches(source: Source, globs: Sequence[str]) -> bool:
    """Whether a glob names the file, its archive, or the member inside the archive."""
    names = {source.path.casefold(), source.label.casefold()}
    return any(fnmatchcase(name, glob.casefold()) for glob in globs for name in names)
