"""Finds the export headers that the stack names, and which of them the exports lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.declared_yaml.error_messages import suggestion
from ingest.declared_yaml.reader import KeyPath
from ingest.errors import Problem
from ingest.naming import header_key
from ingest.stack import known_names
from ingest.stack.model import MatchIds, Stack
from ingest.stack.rule_tables import terms

# Strongest first: a header that is named several times has its strongest purpose.
PURPOSES = ("match", "routing", "stage", "exclude", "touch", "rule", "field")


@dataclass(frozen=True)
class NamedColumn:
    """A header that the stack names, with the key path of the name."""

    system: str
    object: str
    header: str
    purpose: str
    path: KeyPath
    is_optional: bool = False


@dataclass(frozen=True)
class ExportColumn:
    """A header of a loaded file and the raw column it became."""

    system: str
    object: str
    header: str
    column_name: str


def find_headers(stack: Stack) -> Iterator[NamedColumn]:
    """Finds every mention of an export header, in the order of the stack."""
    for index, handoff in enumerate(stack.handoffs):
        if handoff.target:
            continue  # Nothing hands it over yet, so the exports may lack its columns.
        here: KeyPath = ("handoffs", index)
        source, target = handoff.from_, handoff.to
        if isinstance(handoff.match, MatchIds):
            for end, key in ((source, "source"), (target, "target")):
                header = getattr(handoff.match, key)
                yield NamedColumn(end.system, end.object, header, "match", (*here, "match", key))
        for number, field in enumerate(handoff.fields):
            purpose = "routing" if field.used_for_routing else "field"
            for end, key in ((source, "source"), (target, "target")):
                path = (*here, "fields", number, key)
                header = getattr(field, key)
                yield NamedColumn(
                    end.system, end.object, header, purpose, path, is_optional=field.optional
                )
        if handoff.customer:
            for end, key in ((source, "source"), (target, "target"), (source, "billed_to")):
                if header := getattr(handoff.customer, key):
                    path = (*here, "customer", key)
                    yield NamedColumn(end.system, end.object, header, "rule", path)
        for header in handoff.only_when or {}:
            path = (*here, "only_when", header)
            yield NamedColumn(source.system, source.object, header, "match", path)
    for index, system in enumerate(stack.systems):
        for number, exclusion in enumerate(system.exclude):
            for header in exclusion.when:
                path = ("systems", index, "exclude", number, "when", header)
                yield NamedColumn(system.id, exclusion.object, header, "exclude", path)
        for number, rule in enumerate(system.touches):
            for header in rule.when:
                path = ("systems", index, "touches", number, "when", header)
                yield NamedColumn(system.id, rule.object, header, "touch", path)
    for index, values in enumerate(stack.lifecycle.values):
        path = ("lifecycle", "values", index, "field")
        yield NamedColumn(values.system, values.object, values.field, "stage", path)
    for index, routing in enumerate(stack.routing):
        for number, assigning in enumerate(routing.rules):
            for header in assigning.when:
                path = ("routing", index, "rules", number, "when", header)
                yield NamedColumn(routing.system, routing.object, header, "routing", path)
    yield from _rules_and_sums(stack)


def _rules_and_sums(stack: Stack) -> Iterator[NamedColumn]:
    for index, rule in enumerate(stack.rules):
        for part in ("when", "then"):
            for header in getattr(rule, part) or {}:
                path: KeyPath = ("rules", index, part, header)
                yield NamedColumn(rule.system, rule.object, header, "rule", path)
        for place, _, header in terms(rule):
            path = ("rules", index, *place)
            yield NamedColumn(rule.system, rule.object, header, "rule", path)
    for index, total in enumerate(stack.sums):
        for name in ("left", "right"):
            side = getattr(total, name)
            for key in ("key", "amount"):
                path = ("sums", index, name, key)
                yield NamedColumn(side.system, side.object, getattr(side, key), "rule", path)
            for header in side.when or {}:
                path = ("sums", index, name, "when", header)
                yield NamedColumn(side.system, side.object, header, "rule", path)


def named_columns(stack: Stack) -> list[NamedColumn]:
    """Lists each system, object and header (as written) once, with its strongest purpose.

    The headers that the touch rules of a vendor name, and those of converted records, are among
    them.
    """
    best: dict[tuple[str, str, str], NamedColumn] = {}
    for column in (*find_headers(stack), *_of_vendors(stack)):
        key = (column.system, column.object, column.header)
        known = best.get(key)
        if known is None or PURPOSES.index(column.purpose) < PURPOSES.index(known.purpose):
            best[key] = column
    return [best[key] for key in sorted(best)]


def _of_vendors(stack: Stack) -> Iterator[NamedColumn]:
    for index, system in enumerate(stack.systems):
        for name, rule in known_names.touch_rules(system):
            for header in rule.when:
                path = ("systems", index, "vendor")
                yield NamedColumn(system.id, name, header, "touch", path)
    # A converted record is compared as the record that it became.
    systems = {system.id: system for system in stack.systems}
    for index, handoff in enumerate(stack.handoffs):
        target = systems.get(handoff.to.system)
        following = known_names.next_object(target, handoff.to.object) if target else None
        if target is None or following is None or handoff.target:
            continue
        for number, field in enumerate(handoff.fields):
            here = ("handoffs", index, "fields", number, "target")
            yield NamedColumn(target.id, following, field.target, "field", here)


@dataclass(frozen=True)
class UnexportedHeaders:
    """Headers that the stack names but no export has.

    `mistakes` are headers that the vendor does not declare, `missing` are headers that the vendor
    declares or the stack calls optional: checks that need them cannot be computed.
    """

    mistakes: list[Problem]
    missing: list[Problem]


def check_against(stack: Stack, columns: Iterable[ExportColumn]) -> UnexportedHeaders:
    """Finds the headers of the stack that no export of their system and object has.

    Objects without an export are skipped: their checks report that they cannot be computed.
    """
    loaded: dict[tuple[str, str], list[ExportColumn]] = {}
    for export in columns:
        loaded.setdefault((export.system, export.object), []).append(export)
    vendor = {system.id: system.vendor for system in stack.systems}
    result = UnexportedHeaders([], [])
    for column in find_headers(stack):
        found = loaded.get((column.system, column.object))
        if found is None or _is_known(column, found, vendor.get(column.system)):
            continue
        what = f"no export of {column.system}/{column.object} has a column '{column.header}'"
        where = str(stack.source.written_at(column.path, column.header))
        known = known_names.column_of(vendor.get(column.system), column.object, column.header)
        if column.is_optional or known is not None:
            fix = "add it to the export; checks that need it cannot be computed until then"
            result.missing.append(Problem(what, where, fix))
        else:
            fix = suggestion(column.header, sorted({export.header for export in found}))
            fix += "; or add it to the export"
            result.mistakes.append(Problem(what, where, fix))
    result.mistakes.extend(_mapped(stack, loaded))
    return result


def _is_known(column: NamedColumn, found: list[ExportColumn], vendor: str | None) -> bool:
    key = header_key(column.header)
    if any(header_key(export.header) == key for export in found):
        return True
    raw = known_names.column_of(vendor, column.object, column.header)
    return raw is not None and any(export.column_name == raw for export in found)


def _mapped(stack: Stack, loaded: dict[tuple[str, str], list[ExportColumn]]) -> list[Problem]:
    """Finds headers of mappings (`tables[].columns`) that the mapped files lack."""
    problems = []
    for index, system in enumerate(stack.systems):
        for number, table in enumerate(system.tables):
            found = loaded.get((system.id, table.object))
            if found is None:
                continue
            known = {header_key(export.header): export.header for export in found}
            parts: list[tuple[tuple[str | int, ...], str]] = [
                ((name,), header) for name, header in table.plain_columns.items()
            ]
            for name, group in table.composed.items():
                parts += [((name, index), header) for index, header in enumerate(group)]
            for key, header in parts:
                if header_key(header) not in known:
                    path = ("systems", index, "tables", number, "columns", *key)
                    what = f"no file of {system.id}/{table.object} has a column '{header}'"
                    fix = suggestion(header, sorted(known.values()))
                    problems.append(Problem(what, stack.where(*path), fix))
    return problems
