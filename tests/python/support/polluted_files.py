"""A table of 83 records and 9 columns, written in the 26 damaged ways of the Pollock benchmark.

Pollock (HPI-Information-Systems/Pollock, VLDB 2023) damages one table and states the records that a
reader should find. Values here are made up; the damages follow its README:

- two columns are always in quotes, the others where they must be; the last column is empty; lines
  end in CRLF; some cells contain inches (`48""`) or a backslash;
- a missing delimiter joins two cells, an extra one adds a cell, an extra quote begins a cell;
- a second table repeats the header and all rows but the last, with a column less, as many or more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

HEADER = ("DATE", "TIME", "Qty", "DEALID", "Amount", "DealName", "Description", "URL", "Comments")
ROWS = 83
QUOTED = (6, 7)  # columns that are always in quotes

_NAMES = (
    *("Welcome Kit", "Men's Field Jacket", "Stool, Low", "Camp Lamp", "Women's  Rod 8 Wt."),
    *("Kids' Tent, Large", "Notebook", "Travel Lock, Cable", "Trail Boots"),
)
_INCHES = ('Desk, Round 48"', "Kids' Bike, 24\"", "Men's Boots, 10\" Lined")
_NOTES = (
    "It keeps its shape in any weather, light or heavy, and needs no care.",
    "Made for people in a hurry: fast, warm and easy to carry.",
    "Our best seller since 1998. Now with a lining that dries in an hour.",
    "Ideal for offices, halls and gardens; 50% lighter than the one before.",
    "You'll never want to give it back, whatever the others offer.",
    "Stands firm on grass, sand and snow and folds into a small bag",
)
_LONG = "Cut to our 8\\'9\" length, which fits any car."

Row = tuple[str, ...]


@dataclass(frozen=True)
class PollutedFile:
    """A file, the header and rows a reader should find, and how each row is written."""

    kind: str
    data: bytes
    header: Row
    rows: tuple[Row, ...]
    texts: tuple[str, ...]


def table() -> list[Row]:
    """The header and 83 made-up rows."""
    rows = [HEADER]
    for n in range(ROWS):
        rows.append(
            (
                f"{n % 18 + 11:02}/{n // 18 + 1:02}/2018",
                f"{n // 4:02}:{n % 4 * 15:02}",
                str(n * 7 % 34),
                f"QD-{1000 + n * 97}",
                f"${n * 113 % 97}.{n * 31 % 100:02}",
                _INCHES[n % 3] if n % 14 == 9 else _NAMES[n % 9],
                f"{_NOTES[n % 6]} {_LONG if n == 11 else _NOTES[n // 6 % 5]}",
                f"https://shop.example/deal/{1000 + n * 97}.html",
                "",
            )
        )
    return rows


def cells_as_written(
    cells: Row, quote: str = '"', escape: str = '"', always: Sequence[int] = QUOTED
) -> list[str]:
    """The cells of a record with their quotes."""
    written = []
    for column, cell in enumerate(cells):
        inner = cell.replace('"', escape + '"')
        is_quoted = column in always or any(mark in cell for mark in ',"')
        written.append(f"{quote}{inner}{quote}" if is_quoted else inner)
    return written


def lines(
    rows: Sequence[Row], delimiter: str = ",", quote: str = '"', escape: str = '"'
) -> list[str]:
    """Records as lines without their ends."""
    return [delimiter.join(cells_as_written(row, quote, escape)) for row in rows]


def whole_files() -> Iterator[PollutedFile]:
    """The undamaged source, and the 21 files with one damage of the whole file."""
    cells = table()
    plain, bare_header = lines(cells), ",".join(HEADER)
    yield _file("source", plain, cells)
    yield replace(_file("no_payload", [], cells[:1], last=""), header=())
    yield _file("no_trailing_newline", plain, cells, last="")
    yield _file("double_trailing_newline", plain, cells, last="\r\n\r\n")
    yield replace(_file("no_header", plain[1:], cells[1:]), header=())
    yield _file("header_multirow_2", [bare_header, *plain], cells)
    yield _file("header_multirow_3", [bare_header, bare_header, *plain], cells)
    blanks = "," * (len(HEADER) - 1)
    yield _file("preamble", [f"PREAMBLE{blanks}", blanks, *plain], cells)
    for name, second in {
        "less": [row[:-1] for row in cells[:-1]],
        "same": cells[:-1],
        "more": [(*row, "" if number else "col1") for number, row in enumerate(cells[:-1])],
    }.items():
        below = [",".join(cells_as_written(row, always=())) for row in second]
        yield _file(f"multitable_{name}", [*plain, *below], cells)
    yield _file("header_only", plain[:1], cells[:1])
    yield _file("one_data_row", plain[:2], cells[:2])
    for name, delimiter in (
        ("space", " "),
        ("comma_space", ", "),
        ("semicolon", ";"),
        ("tab", "\t"),
    ):
        yield _file(f"field_delimiter_{name}", lines(cells, delimiter), cells)
    yield _file("quotation_char_apostrophe", lines(cells, quote="'"), cells)
    yield _file("escape_char_backslash", lines(cells, escape="\\"), cells)
    yield _file("escape_char_none", lines(cells, escape=""), cells)
    yield _file("record_delimiter_lf", plain, cells, end="\n")
    yield _file("record_delimiter_cr", plain, cells, end="\r")


def damaged_records(row: int, column: int) -> Iterator[PollutedFile]:
    """The files with record `row` (1 to 83) damaged at one column, in each of the four ways."""
    cells = table()
    written = cells_as_written(cells[row])
    head, cell, tail = written[:column], written[column], written[column + 1 :]
    if column:
        joined = [*head[:-1], head[-1] + cell, *tail]
        yield _damaged("row_less_sep", row, ",".join(joined), cells)
    else:
        yield _damaged("row_field_delimiter", row, " ".join(written), cells)
    yield _damaged("row_more_sep", row, ",".join([*head, "", cell, *tail]), cells)
    at = 1 if cell.startswith('"') else 0
    quoted = f'{cell[:at]}"{cell[at:]}'
    yield _damaged("row_extra_quote", row, ",".join([*head, quoted, *tail]), cells)


def _damaged(kind: str, row: int, text: str, cells: list[Row]) -> PollutedFile:
    written = lines(cells)
    written[row] = text
    return replace(_file(kind, written, cells), texts=tuple(written[1:]))


def _file(
    kind: str,
    written: Sequence[str],
    cells: Sequence[Row],
    end: str = "\r\n",
    last: str | None = None,
) -> PollutedFile:
    text = end.join(written) + (end if last is None else last)
    first = 0 if kind == "no_header" else 1
    # The texts of the expected rows; files with other text around them have the plain lines.
    texts = written[first:] if len(written) == len(cells) else lines(cells[1:])
    rows = tuple(cells[first:])
    return PollutedFile(kind, text.encode(), HEADER, rows, tuple(texts[: len(rows)]))
