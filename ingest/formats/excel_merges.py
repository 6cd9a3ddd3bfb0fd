"""Merged cells of a sheet: the first cell has the value, which holds for the whole range.

Format: ECMA-376 part 1, 18.3.1.55 (mergeCells); the ranges follow the rows in the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.files.table_layout import MAX_COLUMNS
from ingest.files.unreadable import UnreadableFile
from ingest.formats.csv_copy import Row

MAX_RANGES = 200_000
MAX_FILLED = 10_000_000
SPLIT_THEM = "split the merged cells, or save the sheet as CSV"

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+):\$?([A-Z]{1,3})\$?([0-9]+)")


@dataclass
class Range:
    """A range of merged cells: rows are 1-based, columns 0-based; both ends are part of it."""

    top: int
    left: int
    bottom: int
    right: int
    value: str | None = None  # of the first cell, when its row was read


def read_range(reference: str) -> Range | None:
    """The range of a reference such as `A2:A4`; None when it is not a range."""
    found = _RANGE.fullmatch(reference)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    columns = min(column_index(right), MAX_COLUMNS - 1)
    return Range(int(top), column_index(left), int(bottom), columns)


def column_index(letters: str) -> int:
    """Returns the index of a column: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """The letters of a column: 0 is A."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass
class MergedCells:
    """Fills the merged cells of the rows of a sheet, which come in their order."""

    ranges: Sequence[Range]
    filled: int = 0  # cells that got the value of their range
    _open: list[Range] = field(default_factory=list)
    _next: int = 0

    def __post_init__(self) -> None:
        if len(self.ranges) > MAX_RANGES:
            raise UnreadableFile(f"more than {MAX_RANGES:,} merged ranges", 0, SPLIT_THEM)
        self.ranges = sorted(self.ranges, key=lambda one: one.top)

    def fill(self, number: int, row: Row) -> None:
        """Fills the empty cells of row `number` (1-based) that belong to a range.

        A row without a value outside its ranges stays as it is: a title, a group heading or a
        total is merged over the columns of the table, but is no record. So is a row that is only
        the end of a range.
        """
        self._open = [one for one in self._open if one.bottom >= number]
        while self._next < len(self.ranges) and self.ranges[self._next].top <= number:
            one = self.ranges[self._next]
            if one.top == number and one.left < len(row):
                one.value = row[one.left]
            self._open.append(one)
            self._next += 1
        if not self._open:
            return
        if len(self._open) > MAX_COLUMNS:
            raise UnreadableFile("its merged cells overlap", 0, SPLIT_THEM)
        covered = {
            column
            for one in self._open
            for column in range(one.left, min(one.right + 1, max(len(row), one.left + 1)))
        }
        if not any(cell for column, cell in enumerate(row) if column not in covered):
            return
        for one in self._open:
            if one.value:
                self._fill_range(one, row)

    def _fill_range(self, one: Range, row: Row) -> None:
        row.extend([None] * (one.right + 1 - len(row)))
        for column in range(one.left, one.right + 1):
            if not row[column]:
                row[column] = one.value
                self.filled += 1
        if self.filled > MAX_FILLED:
            raise UnreadableFile("its merged cells are unreasonably large", 0, SPLIT_THEM)
