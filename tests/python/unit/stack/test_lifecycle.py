"""Stages and service levels: what contradicts itself or cannot be measured is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UserError
from ingest.stack import load
from ingest.stack.model import Stack

BASE = """
company: {name: Acme, currency: EUR}
systems:
  - {id: crm, name: CRM, vendor: hubspot, functions: [route], role: truth}
  - {id: org, name: Org, vendor: salesforce, functions: [report], role: record}
  - id: own
    name: Own
    functions: [report]
    role: record
    tables:
      - {object: bill, files: ["own/*"], entity: invoices, columns: {record_id: Id}}
"""
STAGES = BASE + "lifecycle:\n  stages: [{id: s, name: S, order: 1, meaning: open}]\n  values:\n"


def read(folder: Path, text: str) -> Stack:
    """The stack of one file."""
    stack = folder / "stack"
    stack.mkdir()
    (stack / "a.yml").write_text(text, "utf-8")
    return load(stack)


def entry(value: str, rest: str = "", field: str = "Deal Stage") -> str:
    """A line of `lifecycle.values`."""
    return f"    - {{system: crm, object: deal, field: {field}, map: {{{value}: s}}{rest}}}\n"


@pytest.mark.parametrize(
    "lines",
    [
        [entry("Signed", ", pipeline: Sales"), entry("Signed", ", pipeline: Partners")],
        [entry("Offer", ", until: 2026-02-10"), entry("Offer", ", from: 2026-02-11")],
        [entry("Signed"), entry("Offer")],
        [entry("Signed"), entry("Signed", field="Pipeline")],
    ],
)
def test_a_value_may_change_its_meaning(lines: list[str], tmp_path: Path) -> None:
    values = read(tmp_path, STAGES + "".join(lines)).lifecycle.values
    assert len(values) == 2


@pytest.mark.parametrize(
    "lines",
    [
        [entry("Closed Won"), entry("closed_won")],
        [entry("Signed"), entry("Signed", ", pipeline: Partners")],
        [entry("Signed", ", pipeline: partners"), entry("Signed", ", pipeline: Partners")],
        [entry("Offer", ", until: 2026-02-10"), entry("Offer", ", from: 2026-02-10")],
    ],
)
def test_two_meanings_at_once_are_refused_with_one_message(
    lines: list[str], tmp_path: Path
) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, STAGES + "".join(lines))
    (problem,) = caught.value.problems
    assert "has two meanings at once" in problem.what and "the first is at" in problem.fix


def test_a_period_ends_after_it_starts(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="'from' 2026-02-02 is after 'until' 2026-02-01"):
        read(tmp_path, STAGES + entry("Offer", ", from: 2026-02-02, until: 2026-02-01"))


def test_an_object_without_a_pipeline_column_has_no_pipelines(tmp_path: Path) -> None:
    line = entry("Signed", ", pipeline: Sales").replace("crm", "org").replace("deal,", "lead,")
    with pytest.raises(UserError, match="org/lead has no pipeline column"):
        read(tmp_path, STAGES + line)


LEVELS = BASE + "service_levels:\n"
INVOICED = "  - {id: billed, hop: invoiced, within: 5 d, delay: human}\n"
BILLING = """handoffs:
  - id: billing
    name: Billing
    from: {system: crm, object: deal}
    to: {system: own, object: bill}
    hop: invoiced
    match: {source: Record ID, target: Reference}
"""


def test_the_time_until_the_invoice_needs_a_handoff_that_finds_it(tmp_path: Path) -> None:
    read(tmp_path, LEVELS + INVOICED + BILLING)
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(UserError, match="no handoff of this hop matches deals with invoices"):
        read(other, LEVELS + INVOICED)


@pytest.mark.parametrize(
    ("level", "message"),
    [
        ("{id: a, hop: captured, within: 1 d, delay: human}", "every journey starts there"),
        (
            "{id: a, from_hop: captured, hop: invoiced, within: 1 d, delay: human}",
            "a journey ends when its deal is won",
        ),
    ],
)
def test_a_promise_that_cannot_be_measured_is_refused(
    level: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=message):
        read(tmp_path, LEVELS + f"  - {level}\n" + BILLING)


def test_two_promises_of_one_hop_need_handoffs_that_name_them(tmp_path: Path) -> None:
    two = "".join(f"  - {{id: {name}, hop: won, within: 1 d, delay: human}}\n" for name in "ab")
    with pytest.raises(UserError, match="no handoff says which counts"):
        read(tmp_path, LEVELS + two)


def test_a_handoff_may_be_no_step_of_a_journey(tmp_path: Path) -> None:
    copy = BILLING.replace("    hop: invoiced\n", "")
    assert read(tmp_path, BASE + copy).handoffs[0].hop is None
    other = tmp_path / "other"
    other.mkdir()
    level = LEVELS + "  - {id: quick, hop: won, within: 1 d, delay: human}\n"
    with pytest.raises(UserError, match="but the handoff is for no hop"):
        read(other, level + copy + "    service_level: quick\n")


@pytest.mark.parametrize(
    ("stage", "problem"),
    [
        ("meaning: lost, accepted: true", "sales cannot accept a lead in a stage that means"),
        ("meaning: recycled, accepted: true", "a stage that means 'recycled'"),
        ("meaning: open, acepted: true", "accepted"),
        ("meaning: open, accepted: sometimes", "accepted"),
    ],
)
def test_an_accepted_stage_is_no_lost_one(stage: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=problem):
        read(tmp_path, f"{BASE}lifecycle: {{stages: [{{id: s, name: S, order: 1, {stage}}}]}}\n")


def test_a_stage_may_be_declared_accepted(tmp_path: Path) -> None:
    text = "lifecycle: {stages: [{id: s, name: S, order: 1, meaning: open, accepted: true}]}"
    assert read(tmp_path, f"{BASE}{text}\n").lifecycle.stages[0].accepted
