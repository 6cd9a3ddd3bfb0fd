"""Sentences about two tables: which ids the other one has, and what the joined records say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Connection

from ingest.init.evidence.moments import Moment
from ingest.init.evidence.relations import before_sql, days_sql
from ingest.init.evidence.view import MONEY, PIECES, View, figure, listed, row
from ingest.init.links import Link, compared
from ingest.naming import column_name, header_key
from ingest.sql import literal

MOST_MOMENTS = 6
MOST_PICKLISTS = 6


@dataclass(frozen=True)
class Join:
    """Two views and the link between their records; `sql` joins them as s and t."""

    link: Link
    source: View
    target: View

    @property
    def sql(self) -> str:
        """The joined rows, of a large table one in so many."""
        s, t = self.source, self.target
        ours = compared(s.table, s.measures[self.link.header])
        theirs = compared(t.table, t.measures[self.link.key])
        return (
            f"(select *, {ours} as link_value from {s.name} where row_number % {s.step} = 0) as s "
            f"inner join (select *, {theirs} as link_value from {t.name}) as t "
            "on s.link_value = t.link_value"
        )

    @property
    def words(self) -> str:
        """How a sentence begins."""
        return f"{self.source.label} by {self.link.header} with {self.target.label}"

    @property
    def has_key(self) -> bool:
        """Whether each value names one record of the target."""
        key = self.target.measures[self.link.key]
        return key.filled == key.distinct


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
                *_blank_where_named(con, join),
                *_sums(con, join),
                *_prices(con, join),
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
        lines.append(f"{s.label}: {link.header} stands in {where} by {status}: {said}")
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


def _shared(join: Join) -> list[tuple[str, str]]:
    """Headers of both tables that are written alike."""
    theirs = {header_key(one): one for one in join.target.table.headers}
    found = []
    for header in join.source.table.headers:
        other = theirs.get(header_key(header))
        is_match = header == join.link.header or other == join.link.key
        if other and not is_match and header_key(header) not in ("id", "name"):
            filled = join.source.measures[header].filled, join.target.measures[other].filled
            found += [(header, other)] if all(filled) else []
    moments = {one.header for one in join.source.moments}
    return [(a, b) for a, b in found if a not in moments and a != join.source.key][:12]


def _same_headers(con: Connection, join: Join) -> list[str]:
    """Columns with one header in both tables: how many of the pairs agree."""
    shared = _shared(join)
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
    for a, b in _shared(join):
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


def _blank_where_named(con: Connection, join: Join) -> list[str]:
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


def _sums(con: Connection, join: Join) -> list[str]:
    """Whether the amounts of lines add up to the amount of the record that they name."""
    s, t = join.source, join.target
    shared = [(a, b) for a, b in _shared(join) if a in s.numbers and b in t.numbers]
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


def _prices(con: Connection, join: Join) -> list[str]:
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
