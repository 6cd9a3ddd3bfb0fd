"""One damage at any position of a table rejects one record, and no other.

The damages are those of the Pollock benchmark, which does the same to a table of a shop: the
program that wrote the file forgot or added one character.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from support.one_file import read_file

from ingest.files.csv_records import BROKEN_QUOTE, TOO_FEW, TOO_MANY

HEADER = ["DATE", "CODE", "PRODUCT", "TEXT", "PRICE", "COUNT"]
ROWS = [
    [
        f"{13 + n}/02/2018",
        f"MG-{8700 + n}",
        f'Table, Round {n}"' if n % 3 else f"Men's Boots {n}",
        f'Light, "quick" and {n} more\nto come' if n % 4 else f"Rugged {n}",
        f"{n}.90",
        str(n),
    ]
    for n in range(9)
]
PLACES = [(row, column) for row in (0, 4, 8) for column in range(len(HEADER))]

Cells = list[str]  # of one record, as written: with their quotes


def quoted(cells: list[str]) -> Cells:
    return ['"' + cell.replace('"', '""') + '"' for cell in cells]


def extra_quote(cells: Cells, at: int) -> str:
    return ",".join([*cells[:at], '"' + cells[at], *cells[at + 1 :]])


def no_last_quote(cells: Cells, at: int) -> str:
    return ",".join([*cells[:at], cells[at][:-1], *cells[at + 1 :]])


def quote_inside(cells: Cells, at: int) -> str:
    return ",".join([*cells[:at], f'{cells[at][:2]}"{cells[at][2:]}', *cells[at + 1 :]])


def extra_delimiter(cells: Cells, at: int) -> str:
    return ",".join([*cells[:at], "", *cells[at:]])


def no_delimiter(cells: Cells, at: int) -> str:
    # Behind the last cell none is missing: there the first one is.
    at = at if at + 1 < len(cells) else 0
    return ",".join([*cells[:at], cells[at] + cells[at + 1], *cells[at + 2 :]])


def no_cell(cells: Cells, at: int) -> str:
    return ",".join([*cells[:at], *cells[at + 1 :]])


def other_delimiter(cells: Cells, _at: int) -> str:
    return ";".join(cells)


def other_line_end(cells: Cells, at: int) -> str:
    return ",".join(cells) + ("\n" if at % 2 else "\r")


def written(damage: Callable[[Cells, int], str], row: int, column: int) -> tuple[str, str]:
    """A file with one damaged record, every cell in quotes; and that record."""
    records = [",".join(quoted(cells)) for cells in [HEADER, *ROWS]]
    records[row + 1] = damage(quoted(ROWS[row]), column)
    ends = ["" if record.endswith(("\r", "\n")) else "\r\n" for record in records]
    text = "".join(record + end for record, end in zip(records, ends, strict=True))
    return text, records[row + 1]


@pytest.mark.parametrize("end", ["\r\n", "\n"], ids=["crlf", "lf"])
@pytest.mark.parametrize(
    ("damage", "reasons"),
    [
        (extra_quote, {BROKEN_QUOTE}),
        (no_last_quote, {BROKEN_QUOTE}),
        (quote_inside, {BROKEN_QUOTE}),
        (extra_delimiter, {TOO_MANY}),
        (no_delimiter, {TOO_FEW}),
        (no_cell, {TOO_FEW}),
        (other_delimiter, {TOO_FEW, BROKEN_QUOTE, TOO_MANY}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_one_damage_rejects_one_record(
    damage: Callable[[Cells, int], str], reasons: set[str], end: str
) -> None:
    for row, column in PLACES:
        text, record = written(damage, row, column)
        rows, reading = read_file(text.replace("\r\n", end).encode(), "a.csv", HEADER)
        assert reading.problem is None
        assert rows == [cells for n, cells in enumerate(ROWS) if n != row], (row, column)
        # A record of two lines whose quotes are broken is rejected line by line.
        lines = "\n".join(reject.raw_text for reject in reading.rejects)
        assert lines == record, (row, column)
        assert reading.rejects[0].reason in reasons, (row, column)
        above = sum(cells[3].count("\n") + 1 for cells in ROWS[:row])
        assert reading.rejects[0].line == 2 + above, (row, column)


def test_another_line_end_rejects_nothing() -> None:
    for row, column in PLACES:
        text, _ = written(other_line_end, row, column)
        rows, reading = read_file(text.encode(), "a.csv", HEADER)
        assert (reading.problem, reading.rejects) == (None, []), (row, column)
        assert rows == ROWS, (row, column)


def not_opened(cell: str) -> str:
    """A cell without needless quotes, except for the last one."""
    return cell.replace(",", "").replace("\n", " ").replace('""', "")[1:]


def no_first_quote(cells: Cells, at: int) -> str:
    return ",".join([*cells[:at], not_opened(cells[at]), *cells[at + 1 :]])


def test_a_quote_that_is_not_opened_stays_in_its_cell() -> None:
    """People write inches as `5"`: such a cell is loaded as written."""
    for row, column in PLACES:
        text, _ = written(no_first_quote, row, column)
        rows, reading = read_file(text.encode(), "a.csv", HEADER)
        wanted: list[list[str | None]] = [list(cells) for cells in ROWS]
        wanted[row][column] = not_opened(quoted(ROWS[row])[column])
        assert (reading.problem, reading.rejects, rows) == (None, [], wanted), (row, column)


def test_the_table_is_what_a_csv_writer_makes_of_it() -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HEADER, *ROWS])
    text, _ = written(lambda cells, _at: ",".join(cells), 0, 0)
    assert text == out.getvalue()
