"""Sentences about ids that two systems write differently: `NASAW00011000` and `AW-00011000`.

Ids with letters that stand nowhere as they are written are compared without signs, without their
first characters, and by their first characters only.
"""

from __future__ import annotations

from collections.abc import Mapping

from duckdb import DuckDBPyConnection as Connection

from ingest.init.evidence.view import View, row
from ingest.init.links import Link
from ingest.naming import column_name

ENOUGH = 0.9  # share of the values that must be found in a rewritten form
LEAST = 5  # different values
SAMPLED = 300  # values with which every form is tried first
MOST_CUT = 8  # characters at the beginning


def rewritten_lines(
    con: Connection, views: Mapping[str, View], links: list[Link]
) -> tuple[list[str], set[frozenset[tuple[str, str]]]]:
    """A line per pair of columns whose values are equal in another form, and what differs.

    Returns these pairs, too: label of the table and header of either side.
    """
    lines = []
    columns = [(view, h) for view in views.values() for h in view.measures if _is_code(view, h)]
    known = {(*one.begin, *one.end) for one in links if one.kind == "id" and one.share >= ENOUGH}
    said: set[frozenset[tuple[str, str]]] = set()
    places = {(view.label, h): _store_plain(con, view, h, n) for n, (view, h) in enumerate(columns)}
    for source, header in columns:
        for target, key in columns:
            ends = (source.label, header, target.label, key)
            pair = frozenset((ends[:2], ends[2:]))
            is_known = ends in known or (*ends[2:], *ends[:2]) in known or pair in said
            if source is target or is_known:
                continue
            ours, theirs = places[ends[:2]], places[ends[2:]]
            form = _form(con, source.cell(header), ours, theirs, target.measures[key].distinct)
            if form is not None:
                said.add(pair)
                what, sql, prefix = form
                other = _plain(target.cell(key))
                lines += _lines(con, (source, header), (target, key), what, sql, other, prefix)
    return lines, said


def _store_plain(con: Connection, view: View, header: str, number: int) -> str:
    """Stores the different values of a column as text and without signs; returns the table."""
    name, cell = f"plain_{number}", view.cell(header)
    con.execute(
        f"create or replace temp table {name} as select distinct {cell} as value, "
        f"{_plain(cell)} as plain from {view.table.name} where {cell} is not null"
    )
    return name


def _is_code(view: View, header: str) -> bool:
    """Whether a column has ids with letters or signs."""
    one = view.measures[header]
    is_word_id = one.kind == "word" and column_name(header).endswith(("id", "key", "code"))
    is_moment = any(moment.header == header for moment in view.moments)
    is_explained = header in view.linked or view.step > 1
    is_code = one.kind == "code" or is_word_id
    return is_code and one.distinct >= LEAST and not is_moment and not is_explained


def _forms(column: str) -> dict[str, str]:
    """The forms in which a column is compared, by what was done: SQL."""
    forms = {"without signs": _plain(column)}
    for cut in range(1, MOST_CUT + 1):
        forms[f"without its first {cut} characters"] = _plain(f"substr({column}, {cut + 1})")
    for length in range(2, MOST_CUT + 1):
        forms[f"by its first {length} characters"] = _plain(f"left({column}, {length})")
    return forms


def _plain(text: str) -> str:
    return f"nullif(regexp_replace(upper({text}), '[^A-Z0-9]', '', 'g'), '')"


def _form(
    con: Connection, cell: str, ours: str, theirs: str, keys: int
) -> tuple[str, str, str] | None:
    """What was done to the values, SQL for the compared form, and a prefix; None: they differ.

    `ours` and `theirs` are stored columns, `keys` the different values of the other one. A
    beginning that only some values have (`NAS`) is left out where it occurs.
    """
    forms = _forms(cell)
    prefix = _some_prefix(con, ours, theirs)
    if prefix:
        forms = {f"without {prefix} before it": _without(cell, prefix), **forms}
    cells = ", ".join(sql.replace(cell, "value") for sql in forms.values())
    total, *found = row(
        con,
        f"""
        with sample as (select value from {ours} order by hash(value) limit {SAMPLED}),
        forms as (select value, unnest([{cells}]) as form, unnest(range({len(forms)})) as place
            from sample),
        found as (select distinct place, value from forms
            where form in (select plain from {theirs}))
        select (select count(*) from sample),
            {", ".join(f"tally(place = {place})" for place in range(len(forms)))}
        from found
        """,
    )
    if total < LEAST:
        return None
    for (what, sql), count in zip(forms.items(), found, strict=True):
        # Either nearly all are found, or nearly all of the other side are among them.
        if count >= ENOUGH * total:
            return what, sql, prefix
        if count >= LEAST and _used(con, ours, theirs, sql.replace(cell, "value"), keys):
            return what, sql, prefix
    return None


def _used(con: Connection, ours: str, theirs: str, form: str, keys: int) -> bool:
    """Whether nearly all ids of the other column are among the rewritten ones."""
    used = row(con, f"select count(*) from {theirs} where plain in (select {form} from {ours})")[0]
    return bool(used >= max(LEAST, ENOUGH * keys))


