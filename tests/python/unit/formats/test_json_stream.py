"""Which values of a JSON text are its records."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files.rejects import NonRecordLine
from ingest.files.unreadable import UnreadableFile
from ingest.formats.json_stream import InvalidRecord, parse_json, read_document


def records(folder: Path, text: str) -> tuple[list[object], list[NonRecordLine]]:
    path = folder / "a.json"
    path.write_text(text, "utf-8")
    aside: list[NonRecordLine] = []
    return [value for _, _, value in read_document(path, aside)], aside


@pytest.mark.parametrize(
    "text", ['[{"a": 1}, {"a": 2}]', '{"a": 1}\n{"a": 2}', '{"Results": [{"a": 1}, {"a": 2}]}']
)
def test_an_array_a_sequence_and_an_envelope(tmp_path: Path, text: str) -> None:
    assert records(tmp_path, text)[0] == [{"a": "1"}, {"a": "2"}]


def test_other_keys_of_an_envelope_are_named(tmp_path: Path) -> None:
    found, aside = records(tmp_path, '{"total": 1,\n"records": [{"a": 1.10}]}')
    assert found == [{"a": "1.10"}]
    assert aside == [NonRecordLine(1, "envelope", '"total": 1')]


@pytest.mark.parametrize("size", [1, 7])
def test_records_across_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("ingest.formats.json_stream.CHUNK", size)
    found, _ = records(tmp_path, '[{"a": "é, ]"},\n {"a": 123456}]')
    assert found == [{"a": "é, ]"}, {"a": "123456"}]


def test_a_cut_text_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cut off or broken") as caught:
        records(tmp_path, '[{"a": 1},\n{"a": ')
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("text", "why"), [("{", "not JSON"), ('{"a": 1, "a": 2}', "a name occurs twice in one object")]
)
def test_invalid_records_have_a_reason(text: str, why: str) -> None:
    found = parse_json(text)
    assert isinstance(found, InvalidRecord) and str(found) == why
