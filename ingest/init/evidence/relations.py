"""Sentences about the columns of one row: the order of moments, amounts that add up, statuses."""

from __future__ import annotations

from itertools import combinations, pairwise

from duckdb import DuckDBPyConnection as Connection

from ingest.init.evidence.moments import Moment
from ingest.init.evidence.view import PIECES, View, figure, listed, row
from ingest.naming import column_name

MOST_MOMENTS = 8
MOST_NUMBERS = 9
HOLDS = 0.9  # share of the rows in which an equation must hold
LEAST = 3  # rows in which it says more than `a = b`; not asked where a header counts pieces
MOST_BLANKS = 12  # columns whose fill is told per status
MOST_PAIRS = 16  # combinations of two statuses


def relation_lines(con: Connection, view: View) -> list[str]:
    """All sentences about the columns of one row."""
    return [
        *_orders(con, view),
        *_equations(con, view),
        *_equal_columns(con, view),
        *_statuses(con, view),
    ]


def _rows(view: View) -> str:
    """The rows that are compared."""
    return f"{view.name} where row_number % {view.step} = 0"


def _orders(con: Connection, view: View) -> list[str]:
    """Days between two moments of a row: neighbours in the file, and the creation with each."""
    moments = view.own_moments[:MOST_MOMENTS]
    first = view.creation()
    pairs = list(pairwise(moments))
    pairs += [(first, one) for one in moments if first and one is not first]
    lines = []
    seen: set[frozenset[str]] = set()
    for a, b in pairs:
        names = frozenset((a.header, b.header))
        if a.is_day_number != b.is_day_number or names in seen:
            continue
        seen.add(names)
        starts_later = first is not None and b is first and a is not first
        lines += _order(con, view, *((b, a) if starts_later else (a, b)))
    return lines


def days_sql(first: str, second: str, is_day_number: bool) -> str:
    """SQL for the days from one moment to another."""
    return f"{second} - {first}" if is_day_number else f"date_diff('day', {first}, {second})"


def before_sql(first: str, second: str, moments: tuple[Moment, Moment]) -> str:
    """SQL for whether the second moment is before the first; days are compared as days."""
    if all(one.has_time or one.is_day_number for one in moments):
        return f"{second} < {first}"
    return f"{second}::date < {first}::date" if not moments[0].is_day_number else "false"


def _order(con: Connection, view: View, a: Moment, b: Moment) -> list[str]:
    first, second = view.moment(a.header), view.moment(b.header)
    before = before_sql(first, second, (a, b))
    both, earlier, median, least, most, alone = row(
        con,
        f"""
        select count(days), tally(is_before), median(days), min(days), max(days),
            tally({second} is not null and {first} is null)
        from (select *, {days_sql(first, second, a.is_day_number)} as days,
            {before} as is_before from {_rows(view)})
        """,
    )
    if not both:
        return []
    by = ""
    if earlier:
        by = "".join(f"; by {status}: {words}" for status, words in _by_status(con, view, before))
    return [
        f"{view.label}: from {a.header} to {b.header}: {both:,} rows have both, {earlier:,} have "
        f"{b.header} before {a.header}{by}; {figure(median)} days in the median, {least:,} to "
        f"{most:,}; {alone:,} have {b.header} alone{view.note}"
    ]


def _by_status(con: Connection, view: View, condition: str) -> list[tuple[str, str]]:
    found = []
    for status in view.statuses():
        words = con.execute(
            f"select {view.cell(status)}, count(*) from {_rows(view)} and {condition} "
            f"and {view.cell(status)} is not null group by 1 order by 2 desc, 1"
        ).fetchall()
        found.append((status, listed(dict(words))))
    return found


def _equations(con: Connection, view: View) -> list[str]:
    """Numbers that are the sum or the product of two others, in nearly every row."""
    headers = [h for h in view.numbers if view.measures[h].distinct > 1][:MOST_NUMBERS]
    tried = [
        (a, b, c, sign)
        for a in headers
        for b, c in combinations([one for one in headers if one != a], 2)
        for sign in "+*"
    ]
    if not tried:
        return []
    tests = []
    for a, b, c, sign in tried:
        x, y, z = (view.number(one) for one in (a, b, c))
        holds = f"abs({x} - {y} {sign} {z}) < 0.005" if sign == "*" else ""
        holds = holds or f"abs({x} - ({y} + {z})) < 0.005"
        tests.append(f"tally({holds}), count({x} + {y} + {z})")
        tests.append(f"tally({holds} and {x} <> {y} and {x} <> {z})")
    counts = row(con, f"select {', '.join(tests)} from {_rows(view)}")
    lines = []
    said: set[frozenset[str]] = set()
    for (a, b, c, sign), holds_in, of, telling in zip(
        tried, counts[::3], counts[1::3], counts[2::3], strict=True
    ):
        names = frozenset((a, b, c))
        is_counted = sign == "*" and any(PIECES & set(column_name(h).split("_")) for h in (b, c))
        if (
            telling < (0 if is_counted else LEAST)
            or not of
            or holds_in < HOLDS * of
            or names in said
        ):
            continue
        said.add(names)
        word = "plus" if sign == "+" else "times"
        total = row(con, f"select count(*) from {_rows(view)}")[0]
        lines.append(
            f"{view.label}: {a} is {b} {word} {c} in {holds_in:,} of {total:,} rows{view.note}"
        )
    return lines


