"""The fast path: DuckDB reads a file inside the load, and its rows are counted afterwards."""

from __future__ import annotations

import codecs
import os
from collections.abc import Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from ingest.files.byte_scan import chunks, count_line_ends
from ingest.files.csv_records import MARK
from ingest.files.dialect import Dialect
from ingest.files.discover import safe_name
from ingest.load.checked_path import (
    Reading,
    composed_ids,
    copied_columns,
    file_columns,
    read_csv_sql,
)
from ingest.plan.planner import Plan
from ingest.sql import identifier, literal, own_rows


def is_plain(plan: Plan) -> bool:
    """Whether a file may use the fast path: counting its lines is enough to verify it.

    Not with blank lines, single carriage returns, mixed line ends, unusual quotes or escapes; not
    with records that were rejected before, whose numbers the others skip. New rejects only show
    afterwards, in `verify_or_unload`. Constants of a mapping are written by a user: they never
    become part of a select.
    """
    scan, layout = plan.text.scan, plan.layout
    return (
        layout.data_end > layout.data_start
        and not plan.text.rejects
        and not plan.constants.keys() - {"_object"}
        and layout.dialect == Dialect(layout.delimiter)
        and not scan.has_spaced_quotes
        and scan.returns == scan.crlf_pairs
        and not scan.has_blank_lines
        and (scan.crlf_pairs in (0, scan.line_feeds) or _has_one_line_end(plan))
    )


def _has_one_line_end(plan: Plan) -> bool:
    """Whether all lines end alike outside quotes, as programs on Windows write them.

    The header must be in the file that DuckDB reads: it uses the first line end it finds, even
    inside quotes.
    """
    if not plan.text.scan.has_quotes or not plan.layout.is_whole:
        return False
    is_inside, kinds = False, set()
    with plan.text.path.open("rb") as stream:
        for line in stream:
            is_inside ^= line.count(b'"') % 2 == 1
            if not is_inside and line.endswith(b"\n"):
                kinds.add(line.endswith(b"\r\n"))
                if len(kinds) > 1:
                    return False
    return True


def rows_sql(plan: Plan, columns: Sequence[str], scratch: Path) -> str:
    """Returns SQL that reads `columns` of a file, then _system, _file and _row.

    `row_number()` without an order numbers the records in the order of the file, because DuckDB
    keeps the order of insertion.
    """
    path, skip = plain_file(plan, scratch)
    rows = read_csv_sql(file_columns(plan), path, plan.layout.dialect, _line_end(plan), skip)
    source = {name: identifier(column) for name, column in copied_columns(plan).items()}
    source |= composed_ids(plan)
    cells = [f"{_cell_sql(plan, source, name)} as {identifier(name)}" for name in columns]
    cells += [f"{literal(plan.system)} as _system", f"{literal(plan.file_id)} as _file"]
    cells.append("row_number() over () as _row")
    return f"select {', '.join(cells)} from {rows}"


def _line_end(plan: Plan) -> str:
    """LF, or '' for CRLF: DuckDB 2.0.0 reads no row when CRLF is named, so it must detect it."""
    with plan.text.path.open("rb") as stream:
        stream.seek(max(plan.layout.data_start - 2, 0))
        return "" if stream.read(2) == b"\r\n" else "\\n"


def _cell_sql(plan: Plan, source: dict[str, str], name: str) -> str:
    if name in plan.constants:
        return literal(plan.constants[name])
    return source.get(name, "cast(null as varchar)")


def verify_or_unload(con: Connection, table: str, reading: Reading, scratch: Path) -> bool:
    """Verifies that a table contains every line and cell of a file, else deletes the file's rows.

    Returns whether the rows stayed, and sets `reading.delivered` to their number. The rows are
    deleted when the file changed since it was found, and when one of these counts is not 0:

    - lines without a row: DuckDB rejected a record;
    - records without a value, or without the id that every record must have;
    - repeated headers, and rows that begin with the mark of UTF-8, in exports that were joined;
    - surplus delimiters: extra empty cells are not rejected by DuckDB, but a row that a comma in
      a name has shifted ends in such cells;
    - torn records: where the delimiter before a quote is missing, a delimiter inside the quotes
      is used in its place, and two cells have half of the quotes each.
    """
    plan = reading.plan
    names = [identifier(name) for name in file_columns(plan)]
    condition, values = own_rows(plan.schema, *plan.key)
    reading.delivered = _count(con, f"select count(*) from {table} where {condition}", values)
    differences = _differences(con, table, reading, names, scratch)
    if any(differences) or plan.source.changed:
        con.execute(f"delete from {table} where {condition}", values)
        reading.delivered = 0
        return False
    return True


def _count(con: Connection, query: str, values: list[str]) -> int:
    return int(con.execute(query, values).fetchall()[0][0])


