"""Merged cells and formulas of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from support.workbooks import Cell, workbook

from ingest.files.discover import Source
from ingest.files.unreadable import UnreadableFile
from ingest.formats.csv_copy import Row
from ingest.formats.detect import Found, open_tables
from ingest.formats.excel import SheetRows, Workbook
from ingest.formats.excel_merges import MergedCells, Range, read_range


def sheet_rows(
    folder: Path, rows: Sequence[Sequence[Cell]], *merged: str
) -> tuple[SheetRows, list[Row]]:
    path = folder / "a.xlsx"
    path.write_bytes(workbook({"Leads": rows}, merged=merged))
    book = Workbook(path)
    found = SheetRows(book, book.sheets[0])
    return found, list(found.rows())


def test_a_merged_cell_has_its_value_in_every_row(tmp_path: Path) -> None:
    rows = [["Owner", "Id"], ["Rep 1", "1"], ["", "2"], ["", "3"], ["Rep 2", "4"], ["", "5"]]
    found, cells = sheet_rows(tmp_path, rows, "A5:A6", "A2:A4")
    assert [row[0] for row in cells[1:]] == ["Rep 1"] * 3 + ["Rep 2"] * 2
    assert found.filled == 3


def test_a_merged_cell_in_two_directions(tmp_path: Path) -> None:
    rows = [["a", "b", "c"], ["1", "x", ""], ["2", "", ""], ["3", "", ""]]
    found, cells = sheet_rows(tmp_path, rows, "B2:C3")
    assert cells[1:] == [["1", "x", "x"], ["2", "x", "x"], ["3"]]
    assert found.filled == 3


def test_titles_totals_and_ends_of_ranges_are_not_filled(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["All leads"], ["Id", "Owner"], ["1", "Rep"], [""], ["Total"]]
    found, cells = sheet_rows(tmp_path, rows, "A1:B1", "B3:B4", "A5:B5")
    assert cells == [["All leads"], ["Id", "Owner"], ["1", "Rep"], [], ["Total"]]
    assert found.filled == 0


def test_hostile_ranges_are_refused() -> None:
    whole = read_range("A1:XFD1048576")
    assert whole == Range(1, 0, 1_048_576, 1_999)
    assert read_range("A1") is None
    overlapping = MergedCells([Range(1, 0, 9, 0) for _ in range(2_001)])
    with pytest.raises(UnreadableFile, match="overlap"):
        overlapping.fill(1, ["a", "b"])


def test_a_link_is_its_text_with_and_without_a_stored_value(tmp_path: Path) -> None:
    link = 'HYPERLINK("https://crm.example/1","00Q1")'
    found, cells = sheet_rows(
        tmp_path, [["Id"], [("f", link, "00Q1")], [("u", link)], [f"={link}"]]
    )
    assert cells[1:] == [["00Q1"], ["00Q1"], ["00Q1"]]
    assert (found.links, found.unsaved) == (2, [])


def test_a_formula_without_a_stored_value_is_named(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Id", "Sum"],
        ["1", ("u", "B1*2")],
        ["2", ("f", "A1", "")],  # its value is the empty text
        ["3", ("u", "B2*2")],
    ]
    found, cells = sheet_rows(tmp_path, rows)
    assert cells[1:] == [["1"], ["2"], ["3"]]
    assert found.unsaved == ["B2", "B4"]
    (table,) = open_tables(Source("a.xlsx", None, tmp_path / "a.xlsx"), tmp_path)
    assert isinstance(table, Found)
    assert table.text.notes == ("formulas without a stored value: 2, the first in cell B2",)
    (warning,) = table.text.warnings
    assert warning.where == "a.xlsx/Leads: cell B2" and "save it" in warning.fix
