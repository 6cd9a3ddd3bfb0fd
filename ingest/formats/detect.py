"""Detects the format of an export by its bytes and opens the tables in it as UTF-8 text."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import Problem
from ingest.files.byte_scan import ByteScan, scan_bytes
from ingest.files.discover import Source, Unreadable, safe_name
from ingest.files.encoding import Text, read_text
from ingest.files.links import LINKS_NOTE
from ingest.files.unknown import Unknown
from ingest.files.unreadable import NotATable, UnreadableFile
from ingest.formats.airbyte import is_raw_table, write_lines
from ingest.formats.csv_copy import write_rows
from ingest.formats.excel import Sheet, SheetRows, Workbook
from ingest.formats.excel_xml import is_workbook
from ingest.formats.json_records import JsonRows, is_json
from ingest.formats.parquet_duckdb import ColumnarTable, duckdb_tables, is_duckdb, parquet_tables

# First bytes of formats we do not read: what the file is, and what to do.
_UNSUPPORTED = (
    (b"PK\x03\x04", "a zip archive under another name", "name it .zip"),
    (b"\x1f\x8b", "gzip data under another name", "name it .gz"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Excel file", "save it as .xlsx or CSV"),
    (b"SQLite format 3", "a SQLite file", "export its tables as CSV"),
    (b"%PDF", "a PDF document", "export the table as CSV"),
)
_WEB_PAGES = (b"<html", b"<!doctype html", b"<table", b"<?xml")


@dataclass(frozen=True)
class Found:
    """A table of the export folder: its source and its text."""

    source: Source
    text: Text


def open_tables(
    source: Source, scratch: Path, encoding: str | None = None
) -> Iterator[Found | Unknown | Unreadable]:
    """Yields the tables of a file: one, or one per sheet of a workbook or table of a database.

    `encoding` is the codec that the stack declares for the file; only text files use it. Raises
    `UnreadableFile` when nothing in the file can be read.
    """
    for found in _tables(source, scratch, encoding):
        if isinstance(found, Found) and is_raw_table(found.text.path):
            lines = scratch / f"{_scratch_name(found.text)}.records.jsonl"
            write_lines(found.text.path, lines)
            yield _json(Found(found.source, replace(found.text, path=lines)), True, scratch)
        else:
            yield found


def _tables(
    source: Source, scratch: Path, encoding: str | None
) -> Iterator[Found | Unknown | Unreadable]:
    with source.local.open("rb") as stream:
        head = stream.read(512)
    if not head:
        raise UnreadableFile("the file is empty (0 bytes)", 0, "export it again")
    path = source.local
    if head.startswith(b"PK\x03\x04") and is_workbook(path):
        yield from _sheets(source, scratch)
    elif head.startswith(b"PAR1"):
        raw = scan_bytes(path)
        (table,) = parquet_tables(safe_name(path, scratch / f"{raw.sha256[:16]}.parquet"))
        yield Found(source, _columnar(table, raw, raw.sha256, "parquet", scratch))
    elif is_duckdb(path):
        yield from _database(source, scratch)
    else:
        _refuse_unsupported(head, path)
        yield _text(source, scratch, encoding)


def _refuse_unsupported(head: bytes, path: Path) -> None:
    if head.startswith(b"PK\x03\x04") and not zipfile.is_zipfile(path):
        raise UnreadableFile("the file is cut off or broken", 0, "export it again")
    for start, what, fix in _UNSUPPORTED:
        if head.startswith(start):
            raise NotATable(f"it is {what}", fix)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB_PAGES):
        raise NotATable("it is a web page or XML", "export it as CSV")


def _text(source: Source, scratch: Path, encoding: str | None) -> Found:
    text = read_text(source.local, scratch, scan_bytes(source.local), source.label, encoding)
    is_lines = is_json(text.path, source.label.lower().removesuffix(".gz"))
    found = Found(source, text)
    return found if is_lines is None else _json(found, is_lines, scratch)


def _scratch_name(text: Text) -> str:
    """A file name that differs when the same bytes are read in two encodings."""
    return f"{text.sha256[:16]}.{text.encoding}"


def _json(source: Found, is_lines: bool, scratch: Path) -> Found:
    text = source.text
    found = JsonRows(text.path, is_lines)
    target = scratch / f"{_scratch_name(text)}.json.csv"
    write_rows(target, text.size, found.rows, found.header)
    if not found.columns and not found.rejects:
        raise NotATable("JSON without records", "export records")
    return Found(
        source.source,
        replace(
            text,
            path=target,
            scan=scan_bytes(target),
            kind="json lines" if is_lines else "json",
            shape="table",
            rejects=tuple(found.rejects),
            non_records=tuple(found.non_records),
            blank_lines=found.blank_lines,
        ),
    )


def _sheets(source: Source, scratch: Path) -> Iterator[Found | Unknown | Unreadable]:
    raw = scan_bytes(source.local)
    book = Workbook(source.local)
    for sheet in book.sheets:
        member = _inside(source, sheet.name, len(book.sheets) == 1)
        try:
            yield _sheet(book, sheet, member, raw, scratch)
        except UnreadableFile as broken:
            yield Unreadable(member.path, member.member, broken.problem(member.label))


def _sheet(
    book: Workbook, sheet: Sheet, member: Source, raw: ByteScan, scratch: Path
) -> Found | Unknown:
    digest = _digest(raw, sheet.name)
    found = SheetRows(book, sheet)
    target = scratch / f"{digest[:16]}.sheet.csv"
    write_rows(target, raw.size, found.rows)
    counted = scan_bytes(target)
    if not counted.size:
        return Unknown(member, None, "the sheet is empty", "export it again if it should not be")
    notes = ["a hidden sheet"] if sheet.is_hidden else []
    if found.hidden:
        notes.append(f"{found.hidden} hidden rows, loaded like the others")
    if found.filled:
        notes.append(f"merged cells: {found.filled} cells have the value of their range")
    if found.links:
        notes.append(f"{LINKS_NOTE}: {found.links}")
    warnings = []
    if found.unsaved:
        what = f"formulas without a stored value: {len(found.unsaved)}"
        notes.append(f"{what}, the first in cell {found.unsaved[0]}")
        fix = "open the workbook in a spreadsheet and save it; these cells are empty now"
        warnings.append(Problem(what, f"{member.label}: cell {found.unsaved[0]}", fix))
    text = Text(target, "utf-8", counted, digest, raw.size, "xlsx", "sheet", notes=tuple(notes))
    return Found(member, replace(text, breaks=tuple(found.breaks), warnings=tuple(warnings)))


def _database(source: Source, scratch: Path) -> Iterator[Found | Unreadable]:
    if source.local.with_name(source.local.name + ".wal").exists():
        what = "the database is in use: there is a write-ahead log beside it"
        raise UnreadableFile(what, 0, "close the program that writes it, then copy it again")
    raw = scan_bytes(source.local)
    found = duckdb_tables(safe_name(source.local, scratch / f"{raw.sha256[:16]}.duckdb"))
    if not found:
        raise NotATable("a DuckDB file without tables", "export tables")
    for table in found:
        member = _inside(source, table.name, False)
        try:
            digest = _digest(raw, table.name)
            yield Found(member, _columnar(table, raw, digest, "duckdb", scratch))
        except UnreadableFile as broken:
            yield Unreadable(member.path, member.member, broken.problem(member.label))


def _columnar(table: ColumnarTable, raw: ByteScan, digest: str, kind: str, scratch: Path) -> Text:
    target = scratch / f"{digest[:16]}.{kind}.csv"
    write_rows(target, raw.size, table.rows, table.header)
    return Text(target, "utf-8", scan_bytes(target), digest, raw.size, kind, "table")


def _inside(source: Source, name: str, is_only: bool) -> Source:
    """Makes a source of a table inside a file; the only sheet has the name of its file."""
    member = f"{source.member}/{name}" if source.member else name
    return replace(source, member=member, name=source.stem if is_only else name.casefold())


def _digest(raw: ByteScan, name: str) -> str:
    """Identifies a table inside a file by the file's content and the table's name."""
    return hashlib.sha256(f"{raw.sha256}\0{name}".encode()).hexdigest()
