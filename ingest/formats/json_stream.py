"""Streams the records of a JSON text of any length, with one record at a time in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.files.rejects import NonRecordLine
from ingest.files.unreadable import NotATable, UnreadableFile

MAX_LEVELS = 50
MAX_RECORD = 16 << 20
CHUNK = 1 << 20
# Keys of the list of records in responses of Salesforce, HubSpot, Marketo, OData and others.
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
        "fields",  # the description of an object of Salesforce
    }
)
SPACE = " \t\r\n"


class InvalidRecord(Exception):
    """The reason why a value is not a record."""


class Number(str):
    """A number as it was written: `1.10` must not become `1.1`."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidRecord("a name occurs twice in one object")
    return found


_DECODER = json.JSONDecoder(
    parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_pairs
)


def _decoded(text: str, at: int) -> tuple[Any, int]:
    """Returns a value, or the `InvalidRecord` for it, and the position where it ends."""
    try:
        return _DECODER.raw_decode(text, at)
    except InvalidRecord as error:
        return error, json.JSONDecoder().raw_decode(text, at)[1]


def parse_json(raw: str) -> Any:
    """Returns the value of a whole text, or the `InvalidRecord` for it."""
    try:
        return _DECODER.decode(raw)
    except json.JSONDecodeError:
        return InvalidRecord("not JSON")
    except InvalidRecord as error:
        return error
    except RecursionError:
        return InvalidRecord(too_deep())


def too_deep() -> str:
    """Returns the reason for a value that is nested too deeply."""
    return f"more than {MAX_LEVELS} levels of nesting"


def read_document(path: Path, non_records: list[NonRecordLine]) -> Iterator[tuple[int, str, Any]]:
    """Yields the records of an array, of an array in an envelope, or of values in sequence.

    Each is (line, text, value). Lines of an envelope are added to `non_records`.
    """
    with path.open(encoding="utf-8", errors="replace", newline="\n") as stream:
        text = _Window(stream)
        while text.peek():
            if text.peek() == "[":
                yield from _array(text)
            elif text.peek() == "{":
                yield from _object(text, non_records)
            else:
                raise NotATable("JSON without records", "export records")


def _array(text: _Window) -> Iterator[tuple[int, str, Any]]:
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        yield text.take_value()
        if text.peek() != ",":
            break
        text.take(",")
    text.take("]")


def _object(text: _Window, non_records: list[NonRecordLine]) -> Iterator[tuple[int, str, Any]]:
    """Yields the records of an envelope, or the object itself as one record."""
    start, raws, values = text.line, [], {}
    is_envelope = False
    text.take("{")
    while text.peek() != "}":
        _, raw_name, name = text.take_value()
        if type(name) is not str:
            raise text.broken("the JSON is broken")
        text.take(":")
        if name.casefold() in ENVELOPES and text.peek() == "[" and text.after("[") in ("{", "]"):
            if is_envelope:
                raise text.broken("it has two lists of records")
            is_envelope = True
            yield from _array(text)
        else:
            _, raw, value = text.take_value()
            if isinstance(value, Exception):
                raise text.broken(str(value))
            values[name] = value
            raws.append(f"{raw_name}: {raw}")
        if text.peek() != ",":
            break
        text.take(",")
    text.take("}")
    if is_envelope:
        non_records += [NonRecordLine(start, "envelope", raw) for raw in raws]
    else:
        yield start, "{" + ", ".join(raws) + "}", values


class _Window:
    """The part of a JSON text that is in memory: about one record."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._text, self._at, self._is_end = stream, "", 0, False
        self.line = 1

    def peek(self) -> str:
        """Returns the next character that is not a space, without removing it; '' at the end."""
        while True:
            while self._at < len(self._text):
                char = self._text[self._at]
                if char not in SPACE and char != "\ufeff":
                    return char
                self.line += char == "\n"
                self._at += 1
            if not self._more():
                return ""

    def after(self, char: str) -> str:
        """Returns the character after `char`, which is next; spaces are skipped."""
        at = self._at + len(char)
        while True:
            rest = self._text[at:].lstrip(SPACE)
            if rest or not self._more():
                return rest[:1]
            at = self._at + len(char)

    def take(self, char: str) -> None:
        """Removes a character that must be next. Raises `UnreadableFile` otherwise."""
        found = self.peek()
        if found != char:
            raise self.broken("the JSON is broken" if found else "the JSON is cut off")
        self._at += 1

    def take_value(self) -> tuple[int, str, Any]:
        """Removes the next value; returns its line, text, and content or `InvalidRecord`."""
        self.peek()
        while True:
            try:
                value, end = _decoded(self._text, self._at)
            except (json.JSONDecodeError, StopIteration):
                if len(self._text) - self._at > MAX_RECORD:
                    what = f"a record of more than {MAX_RECORD:,} bytes, or broken JSON"
                    raise self.broken(what) from None
                if not self._more():
                    raise self.broken("the JSON is cut off or broken") from None
                continue
            except RecursionError:
                raise self.broken(too_deep()) from None
            if end < len(self._text) or not self._more():  # a number may continue
                break
        line, raw = self.line, self._text[self._at : end]
        self.line += raw.count("\n")
        self._at = end
        return line, raw, value

    def broken(self, what: str) -> UnreadableFile:
        """Makes the error that ends the reading of the file, with the current line."""
        return UnreadableFile(what, self.line, "export it again")

    def _more(self) -> bool:
        left = self._text[self._at :]
        read = self._stream.read(max(CHUNK, len(left)))
        self._text, self._at = left + read, 0
        return bool(read)
