"""The dbt unit tests of the models pass; scheduled runs skip them, so this suite runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from support.dbt import ALL_TESTS, run_dbt


def test_every_model_unit_test_passes(root: Path, built_demo: Path, tmp_path: Path) -> None:
    # dbt reads the column types of the real tables, so a built database is needed: a copy, because
    # others read the shared one at the same time.
    database, target = tmp_path / "handoff.duckdb", tmp_path / "target"
    shutil.copyfile(built_demo / "handoff.duckdb", database)
    options = ("test", "--resource-type", "unit_test")
    done = run_dbt(root, database, *options, *ALL_TESTS, target=target)
    results = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    ran = [one for one in results if one["unique_id"].startswith("unit_test.")]
    assert {one["unique_id"] for one in ran if one["status"] != "pass"} == set(), done.stdout
    assert len(ran) > 60
