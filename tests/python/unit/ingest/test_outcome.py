"""The counts of a run that reads no file again."""

from __future__ import annotations

from ingest.outcome import outcome_of

FILE = {
    "file_id": "f",
    "path": "Lead.csv",
    "member": None,
    "status": "loaded",
    "message": "first rejected at line 3: too few cells",
    "records_in_file": 6,
    "rows_loaded": 4,
    "rows_unchanged": 1,
    "rows_rejected": 1,
}


def test_a_reject_is_not_counted_as_unchanged_too() -> None:
    outcome = outcome_of([], [FILE], [], [], [], is_new=False)
    (row,) = outcome.files
    assert row["status"] == "unchanged"
    assert (row["rows_loaded"], row["rows_unchanged"], row["rows_rejected"]) == (0, 5, 1)
    assert outcome.repeated.files == [row]
