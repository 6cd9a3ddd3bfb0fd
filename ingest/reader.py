"""The long way of a file: every record is looked at, and becomes a row, a reject or furniture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ingest.aside import Furniture, Reject
from ingest.errors import Problem
from ingest.plan import Plan
from ingest.records import BLANK, lines_before, lines_between, records
from ingest.text import Broken

# Tables of exactly one DuckDB row group load twice as fast as tables that straddle row groups.
GROUP = 122_880
GROUP_BYTES = 64 << 20
BATCH, BATCH_CELLS, BATCH_CHARACTERS = 8_192, 200_000, 8 << 20
NULL = pa.scalar(None, pa.string())
MAX_REJECTS = 100_000
MAX_REJECTED_CHARACTERS = 256 << 20


@dataclass
class Reading:
    """What came out of a file; complete once the batches are exhausted."""

    plan: Plan
    delivered: int = 0
    misfits: list[Reject] = field(default_factory=list)  # records of the text that do not fit
    blank_lines: int = 0
    headers: list[Furniture] = field(default_factory=list)  # the header again, below itself
    empty_columns: set[str] = field(default_factory=set)  # no header, no cell: not landed
    seen: int = 0  # records that were looked at
    seen_lines: int = 0
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

    Empty cells are NULL: DuckDB does not tell `,,` from `,"",`, and no vendor means a
    difference. When the file cannot be read to its end, `reading.problem` says why and what was
    yielded so far must be thrown away.
    """
    plan = reading.plan
    try:
        for group in _groups(_batches(reading)):
            yield _shaped(group, plan, columns, reading.delivered)
            reading.delivered += group.num_rows
            progress(group.num_rows)
        reading.problem = _unaccounted(reading)
    except Broken as broken:
        reading.problem = broken.problem(plan.source.label)


def _batches(reading: Reading) -> Iterator[pa.Table]:
    """The cells of every record, column by position; what is none is noted."""
    plan = reading.plan
    layout, path = plan.layout, plan.text.path
    header = layout.header
    most = min(BATCH, max(1, BATCH_CELLS // len(header)))
    above = lines_before(path, layout.data_start)
    lines = lines_between(path, layout.data_start, layout.data_end)
    rejected = size = 0
    batch: list[list[str]] = []
    for line, taken, text, cells, reason in records(lines, layout.dialect, len(header)):
        reading.seen_lines += taken
        if reason is None:
            if cells[0].lstrip("\ufeff") == header[0] and cells[1:] == header[1:]:
                reading.headers.append(Furniture(above + line, "header", text))
                continue
            reading.seen += 1
            batch.append(cells)
            size += len(text)
            if len(batch) == most or size > BATCH_CHARACTERS:
                yield _table(batch)
                batch, size = [], 0
        elif reason == BLANK:
            reading.blank_lines += 1
        else:
            reading.seen += 1
            rejected += len(text)
            reading.misfits.append(Reject(above + line, reading.seen, reason, text))
            if len(reading.misfits) > MAX_REJECTS or rejected > MAX_REJECTED_CHARACTERS:
                what = f"more than {MAX_REJECTS:,} records do not fit the header"
                raise Broken(what, above + line, "export it again, or map it in the stack")
    if batch:
        yield _table(batch)


def _unaccounted(reading: Reading) -> Problem | None:
    """What must never happen: a line that is in no record, or a record that was not delivered."""
    plan = reading.plan
    path, layout = plan.text.path, plan.layout
    lines = lines_before(path, layout.data_end) - lines_before(path, layout.data_start)
    if layout.data_end > layout.data_start:
        with path.open("rb") as stream:
            stream.seek(layout.data_end - 1)
            lines += stream.read(1) not in b"\r\n"
    lost = lines - reading.seen_lines + reading.seen - reading.delivered - len(reading.misfits)
    if not lost:
        return None
    what = f"{abs(lost)} lines are neither records, rejects nor blank"
    return Problem(what, plan.source.label, "report this file to the authors")


def _table(rows: list[list[str]]) -> pa.Table:
    columns = (pa.array(cells, pa.string()) for cells in zip(*rows, strict=True))
    arrays = [pc.if_else(pc.equal(column, ""), NULL, column) for column in columns]
    return pa.table(arrays, names=list(map(str, range(len(arrays)))))


def _groups(batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Row groups as DuckDB packs them; smaller ones when the rows are long."""
    waiting: list[pa.Table] = []
    rows = size = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
        while rows >= GROUP or size > GROUP_BYTES:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, GROUP)
            waiting, size = [joined.slice(GROUP)], 0
            rows = waiting[0].num_rows
    if rows:
        yield pa.concat_tables(waiting)


def _shaped(group: pa.Table, plan: Plan, columns: list[str], before: int) -> pa.Table:
    rows = group.num_rows
    places = {column.name: column.position - 1 for column in plan.columns}
    arrays: list[pa.ChunkedArray | pa.Array] = []
    for name in columns:
        if name in plan.constants:
            arrays.append(_constant(plan.constants[name], rows))
        elif name in places:
            arrays.append(group.column(places[name]))
        else:
            arrays.append(pa.nulls(rows, pa.string()))
    arrays += [_constant(plan.system, rows), _constant(plan.file_id, rows)]
    arrays.append(pa.array(range(before + 1, before + rows + 1), pa.int64()))
    return pa.table(arrays, names=[*columns, "_system", "_file", "_row"])


def _constant(value: str, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), rows)
