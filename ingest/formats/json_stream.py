"""The values of a JSON text of any length, of which no more than a record is held."""

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
SPACE = " \t\r\n"


class Misfit(Exception):
    """Why a value is no record."""


class Number(str):
    """A number as it was written: `1.10` must not come back as `1.1`."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Misfit("a name stands twice in one object")
    return found


_DECODER = json.JSONDecoder(
    parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_pairs
)


def _decoded(text: str, at: int) -> tuple[Any, int]:
    """A value, or the reason why it is none that can be kept, and where it ends."""
    try:
        return _DECODER.raw_decode(text, at)
    except Misfit as error:
        return error, json.JSONDecoder().raw_decode(text, at)[1]


def parsed(raw: str) -> Any:
    """The value of a whole text, or a `Misfit` that says why there is none."""
    try:
        return _DECODER.decode(raw)
    except json.JSONDecodeError:
        return Misfit("not JSON")
    except Misfit as error:
        return error
    except RecursionError:
        return Misfit(too_deep())


def too_deep() -> str:
    """Why a value is refused."""
    return f"more than {MAX_LEVELS} levels of nesting"


def document(path: Path, non_records: list[NonRecordLine]) -> Iterator[tuple[int, str, Any]]:
    """Records of an array, of an envelope's array, or the values that follow each other."""
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
        yield text.value()
        if text.peek() != ",":
            break
        text.take(",")
    text.take("]")


def _object(text: _Window, non_records: list[NonRecordLine]) -> Iterator[tuple[int, str, Any]]:
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
        non_records += [NonRecordLine(start, "envelope", raw) for raw in raws]
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
                if char not in SPACE and char != "\ufeff":
                    return char
                self.line += char == "\n"
                self._at += 1
            if not self._more():
                return ""

    def after(self, char: str) -> str:
        """The character behind the next one, spaces left out."""
        at = self._at + len(char)
        while True:
            rest = self._text[at:].lstrip(SPACE)
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
                raise self.broken(too_deep()) from None
            if end < len(self._text) or not self._more():  # a number may go on
                break
        line, raw = self.line, self._text[self._at : end]
        self.line += raw.count("\n")
        self._at = end
        return line, raw, value

    def broken(self, what: str) -> UnreadableFile:
        """A reason to give the file up, with the line."""
        return UnreadableFile(what, self.line, "export it again")

    def _more(self) -> bool:
        left = self._text[self._at :]
        read = self._stream.read(max(CHUNK, len(left)))
        self._text, self._at = left + read, 0
        return bool(read)
