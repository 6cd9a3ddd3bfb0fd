"""The value of a link that is written as a formula is the text that it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files.byte_scan import SCAN_CHUNK, scan_bytes
from ingest.files.encoding import read_text
from ingest.files.links import shown_text, unwrap_links

URL = "https://crm.example/00Q1?a=1,2"


def unwrapped(folder: Path, text: str) -> tuple[str, int]:
    path, target = folder / "a.csv", folder / "b.csv"
    path.write_text(text, "utf-8", newline="")
    count = unwrap_links(path, target)
    return target.read_bytes().decode(), count


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (f'"=HYPERLINK(""{URL}"",""00Q1"")"', '"00Q1"'),
        (f'"=HYPERLINK(""{URL}"";""00Q1"")"', '"00Q1"'),
        (f'"=hyperlink(""{URL}"" , ""Ada, """"A"""""")"', '"Ada, ""A"""'),
        (f'"=HYPERLINK(""{URL}"",1234)"', '"1234"'),
        (f'"=HYPERLINK(""{URL}"")"', f'"{URL}"'),
        (f'=HYPERLINK("{URL}","00Q1")', '"00Q1"'),
        (f'"=HYPERLINK(""{URL}"","""")"', '""'),
    ],
)
def test_a_link_becomes_its_text(tmp_path: Path, cell: str, value: str) -> None:
    assert unwrapped(tmp_path, f"Id,Name\r\n{cell},x\r\n") == (f"Id,Name\r\n{value},x\r\n", 1)
    assert unwrapped(tmp_path, f"Name,Id\nx,{cell}") == (f"Name,Id\nx,{value}", 1)


@pytest.mark.parametrize(
    "cell",
    [
        '"=HYPERLINK(A1,""x"")"',
        '"=CONCAT(HYPERLINK(""u"",""x""),1)"',
        '"see =HYPERLINK(""u"",""x"")"',
        '"=HYPERLINK(""u"",""x"")&1"',
        '=HYPERLINK("u","x")&1',
    ],
)
def test_other_formulas_stay(tmp_path: Path, cell: str) -> None:
    assert unwrapped(tmp_path, f"Id,Name\n{cell},x\n") == (f"Id,Name\n{cell},x\n", 0)


def test_the_formula_of_a_cell() -> None:
    assert shown_text(f'=HYPERLINK("{URL}","Ada ""A""")') == 'Ada "A"'
    assert shown_text('=VLOOKUP("a",B1,2)') is None


def test_a_file_with_links_says_so(tmp_path: Path) -> None:
    path = tmp_path / "Lead.csv"
    path.write_text('Id,Name\n"=HYPERLINK(""u"",""00Q1"")",Ada\n')
    text = read_text(path, tmp_path, scan_bytes(path))
    assert text.path.read_text() == 'Id,Name\n"00Q1",Ada\n'
    assert text.sha256 == scan_bytes(path).sha256
    assert text.notes == ("formulas that are links, read as the text they show: 1",)


def test_links_at_the_seam_of_two_chunks_are_found(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * (SCAN_CHUNK - 4) + b"=HYPERLINK(")
    assert scan_bytes(path).has_links
    path.write_bytes(b"x" * (SCAN_CHUNK - 4) + b"=HYPER")
    assert not scan_bytes(path).has_links
