"""The walls between folders hold, and each is seen failing once."""

from __future__ import annotations

import ast
import copy
import re
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
    node = copied["nodes"]["model.handoff.int_form__submissions"]
    node["depends_on"]["nodes"] = []
    (breach,) = rooms.read_breaches(copied)
    assert "int_form__submissions no longer reads source:raw_handoff" in breach


def short_descriptions(root: Path) -> list[str]:
    """Packages whose docstring has fewer than two sentences, and folders that no README names."""
    breaches = []
    for package in rooms.PACKAGES:
        for path in sorted((root / package).rglob("__init__.py")):
            text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
            if len(re.findall(r"[.;](?:\s|$)", text)) < 2:
                breaches.append(f"{path.relative_to(root)}: two sentences say what the room is for")
    for folder in ("models", "macros"):
        page = (root / folder / "README.md").read_text("utf-8")
        for path in sorted(p for p in (root / folder).glob("*/") if p.is_dir()):
            if f"`{path.name}/" not in page:
                breaches.append(f"{folder}/README.md does not describe {path.name}/")
    page = (root / "models" / "README.md").read_text("utf-8")
    for path in sorted(p for p in (root / "models" / "audit").glob("*/") if p.is_dir()):
        if f"`audit/{path.name}/`" not in page:
            breaches.append(f"models/README.md does not describe audit/{path.name}/")
    return breaches


def test_every_room_is_described(root: Path) -> None:
    assert short_descriptions(root) == []


def test_a_room_without_a_description_is_seen(root: Path, tmp_path: Path) -> None:
    for package in (*rooms.PACKAGES, "models", "macros"):
        shutil.copytree(root / package, tmp_path / package)
    (tmp_path / "cli" / "__init__.py").write_text('"""The command."""\n', "utf-8")
    (tmp_path / "models" / "audit" / "revenue").mkdir()
    (tmp_path / "macros" / "extra").mkdir()
    assert short_descriptions(tmp_path) == [
        "cli/__init__.py: two sentences say what the room is for",
        "macros/README.md does not describe extra/",
        "models/README.md does not describe audit/revenue/",
    ]
