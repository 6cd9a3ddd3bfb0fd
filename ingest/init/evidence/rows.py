"""Sentences about the rows of a table: what names a row, what repeats, what the others have."""

from __future__ import annotations

from itertools import combinations

from duckdb import DuckDBPyConnection as Connection

from ingest.init.evidence.view import View, is_or_are, row
from ingest.init.measure import TIMES, candidate_keys
from ingest.naming import column_name

NEAR = 0.9  # share of different values from which a column was probably meant as an id
MOST_PARTS = 6  # columns that are tried in pairs


def row_lines(con: Connection, view: View) -> list[str]:
    """The size of a table, its own id or what there is instead, and rows that repeat others."""
    table = view.table
    lines = [f"{view.label}: {table.rows:,} rows, {len(table.headers)} columns"]
    if table.unnamed:
        values = f"{table.unnamed_values:,} rows have a value there" if table.unnamed_values else ""
        lines.append(
            f"{view.label}: {table.unnamed} columns have no name in the header; "
            f"{values or 'all of them are empty'}"
        )
    if table.padded_rows:
        names = ", ".join(header for header in table.headers if table.padded.get(header))
        lines.append(
            f"{view.label}: {table.padded_rows:,} of {table.rows:,} rows have a blank at an end of "
            f"a value, in {names}"
        )
    own = view.measures[view.key] if view.key else None
    if own and own.filled == table.rows == own.distinct:
        return lines
    if view.step > 1:
        return lines
    lines += _repeated_rows(con, view)
    near = _near_key(view)
    if near:
        return lines + _near_lines(con, view, near)
    return lines + _composed(con, view)


def _near_key(view: View) -> str | None:
    """The column that was probably meant as the own id: hardly any value repeats."""
    for header, one in view.measures.items():
        name = column_name(header)
        is_named = name.endswith(("id", "key", "no", "number"))
        is_near = NEAR * one.filled <= one.distinct and 0.9 * view.table.rows <= one.filled
        if one.is_id and is_named and is_near and one.filled > 1:
            return header
    return None


def _near_lines(con: Connection, view: View, header: str) -> list[str]:
    """What speaks against a column as the own id: repeated values and rows without one."""
    cell, label, name = view.cell(header), view.label, view.table.name
    values, rows = row(
        con,
        f"select count(*), coalesce(sum(n), 0) from (select count(*) as n from {name} "
        f"where {cell} is not null group by {cell} having count(*) > 1)",
    )
    blank = view.table.rows - view.measures[header].filled
    lines = [
        f"{label}: {header} names most rows but is no key: {values:,} values are on {rows:,} rows, "
        f"{blank:,} rows have none"
    ]
    if blank:
        others = [other for other in view.measures if other != header]
        counts = row(
            con,
            f"select {', '.join(f'count({view.cell(other)})' for other in others)} from {name} "
            f"where {cell} is null",
        )
        empty = [other for other, count in zip(others, counts, strict=True) if not count]
        if empty:
            lines.append(
                f"{label}: the {blank:,} rows without {header} have no {', '.join(empty)}, either"
            )
    for moment in view.moments if values else []:
        differing = row(
            con,
            f"select tally(n = moments) from (select count(*) as n, "
            f"count(distinct {view.cell(moment.header)}) as moments from {name} "
            f"where {cell} is not null group by {cell} having count(*) > 1)",
        )[0]
        lines.append(
            f"{label}: {moment.header} differs on every row of {differing:,} of {values:,} "
            f"repeated values of {header}: versions of one record"
        )
    return lines


def _repeated_rows(con: Connection, view: View) -> list[str]:
    cells = ", ".join(map(view.cell, view.table.headers))
    different = row(con, f"select count(*) from (select distinct {cells} from {view.table.name})")
    repeated = view.table.rows - different[0]
    if not repeated:
        return [f"{view.label}: no row repeats another one in all columns"]
    return [
        f"{view.label}: {repeated:,} rows repeat another row in all columns, "
        f"{different[0]:,} are different"
    ]


def _parts(view: View) -> list[str]:
    """Columns that may name a row together: ids, positions and words, the ids first."""
    moments = {one.header for one in view.moments}
    filled = [
        header
        for header, one in view.measures.items()
        if one.filled == view.table.rows and one.distinct > 1
    ]
    ids = [h for h in filled if view.measures[h].is_id and h not in moments | set(view.numbers)]
    places = [h for h in filled if h in view.numbers and "position" in column_name(h)]
    return [*ids, *places][:MOST_PARTS]


def _composed(con: Connection, view: View) -> list[str]:
    """Two columns that name a row together, and how often one value goes with one other."""
    parts = _parts(view)
    lines = []
    named = False
    for first, second in combinations(parts, 2):
        pairs = row(
            con,
            f"select count(*) from (select distinct {view.cell(first)}, {view.cell(second)} "
            f"from {view.table.name})",
        )[0]
        if pairs == view.table.rows and not named:
            named = True
            lines.append(
                f"{view.label}: {first} and {second} name a row together: {pairs:,} pairs in "
                f"{view.table.rows:,} rows"
            )
    if not named:
        unique = [
            h for h, one in view.measures.items() if one.filled == one.distinct == view.table.rows
        ]
        shown = f"only {', '.join(unique)} is different in every row" if unique else ""
        lines.append(f"{view.label}: {shown or 'no column and no two ids name a row'}")
    for first, second in [(a, b) for a in parts for b in parts if a != b]:
        lines += _dependency(con, view, first, second)
    return lines


def _dependency(con: Connection, view: View, first: str, second: str) -> list[str]:
    """How many values of one id go with several values of another one."""
    one = view.measures[first]
    if one.kind in TIMES or candidate_keys(view.table, {first: one}):
        return []
    values, several, most = row(
        con,
        f"select count(*), tally(others > 1), max(n) from (select count(*) as n, "
        f"count(distinct {view.cell(second)}) as others from {view.table.name} "
        f"where {view.cell(first)} is not null group by {view.cell(first)})",
    )
    if 2 * several > values or not values:
        return []
    return [
        f"{view.label}: {several:,} of {values:,} {first} {is_or_are(several)} with several "
        f"{second}; a {first} has {most:,} rows at most"
    ]
