"""How the answer of the gate to a night is judged."""

from __future__ import annotations

from typing import Any

import pytest
from gate_nights.night import Night
from gate_nights.verdicts import Said, complaints, facts_of


def night(**changes: Any) -> Night:
    raw = {"id": "one", "edits": [], "verdict": "red", "why": "The sync was down for a day."}
    return Night.model_validate({**raw, "names": ["map_to_crm"], **changes})


def result(**changes: Any) -> dict[str, Any]:
    usual = {
        "check_id": "records_arrive",
        "handoff_id": "map_to_crm",
        "kind": "worse",
        "is_failure": True,
        "remedy": "Read the sync errors of enrichment.",
    }
    return {**usual, **changes}


def said(*results: dict[str, Any], code: int = 1, printed: str = "") -> Said:
    return Said(code, printed, {"compared": {"results": list(results)}, "run": {"problems": []}})


def test_a_right_answer_has_no_complaint() -> None:
    assert complaints(night(), said(result())) == []


def test_the_exit_code_is_judged() -> None:
    assert complaints(night(), said(result(), code=0)) == ["exit code 0 instead of 1"]
    either = night(exit_codes=[1, 2])
    assert complaints(either, said(result(), code=0)) == ["exit code 0 instead of 1 or 2"]
    assert complaints(either, said(result(), code=2)) == []


def test_a_name_counts_in_the_report_and_in_failures_only() -> None:
    known = result(handoff_id="form_to_map", kind="known", is_failure=False)
    assert complaints(night(names=["form_to_map"]), said(result(), known)) == [
        "does not name form_to_map"
    ]
    table = "map/form_to_map.csv  loaded\n"
    assert complaints(night(names=["form_to_map"]), said(printed=f"{table}regression: 1 new"))
    shown = said(printed=f"{table}regression: 1 new\nWORSE records_arrive on form_to_map")
    assert complaints(night(names=["form_to_map"]), shown) == []


def test_one_of_several_names_is_enough_and_names_are_whole_words() -> None:
    one_of = night(names=[["Germany", "map_to_crm"]])
    assert complaints(one_of, said(result())) == []
    assert complaints(night(names=["map_to"]), said(result())) == ["does not name map_to"]


def test_the_innocent_are_not_blamed() -> None:
    innocent = night(never_names=["form_to_map", "enrichment"])
    assert complaints(innocent, said(result())) == []
    assert complaints(innocent, said(result(), result(handoff_id="form_to_map"))) == [
        "blames form_to_map, which is innocent"
    ]


def test_a_lost_verdict_accuses_by_its_reason_only() -> None:
    lost = result(handoff_id="lead_alert", kind="lost", reason="alert_log.csv is missing")
    assert complaints(night(names=["lead_alert"], never_names=["lead_alert"]), said(lost)) == []
    assert complaints(night(names=["lead_alert"], never_names=["alert_log.csv"]), said(lost)) == [
        "blames alert_log.csv, which is innocent"
    ]


@pytest.mark.parametrize("kind", ["improved", "resolved"])
def test_improvements_are_facts(kind: str) -> None:
    better = result(kind=kind, is_failure=False)
    assert facts_of(said(better).document) == {"improved"}
    assert complaints(night(demands=["not_improved"]), said(result(), better)) == [
        "does not tell not_improved"
    ]


def test_a_count_of_the_movement_is_judged() -> None:
    wanted = night(movement=[{"handoff": "map_to_crm", "check": "records_arrive", "mended": 20}])
    moved = {"new_violations": 3, "turned_bad": 1, "mended": 20, "left_violations": 0}
    assert complaints(wanted, said(result(movement=moved))) == []
    came = night(movement=[{"handoff": "map_to_crm", "check": "records_arrive", "new": 2}])
    assert complaints(came, said(result(movement=moved))) == []
    assert complaints(wanted, said(result(movement={**moved, "mended": 2}))) == [
        "records_arrive on map_to_crm: mended is 2 instead of 20"
    ]
    assert complaints(wanted, said(result())) == [
        "records_arrive on map_to_crm: mended is None instead of 20"
    ]
