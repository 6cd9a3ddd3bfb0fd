"""Sentences about two tables: which ids the other one has, and what the joined records say."""

from __future__ import annotations

from collections.abc import Mapping

from duckdb import DuckDBPyConnection as Connection

from ingest.init.evidence.amounts import blank_where_named, prices, sums
from ingest.init.evidence.joins import Join, shared_headers
from ingest.init.evidence.moments import Moment
from ingest.init.evidence.relations import before_sql, days_sql
from ingest.init.evidence.view import View, figure, listed, row
from ingest.init.links import Link, compared
from ingest.naming import column_name
from ingest.sql import literal

MOST_MOMENTS = 6
MOST_PICKLISTS = 6


def across_lines(con: Connection, views: Mapping[str, View], links: list[Link]) -> list[str]:
    """All sentences about linked tables."""
    lines: list[str] = []
    joins = [
        Join(link, views[link.source.label], views[link.target.label])
        for link in links
        if link.source.label in views and link.target.label in views
    ]
    for join in joins:
        is_id = join.link.kind == "id" and (join.link.is_own_id or join.target.key is None)
        if is_id or join.link.kind == "email":
            lines += _link(con, join)
    for join in joins:
        # Who wrote a record explains nothing about it.
        is_person = join.target.entity == "owners" or column_name(join.link.header).endswith("by")
        is_other = join.source is not join.target and not is_person
        if join.link.is_sure and is_other and join.has_key:
            lines += [
                *_lags(con, join),
                *_same_headers(con, join),
                *_newest(con, join),
                *_named_by_status(con, join),
                *_words_of_target(con, join),
                *_one_of_a_word(con, join),
                *blank_where_named(con, join),
                *sums(con, join),
                *prices(con, join),
            ]
    return lines


def counted_link(con: Connection, source: View, header: str) -> str:
    """How the values of a reference spread over the rows of its table."""
    value = compared(source.table, source.measures[header])
    filled, several, rows, most = row(
        con,
        f"select coalesce(sum(n), 0), tally(n > 1), coalesce(sum(case when n > 1 then n end), "
        f"0), coalesce(max(n), 0) from (select count(*) as n from {source.name} "
        f"where {source.cell(header)} is not null group by {value})",
    )
    blank = source.table.rows - filled
    parts = [f"{several:,} values are on several rows ({rows:,} of {source.table.rows:,} rows)"]
    parts += [f"{most:,} rows a value at most"]
    parts += [f"{blank:,} rows have none"] if blank else []
    return "; ".join(parts) if several else "each value once" + (f"; {parts[-1]}" * bool(blank))


def _link(con: Connection, join: Join) -> list[str]:
    link = join.link
    unnamed = link.key_values - link.used
    lines = [
        f"{join.source.label}: {link.evidence}; {unnamed:,} of {link.key_values:,} are not named; "
        f"{counted_link(con, join.source, link.header)}"
    ]
    if link.found == link.values:
        return lines
    s, t = join.source, join.target
    has = (
        f"{compared(s.table, s.measures[link.header])} in (select "
        f"{compared(t.table, t.measures[link.key])} from {t.table.name})"
    )
    for status in s.statuses():
        words = con.execute(
            f"select {s.cell(status)}, tally({has}), count(*) from {s.table.name} "
            f"where {s.cell(status)} is not null group by 1 order by 3 desc, 1"
        ).fetchall()
        said = ", ".join(f"{word} {n:,} of {of:,}" for word, n, of in words)
        where = f"{t.table.object}.{link.key}"
        lines.append(f"{s.label}: {link.header} is found in {where} by {status}: {said}")
    return lines


def _pairs_of_moments(join: Join) -> list[tuple[Moment, Moment]]:
    """The first moment of the source with all of the target, and all with the creation there."""
    ours = join.source.own_moments[:MOST_MOMENTS]
    theirs = join.target.own_moments[:MOST_MOMENTS]
    first, creation = join.source.creation(), join.target.creation()
    pairs = [(b, first) for b in theirs if first]
    pairs += [(creation, a) for a in ours if creation and a is not first]
    return [(b, a) for b, a in pairs if a.is_day_number == b.is_day_number]


def _lags(con: Connection, join: Join) -> list[str]:
    lines = []
    for there, here in _pairs_of_moments(join):
        b = f"t.{join.target.moment(there.header)}"
        a = f"s.{join.source.moment(here.header)}"
        later = before_sql(a, b, (there, here)) if not here.is_day_number else f"{b} < {a}"
        pairs, before, after, median, least, most = row(
            con,
            f"select count(days), tally(is_before), tally(is_later), median(days), "
            f"min(days), max(days) from (select {days_sql(b, a, here.is_day_number)} as days, "
            f"{before_sql(b, a, (there, here))} as is_before, {later} as is_later "
            f"from {join.sql})",
        )
        if pairs:
            lines.append(
                f"{join.words}: from {join.target.table.object}.{there.header} to {here.header}: "
                f"{pairs:,} pairs, {before:,} have {here.header} before it, {after:,} later; "
                f"{figure(median)} days in the median, {least:,} to {most:,}{join.source.note}"
            )
    return lines


