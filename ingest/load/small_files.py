"""Small files: the valid records of many files are read by one query of DuckDB.

Opening a connection and running a query costs more than the records of a small file do.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from ingest.load.checked_path import (
    Reading,
    filter_file,
    open_valid,
    read,
    valid_rows,
)
from ingest.load.record_filter import FilteredFile
from ingest.plan.planner import Plan

SMALL_BYTES = 1 << 20
# The rows of one query stay in memory until they are verified.
TOGETHER_BYTES = 32 << 20


def is_small(plan: Plan) -> bool:
    """Whether a file is read together with others of its table."""
    return plan.text.scan.size <= SMALL_BYTES


def read_small(
    con: duckdb.DuckDBPyConnection,
    readings: Sequence[Reading],
    columns: list[str],
    scratch: Path,
    progress: Callable[[Plan, int], None],
) -> Iterator[pa.Table]:
    """Yields the rows of small files of one table; see `checked_path.read`.

    Every file is yielded whole or, when its `problem` is set, not at all. `con` is any connection
    with time zone UTC.
    """
    for batch in _batches(readings):
        tables = _read_together(con, batch, columns, scratch)
        yield from _read_each(batch, columns, scratch) if tables is None else tables
        for reading in batch:
            if reading.problem is None:
                progress(reading.plan, reading.delivered)


def _batches(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Groups files that one query can read."""
    waiting: dict[Hashable, list[Reading]] = {}
    sizes: dict[Hashable, int] = {}
    for reading in readings:
        shape = _shape(reading.plan)
        waiting.setdefault(shape, []).append(reading)
        sizes[shape] = sizes.get(shape, 0) + reading.plan.text.scan.size
        if sizes[shape] > TOGETHER_BYTES:
            yield waiting.pop(shape)
            del sizes[shape]
    yield from waiting.values()


def _shape(plan: Plan) -> Hashable:
    """What files have in common that one query can read."""
    columns = tuple((column.name, column.position, column.parts) for column in plan.columns)
    constants = tuple(plan.constants.items())
    dialect = plan.layout.delimiter, plan.layout.dialect.quote
    return plan.system, columns, len(plan.layout.header), constants, plan.null_tokens, dialect


def _read_together(
    con: duckdb.DuckDBPyConnection, batch: Sequence[Reading], columns: list[str], scratch: Path
) -> list[pa.Table] | None:
    """Reads the valid records of all files by one query; None when not each of them is a row.

    A query never makes two rows of one valid record. So when there are as many rows as valid
    records, no file has lost one.
    """
    path = scratch / "together.valid.csv"
    found: list[tuple[Reading, FilteredFile]] = []
    with open_valid(path) as out:
        for reading in batch:
            text = io.StringIO()
            valid = filter_file(reading, text)
            if valid is not None:
                out.write(text.getvalue())
                found.append((reading, valid))
    if not found:
        return []
    try:
        tables = list(valid_rows(con, path, found, columns))
    except duckdb.Error:
        return None
    rows = sum(table.num_rows for table in tables)
    if rows != sum(v.rows for _, v in found) or any(v.unaccounted_lines for _, v in found):
        return None
    for reading, valid in found:
        reading.delivered = valid.rows
    return tables


def _read_each(batch: Sequence[Reading], columns: list[str], scratch: Path) -> Iterator[pa.Table]:
    """Reads one file after the other, and so finds the one that cannot be read."""
    for reading in batch:
        if reading.problem is None:
            tables = list(read(reading, columns, scratch))
            if reading.problem is None:
                yield from tables
