"""Every line belongs to a record, to a reject, or is blank."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files.csv_records import (
    AFTER_BROKEN_QUOTE,
    BLANK,
    BROKEN_QUOTE,
    TOO_FEW,
    TOO_MANY,
    Lines,
    parse_records,
    texts_between,
)
from ingest.files.dialect import Dialect


def parsed(text: str, width: int = 2) -> list[tuple[int, list[str], str | None]]:
    """Line, cells and reason of every record of a text."""
    found = parse_records(Lines([text]), Dialect(","), width)
    return [(record.line, record.cells, record.reason) for record in found]


def test_records_over_several_lines_keep_their_first_line() -> None:
    assert parsed('a,b\n"c\n\nd",e\nf,g') == [
        (1, ["a", "b"], None),
        (2, ["c\n\nd", "e"], None),
        (5, ["f", "g"], None),
    ]


def test_wrong_widths_and_blank_lines_have_a_reason() -> None:
    reasons = [reason for _, _, reason in parsed("a\na,b,c\n\n  \na,b\n")]
    assert reasons == [TOO_FEW, TOO_MANY, BLANK, BLANK, None]


def test_a_broken_quote_rejects_its_first_line_only() -> None:
    found = parsed('a,"b\nc,d\ne"\ng,h\n')
    assert [reason for _, _, reason in found] == [None, None]  # closed two lines below
    found = parsed('a,"b\nc,d\n')
    assert found == [(1, [], BROKEN_QUOTE), (2, ["c", "d"], None)]


def test_odd_quotes_after_a_broken_quote_are_rejected() -> None:
    reasons = [reason for _, _, reason in parsed('a,"b"x\n5",c\nd,e\n5",c\n')]
    assert reasons == [BROKEN_QUOTE, AFTER_BROKEN_QUOTE, None, None]


def test_lines_can_be_put_back() -> None:
    lines = Lines(["a\nb\nc\n", "d\n"])
    first = lines.take(2)
    assert first == ["a\n", "b\n"]
    lines.put_back(first)
    assert lines.take_text() == "a\nb\nc\n"
    lines.put_back_text("c\n")
    assert [lines.next(), lines.next(), lines.next()] == ["c\n", "d\n", None]


@pytest.mark.parametrize("characters", [1, 3, 1000])
def test_texts_end_at_line_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, characters: int
) -> None:
    monkeypatch.setattr("ingest.files.csv_records.READ_CHARACTERS", characters)
    path = tmp_path / "a.csv"
    path.write_bytes("h\né,1\r\nü,2\rx\n".encode())
    texts = list(texts_between(path, 2, path.stat().st_size - 2))
    assert "".join(texts) == "é,1\r\nü,2\r"
    assert all(text.endswith(("\n", "\r")) for text in texts)


def test_a_mark_before_a_quote_is_that_of_a_joined_file() -> None:
    found = parsed('\ufeff"a","b"\n\ufeff"c\nd",e\n\ufefff,g\n')
    assert [cells for _, cells, _ in found] == [["a", "b"], ["c\nd", "e"], ["\ufefff", "g"]]
