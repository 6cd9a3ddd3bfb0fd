"""The checked path: every record of a file is checked before DuckDB reads the valid ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, islice, repeat
from pathlib import Path
from typing import TextIO

import duckdb
import pyarrow as pa

from ingest.errors import Problem
from ingest.files.dialect import Dialect
from ingest.files.rejects import NonRecordLine, Reject
from ingest.files.unreadable import UnreadableFile
from ingest.load.record_filter import FilteredFile, filter_records
from ingest.plan.planner import Plan
from ingest.sql import identifier, literal
from ingest.vendors.composite_keys import key_sql

# Small batches are cheap to read. An Arrow table that is exactly one DuckDB row group loads twice
# as fast as one that is spread over several row groups.
BATCH_ROWS = 20_480
GROUP_ROWS = 122_880
GROUP_BYTES = 256 << 20
MAX_LINE = 4_000_000
REPORT_IT = "report it to the authors of handoff, with a file like it"


@dataclass
class Reading:
    """The outcome of reading one file; complete when its tables were all read."""

    plan: Plan
    delivered: int = 0
    new_rejects: list[Reject] = field(default_factory=list)  # of the text; see `rejects`
    blank_lines: int = 0
    empty_records: list[NonRecordLine] = field(default_factory=list)
    repeated_headers: list[NonRecordLine] = field(default_factory=list)
    empty_columns: set[str] = field(default_factory=set)  # no header, no cell: not loaded
    problem: Problem | None = None

    @property
    def rejects(self) -> list[Reject]:
        """Every record that was not loaded, with those the format's reader rejected."""
        return [*self.plan.text.rejects, *self.new_rejects]

    @property
    def records(self) -> int:
        """The number of records in the file: delivered and rejected."""
        return self.delivered + len(self.rejects)


def read(
    reading: Reading,
    columns: list[str],
    scratch: Path,
    progress: Callable[[int], None] = lambda rows: None,
) -> Iterator[pa.Table]:
    """Yields tables with `columns` (text; NULL where the file lacks one), _system, _file, _row.

    `_row` is the number of the record in the file; rejected records are counted.

    Empty cells are NULL: DuckDB reads `,,` and `,"",` alike, and no vendor distinguishes them.
    When the file cannot be read to its end, `reading.problem` contains the reason, and the caller
    must discard all tables yielded so far.
    """
    path = scratch / f"{'-'.join(reading.plan.key)}.valid.csv"
    with open_valid(path) as out:
        valid = filter_file(reading, out)
    if valid is None:
        return
    label = reading.plan.source.label
    try:
        with connect() as con:
            for table in valid_rows(con, path, [(reading, valid)], columns):
                yield table
                reading.delivered += table.num_rows
                progress(table.num_rows)
    except duckdb.Error:  # its message quotes cells, so it is not shown
        reading.problem = Problem("DuckDB cannot read its records", label, REPORT_IT)
        return
    lost = valid.unaccounted_lines + valid.rows - reading.delivered
    if lost:
        what = f"{abs(lost)} lines are neither records, rejects nor blank"
        reading.problem = Problem(what, label, REPORT_IT)


def connect() -> duckdb.DuckDBPyConnection:
    """Opens an empty database in memory, with time zone UTC."""
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    return con


def open_valid(path: Path) -> TextIO:
    """Opens the file for valid records of one or more files."""
    # With a byte order mark: without one, DuckDB would remove a mark from the first cell.
    return path.open("w", encoding="utf-8-sig", newline="")


def filter_file(reading: Reading, out: TextIO) -> FilteredFile | None:
    """Writes the valid records of a file to `out`; None, with `reading.problem`, when it cannot."""
    plan = reading.plan
    try:
        valid = filter_records(plan, out)
    except UnreadableFile as broken:
        reading.problem = broken.problem(plan.source.label)
        return None
    reading.problem = plan.source.changed
    if reading.problem is not None:
        return None
    reading.new_rejects, reading.repeated_headers = valid.rejects, valid.repeated_headers
    reading.blank_lines, reading.empty_records = valid.blank_lines, valid.empty_records
    return valid


