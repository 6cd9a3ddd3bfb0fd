"""Raw tables of Airbyte: one cell contains the record as JSON, the others when it was synced."""

from __future__ import annotations

import csv
import json
from pathlib import Path

DATA = "_airbyte_data"
_HEAD = 64 << 10


def is_raw_table(path: Path) -> bool:
    """Whether the first line of a CSV contains the header of the column with the records."""
    with path.open("rb") as stream:
        line = stream.readline(_HEAD)
    return DATA.encode() in line.lower() and DATA in _names(line.decode("utf-8", "replace"))


def _names(line: str) -> list[str]:
    cells = next(csv.reader([line.removeprefix("\ufeff")]), [])
    return [cell.strip().casefold() for cell in cells]


def write_lines(table: Path, target: Path) -> None:
    """Writes the table as JSON lines; a malformed row becomes an invalid line, rejected later."""
    with (
        table.open(encoding="utf-8-sig", errors="replace", newline="") as stream,
        target.open("w", encoding="utf-8") as out,
    ):
        rows = csv.reader(stream)
        names = [name.strip().casefold() for name in next(rows)]
        index = names.index(DATA)
        for row in rows:
            data = row[index].replace("\n", " ").strip() if len(row) == len(names) else ""
            if not data:
                out.write(json.dumps(row) + "\n")
                continue
            others = {name: cell for name, cell in zip(names, row, strict=True) if name != DATA}
            # The record stays as it was written: numbers must not pass through floats.
            out.write(f'{json.dumps(others)[:-1]}, "{DATA}": {data}}}\n')
