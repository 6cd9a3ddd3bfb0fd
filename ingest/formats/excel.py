"""Reads the sheets of an Excel workbook (XLSX, XLSM) as rows of text, streamed from its XML.

This is our own code because no reader we know does all of this: it keeps error cells, reports
hidden rows, reads a cell in the last corner without allocating all cells before it, and refuses
document type definitions.
Format: ECMA-376 part 1, chapter 18 (SpreadsheetML).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingest.files.links import shown_text
from ingest.files.table_layout import MAX_COLUMNS
from ingest.files.unreadable import UnreadableFile
from ingest.formats.csv_copy import Row
from ingest.formats.excel_merges import MergedCells, Range, column_index, column_letters, read_range
from ingest.formats.excel_numbers import format_kind, number_text
from ingest.formats.excel_xml import SAVE_AGAIN, contains, has_part, parsed

MAX_STRING_BYTES = 500_000_000
MAX_ROWS = 1_048_576

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]+)")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its part of the archive, and whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class Workbook:
    """Data that the sheets of a file share. Raises `UnreadableFile` for a broken workbook."""

    path: Path
    sheets: list[Sheet] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)  # per cell style: number, date, time …
    epoch: datetime = datetime(1899, 12, 30)

    def __post_init__(self) -> None:
        targets: dict[str, str] = {}

        def relation(tag: str, at: dict[str, str]) -> None:
            if tag == "Relationship":
                targets[at.get("Id", "")] = at.get("Target", "")

        def book(tag: str, at: dict[str, str]) -> None:
            if tag == "workbookPr" and at.get("date1904") in ("1", "true"):
                self.epoch = datetime(1904, 1, 1)
            elif tag == "sheet":
                part = posixpath.normpath(posixpath.join("xl", targets.get(at.get("id", ""), "")))
                hidden = at.get("state", "visible") != "visible"
                self.sheets.append(Sheet(at.get("name", ""), part.lstrip("/"), hidden))

        self._elements("xl/_rels/workbook.xml.rels", relation)
        self._elements("xl/workbook.xml", book)
        self._read_styles()
        self._read_strings()

    def _elements(self, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
        for _ in parsed(self.path, part, start, lambda tag, text: None):
            pass

    def _read_styles(self) -> None:
        formats: dict[int, str] = {}
        is_cell = False

        def start(tag: str, at: dict[str, str]) -> None:
            nonlocal is_cell
            if tag == "numFmt":
                formats[int(at.get("numFmtId", "0"))] = at.get("formatCode", "")
            elif tag == "cellXfs":
                is_cell = True
            elif tag == "cellStyles":
                is_cell = False
            elif tag == "xf" and is_cell:
                number = int(at.get("numFmtId", "0"))
                self.styles.append(format_kind(number, formats.get(number)))

        if has_part(self.path, "xl/styles.xml"):
            self._elements("xl/styles.xml", start)

    def _read_strings(self) -> None:
        parts: list[str] = []
        size, phonetic = 0, 0

        def start(tag: str, at: dict[str, str]) -> None:
            nonlocal phonetic
            if tag == "si":
                parts.clear()
            phonetic += tag == "rPh"

        def end(tag: str, text: str) -> None:
            nonlocal phonetic, size
            phonetic -= tag == "rPh"
            if tag == "t" and not phonetic:
                parts.append(text)
            elif tag == "si":
                self.strings.append(_unescaped("".join(parts)))
                size += len(self.strings[-1])
                if size > MAX_STRING_BYTES:
                    raise UnreadableFile("its texts are unreasonably large", 0, "split it")

        if has_part(self.path, "xl/sharedStrings.xml"):
            for _ in parsed(self.path, "xl/sharedStrings.xml", start, end):
                pass


@dataclass
class SheetRows:
    """The rows of a sheet; what it counts is complete after `rows`."""

    book: Workbook
    sheet: Sheet
    hidden: int = 0
    breaks: list[int] = field(default_factory=list)  # per line break in a cell: lines above it
    filled: int = 0  # merged cells that got the value of their range
    links: int = 0  # cells whose formula or text is a link, read as the text it shows
    unsaved: list[str] = field(default_factory=list)  # cells with a formula and without a value

    def rows(self) -> Iterator[Row]:
        """Yields every row from row 1 on, without empty cells at its end; an empty row is `[]`."""
        self.hidden, self.links, self.breaks, self.unsaved = 0, 0, [], []
        merged = MergedCells(_merged_ranges(self.book.path, self.sheet.part))
        ready: list[Row] = []
        row: Row = []
        number = lines = 0
        kind, style, column = "n", 0, 0
        parts: list[str] = []
        formula: str | None = None
        phonetic = 0

        def start(tag: str, at: dict[str, str]) -> None:
            nonlocal row, number, kind, style, column, phonetic, formula
            if tag == "c":
                kind, style = at.get("t", "n"), int(at.get("s", "0"))
                found = _REFERENCE.match(at.get("r", ""))
                column = column_index(found[1]) if found else column + 1
                parts.clear()
                formula = None
            elif tag == "row":
                wanted = int(at.get("r", number + 1))
                if not number < wanted <= MAX_ROWS:
                    raise UnreadableFile("its rows are out of order", 0, SAVE_AGAIN)
                for _ in range(wanted - number - 1):
                    ready.append([])
                row, number, column = [], wanted, -1
                self.hidden += at.get("hidden") in ("1", "true")
            phonetic += tag == "rPh"

        def end(tag: str, text: str) -> None:
            nonlocal phonetic, formula
            if tag == "v" or (tag == "t" and not phonetic):
                parts.append(text)
            elif tag == "f":
                formula = text
            elif tag == "c" and (parts or formula is not None):
                cell = self._value(kind, style, "".join(parts), formula, column, number)
                if cell:
                    if column >= MAX_COLUMNS:
                        raise UnreadableFile(
                            f"more than {MAX_COLUMNS:,} columns", 0, "export fewer"
                        )
                    row.extend([None] * (column + 1 - len(row)))
                    row[column] = cell
            elif tag == "row":
                merged.fill(number, row)
                ready.append(row)
            elif tag == "rPh":
                phonetic -= 1

        for _ in parsed(self.book.path, self.sheet.part, start, end):
            for one in ready:
                lines += 1
                for cell in one:
                    if cell is not None and "\n" in cell:
                        self.breaks += [lines] * cell.count("\n")
                        lines += cell.count("\n")
                yield one
            ready.clear()
        self.filled = merged.filled

    def _value(
        self, kind: str, style: int, text: str, formula: str | None, column: int, row: int
    ) -> str:
        """The text of a cell; a link has the text that it shows, which its formula contains."""
        cell = self._cell(kind, style, text) if text else ""
        written = f"={formula}" if formula and not cell else cell
        link = shown_text(written) if written.startswith("=") else None
        if link is not None:
            self.links += 1
            return link
        # A text formula without text has the empty text as its value.
        if formula is not None and not cell and kind != "str":
            self.unsaved.append(f"{column_letters(column)}{row}")
        return cell

    def _cell(self, kind: str, style: int, text: str) -> str:
        if kind == "s":
            return self._shared(text)
        if kind in ("str", "inlineStr"):
            return _unescaped(text)
        if kind == "b":
            return "true" if text == "1" else "false"
        if kind == "n" and text:
            shown = self.book.styles[style] if style < len(self.book.styles) else "number"
            return number_text(text, shown, self.book.epoch)
        return text  # an error such as #N/A, or an ISO date

    def _shared(self, text: str) -> str:
        try:
            return self.book.strings[int(text)]
        except (ValueError, IndexError):
            raise UnreadableFile("a cell refers to a text that is missing", 0, SAVE_AGAIN) from None


def _merged_ranges(path: Path, part: str) -> list[Range]:
    """The merged ranges of a sheet. They follow its rows, so it is parsed twice if it has any."""
    found: list[Range] = []

    def start(tag: str, at: dict[str, str]) -> None:
        one = read_range(at.get("ref", "")) if tag == "mergeCell" else None
        if one is not None:
            found.append(one)

    if contains(path, part, b"mergeCell"):
        for _ in parsed(path, part, start, lambda tag, text: None):
            pass
    return found


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
