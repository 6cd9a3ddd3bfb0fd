"""One planned file to Arrow tables of text, with its rejects and an account of every line."""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from ingest.aside import Reject
from ingest.discover import safe_name
from ingest.errors import Problem
from ingest.layout import newlines_before
from ingest.names import identifier, literal
from ingest.plan import Plan

# Small batches are cheap to read. Tables of exactly one DuckDB row group load twice as fast as
# tables that straddle row groups.
BATCH = 20_480
GROUP = 122_880
MAX_LINE = 4_000_000

_BLANK_BYTES = re.compile(rb"(?<=\n)\r?\n")
_BLANK = re.compile(r"(?<=\n)\r?\n")
# DuckDB's error types in our words.
_REASONS = {
    "UNQUOTED VALUE": "a quote is opened and not closed where the cell ends",
    "MISSING COLUMNS": "too few cells",
    "TOO MANY COLUMNS": "too many cells",
    "LINE SIZE OVER MAXIMUM": f"a record of more than {MAX_LINE:,} bytes",
}
_AT_LINE = re.compile(r"\bLine: (\d+)")


@dataclass
class Reading:
    """What came out of a file; complete once the batches are exhausted."""

    plan: Plan
    delivered: int = 0
    misfits: list[Reject] = field(default_factory=list)  # records of the text that do not fit
    blank_lines: int = 0
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

    Empty cells are NULL: DuckDB does not tell `,,` from `,"",`, and no vendor means a
    difference. When the file cannot be read to its end, `reading.problem` says why and what was
    yielded so far must be thrown away.
    """
    plan = reading.plan
    path, offset_line, skip = plain_file(plan, scratch)
    try:
        with duckdb.connect() as con:
            con.execute("set TimeZone = 'UTC'")
            names = ", ".join(map(identifier, base_names(plan)))
            result = con.sql(f"select {names} from {csv_rows(plan, path, skip)}")
            embedded = blank_in_cells = 0
            for group in _groups(result.to_arrow_reader(BATCH)):
                if plan.text.scan.has_quotes:
                    embedded += _count_newlines(group)
                    if plan.text.scan.has_blank_lines:
                        blank_in_cells += _count_blank(group)
                yield _shaped(group, plan, columns, reading.delivered)
                reading.delivered += group.num_rows
                progress(group.num_rows)
            reading.misfits = _rejects(con, path, offset_line, skip)
    except duckdb.Error as error:
        reading.problem = _unparsable(plan, str(error))
        return
    missing = account(reading, path, skip, embedded, blank_in_cells)
    if missing:
        reading.problem = Problem(
            f"{abs(missing)} lines are neither records, rejects nor blank",
            plan.source.label,
            "look for quotes that are opened and never closed, and export the file again",
        )


def plain_file(plan: Plan, scratch: Path) -> tuple[Path, int, int]:
    """The file DuckDB reads, lines of the export above it, and header lines it skips."""
    layout, text = plan.layout, plan.text
    if layout.is_whole:
        return safe_name(text.path, scratch / f"{'-'.join(plan.key)}.csv"), 0, 1
    target = scratch / f"{'-'.join(plan.key)}.rows.csv"
    left = layout.data_end - layout.data_start
    with text.path.open("rb") as stream, target.open("wb") as out:
        stream.seek(layout.data_start)
        while left > 0 and (chunk := stream.read(min(left, 4 << 20))):
            out.write(chunk)
            left -= len(chunk)
    return target, newlines_before(text.path, layout.data_start), 0


def csv_rows(plan: Plan, path: Path, skip: int) -> str:
    """SQL that reads the records: the dialect is told, never guessed, and misfits are rejected."""
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in base_names(plan))
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {skip}, "
        f"columns = {{{columns}}}, delim = {literal(plan.layout.delimiter)}, "
        f"quote = '\"', escape = '\"', nullstr = '', strict_mode = true, null_padding = false, "
        f"max_line_size = {MAX_LINE}, store_rejects = true, rejects_limit = 0)"
    )


def base_names(plan: Plan) -> list[str]:
    """Raw column of every column of the file, in order."""
    return [column.name for column in plan.columns[: len(plan.layout.header)]]


def _groups(batches: pa.RecordBatchReader) -> Iterator[pa.Table]:
    waiting: list[pa.Table] = []
    rows = 0
    for batch in batches:
        waiting.append(pa.Table.from_batches([batch]))
        rows += batch.num_rows
        while rows >= GROUP:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, GROUP)
            waiting, rows = [joined.slice(GROUP)], rows - GROUP
    if rows:
        yield pa.concat_tables(waiting)


def _shaped(group: pa.Table, plan: Plan, columns: list[str], before: int) -> pa.Table:
    rows = group.num_rows
    by_position = base_names(plan)
    source = {column.name: by_position[column.position - 1] for column in plan.columns}
    arrays: list[pa.ChunkedArray | pa.Array] = []
    for name in columns:
        if name in plan.constants:
            arrays.append(_constant(plan.constants[name], rows))
        elif name in source:
            arrays.append(group.column(source[name]))
        else:
            arrays.append(pa.nulls(rows, pa.string()))
    arrays += [_constant(plan.system, rows), _constant(plan.file_id, rows)]
    arrays.append(pa.array(range(before + 1, before + rows + 1), pa.int64()))
    return pa.table(arrays, names=[*columns, "_system", "_file", "_row"])


def _constant(value: str, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), rows)


def _count_newlines(group: pa.Table) -> int:
    chunks = (chunk for column in group.columns for chunk in column.chunks)
    return sum(
        pc.sum(pc.count_substring(chunk, "\n")).as_py() or 0
        for chunk in chunks
        # A look at the bytes first: few columns hold a line break at all.
        if (cells := chunk.buffers()[2]) is not None and b"\n" in cells.to_pybytes()
    )


def _count_blank(group: pa.Table) -> int:
    """Blank lines inside cells; looks only at cells that hold one."""
    count = 0
    for column in group.columns:
        cells = pc.filter(column, pc.match_substring_regex(column, "\n\r?\n"))
        count += sum(len(_BLANK.findall(cell.as_py())) for cell in cells if cell.is_valid)
    return count


def _rejects(
    con: duckdb.DuckDBPyConnection, path: Path, offset_line: int, skip: int
) -> list[Reject]:
    """One reject per record: DuckDB writes one row per error. Needs the reading connection."""
    rows = con.execute(
        """
        select line_byte_position, min(line), min_by(error_type::varchar, byte_position),
            any_value(csv_line)
        from reject_errors group by line_byte_position order by line_byte_position
        """
    ).fetchall()
    return [
        Reject(
            line=offset_line + newlines_before(path, int(start) - 1) + 1,
            ordinal=int(line) - skip,
            reason=_REASONS.get(str(reason), str(reason).lower()),
            raw_text=str(text or ""),
        )
        for start, line, reason, text in rows
    ]


def account(
    reading: Reading, path: Path, skip: int, embedded: int = 0, blank_in_cells: int = 0
) -> int:
    """Lines too few; 0 when each is a record's end, part of a cell, or blank.

    This is what finds a reader that loses records without a word.
    """
    plan = reading.plan
    size = path.stat().st_size
    lines = plan.text.scan.newlines if plan.layout.is_whole else newlines_before(path, size)
    with path.open("rb") as stream:
        if size:
            stream.seek(size - 1)
            lines += stream.read(1) != b"\n"
    raws = [reject.raw_text.removesuffix("\n").removesuffix("\r") for reject in reading.misfits]
    spent = skip + reading.delivered + embedded + sum(1 + raw.count("\n") for raw in raws)
    if plan.text.scan.has_blank_lines and len(plan.layout.header) > 1:
        blank = _blank_lines(path) - blank_in_cells - sum(len(_BLANK.findall(r)) for r in raws)
        reading.blank_lines = blank
        spent += blank
    return lines - spent


def _blank_lines(path: Path) -> int:
    if not path.stat().st_size:
        return 0
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        starts_blank = re.match(rb"\r?\n", data) is not None
        return sum(1 for _ in _BLANK_BYTES.finditer(data)) + starts_blank


def _unparsable(plan: Plan, message: str) -> Problem:
    # The message itself quotes cells: only its line number may be shown.
    found = _AT_LINE.search(message)
    line = int(found[1]) if found else _lone_return(plan.text.path)
    where = f"{plan.source.label}:{line}" if line else plan.source.label
    return Problem(
        "the text is no table: a quote or a carriage return stands where none may",
        where,
        "export the file again; a cell with a line break must stand in quotes",
    )


def _lone_return(path: Path) -> int:
    """Line of the first carriage return without a line feed; 0 when there is none."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if b"\r" in line[:-2] or line.endswith(b"\r"):
                return number
    return 0
