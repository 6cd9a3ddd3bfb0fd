"""A second table below a blank line: its rows are no records of the first one.

Reports put several tables into one sheet or file. Where the other one is as wide as the first,
nothing but its header tells: it has names where the rows above have dates, numbers and ids.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import dropwhile, islice, takewhile

from ingest.files.csv_records import BLANK, Lines, Record, records, texts_between
from ingest.files.table_layout import SAMPLE_ROWS
from ingest.plan.planner import Plan

OTHER_TABLE = "it stands below a blank line and what seems to be the header of another table"
_DIGIT = re.compile(r"\d")


class Tables:
    """Sees every record of a file that is looked at one by one, in its order."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._is_below_blank = plan, False
        self.is_other = False  # whether what follows belongs to another table

    def judged(self, record: Record, is_header: bool) -> Record:
        """The record, with a reason when it belongs to another table.

        All do from the header of another table on, until the header of this one stands there.
        """
        if record.reason is not None:
            self._is_below_blank |= record.reason == BLANK
            return record
        if is_header:
            self.is_other = False
        elif self._is_below_blank and not self.is_other:
            self.is_other = self._is_other_header(record)
        self._is_below_blank = False
        return record._replace(reason=OTHER_TABLE) if self.is_other else record

    def _is_other_header(self, record: Record) -> bool:
        """Whether it has a name in every cell, of one line, and no digit where all rows above do.

        Two columns must say so. A table of words only is not told from another one.
        """
        names = {cell.strip().casefold() for cell in record.cells}
        if "" in names or len(names) < len(record.cells) or record.lines > 1:
            return False
        told = [record.cells[column] for column in self._with_digits]
        return len(told) > 1 and not any(map(_DIGIT.search, told))

    @cached_property
    def _with_digits(self) -> list[int]:
        """Columns in which the first records of the file, down to a blank line, all have digits."""
        layout = self._plan.layout
        lines = Lines(texts_between(self._plan.text.path, layout.data_start, layout.data_end))
        found = records(lines, layout.dialect, len(layout.header))
        below = dropwhile(lambda record: record.reason == BLANK, found)
        first = takewhile(lambda record: record.reason != BLANK, below)
        rows = [record.cells for record in islice(first, SAMPLE_ROWS) if record.reason is None]
        columns = enumerate(zip(*rows, strict=True)) if len(rows) > 1 else ()
        return [number for number, cells in columns if all(map(_DIGIT.search, cells))]
