"""What a stored number of a sheet is shown as."""

from __future__ import annotations

from datetime import datetime

import pytest

from ingest.formats.excel_numbers import format_kind, number_text

EPOCH = datetime(1899, 12, 30)


@pytest.mark.parametrize(
    ("number", "code", "kind"),
    [
        (0, None, "number"),
        (14, None, "date"),
        (22, None, "moment"),
        (46, None, "duration"),
        (164, "yyyy-mm-dd hh:mm", "moment"),
        (164, "[h]:mm", "duration"),
        (164, "mmm", "date"),
        (164, '0.00" days"', "number"),
        (164, "[Red]0", "number"),
    ],
)
def test_kinds_of_formats(number: int, code: str | None, kind: str) -> None:
    assert format_kind(number, code) == kind


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("12.0", "number", "12"),
        ("1.10", "number", "1.10"),
        ("1E+300", "number", "1E+300"),
        ("45000", "date", "2023-03-15"),
        ("45000.5", "moment", "2023-03-15 12:00:00"),
        ("1", "date", "1900-01-01"),  # before Excel's 29 February 1900
        ("61", "date", "1900-03-01"),
        ("0.25", "time", "06:00:00"),
        ("1.5", "duration", "36:00:00"),
        ("-1", "date", "-1"),
        ("x", "date", "x"),
    ],
)
def test_texts_of_numbers(text: str, kind: str, shown: str) -> None:
    assert number_text(text, kind, EPOCH) == shown
