"""The 2,290 polluted files of the Pollock benchmark, made anew from a table of our own.

Pollock (HPI-Information-Systems/Pollock; Vitagliano and others, VLDB 2023) damages one table of
84 records (the first is the header) and 9 columns in 2,290 ways, and states for every file what a
reader should find in it. Names and damages follow its README and the files it publishes:

- two columns are always in quotes, the others where they must be; the last column has no cells;
  lines end in CRLF; no cell holds a line break; some hold inches (`48""`) or a backslash;
- an extra delimiter stands before a cell, a missing one joins two cells, and in both the cells
  expected are those of the table; an extra quote stands at the start of a cell's text, and is
  expected in it;
- a file of two tables expects the first one; the second has the same header and rows but the
  last, and a column less or more; nothing stands between them;
- a preamble is one line and one of delimiters only, both as wide as the table;
- header rows above the header repeat it, and the header expected is each name as often;
- a file without header expects its first record in the place of one;
- with apostrophes for quotes, apostrophes in cells stay as they are, and inches stay doubled.

One thing differs: Pollock breaks cells of the second tables at their inches, which looks like a
slip; ours stay whole. The values are made up here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

HEADER = ("DATE", "TIME", "Qty", "DEALID", "Amount", "DealName", "Description", "URL", "Comments")
ROWS = 83
FIELDS = len(HEADER)
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


@dataclass(frozen=True)
class Form:
    """How records are written. `escape` stands before a quote inside a cell."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    end: str = "\r\n"


@dataclass(frozen=True)
class Record:
    """The cells of a record and how it is written."""

    cells: tuple[str, ...]
    written: tuple[str, ...]  # with quotes
    delimiters: tuple[str, ...]

    @property
    def text(self) -> str:
        """The record without its line end."""
        rest = zip(self.delimiters, self.written[1:], strict=True)
        return self.written[0] + "".join(delimiter + cell for delimiter, cell in rest)


@dataclass(frozen=True)
class Polluted:
    """A file and what a reader should find in it.

    `header` and `rows` are the cells expected, `texts` how each of the rows stands in the file;
    `names` is what its columns are called (nothing where no header says so).
    """

    name: str
    kind: str
    data: bytes
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    names: tuple[str, ...]


@cache
def table() -> tuple[tuple[str, ...], ...]:
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
    return tuple(rows)


@cache
def record(cells: Sequence[str], form: Form, always: Sequence[int] = QUOTED) -> Record:
    """A record as the benchmark writes it: in quotes where it must be, and in some columns."""
    written = []
    for column, cell in enumerate(cells):
        inner = cell.replace('"', form.escape + '"')
        is_quoted = column in always or any(mark in cell for mark in ',"')
        written.append(f"{form.quote}{inner}{form.quote}" if is_quoted else inner)
    return Record(tuple(cells), tuple(written), (form.delimiter,) * (len(cells) - 1))


def files() -> Iterator[Polluted]:
    """All 2,290, the source first."""
    yield from whole_files()
    for row in range(ROWS + 1):
        for column in range(FIELDS):
            yield from damaged_at(row, column)


def whole_files() -> Iterator[Polluted]:
    """The source, and the 21 files with one damage of the whole file."""
    cells = table()
    plain = [record(one, Form()) for one in cells]
    body, first = plain[1:], record(HEADER, Form(), ())
    yield _file("source", plain, body)
    yield _file("file_no_payload", [], [], ())
    yield _file("file_no_trailing_newline", plain, body, last="")
    yield _file("file_double_trailing_newline", plain, body, last="\r\n\r\n")
    yield replace(_file("file_no_header", body, body[1:], body[0].cells), names=())
    for times in (2, 3):
        names = [" ".join([name] * times) for name in HEADER]
        above = [first] * (times - 1)
        file = _file(f"file_header_multirow_{times}", [*above, *plain], body, names)
        yield replace(file, names=HEADER)
    blanks = [""] * (FIELDS - 1)
    title = [record((text, *blanks), Form(), ()) for text in ("PREAMBLE", "")]
    yield _file("file_preamble", [*title, *plain], body)
    for name, second in {
        "less": [one[:-1] for one in cells[:-1]],
        "same": cells[:-1],
        "more": [(*one, "" if number else "col1") for number, one in enumerate(cells[:-1])],
    }.items():
        below = [record(one, Form(), ()) for one in second]
        yield _file(f"file_multitable_{name}", [*plain, *below], body)
    yield _file("file_header_only", plain[:1], [])
    yield _file("file_one_data_row", plain[:2], body[:1])
    for name, form in {
        "field_delimiter_0x20": Form(delimiter=" "),
        "field_delimiter_0x2C_0x20": Form(delimiter=", "),
        "field_delimiter_0x3B": Form(delimiter=";"),
        "field_delimiter_0x9": Form(delimiter="\t"),
        "quotation_char_0x27": Form(quote="'"),
        "escape_char_0x5C": Form(escape="\\"),
        "escape_char_0x00": Form(escape=""),
        "record_delimiter_0xA": Form(end="\n"),
        "record_delimiter_0xD": Form(end="\r"),
    }.items():
        other = [record(one, form) for one in cells]
        yield _file(f"file_{name}", other, other[1:], end=form.end)


def damaged_at(row: int, column: int) -> Iterator[Polluted]:
    """The files with one record damaged at one column; record 0 is the header."""
    place = f"{row}_col{column}"
    whole = record(table()[row], Form())
    delimiters, written, cell = whole.delimiters, whole.written, whole.cells[column]
    if column:
        before, after = delimiters[: column - 1], delimiters[column:]
        less = replace(whole, delimiters=(*before, "", *after))
        more = replace(whole, delimiters=(*before, ",,", *after))
        yield _with("row_less_sep", f"row{place}", row, less)
    else:
        more = replace(whole, written=("," + written[0], *written[1:]))
        blanks = replace(whole, delimiters=(" ",) * len(delimiters))
        yield _with("row_field_delimiter", f"{row}_0x20", row, blanks)
    yield _with("row_more_sep", f"row{place}", row, more)
    at = 1 if written[column].startswith('"') else 0
    quote = f'{written[column][:at]}"{written[column][at:]}'
    quoted = replace(
        whole,
        cells=(*whole.cells[:column], f'"{cell}', *whole.cells[column + 1 :]),
        written=(*written[:column], quote, *written[column + 1 :]),
    )
    yield _with("row_extra_quote", place, row, quoted)


def _with(kind: str, place: str, row: int, damaged: Record) -> Polluted:
    records = [record(one, Form()) for one in table()]
    records[row] = damaged
    name = f"{kind}{place}" if kind == "row_extra_quote" else f"{kind}_{place}"
    kind = kind if row else f"{kind}, in the header"
    return replace(_file(name, records, records[1:], records[0].cells), kind=kind)


def _file(
    name: str,
    written: Sequence[Record],
    rows: Sequence[Record],
    header: Sequence[str] = HEADER,
    end: str = "\r\n",
    last: str | None = None,
) -> Polluted:
    text = end.join(one.text for one in written) + (
        (end if last is None else last) if written else ""
    )
    cells = tuple(one.cells for one in rows)
    texts = tuple(one.text for one in rows)
    named = tuple(header)
    return Polluted(f"{name}.csv", name, text.encode(), named, cells, texts, named)
