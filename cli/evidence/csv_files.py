"""Writes the tabs as CSV, one file per tab."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from cli.evidence.sheets import Sheet
from cli.output import csv_cell
from cli.report.write import replace_file
from ingest.errors import UserError


def csv_bytes(sheet: Sheet) -> bytes:
    """A tab as CSV for spreadsheets: UTF-8 with a byte order mark, RFC 4180."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(sheet.headers)
    writer.writerows([[csv_cell(value) for value in row] for row in sheet.rows])
    return text.getvalue().encode("utf-8-sig")


def write_csv_files(sheets: Sequence[Sheet], folder: Path) -> list[Path]:
    """Writes every tab into `folder`, such as `not-computed.csv`. Raises `UserError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError.of(
            f"the folder could not be made: {error.strerror}", str(folder), "name another folder"
        ) from None
    paths = []
    for sheet in sheets:
        path = folder / f"{sheet.title.lower().replace(' ', '-')}.csv"
        replace_file(path, csv_bytes(sheet), "file")
        paths.append(path)
    return paths