def _equal_columns(con: Connection, view: View) -> list[str]:
    """Columns of one row that nearly always say the same."""
    headers = [
        header
        for header, one in view.measures.items()
        if one.distinct > 1 and 2 * one.filled >= view.table.rows
    ]
    groups: dict[str, list[str]] = {}
    for header in headers:
        groups.setdefault(view.measures[header].kind, []).append(header)
    lines = []
    for group in groups.values():
        pairs = list(combinations(group[:12], 2))
        if not pairs:
            continue
        tests = ", ".join(
            f"tally({view.cell(a)} = {view.cell(b)}), tally({view.cell(a)} is not null "
            f"and {view.cell(b)} is not null)"
            for a, b in pairs
        )
        counts = row(con, f"select {tests} from {_rows(view)}")
        for (a, b), equal, both in zip(pairs, counts[::2], counts[1::2], strict=True):
            if both and equal >= HOLDS * both:
                lines.append(
                    f"{view.label}: {a} and {b} are equal in {equal:,} of {both:,} rows, "
                    f"{both - equal:,} differ{view.note}"
                )
    return lines


def _statuses(con: Connection, view: View) -> list[str]:
    """What goes with the words of a status: another status, blanks, sums."""
    lines = []
    statuses = view.statuses()
    for first, second in combinations(statuses, 2):
        lines += _together(con, view, first, second)
    for status in statuses:
        cell = view.cell(status)
        for header in _half_filled(view, status):
            words = con.execute(
                f"select {cell}, count({view.cell(header)}), count(*) from {_rows(view)} "
                f"and {cell} is not null group by 1 order by 3 desc, 1"
            ).fetchall()
            said = ", ".join(f"{word} {n:,} of {of:,} ({of - n:,} blank)" for word, n, of in words)
            lines.append(f"{view.label}: {header} filled by {status}: {said}{view.note}")
        for header in _amounts(view):
            sums = con.execute(
                f"select {cell}, count({view.number(header)}), sum({view.number(header)}) "
                f"from {_rows(view)} and {cell} is not null group by 1 order by 2 desc, 1"
            ).fetchall()
            said = ", ".join(f"{word} {figure(total or 0)} in {n:,}" for word, n, total in sums)
            lines.append(f"{view.label}: sum of {header} by {status}: {said}{view.note}")
    return lines


def _together(con: Connection, view: View, first: str, second: str) -> list[str]:
    words = con.execute(
        f"select {view.cell(first)}, {view.cell(second)}, count(*) from {_rows(view)} "
        f"and {view.cell(first)} is not null and {view.cell(second)} is not null "
        "group by all order by 3 desc, 1, 2"
    ).fetchall()
    if not words:
        return []
    usual: dict[str, int] = {}
    for word, _, count in words:
        usual[word] = max(usual.get(word, 0), count)
    total, agreeing = sum(count for *_, count in words), sum(usual.values())
    said = ", ".join(f"{a} with {b} {count:,}" for a, b, count in words[:MOST_PAIRS])
    return [
        f"{view.label}: {first} with {second}: one {first} goes with one {second} in {agreeing:,} "
        f"of {total:,} rows: {said}{view.note}"
    ]


def _half_filled(view: View, status: str) -> list[str]:
    """Ids, moments, amounts and links of which only some rows have a value."""
    moments = {one.header for one in view.moments}
    found = []
    for header, one in view.measures.items():
        name = column_name(header)
        is_telling = (
            header in view.linked
            or header in moments
            or header in _amounts(view)
            or name.endswith(("id", "fid", "url"))
        )
        if header != status and is_telling and 0 < one.filled < view.table.rows:
            found.append(header)
    return found[:MOST_BLANKS]


def _amounts(view: View) -> list[str]:
    """The numbers that are amounts by their header, at most three."""
    words = {"amount", "value", "total", "revenue", "sum", "grossamount", "netamount", "mrr"}
    return [h for h in view.numbers if words & set(column_name(h).split("_"))][:3]
