"""Counts over bytes are the same wherever a chunk ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files.byte_scan import count_line_ends, scan_bytes


def test_scan_sees_across_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a,é\r\n\r\n1,ü\r\n".encode())
    whole = scan_bytes(path)
    for size in (1, 2, 3, 5):
        monkeypatch.setattr("ingest.files.byte_scan.SCAN_CHUNK", size)
        assert scan_bytes(path) == whole
    assert (whole.line_feeds, whole.crlf_pairs, whole.has_blank_lines) == (3, 3, True)
    assert whole.bad_utf8_at is None


@pytest.mark.parametrize(
    ("content", "offset"),
    [(b"abc\xff", 3), ("aé€".encode() + b"\x80x", 6), ("aé€".encode()[:-1], 3), (b"\xc0\xaf", 0)],
)
@pytest.mark.parametrize("size", [1, 2, 3, 64])
def test_the_first_byte_that_is_not_utf_8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, offset: int, size: int
) -> None:
    monkeypatch.setattr("ingest.files.byte_scan.SCAN_CHUNK", size)
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert scan_bytes(path).bad_utf8_at == offset


@pytest.mark.parametrize("size", [1, 2, 3, 64])
def test_line_ends_of_all_kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("ingest.files.byte_scan.SCAN_CHUNK", size)
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\nb\r\nc\rd")
    assert [count_line_ends(path, end) for end in (1, 2, 5, 7, 8)] == [0, 1, 2, 3, 3]
