"""A view of staging or intermediate has no row when the raw tables of its vendor have none.

`macros/materializations/view.sql` relies on this: it makes such views empty constants.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

Node = dict[str, Any]
LAYERS = ("staging", "intermediate")


@pytest.fixture(scope="module")
def without_raw_rows(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audited demo company; only its raw tables of records are empty."""
    database = tmp_path_factory.mktemp("without_raw_rows") / "handoff.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    with duckdb.connect(str(database)) as con:
        for schema, table in con.execute(
            "select table_schema, table_name from information_schema.tables "
            "where starts_with(table_schema, 'raw_') and table_schema <> 'raw_handoff'"
        ).fetchall():
            con.execute(f'delete from "{schema}"."{table}"')
    return database


def test_without_raw_rows_no_view_has_a_row(built_demo: Path, without_raw_rows: Path) -> None:
    results = json.loads((built_demo / "target" / "run_results.json").read_text("utf-8"))
    manifest = json.loads((built_demo / "target" / "manifest.json").read_text("utf-8"))
    nodes: dict[str, Node] = manifest["nodes"]
    queries = {
        row["unique_id"]: row["compiled_code"]
        for row in results["results"]
        if _is_judged(nodes.get(row["unique_id"]))
        and _has_raw_table(nodes[row["unique_id"]], nodes)
    }
    assert len(queries) > 60
    with duckdb.connect(str(without_raw_rows)) as con:
        con.execute("set TimeZone = 'UTC'")
        filled = [
            name
            for name, query in queries.items()
            if con.sql(f"select 1 from ({query}) limit 1").fetchall()
        ]
    assert filled == []


def test_an_absent_vendor_is_a_constant(built_demo: Path) -> None:
    with duckdb.connect(str(built_demo / "handoff.duckdb"), read_only=True) as con:
        views = dict(con.sql("select view_name, sql from duckdb_views()").fetchall())
    assert "raw_hubspot" not in views["stg_hubspot__contact"]
    assert "raw_salesforce" in views["stg_salesforce__lead"]


def _is_judged(node: Node | None) -> bool:
    return (
        node is not None
        and node["resource_type"] == "model"
        and node["fqn"][1] in LAYERS
        and node["config"]["materialized"] == "view"
    )


def _has_raw_table(node: Node, nodes: dict[str, Node]) -> bool:
    """Whether a raw table is behind a model, directly or through models of the same folder."""
    for parent in node["depends_on"]["nodes"]:
        if parent.startswith("source.handoff.raw_") and ".raw_handoff." not in parent:
            return True
        if parent in nodes and nodes[parent]["fqn"][1] in LAYERS:
            is_same_folder = nodes[parent]["fqn"][2] == node["fqn"][2]
            if is_same_folder and _has_raw_table(nodes[parent], nodes):
                return True
    return False
