"""Rules over the dbt manifest, as functions that return every breach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from support.rooms import model_room

Manifest = Mapping[str, Any]

# Columns that number or identify a row of a file, not the thing the row describes.
ROW_COLUMNS = {"source_row", "example_row", "_row", "row_number", "row_hash"}
_ROOM_OF_KEYS = re.compile(r"broken_keys\('([^']+)'\)")


def layer(node: Mapping[str, Any]) -> str:
    """The layer of a model: the first folder below `models/`."""
    return str(node["original_file_path"].split("/")[1])


def _nodes(manifest: Manifest, *kinds: str) -> Iterator[dict[str, Any]]:
    for _, node in sorted(manifest["nodes"].items()):
        if node["resource_type"] in kinds:
            yield node


def is_public(node: Mapping[str, Any]) -> bool:
    return bool(node["access"] == "public")


def is_check(node: Mapping[str, Any]) -> bool:
    return bool(node["original_file_path"].startswith("tests/checks/"))


def _ancestors(manifest: Manifest, node: Mapping[str, Any]) -> set[str]:
    """Ids of everything a node comes after, directly or through others."""
    found: set[str] = set()
    waiting = list(node["depends_on"].get("nodes", ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            parent = manifest["nodes"].get(one, {})
            waiting += parent.get("depends_on", {}).get("nodes", ())
    return found


def undescribed(manifest: Manifest) -> list[str]:
    """Models whose description does not end in the grain, and columns without a description."""
    breaches = []
    for node in _nodes(manifest, "model"):
        sentences = node["description"].strip().rstrip(".").split(". ")
        if not sentences[-1].startswith("One row"):
            breaches.append(f"{node['name']}: the description does not end in the grain")
        breaches += [
            f"{node['name']}.{name}: no description"
            for name, column in node["columns"].items()
            if not (column["description"] or "").strip()
        ]
    return breaches


def wrong_contracts(manifest: Manifest) -> list[str]:
    """Public models without an enforced contract, and other models with a contract or columns."""
    breaches = []
    for node in _nodes(manifest, "model"):
        has_contract = node["config"]["contract"]["enforced"]
        if is_public(node) and not (has_contract and node["columns"]):
            breaches.append(f"{node['name']} is public and has no enforced contract")
        if not is_public(node) and (has_contract or node["columns"]):
            breaches.append(f"{node['name']} is not public and lists its columns")
    return breaches


def wrong_groups(manifest: Manifest) -> list[str]:
    """Models whose group is not their folder."""
    return [
        f"{node['name']}: group {node['group']}"
        for node in _nodes(manifest, "model")
        if node["group"] != model_room(node).replace("/", "_")
    ]


def unread_public_models(manifest: Manifest, texts: str) -> list[str]:
    """Public audit models without a reader.

    A reader is a check, a result, a name in `texts` (commands and pages written by hand) or a
    declared `question` that people answer with the table.
    """
    read = {
        parent
        for node in _nodes(manifest, "model", "test")
        if (is_check(node) or layer(node) == "results") and node["name"] != "violations"
        for parent in node["depends_on"]["nodes"]
    }
    return [
        node["name"]
        for node in _nodes(manifest, "model")
        if layer(node) == "audit"
        and is_public(node)
        and node["unique_id"] not in read
        and f"audit.{node['name']}" not in texts
        and not node["config"]["meta"].get("question")
    ]


def wrong_grains(manifest: Manifest) -> list[str]:
    """Models beyond staging without a grain, with row numbers in it or with unexplained nulls."""
    breaches = []
    for node in _nodes(manifest, "model"):
        name, meta = node["name"], node["config"]["meta"]
        if layer(node) in ("declared", "staging"):
            continue
        if not isinstance(meta.get("grain"), list):
            breaches.append(f"{name}: no grain")
            continue
        grain, null_allowed = set(meta["grain"]), set(meta.get("null_allowed", ()))
        if layer(node) != "prepare" and grain & ROW_COLUMNS:
            breaches.append(f"{name}: the grain is the row itself")
        if is_public(node) and not grain <= set(node["columns"]):
            breaches.append(f"{name}: the grain names a column the model does not have")
        if not null_allowed <= grain:
            breaches.append(f"{name}: null_allowed names a column outside the grain")
        if null_allowed and "null" not in node["description"]:
            breaches.append(f"{name}: the description does not explain when the grain is null")
    return breaches


def untested_grains(manifest: Manifest) -> list[str]:
    """Models with a grain that no `keys_of_…` test of tests/pipeline/ waits for and reads."""
    tested: set[str] = set()
    for test in _nodes(manifest, "test"):
        room = _ROOM_OF_KEYS.search(test["raw_code"])
        if room is None:
            continue
        before = _ancestors(manifest, test)
        tested.update(
            node["unique_id"]
            for node in _nodes(manifest, "model")
            if node["unique_id"] in before and f"{model_room(node)}/".startswith(f"{room[1]}/")
        )
    return [
        node["name"]
        for node in _nodes(manifest, "model")
        if "grain" in node["config"]["meta"] and node["unique_id"] not in tested
    ]


def unordered_audit_models(manifest: Manifest) -> list[str]:
    """Audit models that `violations` does not wait for: their checks could run after it."""
    first = next(n for n in _nodes(manifest, "model") if n["name"] == "violations")
    before = _ancestors(manifest, first)
    return [
        node["name"]
        for node in _nodes(manifest, "model")
        if layer(node) == "audit" and node["unique_id"] not in before
    ]


def joins_in_checks(manifest: Manifest) -> list[str]:
    """Checks whose query joins or ranks: that belongs into an audit model with unit tests."""
    words = (" join ", " over (", "group by", "union")
    return [
        node["name"]
        for node in _nodes(manifest, "test")
        if is_check(node) and any(word in node["raw_code"].lower() for word in words)
    ]


def counted_before_the_checks(manifest: Manifest) -> list[str]:
    """Models that read evidence without waiting for `violations`, which waits for the checks."""
    return [
        node["name"]
        for node in _nodes(manifest, "model")
        if "evidence_relations()" in node["raw_code"]
        and node["name"] != "violations"
        and "model.handoff.violations" not in node["depends_on"]["nodes"]
    ]


def gate_tests_that_hide_results(manifest: Manifest) -> list[str]:
    """Models after the gate, and gate tests before it: a failing test makes dbt skip models."""
    gate = "model.handoff.gate"
    breaches = [
        f"{node['name']} comes after the gate"
        for node in _nodes(manifest, "model")
        if gate in node["depends_on"]["nodes"]
    ]
    breaches += [
        f"{node['name']} does not wait for the gate"
        for node in _nodes(manifest, "test")
        if node["original_file_path"].startswith("tests/gate/")
        and gate not in node["depends_on"]["nodes"]
    ]
    return breaches
