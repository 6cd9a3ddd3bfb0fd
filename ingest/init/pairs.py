"""Compares the records of two tables that belong together: which fields agree, what arrives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection as Connection

from ingest.init.concepts import CONCEPTS, concept_of
from ingest.init.loaded import LoadedTable
from ingest.init.measure import FEW, TIMES, Measured
from ingest.init.paired_tables import FieldPair, PairedTables
from ingest.naming import column_name

ENOUGH = 10  # pairs below which agreement proves nothing
CONSENT = re.compile(
    r"(?i)\bopt\b|opt(ed|s)?[ _-]?(in|out)|unsubscri|consent|newsletter|e-?mail me|receive e-?mail"
    r"|bulk e-?mail|do ?not ?(e-?mail|call|contact)"
)
REFUSAL = re.compile(r"(?i)opt(ed|s)?[ _-]?out|unsubscri|do ?n[o']t|refus|no e-?mail|bulk")


def asks_consent(header: str) -> bool:
    """Whether a column says if a person may be written to or called."""
    return bool(CONSENT.search(_plain(header)))


def is_refusal(header: str) -> bool:
    """Whether a yes in a column of consent means no."""
    return bool(REFUSAL.search(_plain(header)))


def _plain(header: str) -> str:
    return header.replace("_", " ")


_ESTIMATE = frozenset(["est", "estimated", "expected", "forecast", "weighted"])
_MONEY = frozenset(
    ["amount", "total", "subtotal", "revenue", "price", "value", "fee", "balance", "net", "mrr"]
)


def field_pairs(
    con: Connection,
    paired: PairedTables,
    source: Mapping[str, Measured],
    target: Mapping[str, Measured],
    skip: Sequence[str] = (),
) -> list[FieldPair]:
    """Pairs the columns by agreement of their values; equal names alone need some agreement."""
    ours = _comparable(paired.source, source, skip)
    theirs = _comparable(paired.target, target, skip)
    combined = [(s, t) for s in ours for t in theirs if _may_pair(source[s], target[t])]
    counts = _agreement(con, paired, combined, source, target)
    ranked = []
    for (s, t), (both, equal) in counts.items():
        is_named = _same_name(s, t)
        share = equal / both if both else 0.0
        is_proved = (
            both >= ENOUGH and share >= 0.8 and min(source[s].distinct, target[t].distinct) > 3
        )
        is_likely = is_named and (share >= 0.3 or both < ENOUGH)
        if is_proved or is_likely:
            ranked.append((share if both else 0.3, is_named, equal, s, t, both))
    found: dict[str, FieldPair] = {}
    taken: set[str] = set()
    for _, _, equal, s, t, both in sorted(ranked, key=lambda r: (-r[1] - r[0], -r[2], r[3], r[4])):
        if s in found or t in taken:
            continue
        taken.add(t)
        kind = _field_kind(s, source[s], target[t])
        is_input = any(
            bool((c := CONCEPTS.get(concept_of(h) or "")) and c.is_routing_input) for h in (s, t)
        )
        found[s] = FieldPair(s, t, kind, both, equal, is_input and kind in ("picklist", "number"))
    for pair in _translated(con, paired, source, target, {*found, *skip}, {*taken, *skip}):
        found[pair.source] = pair
    for pair in _consents(paired, source, target):
        found[pair.source] = pair
    return [found[header] for header in paired.source.headers if header in found]


def _comparable(
    table: LoadedTable, measures: Mapping[str, Measured], skip: Sequence[str]
) -> list[str]:
    return [
        header
        for header in table.headers
        if measures[header].filled
        and header not in skip
        and len(header) <= 200
        and not asks_consent(header)
        and measures[header].kind not in TIMES
    ]


def _may_pair(source: Measured, target: Measured) -> bool:
    """Whether the kinds allow that two columns contain one field."""
    numbers = ("integer", "number", "epoch")
    if "email" in (source.kind, target.kind) or "boolean" in (source.kind, target.kind):
        return source.kind == target.kind or _same_name(source.header, target.header)
    if source.kind in numbers or target.kind in numbers:
        are_phones = _is_phone(source.header) and _is_phone(target.header)
        are_ids = source.kind in (*numbers, "code") and target.kind in (*numbers, "code")
        return are_phones or are_ids
    return True


def _is_phone(header: str) -> bool:
    return bool({"phone", "mobile", "telephone"} & set(column_name(header).split("_")))


def _same_name(source: str, target: str) -> bool:
    concept = concept_of(source)
    if concept and concept == concept_of(target):
        return True
    first, second = (column_name(one).removesuffix("_c") for one in (source, target))
    return first == second and first not in ("id", "name", "status", "type", "date", "owner")


def _agreement(
    con: Connection,
    paired: PairedTables,
    combined: Sequence[tuple[str, str]],
    source: Mapping[str, Measured],
    target: Mapping[str, Measured],
) -> dict[tuple[str, str], tuple[int, int]]:
    """How many pairs have both values, and how many of them are equal."""
    if not combined or not paired.rows:
        return dict.fromkeys(combined, (0, 0))
    tests = []
    for s, t in combined:
        a = f"s{paired.source.headers.index(s)}"
        b = f"t{paired.target.headers.index(t)}"
        if _is_phone(s) or _is_phone(t):
            digits = r"right(regexp_replace({}, '\D', '', 'g'), 8)"
            equal = f"{digits.format(a)} = {digits.format(b)}"
        elif {source[s].kind, target[t].kind} & {"number", "integer"}:
            x, y = (f"try_cast(replace({one}, ',', '') as double)" for one in (a, b))
            equal = f"({x} = {y} or round({x} * 100) = {y} or {x} = round({y} * 100))"
        else:
            equal = f"lower({a}) = lower({b})"
        tests.append(f"count(case when {a} is not null and {b} is not null then 1 end)")
        tests.append(f"count_if({equal})")
    row = con.execute(f"select {', '.join(tests)} from paired").fetchall()[0]
    return {pair: (row[2 * i], row[2 * i + 1] or 0) for i, pair in enumerate(combined)}


def _field_kind(header: str, source: Measured, target: Measured) -> str:
    concept = CONCEPTS.get(concept_of(header) or concept_of(target.header) or "")
    words = set(column_name(header).split("_")) | set(column_name(target.header).split("_"))
    kinds = {source.kind, target.kind}
    if concept and concept.kind != "text":
        return concept.kind
    if kinds == {"email"}:
        return "email"
    if _is_phone(header):
        return "phone"
    if kinds <= {"number", "integer", "epoch"}:
        if words & _MONEY:
            return "money"
        return "id" if words & {"id", "ids", "key"} else "number"
    if kinds == {"uuid"} or (words & {"id", "ids"} and source.is_id):
        return "id"
    if kinds == {"boolean"}:
        return "boolean"
    return "text"


def sum_pair(
    con: Connection,
    paired: PairedTables,
    source: Mapping[str, Measured],
    target: Mapping[str, Measured],
    won: tuple[str, list[str]] | None,
) -> FieldPair | None:
    """The amounts of which several records of the target add up to one of the source."""
    ours, theirs = (
        [
            (index, header)
            for index, header in enumerate(table.headers)
            if measures[header].kind in ("number", "integer")
            and _MONEY & set(column_name(header).split("_"))
        ]
        for table, measures in ((paired.source, source), (paired.target, target))
    )
    if not ours or not theirs or not paired.rows:
        return None
    key = f"s{paired.source.headers.index(paired.match[0])}"
    amount = "try_cast(replace({}, ',', '') as double)"
    cells = [f"any_value({amount.format(f's{i}')}) as s{i}" for i, _ in ours]
    cells += [f"sum({amount.format(f't{i}')}) as t{i}" for i, _ in theirs]
    tests = [
        f"count_if(s{i} > 0 and (abs(s{i} - t{j}) < 0.05 or abs(100 * s{i} - t{j}) < 5)), "
        f"count_if(s{i} > 0 and t{j} is not null)"
        for i, _ in ours
        for j, _ in theirs
    ]
    condition, values = "", []
    if won:
        condition = f"where list_contains(?, s{paired.source.headers.index(won[0])})"
        values.append(won[1])
    row = con.execute(
        f"select {', '.join(tests)} from "
        f"(select {', '.join(cells)} from paired {condition} group by {key})",
        values,
    ).fetchall()[0]
    found = [
        (row[2 * n] or 0, not _ESTIMATE & set(column_name(s).split("_")), -n, s, t, row[2 * n + 1])
        for n, (s, t) in enumerate((s, t) for _, s in ours for _, t in theirs)
    ]
    equal, _, _, s, t, both = max(found)
    if not equal or 3 * equal < both:
        return None
    return FieldPair(s, t, "money", both, equal, is_sum=True)


def _translated(
    con: Connection,
    paired: PairedTables,
    source: Mapping[str, Measured],
    target: Mapping[str, Measured],
    found: set[str],
    taken: set[str],
) -> list[FieldPair]:
    """Lists of values in other words: every word of one side means one word of the other."""
    pairs = []
    for s in paired.source.headers:
        for t in paired.target.headers:
            few = 3 <= source[s].distinct <= FEW and 3 <= target[t].distinct <= FEW
            texts = {source[s].kind, target[t].kind} <= {"word", "name", "code"}
            if s in found or t in taken or not (few and texts) or asks_consent(s):
                continue
            a, b = f"s{paired.source.headers.index(s)}", f"t{paired.target.headers.index(t)}"
            rows = con.execute(
                f"""
                select a, b, n, sum(n) over (partition by a), sum(n) over (partition by b)
                from (select {a} as a, {b} as b, count(*) as n from paired
                    where {a} is not null and {b} is not null group by all)
                order by n desc, a, b
                """
            ).fetchall()
            total = sum(row[2] for row in rows)
            sure = [row for row in rows if row[2] >= 0.8 * row[3] and row[2] >= 0.8 * row[4]]
            agreeing = sum(row[2] for row in sure)
            # Values that occur once go with each other whatever they are.
            is_proved = len(sure) >= 3 and total >= max(2 * ENOUGH, 3 * len(sure))
            if not is_proved or agreeing < 0.9 * total:
                continue
            words = tuple((x, y) for x, y, *_ in sorted(sure) if x.lower() != y.lower())
            pairs.append(FieldPair(s, t, "picklist", total, agreeing, False, words))
            taken.add(t)
            found.add(s)
    return pairs


def _consents(
    paired: PairedTables, source: Mapping[str, Measured], target: Mapping[str, Measured]
) -> list[FieldPair]:
    """The columns that ask whether a person may be written to; the header says what a yes means."""
    sides = [
        [
            header
            for header in table.headers
            if asks_consent(header)
            and measures[header].kind in ("boolean", "word", "name")
            and 0 < measures[header].distinct <= 4
        ]
        for table, measures in ((paired.source, source), (paired.target, target))
    ]
    if not all(sides):
        return []
    first, second = sides[0][0], sides[1][0]
    means = ["opt_out" if is_refusal(header) else "opt_in" for header in (first, second)]
    return [FieldPair(first, second, "consent", 0, 0, False, (), means[0], means[1])]