def _same_headers(con: Connection, join: Join) -> list[str]:
    """Columns with one header in both tables: how many of the pairs agree."""
    shared = shared_headers(join)
    if not shared:
        return []
    tests = ", ".join(
        f"tally({_same(join, a, b)}), tally(s.{join.source.cell(a)} is not null "
        f"and t.{join.target.cell(b)} is not null)"
        for a, b in shared
    )
    pairs, *counts = row(con, f"select count(*), {tests} from {join.sql}")
    return [
        f"{join.words}: {a} is equal in {equal:,} of {pairs:,} pairs, {pairs - equal:,} differ; "
        f"{both:,} have both{join.source.note}"
        for (a, _), equal, both in zip(shared, counts[::2], counts[1::2], strict=True)
    ]


def _same(join: Join, a: str, b: str) -> str:
    """SQL for whether two columns are equal; blank on both sides is equal."""
    if a in join.source.numbers and b in join.target.numbers:
        ours, theirs = join.source.number(a), join.target.number(b)
        near = f"abs(s.{ours} - t.{theirs}) < 0.005"
        return f"coalesce({near}, s.{ours} is not distinct from t.{theirs})"
    return f"s.{join.source.cell(a)} is not distinct from t.{join.target.cell(b)}"


def _newest(con: Connection, join: Join) -> list[str]:
    """Whether the newest of several records says what the record says that they name."""
    moment = join.source.creation()
    if not join.link.is_repeated or moment is None:
        return []
    lines = []
    for a, b in shared_headers(join):
        if not join.source.is_status(a):
            continue
        equal, of = row(
            con,
            f"select tally(ours = theirs), count(*) from (select "
            f"arg_max(s.{join.source.cell(a)}, (s.{join.source.moment(moment.header)}, "
            f"s.row_number)) as ours, any_value(t.{join.target.cell(b)}) as theirs "
            f"from {join.sql} group by s.link_value)",
        )
        lines.append(
            f"{join.words}: {a} of the newest row (by {moment.header}) is that of "
            f"{join.target.table.object} in {equal:,} of {of:,}{join.source.note}"
        )
    return lines


def _named_by_status(con: Connection, join: Join) -> list[str]:
    """Which of the named records are named, by their status."""
    if join.link.used == join.link.key_values:
        return []
    s, t = join.source, join.target
    theirs = compared(t.table, t.measures[join.link.key])
    ours = compared(s.table, s.measures[join.link.header])
    named = f"{theirs} in (select {ours} from {s.table.name})"
    lines = []
    for status in t.statuses():
        words = con.execute(
            f"select {t.cell(status)}, tally({named}), count(*) from {t.table.name} "
            f"where {t.cell(status)} is not null group by 1 order by 3 desc, 1"
        ).fetchall()
        said = ", ".join(f"{word} {n:,} of {of:,}" for word, n, of in words)
        lines.append(f"{t.label}: named by {s.label} {join.link.header}, by {status}: {said}")
    return lines


def _words_of_target(con: Connection, join: Join) -> list[str]:
    lines = []
    for header in join.target.picklists()[:MOST_PICKLISTS]:
        words = con.execute(
            f"select t.{join.target.cell(header)}, count(*) from {join.sql} "
            f"where t.{join.target.cell(header)} is not null group by 1 order by 2 desc, 1"
        ).fetchall()
        if words:
            said = listed(dict(words))
            lines.append(f"{join.words}: rows by {header}: {said}{join.source.note}")
    return lines


def _one_of_a_word(con: Connection, join: Join) -> list[str]:
    """A word that exactly one row of every named record has: the owner of an account."""
    if not join.link.is_repeated or join.source.step > 1:
        return []
    s = join.source
    value = compared(s.table, s.measures[join.link.header])
    lines = []
    for header in s.picklists()[:MOST_PICKLISTS]:
        for word in s.words(header):
            once, of = row(
                con,
                f"select tally(n = 1), count(*) from (select tally({s.cell(header)} = "
                f"{literal(word)}) as n from {s.table.name} "
                f"where {s.cell(join.link.header)} is not null group by {value})",
            )
            if once == of and of > 1:
                lines.append(
                    f"{s.label}: exactly one row of each of {of:,} {join.link.header} has "
                    f"{header} {word}"
                )
    return lines
