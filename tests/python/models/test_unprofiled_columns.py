"""Columns that the loader did not profile are profiled by the models, with the same rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from support.dbt import run_dbt

MODELS = ("int_typed_columns", "int_column_counts", "int_nonstandard_values")


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every model, in an order of their own."""
    with duckdb.connect(str(database), read_only=True) as con:
        return {name: con.sql(f"from prepare.{name} order by all").fetchall() for name in MODELS}


def test_models_profile_what_the_loader_did_not(
    root: Path, built_demo: Path, tmp_path: Path
) -> None:
    expected = rows(built_demo / "handoff.duckdb")
    assert {row[1] for row in expected["int_nonstandard_values"]} == {"time", "number", "id"}
    database = tmp_path / "handoff.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    with duckdb.connect(str(database)) as con:
        for name in ("profiled_columns", "column_profiles", "nonstandard_values"):
            con.execute(f"delete from raw_handoff.{name}")
        # Another program wrote these tables in place. The loader knows nothing of them.
        for table in ("campaign", "task"):
            con.execute("delete from raw_handoff.columns where table_name = ?", [table])
            con.execute("delete from raw_handoff.files where table_name = ?", [table])
    done = run_dbt(
        root, database, "--quiet", "run", "--select", *MODELS, target=tmp_path / "target"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = rows(database)
    assert found["int_column_counts"] == expected["int_column_counts"]
    assert found["int_nonstandard_values"] == expected["int_nonstandard_values"]
