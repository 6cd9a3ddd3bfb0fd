"""The register of the checklist: every item has an answer, and every answer exists."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docs.pages.checklist import Row, answers_by_item, rows_of
from ingest.stack.answers import item_ids
from ingest.stack.model import Stack
from lineage.columns import is_check

# Roles that a question may ask: the teams of checks, and three people whom no check names.
ROLES = {
    *("revops", "marketing_ops", "sales_ops", "web", "finance"),
    *("crm_admin", "sales_lead", "marketing_lead"),
}
Manifest = dict[str, Any]


def tables_of(manifest: Manifest) -> dict[str, set[str]]:
    """The public tables that a result may count, with their columns."""
    return {
        f"{node['schema']}.{node['name']}": set(node["columns"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["schema"] in ("results", "audit", "canonical")
        and node["access"] == "public"
    }


def words_of_key(path: str) -> list[str] | None:
    """The words that a key of the stack may have; None when there is no such key."""
    schema = Stack.model_json_schema(by_alias=True)
    nodes = [schema]
    for step in path.split("."):
        nodes = [
            inner
            for node in nodes
            for part in _parts(node, schema)
            if (inner := part.get("properties", {}).get(step))
        ]
    if not nodes:
        return None
    return [
        word for node in nodes for part in _parts(node, schema) for word in part.get("enum", ())
    ]


def _parts(node: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in node:
        yield from _parts(schema["$defs"][node["$ref"].split("/")[-1]], schema)
        return
    yield node
    for option in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _parts(option, schema)
    if isinstance(node.get("items"), dict):
        yield from _parts(node["items"], schema)


def wrong_answers(answers: list[Row], manifest: Manifest, root: Path) -> list[str]:
    """Answers whose item, table, column, key, word, file or role does not exist."""
    tables = tables_of(manifest)
    found = []
    for row in answers:
        kind, name, value = row["kind"], row["reference"], row["value"]
        table, _, column = name.rpartition(".")
        is_known = {
            "table": (name in tables and not value) or column in tables.get(table, ()),
            "declaration": (words := words_of_key(name)) is not None
            and (not value or value in words),
            "document": (root / name).is_file() and bool(name),
            "question": not name,
        }.get(kind, False)
        has_role = (row["asked"] in ROLES) == (kind in ("declaration", "question"))
        may_be_empty = row["is_empty_an_answer"] == "true"
        is_explained = bool(row["filled_by"]) == (kind == "table" and not may_be_empty)
        if not (is_known and has_role and is_explained and row["item_id"] in item_ids()):
            found.append(f"{row['item_id']} {kind} {name}")
    return found


def unanswered(items: tuple[str, ...], answers: dict[str, list[tuple[str, str]]]) -> list[str]:
    """Items without an answer, and answers to no item."""
    return sorted(set(items) ^ set(answers))


def counted_references(sql: str) -> list[str]:
    """The tables and columns that results.item_tables counts."""
    return sorted(re.findall(r"^ +\('([\w.]+)', '\w+', '[*\w(), ]+'\),$", sql, re.MULTILINE))


def wanted_references(answers: list[Row]) -> list[str]:
    """The tables and columns that the seed names: with a value, they are counted by value."""
    tables = {(row["reference"], bool(row["value"])) for row in answers if row["kind"] == "table"}
    return sorted(name for name, _ in tables)


@pytest.fixture(scope="module")
def answers(root: Path) -> list[Row]:
    return rows_of(root / "seeds", "checklist_answers")


def test_every_item_has_an_answer(root: Path, manifest: Manifest) -> None:
    known = answers_by_item(root / "seeds", manifest)
    assert unanswered(item_ids(), known) == []
    assert len(item_ids()) == len(set(item_ids())) == 324


def test_an_item_without_an_answer_and_an_unknown_item_are_seen(
    root: Path, manifest: Manifest
) -> None:
    copied = copy.deepcopy(manifest)
    check = next(node for node in copied["nodes"].values() if node["name"] == "leads_assigned")
    check["config"]["meta"]["items"] = ["2-999"]
    assert unanswered(item_ids(), answers_by_item(root / "seeds", copied)) == ["2-073", "2-999"]


def test_every_answer_exists(answers: list[Row], manifest: Manifest, root: Path) -> None:
    assert wrong_answers(answers, manifest, root) == []
    keys = [(row["item_id"], row["kind"], row["reference"], row["value"]) for row in answers]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "change",
    [
        {"item_id": "2-999"},
        {"kind": "tables"},
        {"kind": "table", "reference": "results.finding"},
        {"kind": "table", "reference": "results.findings.price"},
        {"kind": "table", "reference": "audit.audit_lag__summary"},
        {"kind": "table", "reference": "results.findings", "value": "s"},
        {"kind": "declaration", "reference": "handoffs.triger", "asked": "revops"},
        {"kind": "declaration", "reference": "systems.functions", "value": "print"},
        {"kind": "document", "reference": "docs/no-such-page.md"},
        {"kind": "question", "reference": "", "asked": "somebody"},
        {"kind": "question", "reference": "", "asked": ""},
        {"kind": "table", "reference": "results.scores", "filled_by": ""},
    ],
)
def test_a_wrong_answer_is_seen(change: Row, manifest: Manifest, root: Path) -> None:
    right = {
        **{"item_id": "2-061", "kind": "declaration", "reference": "handoffs.owner"},
        **{"value": "", "asked": "revops", "is_empty_an_answer": "false", "filled_by": ""},
    }
    assert wrong_answers([right], manifest, root) == []
    is_other_kind = change.get("kind", "declaration") != "declaration"
    wrong = right | ({"asked": ""} if is_other_kind else {}) | change
    assert len(wrong_answers([wrong], manifest, root)) == 1


def test_results_count_the_tables_of_the_seed(answers: list[Row], root: Path) -> None:
    sql = (root / "models" / "results" / "item_tables.sql").read_text("utf-8")
    assert counted_references(sql) == wanted_references(answers)
    assert counted_references("    ('a.b.c', 'b', 'c'),\n    ('a.b', 'b', '*'),\n") == [
        "a.b",
        "a.b.c",
    ]


def test_words_are_of_items_and_written_as_they_are_compared(root: Path) -> None:
    words = rows_of(root / "seeds", "checklist_words")
    assert {row["item_id"] for row in words} <= set(item_ids())
    assert {row["place"] for row in words} == {"fields", "kinds", "functions", "routing"}
    checks = {path.stem for path in (root / "tests" / "checks" / "fidelity").glob("*.sql")}
    assert {row["check_id"] for row in words} - {""} <= checks
    keys = {"kinds": "handoffs.fields.kind", "functions": "systems.functions"}
    for row in words:
        if row["place"] in keys:
            assert row["word"] in (words_of_key(keys[row["place"]]) or ())
    # Fields are compared as column names, headers of conditions without any sign.
    for row in words:
        pattern = "[a-z]+(_[a-z]+)*" if row["place"] == "fields" else "[a-z]+"
        assert re.fullmatch(pattern, row["word"]), row
    routing = {row["item_id"] for row in words if row["place"] == "routing"}
    assert routing == {"2-117", "2-118", "2-119", "2-120"}


def test_checks_name_an_item_once(manifest: Manifest) -> None:
    for node in manifest["nodes"].values():
        if is_check(node):
            items = node["config"]["meta"]["items"]
            assert len(items) == len(set(items)), node["name"]
