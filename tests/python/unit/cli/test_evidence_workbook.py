"""Cells of the workbook: a text is never run, ids stay texts, numbers and days are real."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import Cell

from cli.evidence.csv_files import csv_bytes
from cli.evidence.sheets import Sheet
from cli.evidence.tabs import DECISIONS, INPUTS, TABS
from cli.evidence.workbook import MOST_CHARACTERS, MOST_LINKS, workbook_bytes

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "http://evil.example/x",
    "<r><t>raw</t></r>",
    "</t></is></c><x>",
    "_x0041_",
    "{=1}",
    "<b>&\"'",
]


def sheet(*rows: tuple[Any, ...], kind: str = "text", title: str = "T") -> Sheet:
    width = max((len(row) for row in rows), default=1)
    headers = tuple(f"c{number}" for number in range(width))
    return Sheet(title, headers, (kind,) * width, rows)


def written(*sheets: Sheet) -> openpyxl.Workbook:
    content = workbook_bytes(sheets, datetime(2026, 6, 29, 3, 27))
    return openpyxl.load_workbook(io.BytesIO(content))


def cell(value: Any, kind: str = "text") -> Cell:
    found = written(sheet((value,), kind=kind))["T"]["A2"]
    assert isinstance(found, Cell)
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_never_a_formula_a_link_or_markup(text: str) -> None:
    found = cell(text)
    assert found.data_type == "s" and found.hyperlink is None
    assert str(found.value).strip() == text.strip()


def test_the_file_has_no_formula_at_all() -> None:
    content = workbook_bytes([sheet(*((text,) for text in HOSTILE))], None)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert b"<f>" not in parts["xl/worksheets/sheet1.xml"]
    assert b"<r><t>" not in parts["xl/sharedStrings.xml"]


@pytest.mark.parametrize(
    "text", ["007", "00Q5g0000000002EAA", "1e5", "2026-01-02", "49301234567890123"]
)
def test_ids_stay_texts(text: str) -> None:
    assert cell(text).value == text and cell(text).data_type == "s"


def test_numbers_days_and_flags_are_real() -> None:
    assert (cell(1234, "number").value, cell(1234, "number").number_format) == (1234, "#,##0")
    assert cell(Decimal("12.50"), "money").value == 12.5
    assert (cell(0.25, "share").value, cell(0.25, "share").number_format) == (0.25, "0.0%")
    moment = datetime(2026, 6, 29, 3, 27, 30)
    assert cell(moment, "moment").value == moment and cell(moment, "moment").is_date
    assert cell(date(2026, 6, 29)).value == datetime(2026, 6, 29)
    assert cell(True).value is True and cell(None).value is None


@pytest.mark.parametrize("value", [10**16, float("inf"), float("nan"), datetime(1066, 10, 14)])
def test_what_excel_cannot_keep_is_a_text(value: Any) -> None:
    assert cell(value).value == str(value)


def test_a_long_text_is_cut() -> None:
    shown = cell("x" * 40_000).value
    assert len(str(shown)) == MOST_CHARACTERS and str(shown).endswith("…")


def test_links_are_links_until_the_format_allows_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_LINKS < 65_530
    monkeypatch.setattr("cli.evidence.workbook.MOST_LINKS", 1)
    long = "https://crm.example/" + "x" * 3000
    page = written(sheet(("https://a.example/1",), ("https://a.example/2",), kind="link"))["T"]
    assert page["A2"].hyperlink.target == "https://a.example/1"
    assert page["A3"].hyperlink is None and page["A3"].value == "https://a.example/2"
    assert cell(long, "link").hyperlink is None and cell(long, "link").value == long


def test_headers_are_frozen_and_filter() -> None:
    page = written(sheet(("a", "b"), ("c", "d")))["T"]
    assert page.freeze_panes == "A2" and page.auto_filter.ref == "A1:B3"
    assert page["A1"].font.bold


def test_decisions_are_chosen_from_a_list() -> None:
    page = written(Sheet("Evidence", INPUTS, ("input",) * 4, ((None,) * 4,)))["Evidence"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert rules["A2"].type == "list" and rules["A2"].formula1 == f'"{",".join(DECISIONS)}"'
    assert rules["B2"].type == "textLength" and rules["D2"].type == "date"


def test_two_workbooks_of_one_audit_are_the_same() -> None:
    one, two = (workbook_bytes([sheet(("a", 1))], datetime(2026, 6, 29)) for _ in range(2))
    assert one == two


def test_csv_is_for_spreadsheets() -> None:
    text = csv_bytes(sheet(("=1+1", 'a"b', None, datetime(2026, 6, 29))))
    assert text == ('\ufeffc0,c1,c2,c3\r\n\'=1+1,"a""b",,2026-06-29T00:00:00Z\r\n'.encode())


def test_tabs_name_each_column_once_and_fit_the_format() -> None:
    assert len({tab.title for tab in TABS}) == len(TABS)
    for tab in TABS:
        names = [*tab.inputs, *(column.header for column in tab.columns)]
        assert len(names) == len(set(names)), tab.title
        assert len(tab.title) <= 31
