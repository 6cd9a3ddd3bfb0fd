"""The generated key tests pass on the demo company and fail on a broken key."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.dbt import ALL_TESTS, run_dbt

from lineage.project import read_manifest


@pytest.fixture(scope="module")
def copied(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a demo company that this module may change; dbt's target is beside it."""
    database = tmp_path_factory.mktemp("keys") / "handoff.duckdb"
    shutil.copyfile(built_demo / "handoff.duckdb", database)
    return database


def failures(root: Path, database: Path, *selected: str) -> dict[str, int]:
    """The number of failing rows of every test that ran."""
    target = database.parent / "target"
    done = run_dbt(root, database, "test", "--select", *selected, *ALL_TESTS, target=target)
    results = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    ran = [one for one in results if one["unique_id"].startswith("test.")]
    assert ran and {one["status"] for one in ran} <= {"pass", "fail"}, done.stdout
    return {one["unique_id"].rsplit(".", 1)[-1]: one["failures"] for one in ran}


def broken_keys(database: Path, test: str) -> list[tuple[Any, ...]]:
    """The rows of a key test: model, kind, number of broken keys, example."""
    manifest = read_manifest(database.parent / "target")
    (node,) = (n for n in manifest["nodes"].values() if n["name"] == test)
    compiled = database.parent / "target" / "compiled" / "handoff" / node["original_file_path"]
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(compiled.read_text("utf-8")).fetchall()


def test_every_model_has_its_declared_grain(root: Path, copied: Path) -> None:
    found = failures(root, copied, "keys_of_*")
    assert set(found.values()) == {0}, found
    compiled = "".join(
        path.read_text("utf-8")
        for path in (copied.parent / "target" / "compiled").rglob("keys_of_*.sql")
    )
    manifest = read_manifest(copied.parent / "target")
    assert [
        node["name"]
        for node in manifest["nodes"].values()
        if "grain" in node["config"].get("meta", {})
        and f"'{node['name']}' as model" not in compiled
    ] == []


def test_duplicate_and_null_keys_fail(root: Path, copied: Path) -> None:
    with duckdb.connect(str(copied)) as con:
        for statement in (
            "insert into canonical.as_of select as_of + interval 1 day from canonical.as_of",
            "insert into canonical.companies from canonical.companies limit 2",
            "update canonical.owners set owner_key = null where kind = 'queue'",
            # handoff_id may be null in results.gate, but not twice for the same check.
            "update results.gate set handoff_id = null where check_id = 'values_agree'",
        ):
            con.execute(statement)
    found = failures(root, copied, "keys_of_canonical", "keys_of_results")
    # record_contexts, record_people and violation_details are views that contain the companies.
    assert found == {"keys_of_canonical": 3, "keys_of_results": 4}
    rows = {row[0]: row[1:] for row in broken_keys(copied, "keys_of_canonical")}
    assert rows["as_of"] == ("duplicate_key", 1, "(one row)")
    assert rows["companies"][:2] == ("duplicate_key", 2)
    assert rows["owners"] == ("null_key", 1, "null")
    rows = {row[0]: row[1:] for row in broken_keys(copied, "keys_of_results")}
    assert rows["gate"] == ("duplicate_key", 1, "values_agree | handoff | null")
    assert rows["record_contexts"][:2] == ("duplicate_key", 2)


def test_a_record_judged_twice_is_one_violation(root: Path, copied: Path) -> None:
    with duckdb.connect(str(copied)) as con:
        con.execute(
            "create or replace view evidence.values_agree as"
            " select 'deal/amount' as record_id, 'to_finance' as handoff_id, true as is_violation"
            " from range(2)"
        )
    target = copied.parent / "target"
    models = ("violations", "check_counts")
    done = run_dbt(root, copied, "run", "--select", *models, *ALL_TESTS, target=target)
    assert done.returncode == 0, done.stdout
    with duckdb.connect(str(copied), read_only=True) as con:
        assert con.execute(
            "select handoff_id, record_id, evidence_rows from results.violations"
            " where check_id = 'values_agree'"
        ).fetchall() == [("to_finance", "deal/amount", 2)]
        assert con.execute(
            "select scope, violations from results.check_counts"
            " where check_id = 'values_agree' and handoff_id = 'to_finance'"
        ).fetchall() == [(2, 2)]
