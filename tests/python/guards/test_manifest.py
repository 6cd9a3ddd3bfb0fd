"""Every guard over the manifest holds, and is itself seen failing once."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from support import manifest_guards as guards

GUARDS = [
    guards.undescribed,
    guards.without_contract,
    guards.unordered_audit_models,
    guards.joins_in_checks,
    guards.counted_before_the_checks,
    guards.gate_tests_that_hide_results,
]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_guard_holds(guard: Any, manifest: dict[str, Any]) -> None:
    assert guard(manifest) == []


def spoiled(manifest: dict[str, Any], kind: str, prefix: str) -> tuple[dict[str, Any], Any]:
    copied = copy.deepcopy(manifest)
    node = next(
        node
        for _, node in sorted(copied["nodes"].items())
        if node["resource_type"] == kind and node["original_file_path"].startswith(prefix)
    )
    return copied, node


def test_description_guard_sees_a_missing_grain_and_column(manifest: dict[str, Any]) -> None:
    copied, node = spoiled(manifest, "model", "models/audit/")
    node["description"] = "Some facts."
    next(iter(node["columns"].values()))["description"] = ""
    assert len(guards.undescribed(copied)) == 2


def test_contract_guard_sees_a_loose_model(manifest: dict[str, Any]) -> None:
    copied, node = spoiled(manifest, "model", "models/canonical/")
    node["config"]["contract"]["enforced"] = False
    assert guards.without_contract(copied) == [node["name"]]


def test_order_guard_sees_an_audit_model_nobody_waits_for(manifest: dict[str, Any]) -> None:
    copied, node = spoiled(manifest, "model", "models/results/violations.sql")
    node["depends_on"]["nodes"] = node["depends_on"]["nodes"][1:]
    assert len(guards.unordered_audit_models(copied)) == 1


def test_check_guard_sees_a_join(manifest: dict[str, Any]) -> None:
    copied, node = spoiled(manifest, "test", "tests/checks/")
    node["raw_code"] += "\ninner join somewhere using (record_id)"
    assert guards.joins_in_checks(copied) == [node["name"]]


def test_count_guard_sees_a_model_that_does_not_wait(manifest: dict[str, Any]) -> None:
    copied, node = spoiled(manifest, "model", "models/results/check_counts.sql")
    node["depends_on"]["nodes"].remove("model.handoff.violations")
    assert guards.counted_before_the_checks(copied) == [node["name"]]


def test_gate_guard_sees_a_hasty_test_and_a_model_behind_it(manifest: dict[str, Any]) -> None:
    copied, test = spoiled(manifest, "test", "tests/gate/")
    test["depends_on"]["nodes"].remove("model.handoff.gate")
    model = copied["nodes"]["model.handoff.findings"]
    model["depends_on"]["nodes"].append("model.handoff.gate")
    assert len(guards.gate_tests_that_hide_results(copied)) == 2
