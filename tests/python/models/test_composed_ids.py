"""Exports without an id column: several columns form the id, and no two records share one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.audited import Audited, canonical
from support.ingest_kit import Company
from support.paths import FIXTURES

from ingest.errors import UserError
from ingest.vendors.composite_keys import SEPARATOR, key_sql

WITHOUT_IDS = FIXTURES / "vendors" / "pipedrive" / "without_ids"
STACK = """
company: {name: Test, currency: EUR, as_of: "2026-04-01T00:00:00Z"}
systems:
  - {id: pipes, name: Pipedrive, vendor: pipedrive, functions: [route], role: truth}
  - id: books
    name: Books
    functions: [sync]
    role: record
    tables:
      - object: bill
        files: ["books/bills*.csv"]
        entity: invoices
        columns: {record_id: [Year, No], number: No, total: Total, updated_at: Changed}
      - object: receipt
        files: ["books/receipts.csv"]
        entity: payments
        columns: {record_id: Ref, invoice_record_id: [Year, No], amount: Amount, paid_at: Paid}
"""
BILLS = """Year,No,Total,Changed
2025,1,10.00,2026-01-01
2026,1,20.00,2026-01-02
2026,2,30.00,2026-01-03
,3,40.00,2026-01-04
,3,50.00,2026-01-05
"""
LATER_BILLS = "Year,No,Total,Changed\n2026,1,25.00,2026-02-02\n2026,2,30.00,2026-01-03\n"
RECEIPTS = "Ref,Year,No,Amount,Paid\nr1,2026,1,25.00,2026-02-03\nr2,n/a,1,5.00,2026-02-04\n"

PART = st.text("| a'\\", max_size=4)


def keys(rows: Sequence[Sequence[str | None]], null_words: Sequence[str] = ()) -> list[str | None]:
    """The id of each row; all rows have as many columns as the first one."""
    names = [f"c{number}" for number in range(len(rows[0]))]
    marks = ", ".join(f"({', '.join('?' for _ in names)})" for _ in rows)
    sql = f"select {key_sql(names, null_words)} from (values {marks}) as t({', '.join(names)})"
    found = duckdb.execute(sql, [cell for row in rows for cell in row]).fetchall()
    return [row[0] for row in found]


@given(st.sets(st.tuples(PART, PART, PART), min_size=2, max_size=60))
def test_no_two_rows_have_the_same_id(rows: set[tuple[str, str, str]]) -> None:
    made = [key for key in keys(sorted(rows)) if key is not None]
    assert len(set(made)) == len(made) == sum(all(cell.strip(" ") for cell in row) for row in rows)


def test_a_row_with_an_empty_part_has_no_id() -> None:
    rows = [("a", "b"), ("a", ""), ("a", "  "), (None, "b"), ("a", "N/A"), (" \\N", "b")]
    assert keys(rows, ["N/A", "\\N"]) == [f"a{SEPARATOR}b", None, None, None, None, None]
    assert keys([("a", "N/A")]) == [f"a{SEPARATOR}N/A"], "without null words, N/A is a value"


def test_all_ways_of_reading_make_the_same_ids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = []
    for way in ("together", "fast", "checked"):
        (tmp_path / way).mkdir()
        company = Company(tmp_path / way, STACK)
        company.write("books/bills.csv", BILLS + "20|26,'4,1,2026-01-01\n\\N,5,1,2026-01-01\n")
        if way != "together":
            monkeypatch.setattr("ingest.load.small_files.SMALL_BYTES", 0)
        if way == "checked":
            monkeypatch.setattr("ingest.load.dlt_load.is_plain", lambda plan: False)
        outcome = company.load()
        assert not outcome.problems
        ids.append(
            company.ask("select record_id, year, number from raw_mapped.invoices order by _row")
        )
    assert ids[0] == ids[1] == ids[2]
    assert ids[0] == [
        ("2025 | 1", "2025", "1"),
        ("2026 | 1", "2026", "1"),
        ("2026 | 2", "2026", "2"),
        (None, None, "3"),
        (None, None, "3"),
        ("20||26 | '4", "20|26", "'4"),
        (None, "\\N", "5"),
    ]


def test_the_error_names_an_id_column_that_the_file_lacks(tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    company.write("books/bills.csv", BILLS.replace("Year", "Period"))
    with pytest.raises(UserError, match=r"column Year, which books/bills\.csv does not have"):
        company.load()


@pytest.fixture(scope="module")
def audited(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Two nights of exports without ids, built once."""
    folder = tmp_path_factory.mktemp("composed")
    shutil.copytree(WITHOUT_IDS, folder / "exports")
    (folder / "exports" / "books").mkdir()
    for name, text in (("bills", BILLS), ("bills-later", LATER_BILLS), ("receipts", RECEIPTS)):
        (folder / "exports" / "books" / f"{name}.csv").write_text(text, "utf-8")
    (folder / "stack").mkdir()
    (folder / "stack" / "stack.yml").write_text(STACK, "utf-8")
    return canonical(root, folder)


