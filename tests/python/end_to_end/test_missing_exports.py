"""A missing export removes verdicts; it never makes a check pass."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.builds import audit

from demo.generate import generate
from ingest.run import ingest

NEEDS_OWNER_HISTORY = {
    "assigned_within_sla",
    "assignments_not_overridden",
    "assignments_not_reversed",
    "enriched_before_assigned",
}
# These need no owner: a journey whose clock starts with the assignment is not judged.
NEED_A_START = {"alerted_within_sla", "first_attempt_within_sla", "journeys_meet_total_sla"}
NEEDS_CONSENT = {"opt_outs_hold_across_duplicates", "opt_outs_survive_merge"}


def drop_column(path: Path, name: str) -> None:
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    kept = [column for column in rows[0] if column != name]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def results(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """check_results of a company without the owner history and without the opt-outs of Marketo."""
    folder = tmp_path_factory.mktemp("missing")
    exports, database = folder / "exports", folder / "handoff.duckdb"
    generate(400, 7, exports, clean=False)
    (exports / "salesforce" / "LeadHistory.csv").unlink()
    for leads in (exports / "marketo").glob("leads-*.csv"):
        drop_column(leads, "unsubscribed")
    ingest(exports, database, root / "stack")
    audit(root, database, folder / "target")
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute("select * from results.check_results")
        names = [column[0] for column in cursor.description or []]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def test_checks_that_need_the_owner_history_have_no_verdict_without_it(
    results: dict[str, dict[str, Any]],
) -> None:
    statuses = {check: results[check]["status"] for check in NEEDS_OWNER_HISTORY}
    assert set(statuses.values()) == {"not_computable"}, statuses
    for check in NEEDS_OWNER_HISTORY:
        assert "salesforce lead_history" in results[check]["reason"]
    assert {results[check]["status"] for check in NEED_A_START} == {"not_computable"}
    for check in NEED_A_START - {"journeys_meet_total_sla"}:
        assert "no owner history" in results[check]["reason"]


def test_current_owners_are_weaker_evidence(results: dict[str, dict[str, Any]]) -> None:
    assert results["round_robin_is_even"]["evidence_grade"] == "C"


def test_a_current_owner_may_not_be_the_first(results: dict[str, dict[str, Any]]) -> None:
    result = results["assigned_to_right_owner"]
    assert result["status"] == "not_computable"
    assert "no export says who had it first" in result["reason"]


def test_a_column_that_one_vendor_lacks_is_named_and_lowers_the_grade(
    results: dict[str, dict[str, Any]],
) -> None:
    for check in NEEDS_CONSENT:
        assert results[check]["evidence_grade"] == "B", check
        assert "marketo lead.unsubscribed" in results[check]["partial_inputs"]


def test_every_verdict_has_records_and_inputs(results: dict[str, dict[str, Any]]) -> None:
    for check, result in results.items():
        if result["status"] in ("pass", "fail"):
            assert result["scope"] > 0, check
            assert result["missing_inputs"] is None, check
        else:
            assert result["reason"], check
