"""Column profiles are complete after every load, whichever files came before."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from support.ingest_kit import STACK, Company, leads

from ingest.plan.declared import read_stack
from ingest.profile import column_profiles, records, update
from ingest.store.raw_tables import open_for_writing
from ingest.vendors.catalog import load_vendors
from ingest.vendors.declaration import ObjectDeclaration

TABLES = (
    *("column_profiles", "nonstandard_values", "records", "profiled_columns"),
    *("column_contents", "frequent_values"),
)
SCORES = "key,mail,at,worth\n"
HANDOFFS = """
handoffs:
  - id: score_to_crm
    name: Scores to CRM
    from: {system: scores, object: score}
    to: {system: crm, object: lead}
    hop: in_crm
    trigger: a score arrives
    match: {source: mail, target: Email}
    fields:
      - {source: worth, target: Company, kind: number, authority: source}
"""


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path)
    made.write("crm/Lead.csv", leads(1, 2))
    made.write("scores/a.csv", f"{SCORES}1,a@x.example,25/12/2025,1.000\n2,b@x.example,N/A,2\n")
    made.load()
    return made


def profiles(company: Company) -> list[list[tuple[object, ...]]]:
    """The rows of these tables, in an order of their own."""
    return [company.ask(f"from raw_handoff.{name} order by all") for name in TABLES]


def profiles_from_scratch(company: Company, folder: Path) -> list[list[tuple[object, ...]]]:
    """What one pass over all stored rows gives."""
    copy = Company(folder, company.stack)
    shutil.copy(company.database, copy.database)
    declared = read_stack(company.root / "stack", company.exports)
    with open_for_writing(copy.database) as con:
        for name in (*TABLES, "profile_rules"):
            con.execute(f"delete from raw_handoff.{name}")
        update.update(con, load_vendors(), declared.tables, [], [])
    return profiles(copy)


def test_a_file_is_measured_when_it_is_loaded(company: Company) -> None:
    assert company.ask(
        "select column_name, kind, filled_values, plain_values, source_row, value "
        "from raw_handoff.column_profiles join raw_handoff.nonstandard_values "
        "using (file_id, system, object, table_schema, table_name, column_name, kind) order by all"
    ) == [
        # `at` fills two columns; N/A means that there is no value.
        ("created_at", "time", 2, 0, 1, "25/12/2025"),
        ("updated_at", "time", 2, 0, 1, "25/12/2025"),
    ]


def test_the_contents_of_a_column_are_counted_by_hand(company: Company) -> None:
    company.write("scores/b.csv", f"{SCORES}3,c@x.example,,2\n4,,N/A,2\n")
    company.load()
    found = company.ask(
        "select column_name, all_rows, filled_rows, distinct_values, is_estimated, address_rows"
        " from raw_handoff.column_contents where system = 'scores' order by column_name"
    )
    assert found == [
        ("created_at", 4, 3, 2, False, 0),
        ("email", 4, 3, 3, False, 3),
        ("record_id", 4, 4, 4, False, 0),
        ("updated_at", 4, 3, 2, False, 0),
        ("worth", 4, 4, 2, False, 0),
    ]
    assert company.ask(
        "select value, value_rows from raw_handoff.frequent_values"
        " where system = 'scores' and column_name = 'worth' order by all"
    ) == [("1.000", 1), ("2", 3)]


def test_a_large_table_has_estimated_and_proposed_values(company: Company) -> None:
    rows = [f"{n},p{n}@x.example,2026-01-01,{n % 7}" for n in range(10, 120_010)]
    company.write("scores/c.csv", SCORES + "\n".join(rows) + "\n")
    company.load()
    found = company.ask(
        "select column_name, distinct_values, is_estimated from raw_handoff.column_contents"
        " where system = 'scores' and column_name in ('email', 'worth') order by 1"
    )
    (mail, distinct, estimated), worth = found
    assert (mail, estimated) == ("email", True) and 100_000 < distinct <= 120_002
    assert worth == ("worth", 8, False)  # 0 to 6, and 1.000 of the first file
    assert company.ask(
        "select value, value_rows from raw_handoff.frequent_values"
        " where system = 'scores' and column_name = 'worth' order by value_rows desc, value limit 2"
    ) == [("0", 17_143), ("1", 17_143)]


def test_profiles_follow_rows_that_move_between_files(company: Company, tmp_path: Path) -> None:
    # An older file contains a stored row: the row becomes its own, and leaves the file it was in.
    company.write(
        "scores/b.csv", f"{SCORES}1,a@x.example,25/12/2025,1.000\n3,c@x.example,1/2/3,x\n"
    )
    company.load()
    assert profiles(company) == profiles_from_scratch(company, tmp_path / "second")
    (company.exports / "scores" / "a.csv").unlink()
    company.load()
    assert profiles(company) == profiles_from_scratch(company, tmp_path / "third")
    company.write("scores/b.csv", f"{SCORES}3,c@x.example,1/2/3,x\n")
    company.write("crm/Lead.csv", leads(1, 2, 3, stamp="02/03/2026 10:00"))
    company.load()
    assert profiles(company) == profiles_from_scratch(company, tmp_path / "fourth")
    assert company.ask("select count(*) from raw_handoff.records where object = 'lead'") == [(4,)]
    # A full export among several may lack a record, so all rows of its object count.
    stack = STACK.replace(
        'files: ["scores/*.csv"]', 'files: ["scores/*.csv"]\n        export: full'
    )
    (tmp_path / "stack" / "stack.yml").write_text(stack)
    company.write("scores/c.csv", f"{SCORES}4,d@x.example,1/2/3,x\n4,e@x.example,1/2/3,x\n")
    company.load()
    stored = company.ask("select _file, _row from raw_mapped.people order by all")
    found = company.ask(
        "select file_id, source_row from raw_handoff.records where object = 'score' order by all"
    )
    assert len(stored) > 2 and found == stored
    # Only rows with a repeated id have an identity: it is compared with that of the others.
    counted = company.ask(
        "select count(*) > 1, count(identity_1) > 0 from raw_handoff.records"
        " where object = 'score' group by short_key"
    )
    assert set(counted) == {(True, True), (False, False)}
    assert profiles(company) == profiles_from_scratch(company, tmp_path / "fifth")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The columns, and the tables of records, that are measured after the first load."""
    found: list[tuple[str, ...]] = []
    profile, find_records = column_profiles._profile, records._find_records

    def watch_columns(con: Any, table: Any, columns: Any, *rest: Any) -> None:
        found.extend(columns)
        profile(con, table, columns, *rest)

    def watch_records(con: Any, item: ObjectDeclaration, *rest: Any) -> None:
        found.append((item.schema, item.table))
        find_records(con, item, *rest)

    monkeypatch.setattr(column_profiles, "_profile", watch_columns)
    monkeypatch.setattr(records, "_find_records", watch_records)
    return found


