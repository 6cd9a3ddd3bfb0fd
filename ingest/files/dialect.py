"""The candidate dialects of a CSV file: delimiter, quote, escape.

`table_layout.heads` parses the first rows with each; `ingest.plan` chooses by the header that
matches.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TextIO

DELIMITERS = (",", ";", "\t", "|")
MAX_CELL = 64 << 20

# Excel names the delimiter of the cells below in such a first line.
_SEPARATOR_LINE = re.compile(rb'^"?sep=(.)"?\s*$', re.IGNORECASE)
_OPEN_QUOTE = "unexpected end of data"  # message of the csv module

# Why a record can be read in two ways: see `Dialect.ambiguity`.
TORN = "a quote is opened inside a cell, and closed in another one"
TWO_KINDS = "some cells are in apostrophes, but quotes inside them are doubled"

csv.field_size_limit(MAX_CELL)


class CsvWriter:
    """Writes rows as CSV with LF line ends, and quotes every cell that contains a CR or an LF.

    `csv.writer` quotes only the characters of its own line end (before Python 3.13).
    """

    def __init__(self, out: TextIO, delimiter: str = ",", quote: str = '"') -> None:
        self._out = out
        writer = csv.writer(self, delimiter=delimiter, quotechar=quote, lineterminator="\r\n")
        self.row, self.rows = writer.writerow, writer.writerows

    def write(self, text: str) -> None:
        """Receives one row from `csv.writer`, which ends in CRLF."""
        self._out.write(f"{text[:-2]}\n")


class BrokenQuotes(Exception):
    """A text is not a record: a quote is at a wrong position, or is not closed."""

    def __init__(self, is_open: bool) -> None:
        super().__init__()
        self.is_open = is_open  # the record may continue in the next line


@dataclass(frozen=True)
class Dialect:
    """One way to write a CSV. A quote inside quotes is doubled, or follows `escape`.

    `has_blanks`: a blank follows every delimiter except the last one of a line, and belongs to
    the delimiter.
    """

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    has_blanks: bool = False

    def cells(self, text: str) -> list[str]:
        """Splits one record without its line end. Raises `BrokenQuotes`."""
        if self.has_blanks:
            return self._cells_with_blanks(text)
        if self.quote not in text and self.escape is None:
            return text.split(self.delimiter)
        if self.escape is not None:
            text = self._escapes.sub(self._protect_escape, text)
        try:
            found = next(self._reader([text]))
        except csv.Error as error:
            is_open = str(error) == _OPEN_QUOTE
            if is_open and self._blank_quote not in text:
                raise BrokenQuotes(is_open) from None
            return self._cells_with_blanks(text, is_open)
        if self._blank_quote in text and any(self._is_quoted_after_blank(cell) for cell in found):
            return self._cells_with_blanks(text)
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

    def _is_quoted_after_blank(self, cell: str) -> bool:
        return cell.startswith(" ") and cell.lstrip(" ").startswith(self.quote)

    @cached_property
    def _quoted_text(self) -> str:
        """A pattern for the text between two quotes."""
        q = re.escape(self.quote)
        if self.escape is None:
            return f"(?:[^{q}]|{q}{q})*+"
        e = re.escape(self.escape)
        return f"(?:[^{q}{e}]|{e}.|{q}{q})*+"

    @cached_property
    def _open_cell(self) -> re.Pattern[str]:
        """A last cell whose quotes are not closed: ` "Ada, Coun`."""
        return re.compile(f" *{re.escape(self.quote)}{self._quoted_text}$", re.S)

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        """A cell and the delimiter or the end behind it.

        Groups: (1) text between quotes, with blanks around them, and (2) its delimiter; or (3)
        text without quotes and (4) its delimiter.
        """
        d, q = re.escape(self.delimiter), re.escape(self.quote)
        end = f"(?:({d}(?: |$))|$)" if self.has_blanks else f"(?:({d})|$)"
        plain = f"(?:[^{d}\r\n]|{d}(?! |$))*" if self.has_blanks else f"[^{d}\r\n]*"
        return re.compile(f" *{q}({self._quoted_text}){q} *{end}|(?! *{q})({plain}){end}", re.S)

    @cached_property
    def _half_quoted(self) -> re.Pattern[str]:
        """Quotes that open inside a cell and close at the end of a cell.

        `1"Ada, Countess",` matches from its first quote on: two cells as written, but probably
        `1,"Ada, Countess",` with a lost delimiter. The lookbehind requires an ordinary character
        before the quote, so that it does not open the cell.
        """
        d, q = re.escape(self.delimiter), re.escape(self.quote)
        ends = f"{d}\r\n"
        before = f"(?<=[^{ends}{q}]{q})"
        return re.compile(f"{q}{before}(?![{ends}])({self._quoted_text}){q} *(?=[{ends}]|$)")

    def ambiguity(self, text: str) -> str | None:
        """Why the cells of a valid record may be others than they seem; None when they are not."""
        if not self.may_be_ambiguous(text):
            return None
        for start, end in self._unquoted_cells(text):
            # With apostrophes as quotes, a doubled `"` is literal: then both kinds are in use.
            if end > start and self._has_doubled_quotes(text):
                return TWO_KINDS
            halves = self._half_quoted.finditer(text, start)
            if any(half.start() < end and self.delimiter in half[1] for half in halves):
                return TORN
        return None

    def may_be_ambiguous(self, text: str) -> bool:
        """Whether one or more records need `ambiguity`, which is much slower than this test."""
        if self.quote not in text:
            return False
        return self._has_doubled_quotes(text) or self._half_quoted.search(text) is not None

    def _has_doubled_quotes(self, text: str) -> bool:
        return self.quote != '"' and '""' in text

    def _unquoted_cells(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each cell of a record that is not in quotes."""
        at = 0
        while (cell := self._cell.match(text, at)) is not None:
            if cell[1] is None:
                yield cell.span(3)
            if cell.end() == len(text):
                return
            at = cell.end()

    def _protect_escape(self, escaped: re.Match[str]) -> str:
        """Keeps an escape before an ordinary character as text, as in `8\\'`: it is doubled."""
        needs_one = escaped[1] in f"{self.escape}{self.quote}{self.delimiter}\r\n"
        return escaped[0] if needs_one else f"{self.escape}{escaped[0]}"

    @cached_property
    def _escapes(self) -> re.Pattern[str]:
        return re.compile(f"{re.escape(self.escape or '')}(.)", re.S)

    def _cells_with_blanks(self, text: str, is_open: bool = False) -> list[str]:
        """Splits a record with blanks around its quotes, as DuckDB does."""
        found, at = [], 0
        while True:
            match = self._cell.match(text, at)
            if match is None:
                raise BrokenQuotes(is_open or self._open_cell.match(text, at) is not None)
            quoted, more, plain, plain_more = match.groups()
            found.append(plain if quoted is None else self._unquoted(quoted))
            if more is None and plain_more is None:
                return found
            at = match.end()

    def cells_despite_broken_quotes(self, text: str) -> list[str]:
        """Splits a record whose quotes are broken; a broken cell keeps its text as written."""
        found, at = [], 0
        while True:
            match = self._cell.match(text, at)
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


