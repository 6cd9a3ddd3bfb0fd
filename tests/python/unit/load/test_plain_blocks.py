"""Blocks contain the records that a parser of single records finds, and only plain ones."""

from __future__ import annotations

import csv
import io
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.files.csv_records import Lines, Record, parse_records
from ingest.files.dialect import Dialect
from ingest.load.plain_blocks import BlocksAndRecords, PlainBlock, PlainBlockPattern
from ingest.load.stacked_tables import StackedTableDetector
from ingest.plan.column_names import IdCell

HEADER = ["Id", "Name"]
COMMA = Dialect(",")


class OneTable:
    """A detector of a file with one table."""

    is_other_table = False


def found(text: str, dialect: Dialect = COMMA) -> list[PlainBlock | Record]:
    detector = cast(StackedTableDetector, OneTable())
    texts = [text] if text else []
    return list(BlocksAndRecords(Lines(texts), dialect, HEADER, detector))


def rows_of(parts: list[PlainBlock | Record]) -> list[list[str] | str | None]:
    """The cells of every record in order, or the reason of one that is not valid."""
    rows: list[list[str] | str | None] = []
    for part in parts:
        if isinstance(part, PlainBlock):
            lines = io.StringIO(part.text, newline="")
            block = list(csv.reader(lines, strict=True))
            assert len(block) == part.rows
            rows += block
        else:
            rows.append(part.reason or part.cells)
    return rows


@pytest.mark.parametrize(
    ("text", "lines", "end"),
    [
        ('1,"Ada ""Countess"" Byron"\n', [1], 27),  # one line per record
        ('1,"Ada\nByron"\n2,b\n', [3], 18),  # a line end inside quotes
        ('1,a\r\n2,"b\nc"\r\n', [1, 2], 14),
        ("1,a\n2\n3,c\n", [1], 4),  # up to the first record of another width
        ("Id,a\n", [], 0),  # may be the header again
        ("\ufeff1,a\n", [], 0),
    ],
)
def test_the_pattern_of_plain_records(text: str, lines: list[int], end: int) -> None:
    blocks, matched = PlainBlockPattern(COMMA, HEADER).match(text)
    assert ([block.lines for block in blocks], matched) == (lines, end)


@pytest.mark.parametrize(
    ("dialect", "header"),
    [
        (Dialect(",", quote="'"), HEADER),
        (Dialect(",", escape="\\"), HEADER),
        (Dialect(",", has_blanks=True), HEADER),
        (COMMA, ["Id"]),  # a blank line would be a record
    ],
)
def test_the_pattern_is_for_usual_tables_only(dialect: Dialect, header: list[str]) -> None:
    assert not PlainBlockPattern(dialect, header).is_usable


def test_records_that_are_not_plain_are_single() -> None:
    parts = found("1,a\n" * 100 + "short\n\n2,b\nId,Name\n" + "3,c\n" * 100)
    single = [part.reason or part.text for part in parts if isinstance(part, Record)]
    assert {"too few cells", "blank", "2,b", "Id,Name"} <= set(single)
    assert sum(part.lines for part in parts) == 204


PIECES = st.sampled_from(
    ["a", "1", ",", ",", "\n", "\n", "\r\n", '"', '""', '","', ' "', "'", "1,a\n", '2,"b\nc"\n']
)


@given(st.lists(PIECES, max_size=40).map("".join))
@example('1,a\n"b\n\n2,c\n')
@example('1"a, b",\n')
def test_blocks_are_what_single_records_are(text: str) -> None:
    parts = found(text)
    single = list(parse_records(Lines([text] if text else []), COMMA, len(HEADER)))
    assert rows_of(parts) == [record.reason or record.cells for record in single]
    assert sum(part.lines for part in parts) == sum(record.lines for record in single)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("1,a\n,b\n", 4),
        ('1,a\n"",b\n', 4),
        ("1,a\n  ,b\n", 4),
        ('1,a\n" N/A ",b\n', 4),
        ("1,a\n\n", 4),
        ("N/AB,a\n0,b\n", 11),
    ],
)
def test_a_record_without_an_id_is_not_plain(text: str, end: int) -> None:
    cell = IdCell("Id", "id", 1, frozenset({"", "N/A"}))
    assert PlainBlockPattern(COMMA, HEADER, cell).match(text)[1] == end


@pytest.mark.parametrize("row", [",\n", ' ," "\n', '"",""\r\n'])
def test_a_record_without_a_value_is_not_plain(row: str) -> None:
    assert PlainBlockPattern(COMMA, HEADER).match(f"1,a\n{row}1,\n")[1] == 4
    assert PlainBlockPattern(COMMA, HEADER).match(f",a\n{row}")[1] == 3
