"""Separates valid CSV records from everything else and writes them to a clean CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from ingest.files.byte_scan import count_line_ends
from ingest.files.csv_records import BLANK, EMPTY, MARK, Lines, Record, texts_between
from ingest.files.dialect import CsvWriter, Dialect
from ingest.files.rejects import NonRecordLine, Reject
from ingest.files.unreadable import UnreadableFile
from ingest.load.plain_blocks import BlocksAndRecords, PlainBlock
from ingest.load.stacked_tables import StackedTableDetector
from ingest.plan.column_names import IdCell
from ingest.plan.planner import Plan

NO_ID = "no id: nothing below"  # a reason of rejects
MAX_REJECTS = 100_000
MAX_REJECTED_CHARACTERS = 256 << 20
MAX_EMPTY_RECORDS = 10_000  # with their line; a spreadsheet may leave a million


@dataclass
class FilteredFile:
    """How many records of a file are valid, and what was left out."""

    rows: int = 0
    longest: int = 0  # upper limit for the bytes of a record
    rejects: list[Reject] = field(default_factory=list)
    repeated_headers: list[NonRecordLine] = field(default_factory=list)
    blank_lines: int = 0
    empty_records: list[NonRecordLine] = field(default_factory=list)
    unaccounted_lines: int = 0  # lines of the text that were not seen: must be 0


def filter_records(plan: Plan, out: TextIO) -> FilteredFile:
    """Writes to `out` the records of a file that have as many cells as its header, with LF ends.

    Raises `UnreadableFile` when too many records do not fit this header.
    """
    filtered = FilteredFile()
    layout, path = plan.layout, plan.text.path
    lines_above = count_line_ends(path, layout.data_start)
    lines = Lines(texts_between(path, layout.data_start, layout.data_end))
    seen = rejected_characters = 0
    writer = CsvWriter(out, layout.delimiter, layout.dialect.quote)
    detector = StackedTableDetector(plan)
    for found in BlocksAndRecords(lines, layout.dialect, layout.header, detector, plan.id_cell):
        line = lines_above + seen + 1
        seen += found.lines
        filtered.longest = max(filtered.longest, 4 * len(found.text))
        if isinstance(found, PlainBlock):
            filtered.rows += found.rows
            _write_block(found, layout.dialect, writer, out)
            continue
        is_header = found.reason is None and _is_repeated_header(found.cells, layout.header)
        record = detector.check(_with_id(found, plan.id_cell), is_header)
        ordinal = _number_in_file(plan, filtered.rows + len(filtered.rejects) + 1)
        # Tables of other formats were copied: their line is the number of the record.
        line = ordinal if plan.text.shape == "table" else plan.text.row_of(line)
        if record.reason == EMPTY and len(filtered.empty_records) < MAX_EMPTY_RECORDS:
            filtered.empty_records.append(NonRecordLine(line, "empty", record.text))
        elif record.reason in (BLANK, EMPTY):
            filtered.blank_lines += 1
        elif record.reason is not None:
            rejected_characters += len(record.text)
            filtered.rejects.append(Reject(line, ordinal, record.reason, record.text))
        elif is_header:
            filtered.repeated_headers.append(NonRecordLine(line, "header", record.text))
        else:
            filtered.rows += 1
            writer.row(record.cells)
        if len(filtered.rejects) > MAX_REJECTS or rejected_characters > MAX_REJECTED_CHARACTERS:
            what = f"more than {MAX_REJECTS:,} records do not fit the header"
            raise UnreadableFile(what, line, "export it again, or map it in the stack")
    if layout.data_end > layout.data_start:
        filtered.unaccounted_lines = _count_lines(path, layout.data_end) - lines_above - seen
    return filtered


def _with_id(record: Record, id_cell: IdCell | None) -> Record:
    """Returns the record, with a reason when the cell of its id is empty."""
    if record.reason is not None or id_cell is None or not id_cell.is_missing(record.cells):
        return record
    has_value = any(cell.strip(" ") for cell in record.cells)
    return record._replace(reason=f"{NO_ID} `{id_cell.header}`" if has_value else EMPTY)


def _number_in_file(plan: Plan, number: int) -> int:
    """The number of a record in its file; the reader of the format may have rejected some above."""
    for ordinal in sorted(reject.ordinal for reject in plan.text.rejects):
        number += ordinal <= number
    return number


def _write_block(block: PlainBlock, dialect: Dialect, writer: CsvWriter, out: TextIO) -> None:
    if "\r" in block.text:  # other line ends: the rows are written again
        lines = io.StringIO(block.text, newline="")
        writer.rows(
            csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)
        )
    else:
        out.write(block.text if block.text.endswith("\n") else f"{block.text}\n")


def _is_repeated_header(cells: list[str], header: list[str]) -> bool:
    """Whether a record repeats the header, as in exports that were joined."""
    return cells[0].lstrip(MARK) == header[0] and cells[1:] == header[1:]


def _count_lines(path: Path, end: int) -> int:
    """Counts the lines before a byte; the last one may be without a line end."""
    with path.open("rb") as stream:
        stream.seek(end - 1)
        return count_line_ends(path, end) + (stream.read(1) not in b"\r\n")
