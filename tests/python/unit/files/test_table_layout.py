"""Where the table of a text file begins and ends, and what its header is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files.byte_scan import scan_bytes
from ingest.files.encoding import read_text
from ingest.files.table_layout import BROKEN_HEADER, SHORT_HEADER, Layout, heads, locate


def located(folder: Path, content: str, header: int = 0, is_declared: bool = False) -> Layout:
    """The layout of a file whose header is row number `header`."""
    path = folder / "a.csv"
    path.write_bytes(content.encode())
    text = read_text(path, folder, scan_bytes(path))
    return locate(text, heads(path)[0], header, lambda name: is_declared)


def kinds(layout: Layout) -> list[tuple[int, str]]:
    return [(line.line, line.kind) for line in layout.non_records]


def test_a_plain_file_is_a_whole_table(tmp_path: Path) -> None:
    layout = located(tmp_path, "a;b\n1;2\n")
    assert (layout.delimiter, layout.header, layout.data_start) == (";", ["a", "b"], 4)
    assert layout.is_whole and kinds(layout) == []


def test_lines_around_the_table(tmp_path: Path) -> None:
    content = 'All leads\n\na,b\n1,2\n3,"4\n5"\n\nGrand Totals (2 records)\nBy owner\n'
    layout = located(tmp_path, content, header=2)
    assert layout.header_line == 3
    assert content[layout.data_start : layout.data_end] == '1,2\n3,"4\n5"\n'
    assert kinds(layout) == [
        (1, "preamble"),
        (2, "blank"),
        (7, "blank"),
        (8, "footer"),
        (9, "footer"),
    ]


@pytest.mark.parametrize("end", ["3", '"3', "3\n", "Total Wine,4\n"])
def test_a_short_last_record_is_not_a_footer(tmp_path: Path, end: str) -> None:
    content = f"a,b\n1,2\n{end}"
    assert located(tmp_path, content).data_end == len(content)


@pytest.mark.parametrize("end", ["Total\n", "Total,4\n", '"Subtotal:",$4.00\n', "as of 1/2/26\n"])
def test_a_total_is_a_footer(tmp_path: Path, end: str) -> None:
    layout = located(tmp_path, f"a,b\n1,2\n{end}")
    assert kinds(layout) == [(3, "footer")]


def test_an_empty_name_without_cells_is_no_column(tmp_path: Path) -> None:
    layout = located(tmp_path, "a,b,\n1,2\n3,4\n")
    assert (layout.header, kinds(layout)) == (["a", "b"], [(1, "empty_column")])


def test_a_header_that_lacks_a_name_is_noted_unless_all_names_are_declared(tmp_path: Path) -> None:
    content = "a,b\n1,2,\n3,4,\n"
    layout = located(tmp_path, content)
    assert (layout.header, layout.notes) == (["a", "b"], (SHORT_HEADER,))
    layout = located(tmp_path, content, is_declared=True)
    assert (layout.header, layout.notes) == (["a", "b", ""], ())


def test_a_header_with_a_broken_quote_keeps_its_names(tmp_path: Path) -> None:
    layout = located(tmp_path, 'a,"b"x,c\n1,2,3\n4,5,6\n')
    assert (layout.header, layout.notes) == (["a", '"b"x', "c"], (BROKEN_HEADER,))
    assert not layout.is_whole
