"""Every rule over the manifest holds, and each guard is seen failing once."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from support import manifest_guards as guards

from docs.pages.vendors import NOTE
from ingest.store.handoff_tables import TABLES

GUARDS = [
    guards.undescribed,
    guards.wrong_contracts,
    guards.wrong_groups,
    guards.wrong_grains,
    guards.untested_grains,
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
    copied, node = spoiled(manifest, "model", "models/canonical/")
    node["description"] = "Some facts."
    next(iter(node["columns"].values()))["description"] = ""
    assert len(guards.undescribed(copied)) == 2


def test_contract_guard_sees_a_loose_public_model(manifest: dict[str, Any]) -> None:
    copied, node = spoiled(manifest, "model", "models/canonical/")
    node["config"]["contract"]["enforced"] = False
    assert guards.wrong_contracts(copied) == [
        f"{node['name']} is public and has no enforced contract"
    ]


def test_contract_guard_sees_columns_of_an_internal_model(manifest: dict[str, Any]) -> None:
    copied, node = spoiled(manifest, "model", "models/prepare/")
    node["columns"] = {"system": {"description": "Declared system."}}
    assert guards.wrong_contracts(copied) == [f"{node['name']} is not public and lists its columns"]


def test_group_guard_sees_a_model_of_another_group(manifest: dict[str, Any]) -> None:
    copied, node = spoiled(manifest, "model", "models/audit/lag/")
    node["group"] = "audit_routing"
    assert guards.wrong_groups(copied) == [f"{node['name']}: group audit_routing"]


def hand_written(root: Path) -> str:
    """The commands and the pages written by hand; a page lists every public model otherwise."""
    files = [*(root / "cli").rglob("*.py"), *(root / "docs").rglob("*.md"), root / "README.md"]
    texts = [path.read_text("utf-8") for path in files]
    return "\n".join(text for text in texts if not text.startswith(NOTE))


def test_every_public_audit_model_has_a_reader(root: Path, manifest: dict[str, Any]) -> None:
    assert guards.unread_public_models(manifest, hand_written(root)) == []


def test_reader_guard_sees_a_public_model_without_one(manifest: dict[str, Any]) -> None:
    copied = copy.deepcopy(manifest)
    copied["nodes"]["model.handoff.audit_lag__summary"]["access"] = "public"
    hops = (
        "audit.audit_lag__hops audit.audit_profile__columns audit.audit_profile__values "
        "audit.audit_outcomes__journeys"
    )
    assert guards.unread_public_models(copied, hops) == ["audit_lag__summary"]


def test_grain_guard_sees_what_is_missing_or_wrong(manifest: dict[str, Any]) -> None:
    copied = copy.deepcopy(manifest)
    nodes = copied["nodes"]
    del nodes["model.handoff.people"]["config"]["meta"]["grain"]
    nodes["model.handoff.companies"]["config"]["meta"]["grain"] = ["source_file", "source_row"]
    nodes["model.handoff.owners"]["config"]["meta"]["grain"] = ["owner"]
    nodes["model.handoff.touches"]["config"]["meta"]["null_allowed"] = ["touch_key", "person_key"]
    assert guards.wrong_grains(copied) == [
        "companies: the grain is the row itself",
        "owners: the grain names a column the model does not have",
        "people: no grain",
        "touches: null_allowed names a column outside the grain",
        "touches: the description does not explain when the grain is null",
    ]


def test_key_guard_sees_a_model_without_a_test_and_a_test_too_early(
    manifest: dict[str, Any],
) -> None:
    copied = copy.deepcopy(manifest)
    del copied["nodes"]["test.handoff.keys_of_audit_exports"]
    results = copied["nodes"]["test.handoff.keys_of_results"]
    results["depends_on"]["nodes"].remove("model.handoff.roadmap")
    assert guards.untested_grains(copied) == [
        "audit_exports__columns",
        "audit_exports__exclusions",
        "audit_exports__lines",
        "audit_exports__records",
        "roadmap",
    ]


def test_order_guard_sees_an_audit_model_that_violations_does_not_wait_for(
    manifest: dict[str, Any],
) -> None:
    copied = copy.deepcopy(manifest)
    nodes = copied["nodes"]
    parents = nodes["model.handoff.violations"]["depends_on"]["nodes"]
    parents.remove("model.handoff.audit_routing__leads")
    # No other audit model reads the rosters, the companies above a company and the customers.
    assert guards.unordered_audit_models(copied) == [
        "audit_ownership__company_parents",
        "audit_ownership__pool_rosters",
        "audit_routing__customer_leads",
        "audit_routing__leads",
    ]
    parents.clear()
    audit = [n for n in nodes.values() if n["original_file_path"].startswith("models/audit/")]
    assert len(guards.unordered_audit_models(copied)) == len(audit)


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


def test_the_columns_of_raw_handoff_are_those_that_ingest_writes(manifest: dict[str, Any]) -> None:
    described = {
        source["name"]: list(source["columns"])
        for source in manifest["sources"].values()
        if source["source_name"] == "raw_handoff" and source["columns"]
    }
    assert set(described) == {"files", "sightings", "non_record_lines", "rejects"}
    assert described == {name: TABLES[name].names for name in described}
