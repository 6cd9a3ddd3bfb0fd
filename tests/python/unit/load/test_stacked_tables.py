"""A second table below the first is detected by its header."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from support.one_file import planned

from ingest.files.byte_scan import scan_bytes
from ingest.files.discover import Source
from ingest.files.encoding import read_text
from ingest.files.table_layout import heads
from ingest.load.record_filter import filter_records
from ingest.load.stacked_tables import OTHER_TABLE

FIRST = "Id,On,Size\n1,2026-01-02,7\n2,2026-01-03,9\n"


def rejected(folder: Path, content: str) -> list[int]:
    """Lines that belong to another table."""
    path = folder / "a.csv"
    path.write_text(content, "utf-8")
    text = read_text(path, folder, scan_bytes(path))
    plan = planned(Source("a.csv", None, path), text, heads(path)[0])
    filtered = filter_records(plan, io.StringIO())
    assert filtered.unaccounted_lines == 0
    assert {reject.reason for reject in filtered.rejects} <= {OTHER_TABLE}
    return [reject.line for reject in filtered.rejects]


@pytest.mark.parametrize(
    ("below", "lines"),
    [
        # Names where the rows above have digits, below a blank line.
        ("\nInvoice,Paid,Sum\nR1,2026-01-04,1\n", [5, 6]),
        # The repeated header of the first table ends the other one.
        ("\nInvoice,Paid,Sum\nR1,2026-01-04,1\n" + FIRST, [5, 6]),
        ("Invoice,Paid,Sum\nR1,2026-01-04,1\n", []),  # no blank line
        ("\nInvoice,,Sum\nR1,2026-01-04,1\n", []),  # an empty name
        ("\nSum,sum,Paid\nR1,2026-01-04,1\n", []),  # a name that occurs twice
        ("\nInvoice,2026,Sum\nR1,2026-01-04,1\n", []),  # a digit in a name
    ],
)
def test_a_second_table_is_detected_by_its_header(
    tmp_path: Path, below: str, lines: list[int]
) -> None:
    assert rejected(tmp_path, FIRST + below) == lines


def test_tables_of_words_are_not_detected(tmp_path: Path) -> None:
    assert rejected(tmp_path, "Id,On,Size\na,b,c\nd,e,f\n\nInvoice,Paid,Sum\n") == []
