"""Records of a JSON file as rows: lines, an array, or an envelope around an array."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.airbyte import DATA
from ingest.aside import Furniture, Reject
from ingest.rows import Row
from ingest.text import Broken, NoTable

MAX_LEVELS = 50
MAX_RECORD = 16 << 20
CHUNK = 1 << 20
# Keys under which programs put the records of an answer; Salesforce, HubSpot, Marketo, OData …
ENVELOPES = frozenset(
    {
        "records",
        "results",
        "result",
        "data",
        "value",
        "items",
        "rows",
        "elements",
        "contacts",
        "formsubmissions",
    }
)
# How forms give what was asked and what was answered: Google lead forms, HubSpot.
ANSWERS = (("column_id", "string_value"), ("name", "value"))
LINES = (".jsonl", ".ndjson", ".ldjson")
_BREAK = "\x1f"  # between the names of a nested column; no name holds it
_SPACE = " \t\r\n"


class _Misfit(Exception):
    """Why a value is no record."""


class _Number(str):
    """A number as it was written: `1.10` must not come back as `1.1`."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Misfit("a name stands twice in one object")
    return found


_DECODER = json.JSONDecoder(
    parse_int=_Number, parse_float=_Number, parse_constant=_Number, object_pairs_hook=_pairs
)


@dataclass
class JsonRows:
    """The records of one JSON text; rejects and furniture are complete after a pass."""

    path: Path  # UTF-8
    is_lines: bool
    columns: dict[str, int] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    blank_lines: int = 0

    def header(self) -> Row:
        """Column names found so far: `parent_child` for what is nested."""
        return [name.replace(_BREAK, "_") for name in self.columns]

    def rows(self) -> Iterator[Row]:
        """Every record once; what is no record goes to the rejects."""
        self.rejects, self.furniture, self.blank_lines = [], [], 0
        for ordinal, (line, raw, value) in enumerate(self._values(), 1):
            try:
                yield self._row(raw, value)
            except (_Misfit, RecursionError) as error:
                reason = str(error) if isinstance(error, _Misfit) else _too_deep()
                self.rejects.append(Reject(line, ordinal, reason, raw))

    def _values(self) -> Iterator[tuple[int, str, Any]]:
        if not self.is_lines:
            yield from _document(self.path, self.furniture)
            return
        with self.path.open(encoding="utf-8", errors="replace", newline="\n") as stream:
            for number, text in enumerate(stream, 1):
                raw = text.strip(_SPACE + "\ufeff")
                if not raw:
                    self.blank_lines += 1
                    continue
                yield number, raw, _parsed(raw)

    def _row(self, raw: str, value: Any) -> Row:
        if isinstance(value, Exception):
            raise value
        if type(value) is not dict:
            raise _Misfit("not a JSON object")
        if type(value.get(DATA)) is dict:
            value = {name: cell for name, cell in value.items() if name != DATA} | value[DATA]
        row: Row = [None] * len(self.columns)
        cells = _cells(value, "", 1) if _is_nested(value) else _flat(value)
        is_odd = "\\u" in raw
        for name, cell in cells:
            if is_odd and cell is not None and not _is_text(cell):
                raise _Misfit("half of a surrogate pair, which is no character")
            place = self.columns.setdefault(name, len(self.columns))
            if place == len(row):
                row.append(cell)
            else:
                row[place] = cell
        return row


def is_json(path: Path, name: str) -> bool | None:
    """Whether a text holds JSON, one value per line (True) or not (False); None: no JSON."""
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
    parsed = _parsed(first.decode("utf-8", "replace"))
    if has_more and isinstance(parsed, dict):
        return True
    # A CSV may start with a brace too; JSON goes on with a name, a value or the end.
    follows = start[1:].lstrip()[:1]
    return False if name.endswith(".json") or follows in b'"{[]}' else None


def _decoded(text: str, at: int) -> tuple[Any, int]:
    """A value, or the reason why it is none that can be kept, and where it ends."""
    try:
        return _DECODER.raw_decode(text, at)
    except _Misfit as error:
        return error, json.JSONDecoder().raw_decode(text, at)[1]


def _parsed(raw: str) -> Any:
    try:
        return _DECODER.decode(raw)
    except json.JSONDecodeError:
        return _Misfit("not JSON")
    except _Misfit as error:
        return error
    except RecursionError:
        return _Misfit(_too_deep())


def _too_deep() -> str:
    return f"more than {MAX_LEVELS} levels of nesting"


def _is_nested(record: dict[str, Any]) -> bool:
    return any(type(value) in (dict, list) for value in record.values())


