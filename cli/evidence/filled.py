"""Reads the decisions of a filled workbook, by the headers of its columns."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cli.evidence.tabs import (
    CHECK_ID,
    COMMENT,
    DECISION,
    EVIDENCE,
    HANDOFF_ID,
    OWNER,
    RECORD_ID,
    UNTIL,
)
from ingest.errors import Problem, UserError
from ingest.files.unreadable import UnreadableFile
from ingest.formats.excel import SheetRows, Workbook
from ingest.formats.excel_merges import column_letters

NEEDED = (DECISION, COMMENT, OWNER, UNTIL, CHECK_ID, HANDOFF_ID, RECORD_ID)
WRITE_AGAIN = "write the workbook with `handoff evidence` and fill that file"


@dataclass(frozen=True)
class Filled:
    """A row of which a person filled a cell; the texts are without spaces around them."""

    file: str
    row: int
    columns: dict[str, int]
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        """The text of a cell; empty when it is empty."""
        return self.cells[name]

    def where(self, name: str) -> str:
        """The place of a cell, such as `evidence.xlsx: Evidence!B17`."""
        return place(self.file, self.columns[name], self.row)


def place(file: str, column: int, row: int) -> str:
    """Sheet and cell of the tab Evidence."""
    return f"{file}: {EVIDENCE}!{column_letters(column)}{row}"


def read_filled(path: Path) -> list[Filled]:
    """The rows of the tab Evidence with at least one filled cell. Raises `UserError`."""
    if not path.is_file():
        raise UserError.of("there is no such file", str(path), "name the filled workbook")
    if not zipfile.is_zipfile(path):
        raise UserError.of("it is not a workbook", str(path), "save it as .xlsx")
    try:
        book = Workbook(path)
        sheets = [sheet for sheet in book.sheets if sheet.name == EVIDENCE]
        if not sheets:
            raise UserError.of(f"the tab {EVIDENCE} is missing", str(path), WRITE_AGAIN)
        return list(_filled(path.name, SheetRows(book, sheets[0])))
    except UnreadableFile as error:
        raise UserError([error.problem(str(path))]) from None


def _filled(file: str, sheet: SheetRows) -> list[Filled]:
    rows = [[(cell or "").strip() for cell in row] for row in sheet.rows()]
    columns = _columns(file, rows[0] if rows else [])
    found = []
    for number, row in enumerate(rows[1:], 2):
        cells = {name: row[column] if column < len(row) else "" for name, column in columns.items()}
        if any(cells[name] for name in (DECISION, COMMENT, OWNER, UNTIL)):
            found.append(Filled(file, number, columns, cells))
    return found


def _columns(file: str, headers: list[str]) -> dict[str, int]:
    """The place of each needed column. Raises `UserError` with all that are missing or doubled."""
    counts = Counter(headers)
    problems = [
        Problem(
            f"the column {name} is {'missing' if not counts[name] else 'there twice'}",
            place(file, headers.index(name) if counts[name] else len(headers), 1),
            WRITE_AGAIN,
        )
        for name in NEEDED
        if counts[name] != 1
    ]
    if problems:
        raise UserError(problems)
    return {name: headers.index(name) for name in NEEDED}
