"""How the cells of a CSV are set apart: delimiter, quote, escape."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TextIO

DELIMITERS = (",", ";", "\t", "|")
MAX_CELL = 64 << 20

# Excel says by this line what separates the cells below it.
_SEPARATOR = re.compile(rb'^"?sep=(.)"?\s*$', re.IGNORECASE)
_OPEN = "unexpected end of data"

# Why a record may hold other cells than it seems: see `Dialect.doubt`. `1"Ada, Countess",` are two
# cells as written, and two between which a delimiter was lost.
TORN = "a quote is opened inside a cell, and closed in another one"
TWO_KINDS = "some cells are in apostrophes, but quotes inside them are doubled"

csv.field_size_limit(MAX_CELL)


class Writer:
    """Writes rows as CSV with LF line ends, quoting every cell that holds a CR or an LF.

    `csv.writer` quotes only the characters of its own line end (before Python 3.13).
    """

    def __init__(self, out: TextIO, delimiter: str = ",", quote: str = '"') -> None:
        self._out = out
        writer = csv.writer(self, delimiter=delimiter, quotechar=quote, lineterminator="\r\n")
        self.row, self.rows = writer.writerow, writer.writerows

    def write(self, text: str) -> None:
        """One row, as `csv.writer` made it."""
        self._out.write(f"{text[:-2]}\n")


class Misfit(Exception):
    """A text is no record: a quote stands where none may, or is not closed."""

    def __init__(self, is_open: bool) -> None:
        super().__init__()
        self.is_open = is_open  # the record may go on in the next line


@dataclass(frozen=True)
class Dialect:
    """One way of writing a CSV. A quote inside quotes is doubled, or follows `escape`.

    With a `blank`, one stands after every delimiter but the last of a line, and belongs to it.
    """

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    blank: bool = False

    def cells(self, text: str) -> list[str]:
        """The cells of one record without its line end. Raises `Misfit`."""
        if self.blank:
            return self._spaced(text)
        if self.quote not in text and self.escape is None:
            return text.split(self.delimiter)
        if self.escape is not None:
            text = self._escapes.sub(self._kept, text)
        try:
            found = next(self._reader([text]))
        except csv.Error as error:
            is_open = str(error) == _OPEN
            if is_open and self._blank_quote not in text:
                raise Misfit(is_open) from None
            return self._spaced(text, is_open)
        if self._blank_quote in text and any(self._is_spaced(cell) for cell in found):
            return self._spaced(text)
        return found

    def _reader(self, lines: Iterator[str] | list[str]) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            strict=True,
        )

    @cached_property
    def _blank_quote(self) -> str:
        return f" {self.quote}"

    def _is_spaced(self, cell: str) -> bool:
        return cell.startswith(" ") and cell.lstrip(" ").startswith(self.quote)

    @cached_property
    def _inner(self) -> str:
        """A pattern for what stands between quotes."""
        q = re.escape(self.quote)
        if self.escape is None:
            return f"(?:[^{q}]|{q}{q})*+"
        e = re.escape(self.escape)
        return f"(?:[^{q}{e}]|{e}.|{q}{q})*+"

    @cached_property
    def _opened(self) -> re.Pattern[str]:
        """A cell whose quotes are not closed."""
        return re.compile(f" *{re.escape(self.quote)}{self._inner}$", re.S)

    @cached_property
    def _field(self) -> re.Pattern[str]:
        """A cell in quotes, blanks around them allowed; or one without; then its end."""
        d, q, inner = re.escape(self.delimiter), re.escape(self.quote), self._inner
        end = f"(?:({d}(?: |$))|$)" if self.blank else f"(?:({d})|$)"
        plain = f"(?:[^{d}\r\n]|{d}(?! |$))*" if self.blank else f"[^{d}\r\n]*"
        return re.compile(f" *{q}({inner}){q} *{end}|(?! *{q})({plain}){end}", re.S)

    @cached_property
    def _half_quoted(self) -> re.Pattern[str]:
        """Quotes opened inside a cell and closed where a cell ends."""
        d, q = re.escape(self.delimiter), re.escape(self.quote)
        ends = f"{d}\r\n"
        return re.compile(f"{q}(?<=[^{ends}{q}]{q})(?![{ends}])({self._inner}){q} *(?=[{ends}]|$)")

    def doubt(self, text: str) -> str | None:
        """Why the cells of a record may be others than it seems, though they can be told."""
        if not self.may_doubt(text):
            return None
        for start, end in self._unquoted_cells(text):
            # Who puts every cell in apostrophes means two quotes by two.
            if end > start and self._is_double(text):
                return TWO_KINDS
            halves = self._half_quoted.finditer(text, start)
            if any(half.start() < end and self.delimiter in half[1] for half in halves):
                return TORN
        return None

    def may_doubt(self, text: str) -> bool:
        """Whether one of several records is worth a closer look; much faster than that."""
        if self.quote not in text:
            return False
        return self._is_double(text) or self._half_quoted.search(text) is not None

    def _is_double(self, text: str) -> bool:
        return self.quote != '"' and '""' in text

    def _unquoted_cells(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the cells of a record stand that are not in quotes."""
        at = 0
        while (cell := self._field.match(text, at)) is not None:
            if cell[1] is None:
                yield cell.span(3)
            if cell.end() == len(text):
                return
            at = cell.end()

    def _kept(self, escaped: re.Match[str]) -> str:
        """An escape before what needs none is text, as in `8\\'`: it is escaped itself."""
        needs_one = escaped[1] in f"{self.escape}{self.quote}{self.delimiter}\r\n"
        return escaped[0] if needs_one else f"{self.escape}{escaped[0]}"

    @cached_property
    def _escapes(self) -> re.Pattern[str]:
        return re.compile(f"{re.escape(self.escape or '')}(.)", re.S)

    def _spaced(self, text: str, is_open: bool = False) -> list[str]:
        """The cells of a record with blanks around its quotes, as DuckDB reads it."""
        found, at = [], 0
        while True:
            match = self._field.match(text, at)
            if match is None:
                raise Misfit(is_open or self._opened.match(text, at) is not None)
            quoted, more, plain, plain_more = match.groups()
            found.append(plain if quoted is None else self._unquoted(quoted))
            if more is None and plain_more is None:
                return found
            at = match.end()

    def loose(self, text: str) -> list[str]:
        """The cells of a record whose quotes are broken, those that are as they stand."""
        found, at = [], 0
        while True:
            match = self._field.match(text, at)
            if match is not None:
                found.append(match[3] if match[1] is None else self._unquoted(match[1]))
                at, is_last = match.end(), match[2] is None and match[4] is None
            else:
                end = text.find(self.delimiter, at)
                is_last = end < 0
                cell = text[at:] if is_last else text[at:end]
                is_around = len(cell) > 1 and cell[0] == cell[-1] == self.quote
                found.append(cell[1:-1] if is_around else cell)
                at = end + 1
            if is_last:
                return found

    def _unquoted(self, text: str) -> str:
        text = text.replace(self.quote * 2, self.quote)
        if self.escape is not None:
            text = re.sub(re.escape(self.escape) + "(.)", r"\1", text, flags=re.S)
        return text


def candidates(head: bytes) -> list[Dialect]:
    """The dialects a file that starts so may be written in, the usual ones first."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    told = _SEPARATOR.match(first)
    delimiters = (told[1].decode("latin-1"),) if told else DELIMITERS
    found = [Dialect(delimiter) for delimiter in delimiters]
    if b'\\"' in head:
        found += [Dialect(delimiter, escape="\\") for delimiter in delimiters]
    for delimiter in delimiters:
        # An apostrophe is a quote when it stands around a header, or most lines have it between
        # cells.
        place = f"'{delimiter}'".encode()
        headers = first.strip().split(delimiter.encode())
        is_header = len(headers) > 1 and any(re.fullmatch(rb"'.+'", cell) for cell in headers)
        is_usual = b'"' not in head and head.count(place) >= max(head.count(b"\n") - 1, 1)
        if is_header or is_usual:
            found.insert(0, Dialect(delimiter, quote="'"))
        if 2 * head.count(f"{delimiter} ".encode()) > head.count(delimiter.encode()):
            found.insert(0, Dialect(delimiter, blank=True))
    return found