def test_versions_of_one_id_are_one_record(audited: Audited) -> None:
    deals = audited.ask(
        "select record_id, amount::varchar, is_won from canonical.opportunities"
        " where record_id like '%|%' order by all"
    )
    assert deals == [
        ("Belts | Moss | 2026-03-16 12:00:00", "99.0000", False),
        # Won in the later export only.
        ("Renewal | Analytical Engines | 2026-03-04 11:00:00", "12500.0000", True),
        ("Renewal | Moss | 2026-03-04 11:00:00", "800.5000", False),
    ]
    people = audited.ask("select record_id, email from canonical.people order by all")
    assert people == [
        ("Ada Byron | 2026-03-02 09:00:00", "ada.byron@analytical.example"),
        ("Leo Moss | 2026-03-02 09:00:00", "leo@moss.example"),
        ("Leo Moss | 2026-03-03 10:00:00", "leo.moss@moss.example"),
    ]
    assert audited.ask("select record_id, owner_key from canonical.companies order by all") == [
        ("Analytical Engines | 2026-03-01 09:00:00", "pipes/owner/Lee Roth"),
        ("Moss | 2026-03-01 10:00:00", "pipes/owner/Lee Roth"),
    ]
    assert audited.ask("select record_id from canonical.touches") == [
        ("Intro call | ada@analytical.example | 2026-03-03 15:00:00",)
    ]
    assert audited.ask("select record_id from raw_mapped.records") == [
        ("Valves | Ada Byron | 2026-03-06 09:00:00",)
    ]


def test_records_with_an_empty_part_are_not_merged(audited: Audited) -> None:
    deals = audited.ask(
        "select amount::varchar, count(*), count(distinct record_id) from canonical.opportunities"
        " where record_id not like '%|%' group by 1 order by 1"
    )
    assert deals == [("90.0000", 1, 1), ("91.0000", 1, 1)]
    bills = audited.ask("select total::varchar from canonical.invoices order by total")
    assert [row[0] for row in bills] == ["10.0000", "25.0000", "30.0000", "40.0000", "50.0000"]


def test_a_reference_of_several_columns_finds_its_record(audited: Audited) -> None:
    paid = audited.ask(
        "select payments.record_id, invoices.record_id, invoices.total::varchar"
        " from canonical.payments left join canonical.invoices using (invoice_key) order by 1"
    )
    assert paid == [("r1", "2026 | 1", "25.0000"), ("r2", None, None)]


def test_changes_between_exports_are_detected(audited: Audited) -> None:
    moved = audited.ask(
        "select old_value, new_value from prepare.int_version_changes"
        " where column_name = 'stage_value' and not is_first_version"
    )
    assert moved == [("Discovery", "Negotiations")]
