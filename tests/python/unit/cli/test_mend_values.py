"""What a mend file holds: the right value on the right record, and nothing that is not certain."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from cli.mend.files import load_text, undo_text, write_mends
from cli.mend.values import Mend, Mends, Target, judge, read_mends

LEAD = Target("salesforce", "lead", "Id", "Title")


def row(**cells: Any) -> dict[str, Any]:
    return {
        **{"is_waived": False, "is_unconfirmed": False, "kind": "text", "authority": "source"},
        **{"verdict": "mismatched", "handoff_id": "map_to_crm", "field": "title"},
        **{"source_record_key": "marketo/lead/1", "target_record_key": "salesforce/lead/00Q1"},
        **{"value_record_key": "salesforce/lead/00Q1", "source_header": "title"},
        **{"target_header": "Title", "source_value": "CFO", "target_value": "CEO"},
        **{"source_normalised": "cfo", "target_normalised": "ceo", "means": None},
        **{"is_translated": False, "source_vendor": "marketo", "target_vendor": "salesforce"},
        **{"explanation": None, "claim": "Both sides agree."},
        **cells,
    }


def test_the_authority_is_right() -> None:
    assert judge(row()) == Mend(LEAD, "00Q1", "CEO", "CFO", "map_to_crm: Both sides agree.")
    mend = judge(row(authority="target", explanation="it differs"))
    assert mend == Mend(
        Target("marketo", "lead", "Id", "title"), "1", "CFO", "CEO", "map_to_crm: it differs"
    )


def test_a_damaged_value_is_right_at_its_source() -> None:
    mend = judge(row(authority="either", verdict="blank", target_value=None))
    assert isinstance(mend, Mend) and (mend.right, mend.now) == ("CFO", "")


def test_the_id_column_is_that_of_the_vendor() -> None:
    mend = judge(row(target_vendor="hubspot", target_record_key="hubspot/contact/7",
                     value_record_key="hubspot/contact/7"))  # fmt: skip
    assert isinstance(mend, Mend) and mend.target.id_header == "Record ID"


def test_an_id_may_contain_slashes() -> None:
    mend = judge(row(target_record_key="erp/lead/a/b", value_record_key="erp/lead/a/b"))
    assert isinstance(mend, Mend) and mend.record == "a/b"


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({"means": "Chief"}, "Chief"),
        ({"kind": "number", "source_value": "1.300", "source_normalised": "1300"}, "1300"),
        ({"kind": "date", "source_value": "05.04.2026", "source_normalised": "2026-04-05"},
         "2026-04-05"),
        ({"kind": "number", "source_value": "300", "source_normalised": None}, "300"),
        ({"kind": "phone", "source_value": "'+44 131 8469162"}, "+44 131 8469162"),
        ({"source_value": "'s-Hertogenbosch"}, "'s-Hertogenbosch"),
    ],
)  # fmt: skip
def test_values_have_the_form_to_load(cells: dict[str, Any], right: str) -> None:
    mend = judge(row(**cells))
    assert isinstance(mend, Mend) and mend.right == right


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"is_waived": True}, "waived"),
        ({"is_unconfirmed": True}, "it rests on a declaration nobody confirmed"),
        ({"kind": "consent"}, "a person decides on consent and on lists"),
        ({"authority": "either"}, "no side is the authority"),
        ({"authority": "either", "verdict": "overwritten"}, "no side is the authority"),
        ({"value_record_key": "salesforce/contact/003"}, "the record was converted"),
        ({"authority": "target", "is_translated": True}, "the values of the field are translated"),
        ({"source_value": None}, "the right value is empty"),
        ({"authority": "target", "target_value": None}, "the right value is empty"),
        ({"target_header": None}, "the record or its field is not known"),
        ({"source_value": "=cmd()"}, "a spreadsheet would run the value"),
        ({"target_value": "@x"}, "a spreadsheet would run the value"),
        ({"kind": "phone", "source_value": "'=cmd()"}, "a spreadsheet would run the value"),
    ],
)
def test_what_is_not_certain_is_left_out(cells: dict[str, Any], reason: str) -> None:
    assert judge(row(**cells)) == reason


class Rows:
    """An audit that answers with these rows."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self._rows = list(rows)

    def named(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        return self._rows


def test_two_handoffs_that_contradict_each_other_change_nothing() -> None:
    same = read_mends(Rows(row(), row(handoff_id="other")), "x")  # type: ignore[arg-type]
    assert [len(mends) for mends in same.files.values()] == [1]
    other = read_mends(Rows(row(), row(source_value="CTO")), "x")  # type: ignore[arg-type]
    assert other == Mends({}, {"two handoffs ask for different values": 1})


def test_loading_both_files_leaves_what_was() -> None:
    mends = [Mend(LEAD, "00Q1", "", 'a "b", c\nd', "why"), Mend(LEAD, "00Q2", "x", "y", "why")]
    load = list(csv.DictReader(io.StringIO(load_text(LEAD, mends), newline="")))
    undo = list(csv.DictReader(io.StringIO(undo_text(LEAD, mends), newline="")))
    assert list(load[0]) == ["Id", "Title", "value now", "why"]
    assert load[0]["Title"] == 'a "b", c\nd'
    assert [(one["Id"], one["value now"]) for one in load] == [
        (one["Id"], one["Title"]) for one in undo
    ]


def test_files_have_names_of_their_own(tmp_path: Path) -> None:
    targets = [Target("crm", "lead", "Id", "A b"), Target("crm", "lead", "Id", "A/b")]
    mends = {target: [Mend(target, "1", "x", "y", "why")] for target in targets}
    written = write_mends(Mends(mends, {}), tmp_path)
    assert [load.name for load, _, _ in written] == ["crm-lead-a-b.csv", "crm-lead-a-b-2.csv"]
    assert len(list(tmp_path.iterdir())) == 4
