"""Sentences about single columns: fill, different values, words, sums, first and last moment."""

from __future__ import annotations

from duckdb import DuckDBPyConnection as Connection

from ingest.init.evidence.moments import FAR, Moment
from ingest.init.evidence.view import MONEY, View, figure, is_or_are, listed, row
from ingest.init.pairs import asks_consent, is_refusal
from ingest.naming import column_name

_SHAPED = 0.9  # share of the ids that look alike
_SIGNS = 5  # most signs that are no value
_NAMED = frozenset(["name", "company", "companyname", "email", "lastname", "subject"])
_TEST_WORDS = ("test", "sample", "demo", "dummy")
_TEST = rf"\b({'|'.join(_TEST_WORDS)})\b"
_FEW_TIMES = 3  # different times of day that are no times
_SUMMED = MONEY | {"cost", "fee", "sales", "payments", "quantity", "qty", "commission", "budget"}


def column_lines(con: Connection, view: View, as_of: tuple[str, str] | None) -> list[str]:
    """A line per column; `as_of` is the last creation in the files and its name."""
    counts = _distinct(con, view)
    lines = []
    for header, one in view.measures.items():
        rows = view.table.rows
        parts = [f"{one.filled:,} of {rows:,} filled"]
        if 0 < one.filled < rows:
            parts.append(f"{rows - one.filled:,} blank")
        if one.filled:
            about = "" if header in counts else "about "
            parts.append(f"{about}{counts.get(header, one.distinct):,} different")
        if header == view.key and one.filled == rows == one.distinct:
            parts.append("the own id")
        if blanks := view.table.only_blanks.get(header):
            parts.append(f"{blanks:,} are only blanks")
        if padded := view.table.padded.get(header):
            parts.append(f"{padded:,} with a blank at an end")
        moment = next((m for m in view.moments if m.header == header), None)
        if moment is not None and header.startswith("_"):
            parts += _moment_parts(con, view, moment, None)
        elif moment is not None:
            parts += _moment_parts(con, view, moment, as_of)
        else:
            words = view.words(header)
            parts += [f"words: {listed(words)}"] if words else []
            if header in view.numbers and one.filled:
                parts += _number_parts(con, view, header)
            parts += _text_parts(con, view, header)
        lines.append(f"{view.label} {header}: {'; '.join(parts)}")
    return lines


def _distinct(con: Connection, view: View) -> dict[str, int]:
    """The exact number of different values per column; without the long columns of large tables."""
    headers = list(view.measures)
    if view.step > 1:
        return {h: one.distinct for h, one in view.measures.items() if one.is_exact}
    counts = ", ".join(f"count(distinct {view.cell(header)})" for header in headers)
    return dict(zip(headers, row(con, f"select {counts} from {view.table.name}"), strict=True))


def _number_parts(con: Connection, view: View, header: str) -> list[str]:
    number = view.number(header)
    least, most, total, zero, negative = row(
        con,
        f"select min({number}), max({number}), sum({number}), tally({number} = 0), "
        f"tally({number} < 0) from {view.name}",
    )
    signs = f"{zero:,} zero, {negative:,} negative" if zero or negative else "none zero or negative"
    both = f", {zero + negative:,} zero or less" if zero and negative else ""
    is_summed = _SUMMED & set(column_name(header).split("_"))
    shown = f", sum {figure(total)}" if is_summed else ""
    return [f"from {figure(least)} to {figure(most)}{shown}", signs + both]


