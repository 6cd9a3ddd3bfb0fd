"""Writes the rows of any file format as a plain CSV, the one format that later steps read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

from ingest.files.dialect import CsvWriter
from ingest.files.table_layout import MAX_COLUMNS
from ingest.files.unreadable import UnreadableFile

Row = list[str | None]

# Most files have all their columns in the first rows: then one pass is enough.
FIRST_ROWS = 5_000
MAX_BYTES = 2_000_000_000
MAX_RATIO = 20


def write_rows(
    target: Path,
    source_size: int,
    rows: Callable[[], Iterator[Row]],
    header: Callable[[], Row] | None = None,
) -> None:
    """Writes `rows` in their order, all as wide as the widest; `[]` becomes a blank line.

    `rows` is called again when a row is wider than the first ones; `header` is called after the
    first rows were read. Memory is bounded by `FIRST_ROWS` rows. Raises `UnreadableFile` when
    the table is too wide, or unreasonably large for a file of `source_size` bytes.
    """
    widest = 0
    while True:
        stream = rows()
        first = list(islice(stream, FIRST_ROWS))
        widest = width = max([widest, *map(len, first)])
        _refuse_wide(width)
        top = [header()] if header else []
        written = 0
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = CsvWriter(out)
            for row in chain(top, first, stream):
                widest = max(widest, len(row))
                if widest > width:
                    _refuse_wide(widest)
                    continue  # this pass only measures: the rows written before are too short
                if row:
                    row += [None] * (width - len(row))
                    written += sum(len(cell) + 1 for cell in row if cell) + width
                    writer.row(row)
                else:
                    out.write("\n")
                if written > MAX_BYTES and written > MAX_RATIO * source_size:
                    raise UnreadableFile("it expands to an unreasonable size", 0, "split it")
        if widest == width:
            return


def _refuse_wide(width: int) -> None:
    if width > MAX_COLUMNS:
        raise UnreadableFile(f"more than {MAX_COLUMNS:,} columns", 0, "export fewer columns")