def valid_rows(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    files: Sequence[tuple[Reading, FilteredFile]],
    columns: list[str],
) -> Iterator[pa.Table]:
    """Yields the rows of files whose valid records follow one another in `path`; see `read`.

    All files have the columns, constants and dialect of the first one. Raises `duckdb.Error`.
    """
    plan = files[0][0].plan
    layout, names = plan.layout, file_columns(plan)
    longest = max(valid.longest for _, valid in files)
    dialect = Dialect(layout.delimiter, layout.dialect.quote)
    cells = [identifier(name) for name in names]
    cells += [f"{sql} as {identifier(name)}" for name, sql in composed_ids(plan).items()]
    records = read_csv_sql(names, path, dialect, longest=longest)
    result = con.sql(f"select {', '.join(cells)} from {records}")
    batches = result.to_arrow_reader(BATCH_ROWS)
    file_ids = chain.from_iterable(repeat(one.plan.file_id, valid.rows) for one, valid in files)
    numbers = chain.from_iterable(_numbers(one, valid) for one, valid in files)
    for group in row_groups(pa.Table.from_batches([batch]) for batch in batches):
        yield _raw_table(group, plan, columns, file_ids, numbers)


def _numbers(reading: Reading, valid: FilteredFile) -> Iterator[int]:
    """The numbers of the valid records in their file."""
    rejected = {reject.ordinal for reject in reading.rejects}
    return islice((number for number in count(1) if number not in rejected), valid.rows)


def read_csv_sql(
    names: list[str],
    path: Path,
    dialect: Dialect,
    line_end: str = "\\n",
    skip: int = 0,
    longest: int = 0,
) -> str:
    """Returns SQL that reads the records in the given dialect, without any detection by DuckDB."""
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    quote = literal(dialect.quote)
    end = f"new_line = '{line_end}', " if line_end else ""
    # Without a buffer size, DuckDB allocates many times the length of the longest line.
    line = f"max_line_size = {longest}, buffer_size = {2 * longest}"
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {skip}, "
        f"columns = {{{columns}}}, delim = {literal(dialect.delimiter)}, "
        f"quote = {quote}, escape = {quote}, nullstr = '', strict_mode = true, "
        f"null_padding = false, store_rejects = true, rejects_limit = 0, "
        f"{end}{line if longest > MAX_LINE else f'max_line_size = {MAX_LINE}'})"
    )


def file_columns(plan: Plan) -> list[str]:
    """Returns the raw column of every column of the file, in order."""
    return [column.name for column in plan.columns[: len(plan.layout.header)]]


def copied_columns(plan: Plan) -> dict[str, str]:
    """Returns, per raw column, the raw column of the file that it copies."""
    names = file_columns(plan)
    return {column.name: names[column.position - 1] for column in plan.columns if not column.parts}


def composed_ids(plan: Plan) -> dict[str, str]:
    """Returns, per raw column that is an id of several columns, the SQL that composes it."""
    names = file_columns(plan)
    return {
        column.name: key_sql([names[part - 1] for part in column.parts], plan.null_tokens)
        for column in plan.columns
        if column.parts
    }


def row_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Joins tables to ones of one DuckDB row group; to smaller ones when the rows are long."""
    waiting: list[pa.Table] = []
    rows = size = 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        size += table.nbytes
        while rows >= GROUP_ROWS or size > GROUP_BYTES:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, GROUP_ROWS)
            waiting, size = [joined.slice(GROUP_ROWS)], 0
            rows = waiting[0].num_rows
    if rows:
        yield pa.concat_tables(waiting)


def _raw_table(
    group: pa.Table,
    plan: Plan,
    columns: list[str],
    file_ids: Iterator[str],
    numbers: Iterator[int],
) -> pa.Table:
    rows = group.num_rows
    source = copied_columns(plan) | {name: name for name in composed_ids(plan)}
    arrays: list[pa.ChunkedArray | pa.Array] = []
    nulls = pa.nulls(rows, pa.string())
    for name in columns:
        if name in plan.constants:
            arrays.append(_repeat(plan.constants[name], rows))
        elif name in source:
            arrays.append(group.column(source[name]))
        else:
            arrays.append(nulls)
    arrays.append(_repeat(plan.system, rows))
    arrays.append(pa.array(islice(file_ids, rows), pa.string()))
    arrays.append(pa.array(islice(numbers, rows), pa.int64()))
    return pa.table(arrays, names=[*columns, "_system", "_file", "_row"])


def _repeat(value: str, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), rows)
