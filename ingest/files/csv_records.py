"""Lines of a text to records: every line ends in one, in a reject, or is blank."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ingest.files.dialect import MAX_CELL, Dialect, Misfit
from ingest.files.unreadable import UnreadableFile

BLANK = "blank"
QUOTE = "a quote is opened and not closed where the cell ends"
FEW, MANY = "too few cells", "too many cells"
PIECE = 900_000  # characters that are read at a time
AFTER = "it follows a record whose quotes are broken"


class Record(NamedTuple):
    """A record, or what stands in the place of one when there is a `reason`."""

    line: int  # the first, 1-based
    lines: int
    text: str  # without the line end
    cells: list[str]
    reason: str | None


class Lines:
    """Lines with their ends, of which some can be given back; made of texts of whole lines."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts, self._lines, self._back = iter(texts), io.StringIO(), deque[str]()

    def next(self) -> str | None:
        """The next line; None at the end."""
        return next(iter(self.take(1)), None)

    def take(self, most: int) -> list[str]:
        """Up to so many lines; none at the end."""
        back = [self._back.popleft() for _ in range(min(most, len(self._back)))]
        found = back or list(islice(self._lines, most))
        if not found and (text := next(self._texts, None)) is not None:
            self.give_back_text(text)
            return self.take(most)
        return found

    def text(self) -> str:
        """All lines that are at hand, or the next text; nothing at the end."""
        at_hand = "".join(self._back) + self._lines.read()
        self._back.clear()
        return at_hand or next(self._texts, "")

    def give_back_text(self, text: str) -> None:
        """Puts a text in the place of the one that `text` gave."""
        self._lines = io.StringIO(text, newline="")

    def give_back(self, lines: Sequence[str]) -> None:
        """Puts lines in front of the others."""
        self._back.extendleft(reversed(lines))


def records(lines: Lines, dialect: Dialect, width: int | None = None) -> Iterator[Record]:
    """Every record of the lines; `width` cells are wanted.

    A record whose quotes are broken costs its first line only: the next ones are looked at
    anew. Right after it, a line is taken for a record only when its quotes are beyond doubt,
    because it may be the inside of a broken cell.
    """
    number, is_shaken, quote = 0, False, dialect.quote
    while (line := lines.next()) is not None:
        number += 1
        text, taken, reason = line.rstrip("\r\n"), 1, None
        try:
            cells = dialect.cells(text)
            if is_shaken and text.count(quote) % 2:
                reason = AFTER
        except Misfit as misfit:
            cells, reason = [], QUOTE
            rest = _rest(lines, dialect, line) if misfit.is_open else []
            try:
                joined = "".join([line, *rest]).rstrip("\r\n")
                if rest:
                    cells, reason = dialect.cells(joined), None
                    text, taken = joined, 1 + len(rest)
            except Misfit:
                lines.give_back(rest)
        if reason is None and width is not None and len(cells) != width:
            reason = FEW if len(cells) < width else MANY
            if not text.strip(" "):
                reason = BLANK
        reason = reason or dialect.doubt(text)
        is_shaken = reason in (QUOTE, AFTER) or (is_shaken and reason is not None)
        yield Record(number, taken, text, cells, reason)
        number += taken - 1


def _rest(lines: Lines, dialect: Dialect, first: str) -> list[str]:
    """The lines below an open quote, up to the one that closes it or cannot."""
    rest: list[str] = []
    size = len(first)
    while size < MAX_CELL and (line := lines.next()) is not None:
        rest.append(line)
        size += len(line)
        # Only an odd number of quotes can close a cell for good.
        if dialect.quote in line and (line.count(dialect.quote) % 2 or dialect.escape):
            try:
                dialect.cells("".join([first, *rest]).rstrip("\r\n"))
                break
            except Misfit as misfit:
                if not misfit.is_open:
                    break
    return rest


def texts_between(path: Path, start: int, end: int) -> Iterator[str]:
    """The text between two bytes of a UTF-8 file, in pieces of whole lines: LF, CRLF or CR."""
    with (
        path.open("rb", buffering=0) as raw,
        io.TextIOWrapper(
            io.BufferedReader(_Part(raw, start, end), 1 << 20),
            encoding="utf-8",
            errors="replace",
            newline="",
        ) as stream,
    ):
        while text := stream.read(PIECE):
            line = stream.readline(MAX_CELL)
            if len(line) == MAX_CELL:
                raise UnreadableFile(
                    f"a line of more than {MAX_CELL:,} characters", 0, "export it again"
                )
            yield text + line


class _Part(io.RawIOBase):
    """Some of the bytes of a file."""

    def __init__(self, raw: io.FileIO, start: int, end: int) -> None:
        self._raw, self._left = raw, end - start
        raw.seek(start)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Bytes into `buffer`; 0 at the end of the part."""
        found = self._raw.read(min(len(buffer), self._left))
        buffer[: len(found)] = found
        self._left -= len(found)
        return len(found)
