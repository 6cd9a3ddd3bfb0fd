"""Detects a second table stacked below the first in one file.

Reports put several tables into one sheet or file. When the second one is as wide as the first,
only its header shows it: it has names where the rows above have dates, numbers and ids.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import dropwhile, islice, takewhile

from ingest.files.csv_records import BLANK, EMPTY, Lines, Record, parse_records, texts_between
from ingest.files.table_layout import SAMPLE_ROWS
from ingest.plan.planner import Plan

OTHER_TABLE = "it follows a blank line and a row that looks like the header of another table"
_DIGIT = re.compile(r"\d")


class StackedTableDetector:
    """Checks the records of a file in their order; plain blocks are never part of another table."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._is_below_blank = plan, False
        self.is_other_table = False  # whether the next records belong to another table

    def check(self, record: Record, is_header: bool) -> Record:
        """Returns the record, with a reason when it belongs to another table.

        Another table begins at a header below a blank line and ends where the header of this
        table is repeated (`is_header`).
        """
        if record.reason is not None:
            self._is_below_blank |= record.reason in (BLANK, EMPTY)
            return record
        if is_header:
            self.is_other_table = False
        elif self._is_below_blank and not self.is_other_table:
            self.is_other_table = self._is_other_header(record)
        self._is_below_blank = False
        return record._replace(reason=OTHER_TABLE) if self.is_other_table else record

    def _is_other_header(self, record: Record) -> bool:
        """Whether each cell is a different name, without a digit where all rows above have one.

        At least two columns must have digits above. A table of words only is not detected.
        """
        names = {cell.strip().casefold() for cell in record.cells}
        if "" in names or len(names) < len(record.cells) or record.lines > 1:
            return False
        cells = [record.cells[column] for column in self._columns_with_digits]
        return len(cells) > 1 and not any(map(_DIGIT.search, cells))

    @cached_property
    def _columns_with_digits(self) -> list[int]:
        """Columns with a digit in each of the first records, up to the first blank line."""
        layout = self._plan.layout
        lines = Lines(texts_between(self._plan.text.path, layout.data_start, layout.data_end))
        found = parse_records(lines, layout.dialect, len(layout.header))
        below = dropwhile(lambda record: record.reason in (BLANK, EMPTY), found)
        first = takewhile(lambda record: record.reason not in (BLANK, EMPTY), below)
        rows = [record.cells for record in islice(first, SAMPLE_ROWS) if record.reason is None]
        columns = enumerate(zip(*rows, strict=True)) if len(rows) > 1 else ()
        return [number for number, cells in columns if all(map(_DIGIT.search, cells))]
