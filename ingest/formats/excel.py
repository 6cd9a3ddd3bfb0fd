"""Reads the sheets of an Excel workbook (XLSX, XLSM) as rows of text, streamed from its XML.

This is our own code because no reader we know does all of this: it keeps error cells, reports
hidden rows, reads a cell in the last corner without allocating all cells before it, and refuses
document type definitions.
Format: ECMA-376 part 1, chapter 18 (SpreadsheetML).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.parsers import expat

from ingest.files.table_layout import MAX_COLUMNS
from ingest.files.unreadable import UnreadableFile
from ingest.formats.csv_copy import Row
from ingest.formats.excel_numbers import format_kind, number_text

CHUNK = 256 << 10
MAX_PART_BYTES = 2_000_000_000
MAX_STRING_BYTES = 500_000_000
MAX_RATIO = 1_000
MAX_ROWS = 1_048_576
MAX_PIECES = 4_096  # of a text, 8 kB each
SAVE_AGAIN = "save it again as .xlsx, or as CSV"

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
        for _ in _parsed(self.path, part, start, lambda tag, text: None):
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

        if _has(self.path, "xl/styles.xml"):
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

        if _has(self.path, "xl/sharedStrings.xml"):
            for _ in _parsed(self.path, "xl/sharedStrings.xml", start, end):
                pass


@dataclass
class SheetRows:
    """The rows of a sheet; `hidden` and `breaks` are complete after `rows`."""

    book: Workbook
    sheet: Sheet
    hidden: int = 0
    breaks: list[int] = field(default_factory=list)  # per line break in a cell: lines above it

    def rows(self) -> Iterator[Row]:
        """Yields every row from row 1 on, without empty cells at its end; an empty row is `[]`."""
        self.hidden, self.breaks = 0, []
        ready: list[Row] = []
        row: Row = []
        number = lines = 0
        kind, style, column = "n", 0, 0
        parts: list[str] = []
        phonetic = 0

        def start(tag: str, at: dict[str, str]) -> None:
            nonlocal row, number, kind, style, column, phonetic
            if tag == "c":
                kind, style = at.get("t", "n"), int(at.get("s", "0"))
                found = _REFERENCE.match(at.get("r", ""))
                column = _column(found[1]) if found else column + 1
                parts.clear()
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
            nonlocal lines, phonetic
            if tag == "v" or (tag == "t" and not phonetic):
                parts.append(text)
            elif tag == "c" and parts:
                cell = self._cell(kind, style, "".join(parts))
                if cell:
                    if column >= MAX_COLUMNS:
                        raise UnreadableFile(
                            f"more than {MAX_COLUMNS:,} columns", 0, "export fewer"
                        )
                    row.extend([None] * (column + 1 - len(row)))
                    row[column] = cell
            elif tag == "row":
                ready.append(row)
            elif tag == "rPh":
                phonetic -= 1

        for _ in _parsed(self.book.path, self.sheet.part, start, end):
            for one in ready:
                lines += 1
                for cell in one:
                    if cell is not None and "\n" in cell:
                        self.breaks += [lines] * cell.count("\n")
                        lines += cell.count("\n")
                yield one
            ready.clear()

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


def is_workbook(path: Path) -> bool:
    """Whether a zip file is an Excel workbook."""
    return _has(path, "xl/workbook.xml")


def _has(path: Path, part: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return part in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def _parsed(
    path: Path,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str, str], None],
) -> Iterator[None]:
    """Parses a part of the archive and yields after every chunk; namespaces are removed."""
    text: list[str] = []

    def on_start(name: str, attributes: dict[str, str]) -> None:
        text.clear()
        start(_local(name), {_local(key): value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        end(_local(name), "".join(text))
        text.clear()

    def refuse(*_: Any) -> None:
        raise UnreadableFile("the workbook contains a document type definition", 0, SAVE_AGAIN)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            packed, size = max(archive.getinfo(part).compress_size, 1), 0
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > MAX_PART_BYTES or size > max(100 << 20, packed * MAX_RATIO):
                    raise UnreadableFile("it decompresses to an unreasonable size", 0, "split it")
                parser.Parse(chunk, False)
                if len(text) > MAX_PIECES:
                    raise UnreadableFile("a cell is unreasonably large", 0, "split it")
                yield
            parser.Parse(b"", True)
            yield
    except KeyError:
        raise UnreadableFile("a part of the workbook is missing", 0, SAVE_AGAIN) from None
    except RuntimeError:
        raise UnreadableFile("the workbook is encrypted", 0, "save it without a password") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, expat.ExpatError, ValueError):
        raise UnreadableFile("the workbook is cut off or broken", 0, SAVE_AGAIN) from None


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _column(letters: str) -> int:
    """Returns the index of a column: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
