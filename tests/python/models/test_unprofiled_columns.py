"""Columns that the loader did not profile are profiled by the models, with the same rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from support.dbt import run_dbt

MODELS = ("int_typed_columns", "int_column_counts", "int_nonstandard_values")
HISTORY = ("int_record_versions", "int_deleted_records")


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every model, in an order of their own."""
    with duckdb.connect(str(database), read_only=True) as con:
        return {
            name: con.sql(f"from prepare.{name} order by all").fetchall()
            for name in (*MODELS, *HISTORY)
        }


def test_models_profile_what_the_loader_did_not(
    root: Path, built_demo: Path, tmp_path: Path
) -> None:
    expected = rows(built_demo / "handoff.duckdb")
    assert {row[1] for row in expected["int_nonstandard_values"]} == {"time", "number", "id"}
    database = tmp_path / "handoff.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    with duckdb.connect(str(database)) as con:
        for name in ("profiled_columns", "column_profiles", "nonstandard_values", "records"):
            con.execute(f"delete from raw_handoff.{name}")
        # As if other programs had written all rows.
        con.execute("update raw_handoff.files set rows_loaded = 0")
        # Another program wrote these tables in place. The loader knows nothing of them.
        for table in ("campaign", "task"):
            con.execute("delete from raw_handoff.columns where table_name = ?", [table])
            con.execute("delete from raw_handoff.files where table_name = ?", [table])
    names = (*MODELS, "int_records", *HISTORY)
    done = run_dbt(root, database, "--quiet", "run", "--select", *names, target=tmp_path / "target")
    assert done.returncode == 0, done.stdout + done.stderr
    found = rows(database)
    assert expected["int_record_versions"]
    assert [found[name] for name in HISTORY] == [expected[name] for name in HISTORY]
    assert found["int_column_counts"] == expected["int_column_counts"]
    assert found["int_nonstandard_values"] == expected["int_nonstandard_values"]


def test_rows_that_another_program_added_are_measured(
    root: Path, built_demo: Path, tmp_path: Path
) -> None:
    database = tmp_path / "handoff.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    with duckdb.connect(str(database)) as con:
        con.execute(
            "insert into raw_salesforce.lead by name select * replace ('added' as _file, "
            "1 as _row, '25/12/2025 10:00' as created_date) from raw_salesforce.lead limit 1"
        )
    names = (*MODELS, "int_records")
    done = run_dbt(root, database, "--quiet", "run", "--select", *names, target=tmp_path / "target")
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(database), read_only=True) as con:
        found = con.sql(
            "select value from prepare.int_nonstandard_values "
            "where format_key like 'time/%/added/raw_salesforce/lead/created_date'"
        ).fetchall()
        assert found == [("25/12/2025 10:00",)]
        # Another row has the key of the added one, so its history matters.
        lead = "table_schema = 'raw_salesforce' and table_name = 'lead'"
        repeated = con.sql(
            f"select count(*) from prepare.int_records where {lead} and source_file = 'added'"
        ).fetchall()
        assert repeated == [(1,)]
        counts = con.sql(
            "select count(*) - count(distinct format_key) from prepare.int_column_counts"
        ).fetchall()
        assert counts == [(0,)]
