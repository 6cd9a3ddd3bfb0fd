"""Raw tables of Airbyte: a record is JSON in one cell, beside when it was taken."""

from __future__ import annotations

import csv
import json
from pathlib import Path

DATA = "_airbyte_data"
_HEAD = 64 << 10


def is_raw_table(path: Path) -> bool:
    """Whether the first line of a clean CSV names the cell of the records."""
    with path.open("rb") as stream:
        line = stream.readline(_HEAD)
    return DATA.encode() in line.lower() and DATA in _names(line.decode("utf-8", "replace"))


def _names(line: str) -> list[str]:
    cells = next(csv.reader([line.removeprefix("\ufeff")]), [])
    return [cell.strip().casefold() for cell in cells]


def write_lines(table: Path, target: Path) -> None:
    """The table as JSON lines; a row that is no record becomes a line that is none."""
    with (
        table.open(encoding="utf-8-sig", errors="replace", newline="") as stream,
        target.open("w", encoding="utf-8") as out,
    ):
        rows = csv.reader(stream)
        names = [name.strip().casefold() for name in next(rows)]
        place = names.index(DATA)
        for row in rows:
            data = row[place].replace("\n", " ").strip() if len(row) == len(names) else ""
            if not data:
                out.write(json.dumps(row) + "\n")
                continue
            others = {name: cell for name, cell in zip(names, row, strict=True) if name != DATA}
            # The record stays as it was written: numbers must not pass through floats.
            out.write(f'{json.dumps(others)[:-1]}, "{DATA}": {data}}}\n')