def candidate_dialects(head: bytes) -> list[Dialect]:
    """Returns the dialects that a file with this start may use, the usual ones first."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    named = _SEPARATOR_LINE.match(first)
    delimiters = (named[1].decode("latin-1"),) if named else DELIMITERS
    found = [Dialect(delimiter) for delimiter in delimiters]
    if b"\\" in head and b'\\"' in head:
        found += [Dialect(delimiter, escape="\\") for delimiter in delimiters]
    has_quotes = b'"' in head
    for delimiter in delimiters:
        # An apostrophe is a quote when it is around a header, or between the cells of most lines.
        between = f"'{delimiter}'".encode()
        headers = first.strip().split(delimiter.encode())
        is_header = len(headers) > 1 and any(re.fullmatch(rb"'.+'", cell) for cell in headers)
        is_usual = not has_quotes and head.count(between) >= max(head.count(b"\n") - 1, 1)
        if is_header or is_usual:
            found.insert(0, Dialect(delimiter, quote="'"))
        # A search for one character costs half of one for two.
        delimiters_in_head = head.count(delimiter.encode())
        if delimiters_in_head and 2 * head.count(f"{delimiter} ".encode()) > delimiters_in_head:
            found.insert(0, Dialect(delimiter, has_blanks=True))
    return found
