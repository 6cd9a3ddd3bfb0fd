"""Reads the records of a JSON file as rows: JSON lines, an array, or an array in an envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.files.rejects import NonRecordLine, Reject
from ingest.formats.airbyte import DATA
from ingest.formats.csv_copy import Row
from ingest.formats.json_stream import (
    CHUNK,
    MAX_LEVELS,
    MAX_RECORD,
    SPACE,
    InvalidRecord,
    Number,
    parse_json,
    read_document,
    too_deep,
)

# Keys of a question and its answer in forms: Google lead forms, HubSpot.
ANSWERS = (("column_id", "string_value"), ("name", "value"))
LINES = (".jsonl", ".ndjson", ".ldjson")
_BREAK = "\x1f"  # between the names of a nested column; names do not contain it


@dataclass
class JsonRows:
    """The records of one JSON text; rejects and non_records are complete after `rows`."""

    path: Path  # UTF-8
    is_lines: bool
    columns: dict[str, int] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    non_records: list[NonRecordLine] = field(default_factory=list)
    blank_lines: int = 0

    def header(self) -> Row:
        """Returns the column names found so far; a nested one is `parent_child`."""
        return [name.replace(_BREAK, "_") for name in self.columns]

    def rows(self) -> Iterator[Row]:
        """Yields every valid record; the others become rejects."""
        self.rejects, self.non_records, self.blank_lines = [], [], 0
        for ordinal, (line, raw, value) in enumerate(self._values(), 1):
            try:
                yield self._row(raw, value)
            except (InvalidRecord, RecursionError) as error:
                reason = str(error) if isinstance(error, InvalidRecord) else too_deep()
                self.rejects.append(Reject(line, ordinal, reason, raw))

    def _values(self) -> Iterator[tuple[int, str, Any]]:
        if not self.is_lines:
            yield from read_document(self.path, self.non_records)
            return
        with self.path.open(encoding="utf-8", errors="replace", newline="\n") as stream:
            for number, text in enumerate(stream, 1):
                raw = text.strip(SPACE + "\ufeff")
                if not raw:
                    self.blank_lines += 1
                    continue
                yield number, raw, parse_json(raw)

    def _row(self, raw: str, value: Any) -> Row:
        if isinstance(value, Exception):
            raise value
        if type(value) is not dict:
            raise InvalidRecord("not a JSON object")
        if type(value.get(DATA)) is dict:
            value = {name: cell for name, cell in value.items() if name != DATA} | value[DATA]
        row: Row = [None] * len(self.columns)
        cells = _cells(value, "", 1) if _is_nested(value) else _flat(value)
        has_escapes = "\\u" in raw
        for name, cell in cells:
            if has_escapes and cell is not None and not _is_text(cell):
                raise InvalidRecord("half of a surrogate pair, which is not a character")
            index = self.columns.setdefault(name, len(self.columns))
            if index == len(row):
                row.append(cell)
            else:
                row[index] = cell
        return row


def is_json(path: Path, name: str) -> bool | None:
    """Returns True for JSON lines, False for other JSON, None for a text that is not JSON."""
    if name.endswith(LINES):
        return True
    with path.open("rb") as stream:
        start = stream.read(CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip()
        if start[:1] not in (b"{", b"["):
            return False if name.endswith(".json") else None
        stream.seek(0)
        first = b""
        while not first and (line := stream.readline(MAX_RECORD)):
            first = line.removeprefix(b"\xef\xbb\xbf").strip()
        has_more = any(line.strip() for line in iter(lambda: stream.readline(CHUNK), b""))
    value = parse_json(first.decode("utf-8", "replace"))
    if has_more and isinstance(value, dict):
        return True
    # A CSV may start with a brace too; in JSON, a name, a value or the end follows.
    follows = start[1:].lstrip()[:1]
    return False if name.endswith(".json") or follows in b'"{[]}' else None


def _is_nested(record: dict[str, Any]) -> bool:
    return any(type(value) in (dict, list) for value in record.values())


def _flat(record: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for name, value in record.items():
        yield name, value if type(value) is str else _text(value, 1)


def _cells(record: dict[str, Any], prefix: str, level: int) -> Iterator[tuple[str, str | None]]:
    if level > MAX_LEVELS:
        raise InvalidRecord(too_deep())
    for name, value in record.items():
        if type(value) is dict and value:
            yield from _cells(value, f"{prefix}{name}{_BREAK}", level + 1)
        else:
            yield prefix + name, _text(value, level)
            if type(value) is list:
                yield from _answers(value, f"{prefix}{name}{_BREAK}", level)


def _answers(items: list[Any], prefix: str, level: int) -> Iterator[tuple[str, str | None]]:
    """Yields the answers of a form, a list of names and values, as columns besides the list."""
    for names, values in ANSWERS:
        if all(type(item) is dict and names in item and values in item for item in items):
            found = {str(item[names]): item[values] for item in items}
            if len(found) == len(items):
                for name, value in found.items():
                    yield prefix + name, _text(value, level)
                return


def _text(value: Any, level: int) -> str | None:
    if isinstance(value, str):
        return str(value)
    if value is None:
        return None
    return _json(value, level)


def _json(value: Any, level: int) -> str:
    """Writes compact JSON with numbers as they were written."""
    if level > MAX_LEVELS:
        raise InvalidRecord(too_deep())
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(_json(item, level + 1) for item in value) + "]"
    if isinstance(value, dict):
        pairs = (
            f"{json.dumps(k, ensure_ascii=False)}:{_json(v, level + 1)}" for k, v in value.items()
        )
        return "{" + ",".join(pairs) + "}"
    return json.dumps(value, ensure_ascii=False)


def _is_text(cell: str) -> bool:
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True