def _without(cell: str, prefix: str) -> str:
    return f"regexp_replace({_plain(cell)}, '^{prefix}', '')"


def _some_prefix(con: Connection, ours: str, theirs: str) -> str:
    """Letters before the ids of the other table, in some or all rows; '' when there are none."""
    found = con.execute(
        f"""
        select left(a, length(a) - length(b)) as prefix, count(*) from
            (select plain as a from {ours} order by hash(value) limit {SAMPLED}) as a
            inner join (select plain as b from {theirs}) as b
            on b in (right(a, length(a) - 1), right(a, length(a) - 2), right(a, length(a) - 3),
                right(a, length(a) - 4))
        where length(b) > {LEAST}
        group by 1 order by 2 desc, 1 limit 1
        """
    ).fetchall()
    prefix = str(found[0][0]) if found else ""
    return prefix if prefix.isalpha() else ""


def _lines(
    con: Connection,
    begin: tuple[View, str],
    end: tuple[View, str],
    what: str,
    ours: str,
    theirs: str,
    prefix: str,
) -> list[str]:
    """How many values are found as they are and rewritten, and which fields differ."""
    (source, header), (target, key) = begin, end
    s, t = source.table.name, target.table.name
    cell, other = source.cell(header), target.cell(key)
    values, as_is, found, keys, used, begun, forms, found_forms = row(
        con,
        f"""
        with theirs as (select distinct {other} as value, {theirs} as form from {t}
            where {other} is not null),
        ours as (select distinct {cell} as value, {ours} as form from {s} where {cell} is not null)
        select count(*), tally(value in (select value from theirs)),
            tally(form in (select form from theirs)), (select count(*) from theirs),
            (select count(*) from theirs where form in (select form from ours)),
            tally({f"regexp_matches(value, '^{prefix}')" if prefix else "false"}),
            count(distinct form),
            count(distinct case when form in (select form from theirs) then form end)
        from ours
        """,
    )
    if as_is >= found:
        return []
    where = f"{target.table.object}.{key}"
    beginning = f"; {begun:,} begin with {prefix}" if prefix else ""
    lines = [
        f"{source.label}: {found:,} of {values:,} values of {header} stand in {where} {what}, "
        f"{as_is:,} as they are written; the other way {used:,} of {keys:,}, {keys - used:,} of "
        f"{keys:,} are missing; {found_forms:,} of {forms:,} different forms are found{beginning}"
    ]
    near = _blank_of_missing(con, begin, end, ours, theirs)
    return lines + near + _first_letters(con, begin, end, ours, theirs)


def _blank_of_missing(
    con: Connection, begin: tuple[View, str], end: tuple[View, str], ours: str, theirs: str
) -> list[str]:
    """Columns that are blank in all records of the target that the source lacks."""
    (source, _), (target, key) = begin, end
    s, t = source.table.name, target.table.name
    others = [h for h, one in target.measures.items() if one.filled < target.table.rows]
    known = f"(select {ours} from {s} where {ours} is not null)"
    missing = f"{target.cell(key)} is not null and {theirs} not in {known}"
    if not others:
        return []
    total, *filled = row(
        con,
        f"select count(*), {', '.join(f'count({target.cell(h)})' for h in others)} "
        f"from {t} where {missing}",
    )
    empty = [h for h, count in zip(others, filled, strict=True) if not count]
    if not total or not empty:
        return []
    return [
        f"{target.label}: the {total:,} rows that {source.label} lacks have no {', '.join(empty)}"
    ]


def _first_letters(
    con: Connection, begin: tuple[View, str], end: tuple[View, str], ours: str, theirs: str
) -> list[str]:
    """Picklists of both sides that agree by the first letter: `F` and `Female`.

    Of several versions of a record the newest one counts.
    """
    (source, _), (target, _) = begin, end
    moment = target.creation()
    newest = ""
    if moment is not None and not moment.is_day_number:
        newest = (
            "qualify row_number() over (partition by form "
            f"order by {target.moment(moment.header)} desc nulls last, row_number) = 1"
        )
    lines = []
    for a in source.picklists():
        for b in target.picklists():
            one, other = source.cell(a), target.cell(b)
            both, differ, only = row(
                con,
                f"""
                with t as (select {theirs} as form, left(lower({other}), 1) as letter
                    from {target.name} {newest}),
                s as (select {ours} as form, left(lower({one}), 1) as letter from {source.name}
                    qualify row_number() over (partition by form order by row_number) = 1)
                select tally(s.letter is not null and t.letter is not null),
                    tally(s.letter <> t.letter),
                    tally(s.letter is not null and t.letter is null)
                from s inner join t on s.form = t.form
                """,
            )
            if both >= LEAST and differ <= 0.2 * both:
                lines.append(
                    f"{source.label} with {target.label}: {a} and {b} of one record: {both:,} "
                    f"pairs have both, {differ:,} differ in the first letter, {only:,} have {a} "
                    "alone"
                )
    return lines
