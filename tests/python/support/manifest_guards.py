"""What must hold over the dbt manifest, as functions that name every breach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Manifest = Mapping[str, Any]


def layer(node: Mapping[str, Any]) -> str:
    """The layer of a model: the first folder below `models/`."""
    return str(node["original_file_path"].split("/")[1])


def _nodes(manifest: Manifest, *kinds: str) -> Iterator[dict[str, Any]]:
    for _, node in sorted(manifest["nodes"].items()):
        if node["resource_type"] in kinds:
            yield node


def is_check(node: Mapping[str, Any]) -> bool:
    return bool(node["original_file_path"].startswith("tests/checks/"))


def undescribed(manifest: Manifest) -> list[str]:
    """Models whose description does not end in the grain, and columns without one."""
    breaches = []
    for node in _nodes(manifest, "model"):
        last = node["description"].strip().rstrip(".")
        if "one row" not in last.rsplit(". ", 1)[-1]:
            breaches.append(f"{node['name']}: the description does not end in the grain")
        if layer(node) not in ("prepare", "staging", "intermediate") and not node["columns"]:
            breaches.append(f"{node['name']}: no column is described")
        breaches += [
            f"{node['name']}.{name}: no description"
            for name, column in node["columns"].items()
            if not (column["description"] or "").strip()
        ]
    return breaches


def without_contract(manifest: Manifest) -> list[str]:
    """Queryable models whose columns and types are not enforced."""
    return [
        node["name"]
        for node in _nodes(manifest, "model")
        if layer(node) in ("canonical", "audit", "results")
        and not node["config"]["contract"]["enforced"]
    ]


def unordered_audit_models(manifest: Manifest) -> list[str]:
    """Audit models that `violations` does not wait for: their checks could run after it."""
    first = next(n for n in _nodes(manifest, "model") if n["name"] == "violations")
    waited = set(first["depends_on"]["nodes"])
    return [
        node["name"]
        for node in _nodes(manifest, "model")
        if layer(node) == "audit" and node["unique_id"] not in waited
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
    """Models that read evidence without standing behind `violations`, which waits for it."""
    return [
        node["name"]
        for node in _nodes(manifest, "model")
        if "evidence_relations()" in node["raw_code"]
        and node["name"] != "violations"
        and "model.handoff.violations" not in node["depends_on"]["nodes"]
    ]


def gate_tests_that_hide_results(manifest: Manifest) -> list[str]:
    """A failing test makes dbt skip what stands behind all it reads: behind the gate is nothing."""
    gate = "model.handoff.gate"
    breaches = [
        f"{node['name']} stands behind the gate"
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
