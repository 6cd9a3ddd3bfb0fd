"""Finds blocks of plain records that can be copied unchanged; most files consist of these."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.files.csv_records import Lines, Record, is_empty, parse_records
from ingest.files.dialect import Dialect
from ingest.load.stacked_tables import StackedTableDetector
from ingest.plan.column_names import IdCell

# Lines that are checked together: the fewest and the most, and the most characters.
FEWEST, MOST, MOST_CHARACTERS = 64, 4_096, 1_000_000


@dataclass(frozen=True)
class PlainBlock:
    """Valid records that can be copied as they are."""

    lines: int
    rows: int
    text: str


class PlainBlockPattern:
    """A regular expression for many plain records at once.

    It is many times as fast as a parser that looks at one record after the other. In plain
    records, quotes are around a cell, or doubled inside of such a cell, and nowhere else; one cell
    is not empty, and the one with the id contains one.
    """

    def __init__(self, dialect: Dialect, header: list[str], id_cell: IdCell | None = None) -> None:
        d, first = re.escape(dialect.delimiter), re.escape(header[0])
        is_usual = dialect.quote == '"' and dialect.escape is None and not dialect.has_blanks
        # In a table of one column, a blank line looks like a record.
        self.is_usable = is_usual and len(header) > 1 and '"' not in header[0]
        # `1,"Ada ""Countess"" Byron",x`: no cell contains a line end.
        one_line = _record_pattern(d, '[^"\r\n]', len(header), id_cell)
        # `1,"Ada` and `Byron",x`: a cell in quotes contains a line end.
        any_lines = _record_pattern(d, '[^"]', len(header), id_cell)
        self._one_line_records = re.compile(f"(?:{one_line})*+")
        self._records = re.compile(f"(?:{any_lines})*+")
        self._record = re.compile(any_lines)
        # `Id,` or `"Id",` at the start of a line: maybe the header is repeated.
        self._header_start = re.compile(f'^(?:{first}|"{first}"){d}', re.M)

    def match(self, text: str) -> tuple[list[PlainBlock], int]:
        """Returns the plain records at the start of a text, and the position where they end."""
        if "\ufeff" in text or self._header_start.search(text):
            return [], 0
        found = []
        end = _match_end(self._one_line_records.match(text))
        if end:
            plain = text[:end].replace("\r\n", "\n")
            rows = plain.count("\n")
            found.append(PlainBlock(rows, rows, plain))
        start, end = end, _match_end(self._records.match(text, end))
        if end > start:
            rest = text[start:end]
            lines = rest.count("\n") + rest.count("\r") - rest.count("\r\n")
            found.append(PlainBlock(lines, sum(1 for _ in self._record.finditer(rest)), rest))
        return found, end


def _record_pattern(
    delimiter: str, quoted_character: str, width: int, id_cell: IdCell | None
) -> str:
    """A pattern for one record; `quoted_character` may be inside quotes."""
    cell = f'(?:"(?:{quoted_character}++|"")*+"|[^{delimiter}"\r\n]*+)'
    cells = [cell, *[f"{delimiter}{cell}"] * (width - 1)]
    if id_cell is not None:
        place = id_cell.position - 1
        words = "|".join(re.escape(text) for text in sorted(id_cell.missing))
        no_id = f'(?!"? *(?:{words}) *"?[{delimiter}\r\n])'
        cells[place] = f"{delimiter if place else ''}{no_id}{cell}"
    return f'(?![{delimiter}" ]*\r?\n){"".join(cells)}\r?\n'


def _match_end(match: re.Match[str] | None) -> int:
    assert match is not None  # these patterns also match an empty text
    return match.end()


class BlocksAndRecords:
    """Yields a text as plain blocks and, where a block is not plain, as single records.

    It is always in one of three states, the fast ones first:

    1. `_match_text`: the pattern matches plain records at the start of the text in memory.
    2. `_check_lines`: the `csv` module parses a batch of lines; all of them are plain, or
    3. `_parse_lines`: each record of the batch is parsed on its own.

    The record after a blank line, and every record of another table, is a single record: the
    detector must check it.
    """

    def __init__(
        self,
        lines: Lines,
        dialect: Dialect,
        header: list[str],
        detector: StackedTableDetector,
        id_cell: IdCell | None = None,
    ) -> None:
        self._lines, self._dialect, self._header = lines, dialect, header
        self._detector, self._id_cell = detector, id_cell
        self._pattern = PlainBlockPattern(dialect, header, id_cell)
        self._batch_size = FEWEST

    def __iter__(self) -> Iterator[PlainBlock | Record]:
        while True:
            if self._pattern.is_usable and not self._detector.is_other_table:
                yield from self._match_text()
            batch = self._take_batch()
            if not batch:
                return
            block = None if self._detector.is_other_table else self._check_lines(batch)
            if block is not None:
                yield block
            else:
                yield from self._parse_lines(batch)

    def _match_text(self) -> Iterator[PlainBlock]:
        text = self._lines.take_text()
        blocks, end = self._pattern.match(text)
        yield from blocks
        self._lines.put_back_text(text[end:])
        # The slower states process few lines at a time, unless most records are not plain.
        if sum(block.lines for block in blocks) > self._batch_size:
            self._batch_size = FEWEST

    def _take_batch(self) -> list[str]:
        """Takes the next lines, up to a line where all quotes are closed."""
        batch = self._lines.take(self._batch_size)
        if not batch:
            return []
        text, quote = "".join(batch), self._dialect.quote
        by_characters = MOST_CHARACTERS * len(batch) // len(text) + 1
        self._batch_size = min(2 * self._batch_size, MOST, by_characters)
        if text.count(quote) % 2:  # the last record continues
            while len(batch) < 2 * MOST and (line := self._lines.next()) is not None:
                batch.append(line)
                if line.count(quote) % 2:
                    break
        return batch

    def _check_lines(self, batch: list[str]) -> PlainBlock | None:
        """Returns the lines as a block; None when anything in them is not plain."""
        dialect, text = self._dialect, "".join(batch)
        quote, delimiter = dialect.quote, dialect.delimiter
        if dialect.escape is not None or dialect.has_blanks or "\ufeff" in text:
            return None
        if dialect.may_be_ambiguous(text):
            return None
        if f"{delimiter} {quote}" in text or f"\n {quote}" in text or text.startswith(f" {quote}"):
            return None
        rows, width, id_cell = 0, len(self._header), self._id_cell
        try:
            # The rows are only counted: a list of them would double the time.
            for row in csv.reader(batch, delimiter=delimiter, quotechar=quote, strict=True):
                if len(row) != width or row == self._header:
                    return None
                if id_cell.is_missing(row) if id_cell else is_empty(row):
                    return None
                rows += 1
        except csv.Error:
            return None
        return PlainBlock(len(batch), rows, text)

    def _parse_lines(self, batch: list[str]) -> Iterator[Record]:
        """Yields single records, at least those of the batch, and up to a valid one."""
        self._lines.put_back(batch)
        left = len(batch)
        for record in parse_records(self._lines, self._dialect, len(self._header)):
            yield record
            left -= record.lines
            if left <= 0 and record.reason is None:
                return
