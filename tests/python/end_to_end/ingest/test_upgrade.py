"""A database that an earlier version of handoff wrote keeps its rows when the next run renames it.

The old names are restored in a database of this version, as `RENAMED` and `RENAMED_STATUSES` list
them.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from support.ingest_kit import STACK, Company, leads

from bench.crash_test import contents
from ingest.sql import identifier
from ingest.store.raw_tables import RENAMED, RENAMED_STATUSES, table_sql, upgrade

FULL = STACK.replace('files: ["crm/*"]}', 'files: ["crm/*"], export: full}')
OLD = {
    "furniture": "non_record_lines",
    "repeats": "sightings",
    "furniture_lines": "non_record_lines",
    "held": "quarantined",
}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """A company with sightings, a preamble row and a quarantined file."""
    made = Company(tmp_path, FULL)
    preamble = "Lead report\n\n"
    made.write("crm/2026-01-01/Lead.csv", preamble + leads(*range(100)))
    made.load()
    made.write("crm/2026-01-02/Lead.csv", leads(*range(101)))
    made.load()
    made.write("crm/2026-01-03/Lead.csv", leads(1, 2))
    made.load()
    return made


def restore_old_names(database: Path) -> None:
    """Gives tables, columns and statuses the names that earlier versions used."""
    with duckdb.connect(str(database)) as con:
        for name, column, new in reversed(RENAMED):
            current, old = (new, column) if column else (None, name)
            table = table_sql("raw_handoff", name if column else new)
            what = f"rename column {identifier(current)}" if current else "rename"
            con.execute(f"alter table {table} {what} to {identifier(old)}")
        for old, new in RENAMED_STATUSES.items():
            con.execute("update raw_handoff.files set status = ? where status = ?", [old, new])


def names(company: Company) -> set[str]:
    """Tables of raw_handoff, columns of raw_handoff.files and statuses."""
    found = company.ask(
        """
        select table_name from duckdb_tables() where schema_name = 'raw_handoff'
        union select column_name from duckdb_columns()
        where schema_name = 'raw_handoff' and table_name = 'files'
        union select status from raw_handoff.files
        """
    )
    return {name for (name,) in found}


def test_the_list_has_every_old_name() -> None:
    renamed = {column or name: new for name, column, new in RENAMED}
    assert renamed | RENAMED_STATUSES == OLD


def test_rows_sightings_and_a_quarantined_file_survive(company: Company) -> None:
    before = contents(company.database)
    assert len(before["raw_salesforce.lead"]) == 101
    assert len(before["raw_handoff.sightings"]) == 100
    assert len(before["raw_handoff.non_record_lines"]) == 2
    statuses = company.ask("select status from raw_handoff.files order by path")
    assert statuses == [("loaded",), ("loaded",), ("quarantined",)]
    restore_old_names(company.database)
    assert names(company) >= OLD.keys()

    outcome = company.load()
    assert outcome.is_new
    assert [row["status"] for row in outcome.files] == ["unchanged", "unchanged", "quarantined"]
    assert contents(company.database) == before
    assert names(company).isdisjoint(OLD)
    assert not company.load().is_new


def test_an_old_database_without_new_files_is_not_read_again(company: Company) -> None:
    restore_old_names(company.database)
    (company.exports / "crm" / "2026-01-01" / "Lead.csv").unlink()
    company.load()
    assert company.ask("select count(*) from raw_salesforce.lead") == [(101,)]
    counts = company.ask(
        "select rows_loaded, non_record_lines from raw_handoff.files order by path"
    )
    assert counts[0] == (100, 2)


def test_a_new_name_that_exists_already_is_kept(company: Company) -> None:
    with duckdb.connect(str(company.database)) as con:
        con.execute("create table raw_handoff.repeats as select 1 as of_row")
    before = company.ask("from raw_handoff.sightings order by all")
    assert not upgrade(company.database)
    assert company.ask("from raw_handoff.sightings order by all") == before
