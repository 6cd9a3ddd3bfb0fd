"""The long way of a file: every record is looked at before DuckDB reads what was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

import duckdb
import pyarrow as pa

from ingest.errors import Problem
from ingest.files.dialect import Dialect
from ingest.files.rejects import NonRecordLine, Reject
from ingest.files.unreadable import UnreadableFile
from ingest.load.record_filter import sift
from ingest.plan.planner import Plan
from ingest.sql import identifier, literal
from ingest.vendors.composite_keys import key_sql

# Small batches are cheap to read. Tables of exactly one DuckDB row group load twice as fast as
# tables that straddle row groups.
BATCH = 20_480
GROUP = 122_880
GROUP_BYTES = 256 << 20
MAX_LINE = 4_000_000
REPORT = "report it to the authors of handoff, with a file like it"


@dataclass
class Reading:
    """What came out of a file; complete once the batches are exhausted."""

    plan: Plan
    delivered: int = 0
    misfits: list[Reject] = field(default_factory=list)  # records of the text that do not fit
    blank_lines: int = 0
    headers: list[NonRecordLine] = field(default_factory=list)  # the header again, below itself
    empty_columns: set[str] = field(default_factory=set)  # no header, no cell: not landed
    problem: Problem | None = None

    @property
    def rejects(self) -> list[Reject]:
        """Every record that did not land."""
        return [*self.plan.text.rejects, *self.misfits]

    @property
    def records(self) -> int:
        """Records in the file: delivered and rejected."""
        return self.delivered + len(self.rejects)


def read(
    reading: Reading,
    columns: list[str],
    scratch: Path,
    progress: Callable[[int], None] = lambda rows: None,
) -> Iterator[pa.Table]:
    """Tables with `columns` (text; NULL where the file lacks one) plus _system, _file, _row.

    `_row` is the number of the record in the file, rejected ones counted.

    Empty cells are NULL: DuckDB does not tell `,,` from `,"",`, and no vendor means a
    difference. When the file cannot be read to its end, `reading.problem` says why and what was
    yielded so far must be thrown away.
    """
    plan = reading.plan
    layout = plan.layout
    try:
        kept = sift(plan, scratch / f"{'-'.join(plan.key)}.kept.csv")
    except UnreadableFile as broken:
        reading.problem = broken.problem(plan.source.label)
        return
    reading.problem = plan.source.changed
    if reading.problem is not None:
        return
    reading.misfits, reading.headers = kept.misfits, kept.headers
    reading.blank_lines = kept.blank_lines
    rejected = {reject.ordinal for reject in reading.rejects}
    numbers = (number for number in count(1) if number not in rejected)
    names = base_names(plan)
    dialect = Dialect(layout.delimiter, layout.dialect.quote)
    rows = csv_rows(names, kept.path, dialect, longest=kept.longest)
    try:
        with duckdb.connect() as con:
            con.execute("set TimeZone = 'UTC'")
            cells = [identifier(name) for name in names]
            cells += [f"{sql} as {identifier(name)}" for name, sql in made_ids(plan).items()]
            result = con.sql(f"select {', '.join(cells)} from {rows}")
            for group in _groups(result.to_arrow_reader(BATCH)):
                yield _shaped(group, plan, columns, numbers)
                reading.delivered += group.num_rows
                progress(group.num_rows)
    except duckdb.Error:  # its message quotes cells
        reading.problem = Problem("DuckDB cannot read its records", plan.source.label, REPORT)
        return
    lost = kept.unseen_lines + kept.rows - reading.delivered
    if lost:
        what = f"{abs(lost)} lines are neither records, rejects nor blank"
        reading.problem = Problem(what, plan.source.label, REPORT)


def csv_rows(
    names: list[str],
    path: Path,
    dialect: Dialect,
    line_end: str = "\\n",
    skip: int = 0,
    longest: int = 0,
) -> str:
    """SQL that reads the records: the dialect is told, never guessed, and misfits are rejected."""
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    quote = literal(dialect.quote)
    end = f"new_line = '{line_end}', " if line_end else ""
    # DuckDB makes its buffers from the longest line: many times as large, unless it is told.
    line = f"max_line_size = {longest}, buffer_size = {2 * longest}"
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {skip}, "
        f"columns = {{{columns}}}, delim = {literal(dialect.delimiter)}, "
        f"quote = {quote}, escape = {quote}, nullstr = '', strict_mode = true, "
        f"null_padding = false, store_rejects = true, rejects_limit = 0, "
        f"{end}{line if longest > MAX_LINE else f'max_line_size = {MAX_LINE}'})"
    )


def base_names(plan: Plan) -> list[str]:
    """Raw column of every column of the file, in order."""
    return [column.name for column in plan.columns[: len(plan.layout.header)]]


def copied(plan: Plan) -> dict[str, str]:
    """Raw column -> raw column of the file whose cells it has."""
    names = base_names(plan)
    return {column.name: names[column.position - 1] for column in plan.columns if not column.parts}


def made_ids(plan: Plan) -> dict[str, str]:
    """Raw column -> SQL over the columns of the file, for ids of several of them."""
    names = base_names(plan)
    return {
        column.name: key_sql([names[part - 1] for part in column.parts], plan.nothing)
        for column in plan.columns
        if column.parts
    }


def _groups(batches: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Row groups as DuckDB packs them; smaller ones when the rows are long."""
    waiting: list[pa.Table] = []
    rows = size = 0
    for batch in batches:
        waiting.append(pa.Table.from_batches([batch]))
        rows += batch.num_rows
        size += batch.nbytes
        while rows >= GROUP or size > GROUP_BYTES:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, GROUP)
            waiting, size = [joined.slice(GROUP)], 0
            rows = waiting[0].num_rows
    if rows:
        yield pa.concat_tables(waiting)


def _shaped(group: pa.Table, plan: Plan, columns: list[str], numbers: Iterator[int]) -> pa.Table:
    rows = group.num_rows
    source = copied(plan) | {name: name for name in made_ids(plan)}
    arrays: list[pa.ChunkedArray | pa.Array] = []
    for name in columns:
        if name in plan.constants:
            arrays.append(_constant(plan.constants[name], rows))
        elif name in source:
            arrays.append(group.column(source[name]))
        else:
            arrays.append(pa.nulls(rows, pa.string()))
    arrays += [_constant(plan.system, rows), _constant(plan.file_id, rows)]
    arrays.append(pa.array(islice(numbers, rows), pa.int64()))
    return pa.table(arrays, names=[*columns, "_system", "_file", "_row"])


def _constant(value: str, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), rows)
