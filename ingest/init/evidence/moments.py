"""Recognises the columns with moments, in whatever form a company writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Connection

from ingest.init.loaded import LoadedTable
from ingest.init.measure import Measured
from ingest.naming import column_name

ENOUGH = 0.8  # share of the values that must be moments; the others are errors or placeholders
FAR = 2100  # a year from which on a moment means "none" or "for ever"
SAMPLED = 4000  # rows that decide the form
# Words of a header that allow moments of six digits, which could as well be numbers.
_TIME_WORDS = frozenset(["date", "dt", "day", "at", "on", "time", "issued", "created", "changed"])
_LOCAL = ("%y %I:%M %p", "%Y %I:%M %p", "%y %H:%M", "%Y %H:%M", "%Y %H:%M:%S", "%y", "%Y")
DAY_NUMBER = "a number of days"


@dataclass(frozen=True)
class Moment:
    """A column with moments: how they are written, and SQL that reads them.

    `sql` returns a timestamp, for `DAY_NUMBER` a whole number; null for a value that is no moment.
    """

    header: str
    form: str
    sql: str
    has_time: bool

    @property
    def is_day_number(self) -> bool:
        """Whether it counts days from an unknown day."""
        return self.form == DAY_NUMBER


def find_moments(
    con: Connection, table: LoadedTable, measures: Mapping[str, Measured]
) -> list[Moment]:
    """The columns with moments, in the order of the file."""
    found = []
    for header, one in measures.items():
        candidates = _candidates(table.column(header), one)
        if not one.filled or not candidates:
            continue
        tests = ", ".join(f"count({sql})" for _, sql, _ in candidates)
        filled, *counts = con.execute(
            f"select count(v), {tests} from (select {table.column(header)} as v, * "
            f"from {table.name} where v is not null limit {SAMPLED})"
        ).fetchall()[0]
        for (form, sql, has_time), count in zip(candidates, counts, strict=True):
            if count and count >= ENOUGH * filled:
                found.append(Moment(header, form, sql, has_time))
                break
    return found


def _candidates(column: str, one: Measured) -> list[tuple[str, str, bool]]:
    """Form, SQL and whether it has a time of day, of every form that a column may have."""
    words = set(column_name(one.header).split("_"))
    if one.kind in ("time", "date"):
        text = f"replace(left({column}, 19), 'T', ' ')"
        sql = f"coalesce(try_cast({text} as timestamp), try_cast(left({column}, 10) as timestamp))"
        return [("year-month-day", sql, one.kind == "time")]
    if one.kind in ("local_time", "local_date"):
        return _local(column, one)
    if one.kind == "epoch":
        sql = f"make_timestamp(1000000 * try_cast(left({column}, 10) as bigint))"
        return [("seconds since 1970", sql, True)]
    found = []
    if one.kind in ("integer", "code", "name"):
        eight = f"case when length({column}) = 8 then {_strptime(column, '%Y%m%d')} end"
        found.append(("eight digits, year first", eight, False))
        ends = any(column_name(one.header).endswith(word) for word in ("date", "issued"))
        if words & _TIME_WORDS or ends:
            short = f"case when length({column}) = 6 then {_strptime(column, '%y%m%d')} end"
            found.append(("six digits, two of the year first", short, False))
            full = (
                f"case when length({column}) = 15 then {_strptime(column, '%y%m%d %H:%M:%S')} end"
            )
            found.append(("six digits, two of the year first, and a time", full, True))
    if one.kind == "integer" and words & {"day", "daynumber"}:
        found.append((DAY_NUMBER, f"try_cast({column} as bigint)", False))
    return found


def _local(column: str, one: Measured) -> list[tuple[str, str, bool]]:
    """Dates with slashes or points; nothing when the values do not show which number is the day."""
    first, second = one.slash_numbers
    if (first > 12) == (second > 12):
        return []
    day, order = ("%d/%m/", "day/month") if first > 12 else ("%m/%d/", "month/day")
    text = f"replace(replace(replace({column}, ',', ''), '.', '/'), '-', '/')"
    formats = ", ".join(f"'{day}{rest}'" for rest in _LOCAL)
    has_short = one.longest and one.kind == "local_date" and one.longest <= 8
    years = "two digits of the year" if has_short else "year"
    sql = f"try_strptime({text}, [{formats}])"
    return [(f"{order}/{years}", sql, one.kind == "local_time")]


def _strptime(column: str, form: str) -> str:
    return f"try_strptime({column}, '{form}')"
