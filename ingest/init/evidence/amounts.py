"""Sentences about the amounts of two tables: sums of lines, prices, blanks."""

from __future__ import annotations

from duckdb import DuckDBPyConnection as Connection

from ingest.init.evidence.joins import Join, shared_headers
from ingest.init.evidence.view import MONEY, PIECES, row
from ingest.init.links import compared
from ingest.naming import column_name, header_key


def blank_where_named(con: Connection, join: Join) -> list[str]:
    """Whether the amounts and moments of named records are more often blank than of others."""
    t = join.target
    if join.link.used == join.link.key_values:
        return []
    theirs = compared(t.table, t.measures[join.link.key])
    ours = compared(join.source.table, join.source.measures[join.link.header])
    named = f"{theirs} in (select {ours} from {join.source.table.name})"
    lines = []
    for header in [h for h in t.numbers if MONEY & set(column_name(h).split("_"))][:3]:
        if not 0 < t.measures[header].filled < t.table.rows:
            continue
        blank, of, others, of_others = row(
            con,
            f"select tally(is_named and {t.cell(header)} is null), tally(is_named), "
            f"tally(not is_named and {t.cell(header)} is null), tally(not is_named) "
            f"from (select *, {named} as is_named from {t.table.name})",
        )
        lines.append(
            f"{t.label}: {header} is blank in {blank:,} of {of:,} that {join.source.label} "
            f"{join.link.header} names, in {others:,} of {of_others:,} others"
        )
    return lines


def sums(con: Connection, join: Join) -> list[str]:
    """Whether the amounts of lines add up to the amount of the record that they name."""
    s, t = join.source, join.target
    shared = [(a, b) for a, b in shared_headers(join) if a in s.numbers and b in t.numbers]
    if not join.link.is_repeated or not shared or s.step > 1:
        return []
    pieces = [h for h in s.numbers if PIECES & set(column_name(h).split("_"))]
    lines = []
    for a, b in shared:
        whole = f"any_value(t.{t.number(b)})"
        plain = f"abs(sum(s.{s.number(a)}) - {whole}) < 0.005"
        by_piece = "false"
        if pieces:
            by_piece = f"abs(sum(s.{s.number(a)} * s.{s.number(pieces[0])}) - {whole}) < 0.005"
        summed, times, of, several, proved = row(
            con,
            f"select tally(is_sum), tally(is_product), count(*), tally(n > 1), "
            f"tally(n > 1 and (is_sum or is_product)) from (select {plain} as is_sum, {by_piece} "
            f"as is_product, count(*) as n from {join.sql} group by s.link_value)",
        )
        # Of one row the sum is the row: only several rows show what is summed.
        if several and 2 * proved >= several:
            extra = f"; {a} times {pieces[0]} in {times:,} of {of:,}" if pieces else ""
            lines.append(
                f"{join.words}: the sum of {a} is {b} of {t.table.object} in {summed:,} of "
                f"{of:,}{extra}"
            )
    return lines


def prices(con: Connection, join: Join) -> list[str]:
    """Two amounts of about the same size: a price and what was paid."""
    s, t = join.source, join.target
    ours = [h for h in s.numbers if MONEY & set(column_name(h).split("_"))][:3]
    theirs = [h for h in t.numbers if MONEY & set(column_name(h).split("_"))][:3]
    lines = []
    for a, b in [(a, b) for a in ours for b in theirs if header_key(a) != header_key(b)]:
        x, y = f"s.{s.number(a)}", f"t.{t.number(b)}"
        both, equal, below, ratio = row(
            con,
            f"select count({x} + {y}), tally(abs({x} - {y}) < 0.005), tally({x} < {y}), "
            f"median({x} / nullif({y}, 0)) from {join.sql}",
        )
        if equal and ratio is not None and 0.5 <= ratio <= 2:
            lines.append(
                f"{join.words}: {a} is {b} in {equal:,} of {both:,} pairs, less in {below:,}"
                f"{s.note}"
            )
    return lines