def _differences(
    con: Connection, table: str, reading: Reading, names: list[str], scratch: Path
) -> tuple[int, int, int, int]:
    """Counts lines without a row, headers and empty records, surplus delimiters, torn records."""
    plan, rows = reading.plan, reading.delivered
    condition, values = own_rows(plan.schema, *plan.key)
    header, header_values = _repeated_header_sql(plan, names)
    query = f"select count(*) from {table} where {condition} and {header}"
    no_records = _count(con, query, [*values, *header_values])
    query = f"select count(*) from {table} where {condition} and {names[0]} between ? and ?"
    no_records += _count(con, query, [*values, MARK, MARK + chr(0x10FFFF)])
    query = f"select count(*) from {table} where {condition} and {_lacks_id_sql(plan, names)}"
    no_records += _count(con, query, values)
    path, skip = plain_file(plan, scratch)
    lines = _count_lines(plan, path) - skip - rows
    delimiters, quotes = _count_in_data(plan, [plan.layout.delimiter, '"'])
    delimiters -= (len(names) - 1) * rows
    torn = 0
    # If every cell is quoted there are no extra quotes to check.
    is_every_cell_quoted = quotes == 2 * len(names) * rows
    if quotes and (lines > 0 or delimiters > 0 or not is_every_cell_quoted):
        in_cells = [
            _count_in_cells("chr(10)") if lines > 0 else "0",
            _count_in_cells(literal(plan.layout.delimiter)) if delimiters > 0 else "0",
            _count_torn(names),
        ]
        cells = f"select *, concat({', '.join(names)}) as _cells from {table} where {condition}"
        found = con.execute(f"select {', '.join(in_cells)} from ({cells})", values).fetchall()[0]
        lines -= int(found[0])
        delimiters -= int(found[1])
        torn = int(found[2])
    return lines, no_records, delimiters, torn


def _count_in_cells(text: str) -> str:
    """SQL that counts a character in the joined cells: one search per record costs less."""
    found = f"strlen(_cells) - strlen(replace(_cells, {text}, ''))"
    return f"coalesce(sum({found}) filter (contains(_cells, {text})), 0)"


def _count_torn(names: Sequence[str]) -> str:
    """SQL that counts the records in which several cells have an odd number of quotes.

    `$9"Stool, Low"` split at its comma gives two such cells. To count the quotes of every cell is
    expensive: the `case` limits that to the few records that contain a quote.
    """
    quotes = (f"coalesce(strlen({name}) - strlen(replace({name}, '\"', '')), 0)" for name in names)
    odd_cells = " + ".join(f"{count} % 2" for count in quotes)
    is_torn = f"case when contains(_cells, '\"') then {odd_cells} > 1 end"
    return f"count(*) filter (where {is_torn})"


def _count_in_data(plan: Plan, texts: Sequence[str]) -> list[int]:
    """Counts characters in the data of the file, between cells and inside them."""
    layout, found = plan.layout, [0] * len(texts)
    with plan.text.path.open("rb") as stream:
        stream.seek(layout.data_start)
        for chunk in chunks(stream, layout.data_end - layout.data_start):
            for index, text in enumerate(texts):
                found[index] += chunk.count(text.encode())
    return found


def _repeated_header_sql(plan: Plan, names: list[str]) -> tuple[str, list[str]]:
    """Returns an SQL condition, and its values, for a row that repeats the header.

    Its first test is a plain `=`, because DuckDB then skips blocks without such a text.
    """
    header = plan.layout.header
    tests = [f"{name} is not distinct from nullif(?, '')" for name in names[1:]]
    tests.insert(0, f"{names[0]} = ?")
    return " and ".join(tests), header


def _lacks_id_sql(plan: Plan, names: list[str]) -> str:
    """Returns an SQL condition for a row without its id; else for a row without a value."""
    cell, texts = plan.id_cell, [""]
    if cell is not None:
        names, texts = [identifier(cell.name)], sorted(cell.missing)
    listed = ", ".join(map(literal, texts))
    return " and ".join(f"coalesce(trim({name}), '') in ({listed})" for name in names)


def plain_file(plan: Plan, scratch: Path) -> tuple[Path, int]:
    """Returns the file that DuckDB reads, and the number of header lines it skips."""
    layout, text = plan.layout, plan.text
    if layout.is_whole:
        return safe_name(text.path, scratch / f"{'-'.join(plan.key)}.csv"), 1
    target = scratch / f"{'-'.join(plan.key)}.rows.csv"
    with text.path.open("rb") as stream, target.open("wb") as out:
        out.write(codecs.BOM_UTF8)  # else DuckDB would remove a mark from the first cell
        stream.seek(layout.data_start)
        for chunk in chunks(stream, layout.data_end - layout.data_start):
            out.write(chunk)
    return target, 0


def _count_lines(plan: Plan, path: Path) -> int:
    """Counts the lines of the file that DuckDB reads, with those inside cells."""
    if plan.layout.is_whole:
        lines = plan.text.scan.line_feeds
    else:
        lines = count_line_ends(path, path.stat().st_size)
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return lines + (stream.read(1) != b"\n")
