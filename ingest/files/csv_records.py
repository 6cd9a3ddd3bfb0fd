"""Splits text into CSV records: every line belongs to a record, to a reject, or is blank."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ingest.files.dialect import MAX_CELL, BrokenQuotes, Dialect
from ingest.files.unreadable import UnreadableFile

# Reasons of lines that are not records.
BLANK, EMPTY = "blank", "a record without a value"
# Reasons of rejects.
BROKEN_QUOTE = "a quote is opened and not closed where the cell ends"
TOO_FEW, TOO_MANY = "too few cells", "too many cells"
AFTER_BROKEN_QUOTE = "it follows a record whose quotes are broken"

READ_CHARACTERS = 900_000  # at a time
MARK = "\ufeff"  # of UTF-8; before each part of exports that were joined


class Record(NamedTuple):
    """A record, or, with a `reason`, the text of a line that is not a record."""

    line: int  # the first, 1-based
    lines: int
    text: str  # without the line end
    cells: list[str]
    reason: str | None


class Lines:
    """A stream of lines with their ends, read from texts of whole lines; lines can be put back."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts, self._lines, self._back = iter(texts), io.StringIO(), deque[str]()

    def next(self) -> str | None:
        """Removes and returns the next line; None at the end."""
        return next(iter(self.take(1)), None)

    def take(self, most: int) -> list[str]:
        """Removes and returns up to `most` lines; [] at the end."""
        back = [self._back.popleft() for _ in range(min(most, len(self._back)))]
        found = back or list(islice(self._lines, most))
        if not found and (text := next(self._texts, None)) is not None:
            self.put_back_text(text)
            return self.take(most)
        return found

    def take_text(self) -> str:
        """Removes and returns all lines in memory, else the next text; "" at the end."""
        in_memory = "".join(self._back) + self._lines.read()
        self._back.clear()
        return in_memory or next(self._texts, "")

    def put_back_text(self, text: str) -> None:
        """Puts back the unused rest of what `take_text` returned."""
        self._lines = io.StringIO(text, newline="")

    def put_back(self, lines: Sequence[str]) -> None:
        """Puts lines in front of the others."""
        self._back.extendleft(reversed(lines))


def parse_records(lines: Lines, dialect: Dialect, width: int | None = None) -> Iterator[Record]:
    """Yields every record of the lines; with a `width`, other numbers of cells are a reject.

    A record whose quotes are broken costs only its first line: the next lines are parsed anew.
    The first ones may be the inside of the broken cell, so each is rejected while its number of
    quotes is odd.
    """
    number, after_broken_quote, quote = 0, False, dialect.quote
    marked_quote = MARK + quote
    while (line := lines.next()) is not None:
        number += 1
        if line.startswith(marked_quote):  # the mark hides that the quote opens a cell
            line = line.removeprefix(MARK)
        text, taken, reason = line.rstrip("\r\n"), 1, None
        try:
            cells = dialect.cells(text)
            if after_broken_quote and text.count(quote) % 2:
                reason = AFTER_BROKEN_QUOTE
        except BrokenQuotes as broken:
            cells, reason = [], BROKEN_QUOTE
            rest = _take_open_cell(lines, dialect, line) if broken.is_open else []
            try:
                joined = "".join([line, *rest]).rstrip("\r\n")
                if rest:
                    cells, reason = dialect.cells(joined), None
                    text, taken = joined, 1 + len(rest)
            except BrokenQuotes:
                lines.put_back(rest)
        if reason is None and width is not None:
            if is_empty(cells):
                reason = EMPTY
            elif len(cells) != width:
                reason = TOO_FEW if len(cells) < width else TOO_MANY
                if not text.strip(" "):
                    reason = BLANK
        reason = reason or dialect.ambiguity(text)
        after_broken_quote = reason in (BROKEN_QUOTE, AFTER_BROKEN_QUOTE) or (
            after_broken_quote and reason is not None
        )
        yield Record(number, taken, text, cells, reason)
        number += taken - 1


def is_empty(cells: Sequence[str]) -> bool:
    """Whether a record of several cells has a value in none: spreadsheets leave `,,,,` behind."""
    return len(cells) > 1 and not any(cell.strip(" ") for cell in cells)


def _take_open_cell(lines: Lines, dialect: Dialect, first: str) -> list[str]:
    """Takes the lines below an open quote, up to the one that closes it or cannot."""
    rest: list[str] = []
    size = len(first)
    while size < MAX_CELL and (line := lines.next()) is not None:
        rest.append(line)
        size += len(line)
        # Only an odd number of quotes can close a cell.
        if dialect.quote in line and (line.count(dialect.quote) % 2 or dialect.escape):
            try:
                dialect.cells("".join([first, *rest]).rstrip("\r\n"))
                break
            except BrokenQuotes as broken:
                if not broken.is_open:
                    break
    return rest


def texts_between(path: Path, start: int, end: int) -> Iterator[str]:
    """Yields the text between two bytes of a UTF-8 file as texts of whole lines: LF, CRLF or CR.

    Raises `UnreadableFile` for a line of `MAX_CELL` characters or more.
    """
    with (
        path.open("rb", buffering=0) as raw,
        io.TextIOWrapper(
            io.BufferedReader(_ByteRange(raw, start, end), 1 << 20),
            encoding="utf-8",
            errors="replace",
            newline="",
        ) as stream,
    ):
        while text := stream.read(READ_CHARACTERS):
            line = stream.readline(MAX_CELL)
            if len(line) == MAX_CELL:
                raise UnreadableFile(
                    f"a line has more than {MAX_CELL:,} characters", 0, "export it again"
                )
            yield text + line


class _ByteRange(io.RawIOBase):
    """The bytes of a file from `start` to `end`, as a stream."""

    def __init__(self, raw: io.FileIO, start: int, end: int) -> None:
        self._raw, self._left = raw, end - start
        raw.seek(start)

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills `buffer` and returns the number of bytes; 0 at the end of the range."""
        found = self._raw.read(min(len(buffer), self._left))
        buffer[: len(found)] = found
        self._left -= len(found)
        return len(found)
