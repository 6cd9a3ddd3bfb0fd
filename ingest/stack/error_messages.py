"""Turns pydantic's errors into problems a person can mend."""

from __future__ import annotations

import types
import typing
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ingest.errors import Problem
from ingest.stack.references import suggestion
from ingest.stack.yaml_source import KeyPath, Source

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


def explain(error: ValidationError, root: type[BaseModel], source: Source) -> list[Problem]:
    """One problem per error, in file order of the values it speaks about."""
    return [_problem(detail, root, source) for detail in error.errors(include_url=False)]


def _problem(detail: ErrorDetails, root: type[BaseModel], source: Source) -> Problem:
    path: KeyPath = tuple(detail["loc"])
    is_key = path[-1:] == ("[key]",)
    where = str(source.key_at(path) if is_key else source.at(path))
    kind, name = detail["type"], str(path[-1]) if path else ""
    value = detail["input"]
    shown = f"'{value}'" if isinstance(value, str) else "empty" if value is None else ""
    if kind == "extra_forbidden":
        allowed = sorted(_keys(_model_at(root, path[:-1])))
        return Problem(f"unknown key '{name}'", str(source.key_at(path)), suggestion(name, allowed))
    if kind == "missing":
        words = _literals(_annotation_at(root, path))
        fix = f"allowed: {', '.join(words)}" if words else f"add `{name}:`"
        return Problem(f"'{name}' is missing", where, fix)
    if kind == "literal_error":
        words = _literals(_annotation_at(root, path)) or [
            word.strip("' ") for word in str(detail["ctx"]["expected"]).split(",")
        ]
        return Problem(
            f"{_name(path)} cannot be {shown or 'this'}",
            where,
            suggestion(str(value), words),
        )
    kind = "date" if kind.startswith("date") else kind
    if kind in _PLAIN:
        what, fix = _PLAIN[kind]
        return Problem(f"{_name(path)}: {what}", where, fix)
    if kind == "too_short":
        few, least = detail["ctx"]["actual_length"], detail["ctx"]["min_length"]
        what = "is empty" if not few else "lists too few"
        return Problem(
            f"{_name(path)} {what}", where, f"name at least {'one' if least == 1 else least}"
        )
    if kind == "string_pattern_mismatch":
        return Problem(
            f"{_name(path)} cannot be {shown}",
            where,
            _PATTERNS.get(name, _pattern(detail)),
        )
    allowed_text = str(detail.get("ctx", {}).get("allowed", ""))
    message = detail["msg"]
    return Problem(
        f"{_name(path)}: {message[:1].lower()}{message[1:]}",
        where,
        f"allowed: {allowed_text}" if allowed_text else "",
    )


_PATTERNS = {
    "currency": "an ISO 4217 code, e.g. `USD`",
    "email": "an address, e.g. `ada@example.com`",
    "files": "a path below the export folder with `/` between folders",
}


def _pattern(detail: ErrorDetails) -> str:
    if str(detail.get("ctx", {}).get("pattern", "")).startswith("^[a-z]"):
        return "lower-case letters, digits and `_`, starting with a letter"
    return "a path below the export folder with `/` between folders"


def _name(path: KeyPath) -> str:
    """The last key of a path that a person would recognise: `files`, not its index."""
    for step in reversed(path[:-2] if path[-1:] == ("[key]",) else path):
        if isinstance(step, str) and not step.startswith("<"):
            return f"'{step}'"
    return "the stack"


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
            if origin is list and isinstance(step, int):
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
