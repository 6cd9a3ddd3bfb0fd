"""The short way of a file: DuckDB reads it inside the load, and the table is counted after."""

from __future__ import annotations

import codecs
import os
from collections.abc import Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from ingest.files.byte_scan import chunks, count_line_ends
from ingest.files.dialect import Dialect
from ingest.files.discover import safe_name
from ingest.load.checked_path import Reading, base_names, copied, csv_rows, made_ids
from ingest.plan.planner import Plan
from ingest.sql import identifier, literal, own_rows

_MARK = "chr(65279)"  # of a UTF-8 file, before each header where exports were joined


def is_plain(plan: Plan) -> bool:
    """Whether nothing of the file needs a closer look than counting its lines.

    Blank lines, lone carriage returns, two kinds of line ends, odd quotes and escapes do, and
    records of another kind of file that were rejected already: the numbers of the others skip them.
    Rejects show only afterwards, in `is_complete`. Constants of a mapping are values a user
    wrote: they never become part of a select.
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
        and (scan.crlf_pairs in (0, scan.line_feeds) or _ends_agree(plan))
    )


def _ends_agree(plan: Plan) -> bool:
    """Whether lines end alike outside quotes, as programs of Windows write them.

    The header must show DuckDB how: it takes the first line end it sees, even inside quotes.
    """
    if not plan.text.scan.has_quotes or not plan.layout.is_whole:
        return False
    inside, kinds = False, set()
    with plan.text.path.open("rb") as stream:
        for line in stream:
            inside ^= line.count(b'"') % 2 == 1
            if not inside and line.endswith(b"\n"):
                kinds.add(line.endswith(b"\r\n"))
                if len(kinds) > 1:
                    return False
    return True


def model(plan: Plan, columns: Sequence[str], scratch: Path) -> str:
    """The select by which dlt loads the file: `columns`, then _system, _file, _row.

    `row_number` over nothing numbers the records as they stand in the file: DuckDB keeps the
    order of insertion.
    """
    path, skip = plain_file(plan, scratch)
    rows = csv_rows(base_names(plan), path, plan.layout.dialect, _line_end(plan), skip)
    source = {name: identifier(column) for name, column in copied(plan).items()} | made_ids(plan)
    cells = [f"{_cell(plan, source, name)} as {identifier(name)}" for name in columns]
    cells += [f"{literal(plan.system)} as _system", f"{literal(plan.file_id)} as _file"]
    cells.append("row_number() over () as _row")
    return f"dialect: duckdb\nselect {', '.join(cells)} from {rows}"


def _line_end(plan: Plan) -> str:
    """LF, or nothing: told of CRLF, DuckDB 2.0.0 reads no row, so it must see the first one."""
    with plan.text.path.open("rb") as stream:
        stream.seek(max(plan.layout.data_start - 2, 0))
        return "" if stream.read(2) == b"\r\n" else "\\n"


def _cell(plan: Plan, source: dict[str, str], name: str) -> str:
    if name in plan.constants:
        return literal(plan.constants[name])
    return source.get(name, "cast(null as varchar)")


def is_complete(con: Connection, table: str, reading: Reading, scratch: Path) -> bool:
    """Whether every line and cell of the file is in the table; takes its rows out when not.

    A record DuckDB rejected is a line too few, the header in the middle a row too many. Cells
    too many that are empty show in no reject, but as delimiters that nothing accounts for: a
    row shifted by a comma in a name ends in such cells. Where a delimiter before quotes is
    missing, one inside them takes its place: two cells have half of the quotes each, and such a
    file gets the closer look. A file that changed since it was found is none of what was counted.
    """
    plan = reading.plan
    condition, values = own_rows(plan.schema, *plan.key)
    names = [identifier(name) for name in base_names(plan)]
    again, header = _is_header(plan, names)
    count = f"select count(*) from {table} where {condition}"
    rows = con.execute(count, values).fetchall()
    headers = con.execute(f"{count} and {again}", [*values, *header]).fetchall()
    reading.delivered = int(rows[0][0])
    path, skip = plain_file(plan, scratch)
    lines = _lines(plan, path) - skip - reading.delivered
    delimiters, quotes = _counted(plan, [plan.layout.delimiter, '"'])
    delimiters -= (len(names) - 1) * reading.delivered
    halves = 0
    # Two around every cell leave none over, as in most files with quotes.
    is_even = quotes == 2 * len(names) * reading.delivered
    if quotes and (lines > 0 or delimiters > 0 or not is_even):
        feeds = _inside("chr(10)") if lines > 0 else "0"
        commas = _inside(literal(plan.layout.delimiter)) if delimiters > 0 else "0"
        counts = f"{feeds}, {commas}, {_torn(names)}"
        cells = f"select *, concat({', '.join(names)}) as _cells from {table} where {condition}"
        found = con.execute(f"select {counts} from ({cells})", values).fetchall()
        lines -= int(found[0][0])
        delimiters -= int(found[0][1])
        halves = int(found[0][2])
    if lines or delimiters or halves or headers[0][0] or plan.source.changed:
        con.execute(f"delete from {table} where {condition}", values)
        reading.delivered = 0
        return False
    return True


def _inside(text: str) -> str:
    """SQL that counts a character in cells. Joined first: one search per record costs less."""
    found = f"strlen(_cells) - strlen(replace(_cells, {text}, ''))"
    return f"coalesce(sum({found}) filter (contains(_cells, {text})), 0)"


def _torn(names: Sequence[str]) -> str:
    """SQL that counts the records in which several cells have an odd number of quotes."""
    quotes = (f"coalesce(strlen({name}) - strlen(replace({name}, '\"', '')), 0)" for name in names)
    odd = " + ".join(f"{count} % 2" for count in quotes)
    # A case, because only its branch is computed for the few records that hold a quote.
    return f"count(case when contains(_cells, '\"') then nullif({odd} > 1, false) end)"


def _counted(plan: Plan, texts: Sequence[str]) -> list[int]:
    """How often each of some characters stands in the data, between cells and inside them."""
    layout, found = plan.layout, [0] * len(texts)
    with plan.text.path.open("rb") as stream:
        stream.seek(layout.data_start)
        for chunk in chunks(stream, layout.data_end - layout.data_start):
            for place, text in enumerate(texts):
                found[place] += chunk.count(text.encode())
    return found


def _is_header(plan: Plan, names: list[str]) -> tuple[str, list[str]]:
    """SQL condition, with its values, for a row that is the header once more.

    Its first test is a plain `in`: DuckDB skips what cannot hold such a text.
    """
    header = plan.layout.header
    tests = [f"{name} is not distinct from nullif(?, '')" for name in names[1:]]
    tests.insert(0, f"{names[0]} in (?, {_MARK} || ?)")
    return " and ".join(tests), [header[0], *header]


def plain_file(plan: Plan, scratch: Path) -> tuple[Path, int]:
    """The file DuckDB reads, and the header lines it skips."""
    layout, text = plan.layout, plan.text
    if layout.is_whole:
        return safe_name(text.path, scratch / f"{'-'.join(plan.key)}.csv"), 1
    target = scratch / f"{'-'.join(plan.key)}.rows.csv"
    with text.path.open("rb") as stream, target.open("wb") as out:
        out.write(codecs.BOM_UTF8)  # or DuckDB would take the mark in a first cell for one
        stream.seek(layout.data_start)
        for chunk in chunks(stream, layout.data_end - layout.data_start):
            out.write(chunk)
    return target, 0


def _lines(plan: Plan, path: Path) -> int:
    """Lines of the file DuckDB reads, each the end of a record or inside a cell."""
    if plan.layout.is_whole:
        lines = plan.text.scan.line_feeds
    else:
        lines = count_line_ends(path, path.stat().st_size)
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return lines + (stream.read(1) != b"\n")
