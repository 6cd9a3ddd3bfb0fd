"""Which encoding a text has, what becomes of bytes it does not know, and who is warned."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from ingest.errors import Problem
from ingest.files.byte_scan import scan_bytes
from ingest.files.encoding import DECLARE, Text, read_text
from ingest.files.unreadable import NotATable, UnreadableFile

LETTERS = "a,b\nJürgen,Smørrebrød €\n"


def read(folder: Path, content: bytes, declared: str | None = None) -> tuple[str, Text]:
    """The text of a file `leads.csv` with that content, and how it was read."""
    path = folder / "leads.csv"
    path.write_bytes(content)
    text = read_text(path, folder, scan_bytes(path), "crm/leads.csv", declared)
    # What follows reads UTF-8 with or without its mark.
    return text.path.read_bytes().decode("utf-8-sig"), text


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LETTERS.encode(), "utf-8"),
        (codecs.BOM_UTF8 + LETTERS.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + LETTERS.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + LETTERS.encode("utf-16-be"), "utf-16-be"),
        (LETTERS.encode("utf-16-le"), "utf-16-le"),
        (LETTERS.encode("utf-16-be"), "utf-16-be"),
        (LETTERS.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF16_LE + LETTERS.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_bytes_that_show_their_encoding_give_no_warning(
    tmp_path: Path, content: bytes, encoding: str
) -> None:
    found, text = read(tmp_path, content)
    assert (found, text.encoding) == (LETTERS, encoding)
    assert (text.notes, text.warnings) == ((), ())


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_any_other_text_is_windows_1252_with_one_warning(tmp_path: Path, encoding: str) -> None:
    letters = "a,b\r\nx,y\rJürgen,Smørrebrød\n"
    found, text = read(tmp_path, letters.encode(encoding))
    assert (found, text.encoding) == (letters, "cp1252")
    what = "it is not UTF-8 from this line on, so it is read as Windows-1252"
    assert text.warnings == (Problem(what, "crm/leads.csv:3", DECLARE),)
    assert "`encoding:`" in DECLARE and "`stack/`" in DECLARE


def test_bytes_that_windows_1252_leaves_open_are_kept(tmp_path: Path) -> None:
    found, text = read(tmp_path, b"a,b\n\x80uro,\x81\x8d\xe9\n")
    assert (found, text.encoding) == ("a,b\n€uro,\x81\x8dé\n", "cp1252")


@pytest.mark.parametrize(
    ("content", "letters", "count", "line"),
    [
        # Every line with letters has a broken byte, too.
        ("a,b\nJürgen,Ünal ".encode() + b"\xff\n", "a,b\nJürgen,Ünal ÿ\n", 1, 2),
        ("a,b\né,ü\nö,ä\n".encode() + b"x,\x93caf\xe9\x94\n", "a,b\né,ü\nö,ä\nx,“café”\n", 3, 4),
        ("a,b\né,ü\r\nx,é".encode()[:-1], "a,b\né,ü\r\nx,Ã", 1, 3),
        (codecs.BOM_UTF8 + b"a,b\n1,\xff\n", "a,b\n1,ÿ\n", 1, 2),
        (b"a,b\n" + "日本,語\n".encode() * 999 + b"x,\xe9\n",
         "a,b\n" + "日本,語\n" * 999 + "x,é\n", 1, 1001),
    ],
)  # fmt: skip
def test_utf_8_with_broken_bytes_keeps_its_letters(
    tmp_path: Path, content: bytes, letters: str, count: int, line: int
) -> None:
    found, text = read(tmp_path, content)
    assert (found, text.encoding) == (letters, "utf-8")
    (warning,) = text.warnings
    assert warning.what == f"bytes that are not UTF-8 ({count}) are read as letters of Windows-1252"
    assert warning.where == f"crm/leads.csv:{line}"
    assert "`encoding:`" in warning.fix


def test_a_letter_of_utf_8_by_chance_makes_no_utf_8(tmp_path: Path) -> None:
    letters = "a,b\nJürgen,Ünal\nMÃ¼ller,é\n"  # as a broken program wrote `Müller`
    found, text = read(tmp_path, letters.encode("cp1252"))
    assert (found, text.encoding) == (letters, "cp1252")


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_letters_across_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("ingest.files.encoding.CHUNK", size)
    monkeypatch.setattr("ingest.files.byte_scan.SCAN_CHUNK", size)
    found, text = read(tmp_path, "a,€€\né,€".encode() + b"\x80\n")
    assert (found, text.encoding) == ("a,€€\né,€€\n", "utf-8")
    assert text.warnings[0].where == "crm/leads.csv:2"


@pytest.mark.parametrize(
    ("declared", "name", "letters"),
    [
        ("cp1250", "cp1250", "a,b\nŁódź,Příliš\n"),
        ("shift_jis", "shift_jis", "a,b\n株式会社,東京\n"),
        ("mac_roman", "mac-roman", "a,b\nJürgen,Ünal\n"),
        ("Windows-1252", "cp1252", "a,b\n“Ada”,é\n"),
        ("iso2022_jp", "iso2022_jp", "a,b\n東京,x\n"),  # ASCII bytes only
        ("utf-16-le", "utf-16-le", "a,b\n北京市海淀区中关村软件园,有限公司\n" * 9),
    ],
)
def test_a_declared_encoding_is_no_guess(
    tmp_path: Path, declared: str, name: str, letters: str
) -> None:
    found, text = read(tmp_path, letters.encode(declared), declared)
    assert (found, text.encoding) == (letters, name)
    assert (text.notes, text.warnings) == ((), ())


def test_a_declared_encoding_wins_over_valid_utf_8(tmp_path: Path) -> None:
    assert read(tmp_path, "a,b\nÃ¼,1\n".encode("cp1252"))[0] == "a,b\nü,1\n"
    assert read(tmp_path, "a,b\nÃ¼,1\n".encode("cp1252"), "cp1252")[0] == "a,b\nÃ¼,1\n"


def test_a_byte_order_mark_wins_over_the_declaration(tmp_path: Path) -> None:
    found, text = read(tmp_path, codecs.BOM_UTF8 + LETTERS.encode(), "cp1250")
    assert (found, text.encoding, text.warnings) == (LETTERS, "utf-8", ())


def test_bytes_outside_the_declared_encoding_are_an_error(tmp_path: Path) -> None:
    content = "a,b\n東京,x\nx,y\n".encode("shift_jis") + b"\xff\xff\n"
    with pytest.raises(UnreadableFile, match="is not shift_jis") as caught:
        read(tmp_path, content, "shift_jis")
    assert caught.value.line == 4
    assert "`encoding:`" in caught.value.fix


def test_the_same_bytes_in_two_encodings_are_two_copies(tmp_path: Path) -> None:
    content = "a,b\nŁódź,1\n".encode("cp1250")
    _, first = read(tmp_path, content, "cp1250")
    _, second = read(tmp_path, content, "cp1252")
    assert first.path.read_text("utf-8") == "a,b\nŁódź,1\n" != second.path.read_text("utf-8")


def test_wide_text_that_is_cut_off_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, codecs.BOM_UTF16_LE + "a,b\n1,2\n".encode("utf-16-le") + b"\x00")
    assert caught.value.line == 3


@pytest.mark.parametrize("declared", [None, "cp1250"])
def test_binary_data_is_not_text(tmp_path: Path, declared: str | None) -> None:
    with pytest.raises(NotATable, match="not a text file"):
        read(tmp_path, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", declared)
