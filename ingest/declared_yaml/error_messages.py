"""Turns pydantic's errors into problems that a person can correct."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ingest.declared_yaml.reader import KeyPath, Source
from ingest.errors import Problem, closest

_PLAIN = {
    "date": ("a date is expected", "e.g. `2026-12-25`, a moment as `2026-06-30T18:00:00Z`"),
    "string_type": ("text is expected", "write one value"),
    "list_type": ("a list is expected", "write `[a, b]` or one `- ` per line"),
    "dict_type": ("a mapping is expected", "write `key: value`"),
    "model_type": ("a mapping is expected", "write `key: value`"),
    "model_attributes_type": ("a mapping is expected", "write `key: value`"),
    "int_parsing": ("a whole number is expected", "e.g. `10`"),
    "decimal_parsing": ("a number is expected", "e.g. `65` or `0.5`"),
    "bool_parsing": ("true or false is expected", "allowed: true, false"),
    "bool_type": ("true or false is expected", "allowed: true, false"),
}
# Bound of pydantic -> what to write.
_LIMITS = {
    "greater_than_equal": ("is too small", "write a number of at least", "ge"),
    "greater_than": ("is too small", "write a number above", "gt"),
    "less_than_equal": ("is too large", "write a number of at most", "le"),
    "less_than": ("is too large", "write a number below", "lt"),
}
# Old word -> new word, for words that stacks may still have.
RENAMED = {"first_touch": "first_attempt"}
# Types with a pattern -> what to write. Names of everything begin with a letter.
_PATTERNS = {
    "^[a-z]": "lower-case letters, digits and `_`, starting with a letter",
    "^[A-Z]{3}$": "an ISO 4217 code, e.g. `USD`",
    r"\{id\}": "an address with `{id}`, e.g. `https://acme.lightning.force.com/{id}`",
    "@": "an address, e.g. `ada@example.com`",
    "": "a path below the export folder with `/` between folders",
}


def suggestion(word: str, allowed: Sequence[str]) -> str:
    """What is allowed, and the closest of it: the last part of a message."""
    if not allowed:
        return "none is declared"
    return _allowed(closest(word, allowed), allowed)


def _allowed(close: str | None, allowed: Sequence[str]) -> str:
    shown = ", ".join(allowed[:40]) + (f" … ({len(allowed)} in all)" if len(allowed) > 40 else "")
    return (f"did you mean '{close}'? " if close else "") + f"allowed: {shown}"


def unknown_key(path: KeyPath, root: type[BaseModel], source: Source) -> tuple[Problem, str | None]:
    """The problem of a key that no model has, and the key that was probably meant.

    A key that is not written yet is more probable than one that is.
    """
    name = str(path[-1])
    allowed = sorted(_keys(_model_at(root, path[:-1])))
    written = source.node(path[:-1])
    absent = [key for key in allowed if written.child(key) is None]
    close = closest(name, absent) or closest(name, allowed)
    where = str(source.key_at(path))
    return Problem(f"unknown key '{name}'", where, _allowed(close, allowed)), close


def explain(detail: ErrorDetails, root: type[BaseModel], source: Source) -> Problem:
    """The problem of one error of pydantic, unknown keys excepted."""
    path: KeyPath = tuple(detail["loc"])
    is_key = path[-1:] == ("[key]",)
    where = str(source.key_at(path) if is_key else source.at(path))
    kind, name = detail["type"], str(path[-1]) if path else ""
    value = detail["input"]
    shown = f"'{value}'" if isinstance(value, str) else "empty" if value is None else ""
    if kind == "missing":
        words = _literals(_annotation_at(root, path))
        fix = f"allowed: {', '.join(words)}" if words else f"add `{name}:`"
        return Problem(f"'{name}' is missing", where, fix)
    if kind == "literal_error":
        words = _literals(_annotation_at(root, path)) or [
            word.strip("' ") for word in str(detail["ctx"]["expected"]).split(",")
        ]
        new = RENAMED.get(str(value))
        return Problem(
            f"{_name(path)} cannot be {shown or 'this'}",
            where,
            f"write '{new}', its new name" if new in words else suggestion(str(value), words),
        )
    kind = "date" if kind.startswith("date") else "list_type" if kind == "tuple_type" else kind
    if kind in _PLAIN:
        what, fix = _PLAIN[kind]
        return Problem(f"{_name(path)}: {what}", where, fix)
    if kind in _LIMITS:
        what, fix, bound = _LIMITS[kind]
        return Problem(f"{_name(path)} {what}", where, f"{fix} {detail['ctx'][bound]}")
    if kind == "too_short":
        few, least = detail["ctx"]["actual_length"], detail["ctx"]["min_length"]
        what = "is empty" if not few else "lists too few"
        return Problem(
            f"{_name(path)} {what}", where, f"name at least {'one' if least == 1 else least}"
        )
    if kind == "string_pattern_mismatch":
        return Problem(f"{_name(path)} cannot be {shown}", where, _pattern(detail["ctx"]))
    allowed_text = str(detail.get("ctx", {}).get("allowed", ""))
    message = detail["msg"]
    return Problem(
        f"{_name(path)}: {message[:1].lower()}{message[1:]}",
        where,
        f"allowed: {allowed_text}" if allowed_text else "",
    )


def _pattern(context: Mapping[str, Any]) -> str:
    pattern = str(context["pattern"])
    return next(fix for part, fix in _PATTERNS.items() if part in pattern)


def _name(path: KeyPath) -> str:
    """The last key of a path that a person would recognise: `files`, not its index."""
    for step in reversed(path[:-2] if path[-1:] == ("[key]",) else path):
        if isinstance(step, str) and not step.startswith("<"):
            return f"'{step}'"
    return "the file"


def _keys(annotation: Any) -> list[str]:
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return []
    return [field.alias or name for name, field in annotation.model_fields.items()]


def _model_at(root: type[BaseModel], path: KeyPath) -> Any:
    for candidate in _flat(_annotation_at(root, path)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


def _annotation_at(root: type[BaseModel], path: KeyPath) -> Any:
    """The declared type of the value at a path, as far as it can be followed."""
    current: Any = root
    for step in path:
        if isinstance(step, str) and (step.startswith("<") or step == "[key]"):
            continue
        for candidate in _flat(current):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                fields = {f.alias or n: f.annotation for n, f in candidate.model_fields.items()}
                if step in fields:
                    current = fields[str(step)]
                    break
            origin, arguments = typing.get_origin(candidate), typing.get_args(candidate)
            if origin in (list, tuple) and isinstance(step, int):
                current = arguments[0]
                break
            if origin is dict:
                current = arguments[0] if path[-1] == "[key]" else arguments[1]
                break
        else:
            return None
    return current


def _flat(annotation: Any) -> list[Any]:
    """The alternatives of a type: unions and annotations are opened."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _flat(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [flat for part in typing.get_args(annotation) for flat in _flat(part)]
    return [annotation]


def _literals(annotation: Any) -> list[str]:
    for candidate in _flat(annotation):
        if typing.get_origin(candidate) is typing.Literal:
            return [str(word) for word in typing.get_args(candidate)]
    return []
