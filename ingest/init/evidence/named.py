"""Sentences about ids that headers promise: the values may stand in the other table or not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from itertools import combinations

from duckdb import DuckDBPyConnection as Connection

from ingest.init.entities import NO_NOUNS
from ingest.init.evidence.across import counted_link
from ingest.init.evidence.view import View, row
from ingest.init.links import Link, compared
from ingest.naming import column_name, header_key

MOST_SHARED = 3


# Columns that are equal in two tables without naming a record.
_NO_REFERENCES = ("phone", "fax", "mobile", "postal", "zip", "street", "name", "tariff")

Pairs = Set[frozenset[tuple[str, str]]]


def named_lines(
    con: Connection, views: Mapping[str, View], links: list[Link], rewritten: Pairs
) -> list[str]:
    """Ids named like another table or its key, and ids that two tables write alike.

    `rewritten` are the pairs of columns whose values are equal in another form.
    """
    known = {(one.source.label, one.header, one.target.label) for one in links if one.kind == "id"}
    lines: list[str] = []
    said: set[tuple[str, str, str]] = set()
    for source in views.values():
        for header, one in source.measures.items():
            for target in views.values():
                ends = (source.label, header, target.label)
                if target is source or not one.filled or not one.is_id or ends in known:
                    continue
                is_rewritten = frozenset((ends[:2], (target.label, target.key or ""))) in rewritten
                if target.key and _names(header, target) and not is_rewritten:
                    said.add(ends)
                    lines += _promise(con, source, header, target, target.key)
    for a, b in combinations(views.values(), 2):
        lines += _alike(con, a, b, links, said)
    return lines


def _names(header: str, target: View) -> bool:
    """Whether a header is the name of the other table, or of its key."""
    assert target.key
    name = column_name(header)
    nouns = [w for w in target.table.object.split("_") if w not in NO_NOUNS]
    is_key = name not in ("id", "no", "number", "key", "code") and (
        header_key(header) == header_key(target.key)
    )
    stem = re.sub(r"_?(id|fid|key|no|number)$", "", name)
    return is_key or (stem != name and stem == "_".join(nouns))


def _promise(con: Connection, source: View, header: str, target: View, key: str) -> list[str]:
    values, found, keys = _counts(con, source, header, target, key)
    none = "" if found else "; none is there as it is written, so no record can be followed by it"
    return [
        f"{source.label}: {found:,} of {values:,} values of {header} stand in "
        f"{target.table.object}.{key}; the other way {found:,} of {keys:,}{none}; "
        f"{keys - found:,} of {keys:,} are not named; {counted_link(con, source, header)}"
    ]


def _counts(
    con: Connection, source: View, header: str, target: View, key: str
) -> tuple[int, int, int]:
    """Different values of a column, those that the other column has, and those of the other."""
    ours = compared(source.table, source.measures[header])
    theirs = compared(target.table, target.measures[key])
    values, found, keys = row(
        con,
        f"""
        with theirs as (select distinct {theirs} as value from {target.table.name}
            where {target.cell(key)} is not null)
        select count(*), tally(value in (from theirs)), (select count(*) from theirs)
        from (select distinct {ours} as value from {source.table.name}
            where {source.cell(header)} is not null)
        """,
    )
    return values, found, keys


def _alike(
    con: Connection, a: View, b: View, links: list[Link], said: set[tuple[str, str, str]]
) -> list[str]:
    """Ids that two tables have under one header, alone and two together."""
    ends = {a.label, b.label}
    are_linked = any({one.source.label, one.target.label} == ends for one in links)
    shared = [
        (one, other)
        for one in a.measures
        for other in b.measures
        if header_key(one) == header_key(other)
        and _is_reference(a, one)
        and _is_reference(b, other)
    ][:MOST_SHARED]
    lines = []
    for one, other in shared:
        is_linked = one in a.linked or other in b.linked
        is_said = (a.label, one, b.label) in said or (b.label, other, a.label) in said
        if is_linked or is_said or one in (a.key,) or other in (b.key,):
            continue
        for source, header, target, key in ((a, one, b, other), (b, other, a, one)):
            values, found, keys = _counts(con, source, header, target, key)
            if found:
                lines.append(
                    f"{source.label}: {found:,} of {values:,} values of {header} stand in "
                    f"{target.table.object}.{key}, which is no key; the other way {found:,} of "
                    f"{keys:,}; {keys - found:,} of {keys:,} are not named"
                )
    if not are_linked:
        for first, second in combinations(shared, 2):
            lines += _together(con, a, b, first, second)
            lines += _together(con, b, a, first[::-1], second[::-1])
    return lines


def _is_reference(view: View, header: str) -> bool:
    """Whether a column holds ids of something, and not of who wrote the row."""
    name = column_name(header)
    moments = {one.header for one in view.moments}
    is_other = any(word in name for word in _NO_REFERENCES) or name.endswith("by")
    is_other = is_other or header in moments or name in ("id", "no", "number", "type")
    if view.key == header or is_other or (header in view.numbers and header not in view.linked):
        return view.key == header and name not in ("id", "no", "number")
    return view.measures[header].is_id and view.measures[header].distinct > 1


def _together(
    con: Connection, a: View, b: View, first: tuple[str, str], second: tuple[str, str]
) -> list[str]:
    """How many rows have both ids together in a row of the other table."""
    found, of = row(
        con,
        f"""
        select tally((x, y) in (select ({b.cell(first[1])}, {b.cell(second[1])})
            from {b.table.name})), count(*)
        from (select {a.cell(first[0])} as x, {a.cell(second[0])} as y from {a.table.name})
        """,
    )
    return [
        f"{a.label}: {first[0]} and {second[0]} of {found:,} of {of:,} rows stand together in a "
        f"row of {b.table.object}, {of - found:,} do not"
    ]
