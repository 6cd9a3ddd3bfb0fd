"""A second table below the first is detected by its header."""

from __future__ import annotations

from pathlib import Path

from support.one_file import read_file

from ingest.load.stacked_tables import OTHER_TABLE

HEADER = ["Id", "On", "Size"]
FIRST = "Id,On,Size\n1,2026-01-02,7\n2,2026-01-03,9\n"


def rejected(content: str) -> list[int]:
    """Lines that belong to another table."""
    _, reading = read_file(content.encode(), "a.csv", HEADER)
    assert reading.problem is None
    assert {reject.reason for reject in reading.rejects} <= {OTHER_TABLE}
    return [reject.line for reject in reading.rejects]


def test_names_where_the_rows_above_have_digits_are_a_header() -> None:
    assert rejected(FIRST + "\nInvoice,Paid,Sum\nR1,2026-01-04,1\n") == [5, 6]


def test_the_repeated_header_ends_the_other_table() -> None:
    text = "\nInvoice,Paid,Sum\nR1,2026-01-04,1\n" + FIRST
    assert rejected(FIRST + text) == [5, 6]


def test_without_a_blank_line_it_is_a_record() -> None:
    assert rejected(FIRST + "Invoice,Paid,Sum\nR1,2026-01-04,1\n") == []


def test_an_empty_or_doubled_name_is_not_a_header() -> None:
    assert rejected(FIRST + "\nInvoice,,Sum\n") == []
    assert rejected(FIRST + "\nSum,sum,Paid\n") == []


def test_a_table_of_words_has_no_evidence(tmp_path: Path) -> None:
    assert rejected("Id,On,Size\na,b,c\nd,e,f\n\nInvoice,Paid,Sum\n") == []
