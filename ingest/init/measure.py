"""Measures the columns of the loaded tables: fill, distinct values, kind of value, keys."""

from __future__ import annotations

from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection as Connection

from ingest.init.loaded import LoadedTable
from ingest.naming import column_name

SAMPLED = 4000  # values that decide the kind of a column
FEW = 60  # most values of a column that is listed value by value
# Kind of a column -> regular expression that nearly all of its values match. The first one counts.
KINDS = {
    "email": r"(?i)[^@\s<>]+@[^@\s<>]+\.[a-z][a-z0-9-]*",
    "uuid": r"(?i)\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?",
    "time": r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*",
    "date": r"\d{4}-\d\d-\d\d",
    "local_time": r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},? +\d{1,2}[:.]\d\d.*",
    "local_date": r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}",
    "boolean": r"(?i)true|false|yes|no|y|n|ja|nein|oui|non|on|off|allow|do not allow|0|1",
    "epoch": r"1[0-9]{9}([0-9]{3})?",
    "integer": r"-?\d+",
    "number": r"[-+(]?[$€£]? ?\d[\d.,’ ]*\)? ?[€%]?",
    "code": r"[^\s@\d]{0,40}\d[^\s@]{0,64}",
    "word": r"[^\s\d]{1,40}",
}
TIMES = ("time", "local_time", "date", "local_date", "epoch")
ID_KINDS = ("uuid", "integer", "code")


@dataclass
class Measured:
    """What the values of one column show."""

    header: str
    filled: int
    distinct: int  # exact for columns that may be keys; else a sketch
    kind: str  # one of KINDS, `name` (a text of several words) or `empty`
    longest: int = 0
    values: dict[str, int] = field(default_factory=dict)  # of columns with few values
    slash_numbers: tuple[int, int] = (0, 0)  # largest first and second number of local dates
    is_list: bool = False  # several ids in one cell
    is_exact: bool = False  # `distinct` is counted, not estimated

    def is_key_of(self, rows: int) -> bool:
        """Whether it is filled in every row, is different in every row and has the shape of ids."""
        is_word = self.kind == "word" and column_name(self.header).endswith(("id", "key", "code"))
        return rows > 1 and self.filled == rows == self.distinct and (self.is_id or is_word)

    @property
    def is_id(self) -> bool:
        """Whether its values have the shape of ids: no names, times, amounts or answers."""
        return self.kind in ID_KINDS


def measure(con: Connection, table: LoadedTable) -> dict[str, Measured]:
    """Measures every column of a table in one pass; exact counts only where a key is possible."""
    if not table.headers:
        return {}
    aggregates = ", ".join(
        f"count({column}), approx_count_distinct({column}), max(length({column}))"
        for column in map(table.column, table.headers)
    )
    row = con.execute(f"select {aggregates} from {table.name}").fetchall()[0]
    kinds = _kinds(con, table)
    found: dict[str, Measured] = {}
    exact: list[str] = []
    for index, header in enumerate(table.headers):
        filled, distinct, longest = row[3 * index : 3 * index + 3]
        kind, first, second, is_list = kinds.get(header, ("empty", 0, 0, False))
        found[header] = Measured(header, filled, distinct, kind, longest or 0)
        found[header].slash_numbers, found[header].is_list = (first, second), is_list
        may_be_key = distinct > 0.8 * filled and kind not in TIMES[:4]
        if filled and (may_be_key or distinct <= 2 * FEW):
            exact.append(header)
    _count_exactly(con, table, [found[header] for header in exact])
    return found


def _count_exactly(con: Connection, table: LoadedTable, columns: list[Measured]) -> None:
    if not columns:
        return
    counts = ", ".join(f"count(distinct {table.column(one.header)})" for one in columns)
    row = con.execute(f"select {counts} from {table.name}").fetchall()[0]
    few = []
    for one, distinct in zip(columns, row, strict=True):
        one.distinct, one.is_exact = distinct, True
        if distinct <= FEW and one.longest <= 80:
            few.append(one)
    selects = " union all ".join(
        f"select {number} as place, {table.column(one.header)} as value, count(*) as records "
        f"from {table.name} where {table.column(one.header)} is not null group by all"
        for number, one in enumerate(few)
    )
    if few:
        for number, value, records in con.execute(
            f"{selects} order by place, records desc, value"
        ).fetchall():
            few[number].values[value] = records


def _kinds(con: Connection, table: LoadedTable) -> dict[str, tuple[str, int, int, bool]]:
    """The kind of every column, from rows spread over the table."""
    step = max(1, table.rows // SAMPLED)
    tests = ", ".join(
        f"count_if(regexp_full_match(v, '{pattern}')) as {name}_values"
        for name, pattern in KINDS.items()
    )
    cells = " union all ".join(
        f"select {number} as place, split_part({table.column(header)}, ';', 1) as v, "
        f"contains({table.column(header)}, ';') as is_list "
        f"from {table.name} where {table.column(header)} is not null and rowid % {step} = 0"
        for number, header in enumerate(table.headers)
    )
    found = {}
    for place, cell_count, is_list, first, second, *counts in con.execute(
        rf"""
        select place, count(*), bool_or(is_list),
            max(try_cast(regexp_extract(v, '^(\d{{1,2}})[/.]\d{{1,2}}[/.]', 1) as int)),
            max(try_cast(regexp_extract(v, '^\d{{1,2}}[/.](\d{{1,2}})[/.]', 1) as int)),
            {tests}
        from ({cells}) group by place
        """
    ).fetchall():
        kinds = (k for k, n in zip(KINDS, counts, strict=True) if n >= 0.95 * cell_count)
        kind, header = next(kinds, "name"), table.headers[place]
        # Ten digits are a moment only where the header does not say that they are an id.
        is_id = column_name(header).endswith(("id", "key", "no", "number", "code"))
        kind = "integer" if kind == "epoch" and is_id else kind
        found[header] = (kind, first or 0, second or 0, is_list)
    return found


def candidate_keys(table: LoadedTable, columns: dict[str, Measured]) -> list[Measured]:
    """The columns that identify a row, the one that is most probably the record's own id first.

    Without one, an id that few rows repeat: the file has several versions of some records.
    """
    keys = [one for one in columns.values() if one.is_key_of(table.rows)]
    keys = (
        keys
        or [
            one
            for one in columns.values()
            if one.is_id
            and one.filled == table.rows
            and one.distinct >= 0.9 * table.rows
            and _rank(table, one)[0] < 2
        ][:1]
    )
    return sorted(keys, key=lambda one: _rank(table, one))


def _rank(table: LoadedTable, column: Measured) -> tuple[int, int]:
    """Own ids first, then other ids, then any column; among equals the leftmost."""
    name = column_name(column.header)
    stem = table.object.rstrip("s")
    own = name in ("id", "record_id", "key") or name.removesuffix("_id") in (stem, table.object)
    is_id = name.endswith(("_id", "id", "_no", "number", "_fid")) or name.startswith(("id_", "no"))
    is_somebody = name.endswith("by")  # who created or changed a record is never its id
    return (
        0 if own else 1 if is_id else 3 if is_somebody else 2,
        table.headers.index(column.header),
    )
