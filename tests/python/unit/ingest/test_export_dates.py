"""The moment of an export is read in the order of days and months that its system declares."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest

from ingest.history.export_dates import _timestamp_sql


@pytest.mark.parametrize(
    ("order", "text", "moment"),
    [
        ("mdy", "02/24/26 09:23 PM", datetime(2026, 2, 24, 21, 23)),
        ("mdy", "02/24/2026", datetime(2026, 2, 24)),
        ("dmy", "24.02.26", datetime(2026, 2, 24)),
        (None, "2026-02-24 10:00:00", datetime(2026, 2, 24, 10)),
    ],
)
def test_two_digits_are_a_year_of_this_century(
    order: str | None, text: str, moment: datetime
) -> None:
    sql = f"select {_timestamp_sql('cell', order)} from (select ? as cell)"
    assert duckdb.execute(sql, [text]).fetchall() == [(moment,)]
