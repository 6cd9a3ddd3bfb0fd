"""Sets the records of a text apart from what is none; the records become a plain CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.files.byte_scan import count_line_ends
from ingest.files.csv_records import BLANK, Lines, Record, records, texts_between
from ingest.files.dialect import Dialect, Writer
from ingest.files.rejects import NonRecordLine, Reject
from ingest.files.unreadable import UnreadableFile
from ingest.load.stacked_tables import Tables
from ingest.plan.planner import Plan

# Lines that are checked together: most of them hold nothing odd.
BLOCK, BLOCK_CHARACTERS = 4_096, 1_000_000
MAX_REJECTS = 100_000
MAX_REJECTED_CHARACTERS = 256 << 20


@dataclass
class FilteredFile:
    """A file of records only, LF at the end of each, and what was set aside."""

    path: Path
    rows: int = 0
    longest: int = 0  # bytes of a record, at most
    misfits: list[Reject] = field(default_factory=list)
    headers: list[NonRecordLine] = field(default_factory=list)
    blank_lines: int = 0
    unseen_lines: int = 0  # of the text: must be 0


@dataclass(frozen=True)
class _Block:
    """Records without anything odd."""

    lines: int
    rows: int
    text: str


class _Shape:
    """What records look like in which nothing is odd: most files hold no others.

    One regular expression looks at a whole text, many times as fast as at one record after the
    other. Quotes stand around a cell, or doubled inside of one, and nowhere else.
    """

    def __init__(self, dialect: Dialect, header: list[str]) -> None:
        d, first = re.escape(dialect.delimiter), re.escape(header[0])
        is_usual = dialect.quote == '"' and dialect.escape is None and not dialect.blank
        # In a table of one column, a blank line looks like a record.
        self.is_known = is_usual and len(header) > 1 and '"' not in header[0]
        line, lines = (
            f"{cell}(?:{d}{cell}){{{len(header) - 1}}}\r?\n"
            for inner in ('[^"\r\n]', '[^"]')
            for cell in [f'(?:"(?:{inner}++|"")*+"|[^{d}"\r\n]*+)']
        )
        self._lines = re.compile(f"(?:{line})*+")  # no cell goes on in the next line
        self._records = re.compile(f"(?:{lines})*+")
        self._record = re.compile(lines)
        # The start of what may be the header once more.
        self._again = re.compile(f'^(?:{first}|"{first}"){d}', re.M)

    def blocks(self, text: str) -> tuple[list[_Block], int]:
        """The records at the start of a text, up to the first odd one, and where that stands."""
        if "\ufeff" in text or self._again.search(text):
            return [], 0
        found = []
        end = _end(self._lines.match(text))
        if end:
            plain = text[:end].replace("\r\n", "\n")
            rows = plain.count("\n")
            found.append(_Block(rows, rows, plain))
        start, end = end, _end(self._records.match(text, end))
        if end > start:
            rest = text[start:end]
            lines = rest.count("\n") + rest.count("\r") - rest.count("\r\n")
            found.append(_Block(lines, sum(1 for _ in self._record.finditer(rest)), rest))
        return found, end


def _end(match: re.Match[str] | None) -> int:
    assert match is not None  # the pattern fits nothing, too
    return match.end()


def sift(plan: Plan, target: Path) -> FilteredFile:
    """Writes the records of a file that have as many cells as its header.

    Raises `UnreadableFile` when the file is no table under this header at all.
    """
    kept = FilteredFile(target)
    layout, path = plan.layout, plan.text.path
    above = count_line_ends(path, layout.data_start)
    lines = Lines(texts_between(path, layout.data_start, layout.data_end))
    seen = rejected = 0
    # With a mark of its own, or DuckDB would take the mark in a first cell for that of the file.
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        # What is written again loses its escapes: quotes are doubled.
        writer = Writer(out, layout.delimiter, layout.dialect.quote)
        tables = Tables(plan)
        for found in _pieces(lines, layout.dialect, layout.header, tables):
            seen += found.lines
            kept.longest = max(kept.longest, 4 * len(found.text))
            if isinstance(found, _Block):
                kept.rows += found.rows
                if "\r" in found.text:
                    writer.rows(_cells(found.text, layout.dialect))
                else:
                    out.write(found.text if found.text.endswith("\n") else f"{found.text}\n")
                continue
            line = above + seen - found.lines + 1
            is_header = found.reason is None and _is_header(found.cells, layout.header)
            found = tables.judged(found, is_header)
            if found.reason == BLANK:
                kept.blank_lines += 1
            elif found.reason is not None:
                rejected += len(found.text)
                ordinal = kept.rows + len(kept.misfits) + 1
                kept.misfits.append(Reject(line, ordinal, found.reason, found.text))
            elif is_header:
                kept.headers.append(NonRecordLine(line, "header", found.text))
            else:
                kept.rows += 1
                writer.row(found.cells)
            if len(kept.misfits) > MAX_REJECTS or rejected > MAX_REJECTED_CHARACTERS:
                what = f"more than {MAX_REJECTS:,} records do not fit the header"
                raise UnreadableFile(what, line, "export it again, or map it in the stack")
    if layout.data_end > layout.data_start:
        kept.unseen_lines = _lines(path, layout.data_end) - above - seen
    return kept


def _pieces(
    lines: Lines, dialect: Dialect, header: list[str], tables: Tables
) -> Iterator[_Block | Record]:
    """Blocks of plain records, and one by one the records of blocks that hold anything odd.

    What follows a blank line is never in a block, nor is any record of another table.
    """
    few, shape = 64, _Shape(dialect, header)
    most = few
    while True:
        if shape.is_known and not tables.is_other:
            text = lines.text()
            blocks, end = shape.blocks(text)
            yield from blocks
            lines.give_back_text(text[end:])
            # The closer look is for a few records, unless odd ones are many.
            most = few if sum(block.lines for block in blocks) > most else most
        taken = lines.take(most)
        if not taken:
            break
        text = "".join(taken)
        most = min(2 * most, BLOCK, BLOCK_CHARACTERS * len(taken) // len(text) + 1)
        if text.count(dialect.quote) % 2:  # the last record goes on
            while len(taken) < 2 * BLOCK and (line := lines.next()) is not None:
                taken.append(line)
                if line.count(dialect.quote) % 2:
                    break
            text = "".join(taken)
        block = None if tables.is_other else _plain(taken, text, dialect, header)
        if block is not None:
            yield block
            continue
        lines.give_back(taken)
        left = len(taken)
        for record in records(lines, dialect, len(header)):
            yield record
            left -= record.lines
            if left <= 0 and record.reason is None:
                break


def _plain(taken: list[str], text: str, dialect: Dialect, header: list[str]) -> _Block | None:
    quote, delimiter = dialect.quote, dialect.delimiter
    if dialect.escape is not None or dialect.blank or "\ufeff" in text:
        return None
    if dialect.may_doubt(text):
        return None
    if f"{delimiter} {quote}" in text or f"\n {quote}" in text or text.startswith(f" {quote}"):
        return None
    rows, width = 0, len(header)
    try:
        # No row is kept: a list of them would cost twice the time.
        for row in csv.reader(taken, delimiter=delimiter, quotechar=quote, strict=True):
            if len(row) != width or row == header:
                return None
            rows += 1
    except csv.Error:
        return None
    return _Block(len(taken), rows, text)


def _cells(text: str, dialect: Dialect) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    return csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)


def _is_header(cells: list[str], header: list[str]) -> bool:
    """Whether a record is the header once more, as where exports were joined."""
    return cells[0].lstrip("\ufeff") == header[0] and cells[1:] == header[1:]


def _lines(path: Path, end: int) -> int:
    """Lines that end before or at a byte; the last one may lack its end."""
    with path.open("rb") as stream:
        stream.seek(end - 1)
        return count_line_ends(path, end) + (stream.read(1) not in b"\r\n")