def _moment_parts(
    con: Connection, view: View, moment: Moment, as_of: tuple[str, str] | None
) -> list[str]:
    cell, value = view.cell(moment.header), view.moment(moment.header)
    filled = view.measures[moment.header].filled
    if moment.is_day_number:
        first, last = row(con, f"select min({value}), max({value}) from {view.name}")
        return [f"{moment.form}, no date: from {first:,} to {last:,}"]
    read, first, last, first_year, last_year, far, zero = row(
        con,
        f"select count({moment.sql}), min({value})::date, max({value})::date, min(year({value})), "
        f"max(year({value})), tally(year({moment.sql}) >= {FAR}), "
        f"tally(trim({cell}, '0') = '') from {view.name}",
    )
    parts = [f"{moment.form}: {read:,} of {filled:,} are dates"]
    if zero:
        parts.append(f"{zero:,} {is_or_are(zero)} 0")
    if filled - read - zero:
        parts.append(f"{filled - read - zero:,} {is_or_are(filled - read - zero)} no date")
    if far:
        year = row(con, f"select max(year({moment.sql})) from {view.name}")[0]
        parts.append(f"{far:,} {is_or_are(far)} after {FAR} (the year {year}): no moment")
    if first:
        parts.append(f"from {first} to {last}")
    if first and first_year == last_year and filled > 1:
        parts.append(f"all in the year {first_year}")
    if as_of and last and str(last) > as_of[0]:
        later = row(
            con, f"select tally({value} > timestamp '{as_of[0]} 23:59:59') from {view.name}"
        )[0]
        parts.append(f"{later:,} {is_or_are(later)} after {as_of[0]}, the last {as_of[1]}")
    if moment.form.startswith(("month/", "day/")):
        first_part, second_part = (
            f"try_cast(regexp_extract({cell}, '^([0-9]+)[/.-]([0-9]+)', {n}) as int)"
            for n in (1, 2)
        )
        above, below = row(
            con,
            f"select tally({second_part} > 12), tally({first_part} > 12) from {view.name}",
        )
        parts.append(
            f"the second number is above 12 in {above:,} of {filled:,}, the first in {below:,}"
        )
    return parts + _time_of_day(con, view, moment, filled)


def _time_of_day(con: Connection, view: View, moment: Moment, filled: int) -> list[str]:
    """Whether a time of day is always one of a few: then the column has days."""
    if not moment.has_time or filled < 10:
        return []
    cell, value = view.cell(moment.header), view.moment(moment.header)
    times = con.execute(
        f"select regexp_extract({cell}, '[0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}})?( ?[AaPp][Mm])?') as "
        f"time, count(*) from {view.name} where {cell} is not null "
        f"group by 1 order by 1 limit {_FEW_TIMES + 1}"
    ).fetchall()
    utc = row(con, f"select tally({cell} like '%UTC' or {cell} like '%Z') from {view.name}")[0]
    parts = [f"{utc:,} say UTC"] if utc else []
    different = row(con, f"select count(distinct {value}) from {view.name}")[0]
    if 0 < len(times) <= _FEW_TIMES and different >= _FEW_TIMES * len(times):
        shown, total = " or ".join(time for time, _ in times), sum(count for _, count in times)
        parts.append(f"the time of day is {shown} in {total:,} of {filled:,}: these are days")
    return parts


def _text_parts(con: Connection, view: View, header: str) -> list[str]:
    """Signs instead of words, ids of another shape, and addresses that are none."""
    one, cell = view.measures[header], view.cell(header)
    parts = []
    if one.kind in ("code", "word", "name", "number", "integer") and one.filled:
        signs = row(
            con,
            f"select tally(length({cell}) <= {_SIGNS} and "
            f"regexp_full_match({cell}, '[^\\p{{L}}\\p{{N}}]+')) from {view.table.name}",
        )[0]
        parts += [f"{signs:,} of signs only, such as ?"] if signs else []
    is_address = column_name(header).split("_")[-1] in ("email", "mail", "emailaddress")
    if is_address and one.kind != "boolean" and not asks_consent(header):
        found = row(con, f"select tally(contains({cell}, '@')) from {view.table.name}")[0]
        parts += [f"{found:,} of {one.filled:,} are addresses"] if found < one.filled else []
    if asks_consent(header):
        parts.append("a yes is a refusal" if is_refusal(header) else "a yes is a consent")
    if _NAMED & set(column_name(header).split("_")) and one.filled:
        near = " or ".join(f"contains(lower({cell}), '{word}')" for word in _TEST_WORDS)
        tests = row(
            con,
            f"select tally(regexp_matches(lower({cell}), '{_TEST}')) from {view.table.name} "
            f"where {near}",
        )[0]
        parts += [f"{tests:,} with the word test, sample, demo or dummy"] if tests else []
    is_code = one.kind == "code" and one.distinct > 10 and view.step == 1
    if is_code and header not in view.linked:
        shape, alike = row(
            con,
            "select shape, count(*) from (select regexp_replace(regexp_replace("
            f"{cell}, '[0-9]', '9', 'g'), '[A-Za-z]', 'A', 'g') as shape from {view.table.name} "
            f"where {cell} is not null) group by 1 order by 2 desc, 1 limit 1",
        )
        if _SHAPED * one.filled <= alike < one.filled:
            parts.append(f"{alike:,} look like {shape}, {one.filled - alike:,} do not")
    return parts
