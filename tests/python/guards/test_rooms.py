"""The walls between folders hold, and each is seen failing once."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import rooms


def test_every_import_is_allowed(root: Path) -> None:
    assert rooms.import_breaches(root) == []


def test_every_read_is_allowed(manifest: dict[str, Any]) -> None:
    assert rooms.read_breaches(manifest) == []


@pytest.mark.parametrize("table", [rooms.IMPORTS, rooms.READS], ids=["imports", "reads"])
def test_no_two_rooms_may_use_each_other(table: dict[str, set[str]]) -> None:
    assert rooms.circles(table) == []


def test_an_import_upwards_is_seen(root: Path, tmp_path: Path) -> None:
    for package in rooms.PACKAGES:
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("*.md"))
    low = tmp_path / "ingest" / "files" / "dialect.py"
    low.write_text(low.read_text("utf-8") + "\nfrom ingest.plan import planner\n", "utf-8")
    (tmp_path / "cli" / "extra").mkdir()
    (tmp_path / "cli" / "extra" / "tool.py").write_text("import ingest.run\n", "utf-8")
    assert rooms.import_breaches(tmp_path) == [
        "cli.extra.tool: the room cli.extra is not in the table",
        "ingest.files.dialect imports ingest.plan.planner",
    ]


def test_a_circle_in_a_table_is_seen() -> None:
    table = {"a/x": {"b"}, "b": {"a/*"}, "c": {"b"}}
    assert rooms.circles(table) == ["a/x and b"]


@pytest.mark.parametrize(
    ("reader", "read"),
    [
        ("audit_lag__hops", "audit_duplicates__people"),
        ("stg_salesforce__lead", "int_owner_lookup"),
        ("people", "stg_salesforce__lead"),
        ("audit_identity__records", "audit_duplicates__people"),
    ],
)
def test_a_read_across_a_wall_is_seen(manifest: dict[str, Any], reader: str, read: str) -> None:
    copied = copy.deepcopy(manifest)
    parents = copied["nodes"][f"model.handoff.{reader}"]["depends_on"]["nodes"]
    parents.append(f"model.handoff.{read}")
    (breach,) = rooms.read_breaches(copied)
    assert breach.startswith(f"{reader} (") and f"reads {read}" in breach


def test_an_exception_that_no_longer_occurs_is_seen(manifest: dict[str, Any]) -> None:
    copied = copy.deepcopy(manifest)
    node = copied["nodes"]["model.handoff.int_stripe__minor_unit_files"]
    node["depends_on"]["nodes"] = []
    (breach,) = rooms.read_breaches(copied)
    assert "int_stripe__minor_unit_files no longer reads source:raw_handoff" in breach
