"""A filled workbook is checked as a whole: each problem has its cell and what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from support.workbooks import Cell, workbook

from cli.evidence.decisions import Decisions, judge
from cli.evidence.filled import NEEDED, read_filled
from cli.evidence.waivers import Waiver, read_waivers
from ingest.errors import UserError

KNOWN = {("values_agree", "crm_to_finance", "r1"), ("leads_assigned", "", "r2")}
TODAY = date(2026, 6, 29)
HEADER = "check_id,handoff_id,record_id,reason,owner,expires_on\n"
FIRST = ("values_agree", "crm_to_finance", "r1")
SECOND = ("leads_assigned", "", "r2")
GOOD = ("waive", "known until the merge", "Priya Raman", "2026-12-31")


def filled(tmp_path: Path, *rows: Sequence[Cell], headers: Sequence[Cell] = NEEDED) -> Path:
    path = tmp_path / "evidence.xlsx"
    path.write_bytes(workbook({"Summary": [["a"]], "Evidence": [headers, *rows]}))
    return path


def decide(tmp_path: Path, *rows: Sequence[Cell]) -> Decisions:
    return judge(read_filled(filled(tmp_path, *rows)), KNOWN, TODAY)


def problems(tmp_path: Path, *rows: Sequence[Cell]) -> list[str]:
    with pytest.raises(UserError) as raised:
        decide(tmp_path, *rows)
    return [f"{one.where}: {one.what} -> {one.fix}" for one in raised.value.problems]


def test_a_waiver_is_read(tmp_path: Path) -> None:
    found = decide(
        tmp_path, [*GOOD, *FIRST], ["", "", "", "", *SECOND], ["Fix", "", "", "", *SECOND]
    )
    assert found.counts == {"waive": 1, "fix": 1}
    assert found.waivers == (Waiver(*FIRST, "known until the merge", "Priya Raman", "2026-12-31"),)


def test_a_real_date_and_other_orders_of_columns_are_read(tmp_path: Path) -> None:
    order = list(reversed(NEEDED))
    row: list[Cell] = list(reversed([*GOOD[:3], ("n", "46387", 14), *FIRST]))
    path = filled(tmp_path, row, headers=[*order, "mine"])
    (waiver,) = judge(read_filled(path), KNOWN, TODAY).waivers
    assert waiver.expires_on == "2026-12-31" and waiver.key == FIRST


def test_every_problem_is_named_with_its_cell_and_what_is_allowed(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        ["wave", "", "", "", *FIRST],
        ["waive", "", "", "", *FIRST],
        ["waive", "x", "y", "31.12.2026", *FIRST],
        ["waive", "x", "y", "2026-06-28", *FIRST],
        ["not a fault", "", "", "", *FIRST],
        ["", "", "y", "", *FIRST],
        ["fix", "", "", "", "values_agree", "", "r1"],
        ["fix", "x" * 1001, "", "", *FIRST],
    )
    assert [line.split(" -> ")[0] for line in found] == [
        "evidence.xlsx: Evidence!A2: this is not a decision",
        "evidence.xlsx: Evidence!B3: the waiver has no reason",
        "evidence.xlsx: Evidence!C3: the waiver has no owner",
        "evidence.xlsx: Evidence!D3: the last day of the waiver is missing",
        "evidence.xlsx: Evidence!D4: the last day of the waiver is not a day",
        "evidence.xlsx: Evidence!D5: the last day of the waiver is before the moment of the audit",
        "evidence.xlsx: Evidence!B6: it is not said why this is not a fault",
        "evidence.xlsx: Evidence!A7: the row has the owner or the day of a waiver, but no decision",
        "evidence.xlsx: Evidence!G8: the audit has no such violation",
        "evidence.xlsx: Evidence!B9: the comment is too long",
    ]
    assert "did you mean waive? allowed: waive, fix, not a fault, ask" in found[0]
    assert "2026-06-29 or later" in found[5]


def test_problems_quote_no_cell(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, ["ada@acme.example", "", "", "", *FIRST])
    assert "ada" not in found


def test_two_rows_of_one_record_must_agree(tmp_path: Path) -> None:
    assert len(decide(tmp_path, [*GOOD, *FIRST], [*GOOD, *FIRST]).waivers) == 1
    (found,) = problems(tmp_path, [*GOOD, *FIRST], [*GOOD[:3], "2027-01-01", *FIRST])
    assert "Evidence!A3: the waiver differs from that of row 2" in found


def test_missing_and_doubled_columns_are_all_named(tmp_path: Path) -> None:
    headers = ["decision", "decision", "comment", "waiver owner", "check id", "handoff id"]
    with pytest.raises(UserError) as raised:
        read_filled(filled(tmp_path, headers=headers))
    assert [(one.what, one.where) for one in raised.value.problems] == [
        ("the column decision is there twice", "evidence.xlsx: Evidence!A1"),
        ("the column waiver until is missing", "evidence.xlsx: Evidence!G1"),
        ("the column record id is missing", "evidence.xlsx: Evidence!G1"),
    ]


def test_what_is_no_filled_workbook_is_said(tmp_path: Path) -> None:
    text = tmp_path / "a.csv"
    text.write_text("decision\n")
    other = tmp_path / "b.xlsx"
    other.write_bytes(workbook({"Sheet1": [["a"]]}))
    broken = tmp_path / "c.xlsx"
    broken.write_bytes(other.read_bytes()[:-40])
    for path, what in [
        (tmp_path / "no.xlsx", "there is no such file"),
        (text, "it is not a workbook"),
        (other, "the tab Evidence is missing"),
        (broken, "it is not a workbook"),
    ]:
        with pytest.raises(UserError, match=what):
            read_filled(path)


def test_new_waivers_are_added_and_the_others_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "waivers.csv"
    before = HEADER + 'leads_assigned,,r2,"one, two",Lena,2026-12-31'
    path.write_text(before)
    old = Waiver("leads_assigned", "", "r2", "one, two", "Lena", "2026-12-31")
    added = Waiver(*FIRST, "=1", "Priya", "2026-12-31")
    file = read_waivers(path)
    assert file.new([old, added]) == [added] and file.new([old]) == []
    file.add([added])
    assert path.read_text() == before + "\nvalues_agree,crm_to_finance,r1,=1,Priya,2026-12-31\n"
    assert read_waivers(path).new([old, added]) == []


def test_another_order_of_columns_and_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "waivers.csv"
    path.write_bytes(b"owner,check_id,handoff_id,record_id,reason,expires_on\r\n")
    read_waivers(path).add([Waiver(*FIRST, "why", "Priya", "2026-12-31")])
    assert path.read_bytes().endswith(
        b"\r\nPriya,values_agree,crm_to_finance,r1,why,2026-12-31\r\n"
    )


def test_a_file_of_waivers_with_another_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "waivers.csv"
    path.write_text("check,why\n")
    with pytest.raises(UserError, match="its header is another one"):
        read_waivers(path)
    with pytest.raises(UserError, match="there is no such file"):
        read_waivers(tmp_path / "no.csv")
