"""How one record is split into cells, and which records are broken or ambiguous."""

from __future__ import annotations

import io

import pytest

from ingest.files.dialect import (
    TORN,
    TWO_KINDS,
    BrokenQuotes,
    CsvWriter,
    Dialect,
    candidate_dialects,
)

COMMA = Dialect(",")
ESCAPED = Dialect(",", escape="\\")
APOSTROPHES = Dialect(",", quote="'")
BLANKS = Dialect(",", has_blanks=True)


@pytest.mark.parametrize(
    ("dialect", "text", "cells"),
    [
        (COMMA, "a,,c", ["a", "", "c"]),
        (COMMA, '"a,b","c ""d"""', ["a,b", 'c "d"']),
        (COMMA, '"two\nlines",b', ["two\nlines", "b"]),
        (COMMA, ' "a" ,b', ["a", "b"]),
        (COMMA, '5",b', ['5"', "b"]),
        (ESCAPED, '"a \\"b\\"",c', ['a "b"', "c"]),
        (ESCAPED, "8\\' ,c", ["8\\' ", "c"]),  # a backslash before an ordinary character
        (APOSTROPHES, "'a,b','it''s'", ["a,b", "it's"]),
        (BLANKS, 'a, b, "c, d"', ["a", "b", "c, d"]),
    ],
)
def test_cells(dialect: Dialect, text: str, cells: list[str]) -> None:
    assert dialect.cells(text) == cells


@pytest.mark.parametrize(
    ("text", "is_open"), [('a,"b', True), ('a,"b"c,d', False), ('a,"b,c', True)]
)
def test_broken_quotes(text: str, is_open: bool) -> None:
    with pytest.raises(BrokenQuotes) as caught:
        COMMA.cells(text)
    assert caught.value.is_open == is_open


@pytest.mark.parametrize(
    ("dialect", "text", "why"),
    [
        (COMMA, '1"Ada, Countess",x', TORN),
        (COMMA, '1,"Ada, Countess",x', None),
        (COMMA, '5" wide,6" high', None),
        (APOSTROPHES, '\'a\',b ""c""', TWO_KINDS),
        (APOSTROPHES, "'a','b \"\"c\"\"'", None),  # a doubled `"` in apostrophes is literal
    ],
)
def test_records_with_two_meanings(dialect: Dialect, text: str, why: str | None) -> None:
    dialect.cells(text)  # valid
    assert dialect.ambiguity(text) == why


def test_a_broken_header_is_split_at_its_delimiters() -> None:
    assert COMMA.cells_despite_broken_quotes('Id,"Last"Name,"Com,pany"') == [
        "Id",
        '"Last"Name',
        "Com,pany",
    ]


@pytest.mark.parametrize(
    ("head", "first"),
    [
        (b"a,b\n1,2\n", COMMA),
        (b"sep=|\na|b\n", Dialect("|")),
        (b"\xef\xbb\xbf'a','b'\n'1','2'\n", APOSTROPHES),
        (b"a, b\n1, 2\n", BLANKS),
    ],
)
def test_the_most_probable_dialect_is_first(head: bytes, first: Dialect) -> None:
    assert candidate_dialects(head)[0] == first


def test_escapes_are_a_candidate_where_they_occur() -> None:
    assert ESCAPED in candidate_dialects(b'a,b\n"x \\"y\\"",2\n')
    assert ESCAPED not in candidate_dialects(b'a,b\n"x ""y""",2\n')


def test_cells_with_any_line_end_are_quoted() -> None:
    out = io.StringIO()
    CsvWriter(out).row(["a\rb", "c\nd", None, "e"])
    assert out.getvalue() == '"a\rb","c\nd",,e\n'
