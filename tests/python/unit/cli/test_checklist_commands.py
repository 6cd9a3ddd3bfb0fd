"""What `handoff checklist` and `handoff questions` print, from rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cli.commands import checklist, questions
from cli.terminal import NARROW_WIDTH

ITEM = {
    **{"item_id": "2-073", "section": "The data handoff", "item": "Symptoms: unassigned leads"},
    **{"status": "fail", "answered_by": "check leads_assigned", "scope": 1155, "violations": 3},
    **{"missing": None, "asked": None, "answer": None, "answered_on": None},
}
QUESTION = {
    **{"item_id": "1-06", "section": "Shape of the data", "item": "What a customer is"},
    **{"kind": "question", "reference": None, "missing": None, "asked": "Lena Okafor"},
    **{"answer": None, "answered_on": None},
}


def item(**other: Any) -> dict[str, Any]:
    return {**ITEM, **other}


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (item(), ["3 of 1,155 rows in violation", "by check leads_assigned"]),
        (
            item(status="not_answered", scope=None, violations=None, asked="Priya"),
            ["ask Priya"],
        ),
        (
            item(status="not_computable", scope=None, missing="an export of leads"),
            ["missing: an export of leads"],
        ),
        (
            item(scope=None, asked="Priya", answer="It is so", answered_on=date(2026, 6, 12)),
            ["Priya, 2026-06-12: It is so", "by check leads_assigned"],
        ),
    ],
)
def test_an_item_shows_figures_people_and_what_is_missing(
    row: dict[str, Any], shown: list[str]
) -> None:
    assert checklist.details(row) == shown


def test_items_fit_a_terminal_of_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    long = "a word and " * 40
    checklist.print_items([item(item=long, missing=long), item(item_id="2-074", status="pass")])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= NARROW_WIDTH
    assert lines[:3] == [
        "2 items",
        "    1 fail            a check of it fails, or a person says so",
        "    1 pass            its checks pass, or a person says so",
    ]
    assert lines[4] == "The data handoff" and lines[5].startswith("  2-073  fail           a word")


def test_questions_are_listed_by_person_with_what_is_known() -> None:
    rows = [
        QUESTION,
        QUESTION
        | {"item_id": "2-033", "kind": "declaration", "asked": "Priya Raman"}
        | {"reference": "systems.functions: recover"}
        | {"missing": "stack/ does not declare systems.functions: recover"},
        QUESTION
        | {"item_id": "1-42", "kind": "answer", "asked": "Priya Raman"}
        | {"answer": "I do *not*\nknow <b>", "answered_on": date(2026, 6, 12)},
    ]
    text = questions.markdown(rows)
    assert text.startswith("# Open questions\n\n3 questions. Write each answer")
    assert "## Lena Okafor (1)\n\n### Shape of the data\n\n- [ ] **1-06** What a cust" in text
    assert "## Priya Raman (2)\n" in text
    assert "  To declare: stack/ does not declare systems.functions: recover.\n" in text
    assert "  Unknown on 2026-06-12: I do \\*not\\* know \\<b\\>\n" in text
    assert text.endswith("\n") and not text.endswith("\n\n")


def test_no_open_question_is_said() -> None:
    assert questions.markdown([]) == "# Open questions\n\nNo question is open.\n"