def _flat(record: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for name, value in record.items():
        yield name, value if type(value) is str else _text(value, 1)


def _cells(record: dict[str, Any], prefix: str, level: int) -> Iterator[tuple[str, str | None]]:
    if level > MAX_LEVELS:
        raise _Misfit(_too_deep())
    for name, value in record.items():
        if type(value) is dict and value:
            yield from _cells(value, f"{prefix}{name}{_BREAK}", level + 1)
        else:
            yield prefix + name, _text(value, level)
            if type(value) is list:
                yield from _answers(value, f"{prefix}{name}{_BREAK}", level)


def _answers(items: list[Any], prefix: str, level: int) -> Iterator[tuple[str, str | None]]:
    """Answers of a form, given as a list of names and values, as columns beside the list."""
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
    """Compact JSON with numbers as they were written."""
    if level > MAX_LEVELS:
        raise _Misfit(_too_deep())
    if isinstance(value, _Number):
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


def _document(path: Path, furniture: list[Furniture]) -> Iterator[tuple[int, str, Any]]:
    """Records of an array, of an envelope's array, or the values that follow each other."""
    with path.open(encoding="utf-8", errors="replace", newline="\n") as stream:
        text = _Window(stream)
        while text.peek():
            if text.peek() == "[":
                yield from _array(text)
            elif text.peek() == "{":
                yield from _object(text, furniture)
            else:
                raise NoTable("JSON without records", "export records")


def _array(text: _Window) -> Iterator[tuple[int, str, Any]]:
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        yield text.value()
        if text.peek() != ",":
            break
        text.take(",")
    text.take("]")


def _object(text: _Window, furniture: list[Furniture]) -> Iterator[tuple[int, str, Any]]:
    """An envelope, or one record."""
    start, raws, values = text.line, [], {}
    is_envelope = False
    text.take("{")
    while text.peek() != "}":
        _, raw_name, name = text.value()
        if type(name) is not str:
            raise text.broken("the JSON is broken")
        text.take(":")
        if name.casefold() in ENVELOPES and text.peek() == "[" and text.after("[") in ("{", "]"):
            if is_envelope:
                raise text.broken("it holds two lists of records")
            is_envelope = True
            yield from _array(text)
        else:
            _, raw, value = text.value()
            if isinstance(value, Exception):
                raise text.broken(str(value))
            values[name] = value
            raws.append(f"{raw_name}: {raw}")
        if text.peek() != ",":
            break
        text.take(",")
    text.take("}")
    if is_envelope:
        furniture += [Furniture(start, "envelope", raw) for raw in raws]
    else:
        yield start, "{" + ", ".join(raws) + "}", values


class _Window:
    """A JSON text of any length, of which no more than a record is held."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._text, self._at, self._is_end = stream, "", 0, False
        self.line = 1

    def peek(self) -> str:
        """The next character that is no space; '' at the end."""
        while True:
            while self._at < len(self._text):
                char = self._text[self._at]
                if char not in _SPACE and char != "\ufeff":
                    return char
                self.line += char == "\n"
                self._at += 1
            if not self._more():
                return ""

    def after(self, char: str) -> str:
        """The character behind the next one, spaces left out."""
        at = self._at + len(char)
        while True:
            rest = self._text[at:].lstrip(_SPACE)
            if rest or not self._more():
                return rest[:1]
            at = self._at + len(char)

    def take(self, char: str) -> None:
        """Steps over a character that must come next."""
        found = self.peek()
        if found != char:
            raise self.broken("the JSON is broken" if found else "the JSON breaks off")
        self._at += 1

    def value(self) -> tuple[int, str, Any]:
        """Line, text and content of the next value; the content is an error when it is odd."""
        self.peek()
        while True:
            try:
                value, end = _decoded(self._text, self._at)
            except (json.JSONDecodeError, StopIteration):
                if len(self._text) - self._at > MAX_RECORD:
                    what = f"a record of more than {MAX_RECORD:,} bytes, or broken JSON"
                    raise self.broken(what) from None
                if not self._more():
                    raise self.broken("the JSON breaks off or is broken") from None
                continue
            except RecursionError:
                raise self.broken(_too_deep()) from None
            if end < len(self._text) or not self._more():  # a number may go on
                break
        line, raw = self.line, self._text[self._at : end]
        self.line += raw.count("\n")
        self._at = end
        return line, raw, value

    def broken(self, what: str) -> Broken:
        """A reason to give the file up, with the line."""
        return Broken(what, self.line, "export it again")

    def _more(self) -> bool:
        left = self._text[self._at :]
        read = self._stream.read(max(CHUNK, len(left)))
        self._text, self._at = left + read, 0
        return bool(read)