def test_another_date_order_measures_nothing_again(
    company: Company, tmp_path: Path, measured: list[tuple[str, ...]]
) -> None:
    before = profiles(company)
    stack = STACK.replace("name: Scores", "name: Scores\n    date_order: dmy")
    (tmp_path / "stack" / "stack.yml").write_text(stack)
    assert company.load().is_new
    assert measured == []
    assert profiles(company) == before
    assert profiles(company) == profiles_from_scratch(company, tmp_path / "copy")


def test_empty_cells_do_not_hide_a_damaged_id(company: Company) -> None:
    ids = ["1.23E+17", "2-Jan", *[""] * 5, "4711"]
    rows = "".join(f"{text},{number}@x.example,2025-12-25,1\n" for number, text in enumerate(ids))
    company.write("scores/a.csv", SCORES + rows)
    company.load()
    assert company.ask(
        "select filled_values, plain_values, value from raw_handoff.column_profiles "
        "join raw_handoff.nonstandard_values using (file_id, column_name, kind) "
        "where column_name = 'record_id' order by all"
    ) == [(3, 1, "1.23E+17"), (3, 1, "2-Jan")]


def test_only_a_column_with_another_kind_is_measured_again(
    company: Company, tmp_path: Path, measured: list[tuple[str, ...]]
) -> None:
    (tmp_path / "stack" / "stack.yml").write_text(STACK + HANDOFFS)
    company.load()
    assert measured == [
        ("raw_mapped", "people", "worth", "number"),
        ("raw_salesforce", "lead", "company", "number"),
    ]
    assert profiles(company) == profiles_from_scratch(company, tmp_path / "copy")
    measured.clear()
    (tmp_path / "stack" / "stack.yml").write_text(STACK)
    company.load()
    assert measured == []
    assert profiles(company) == profiles_from_scratch(company, tmp_path / "copy_2")


def test_other_rules_profile_everything_again(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = profiles(company)
    monkeypatch.setattr(update, "_rules", lambda vendors: "newer")
    assert company.load().is_new
    assert profiles(company) == before
    assert company.ask("from raw_handoff.profile_rules") == [("newer",)]
    assert not company.load().is_new
