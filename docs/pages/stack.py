"""Generates the reference of the stack format, `docs/stack.md`, from its models."""

from __future__ import annotations

import types
import typing
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docs.pages.stack_examples import EXAMPLES
from ingest.declared_yaml.conditions import Operators, Values, When
from ingest.stack import known_names
from ingest.stack.answers import ItemId
from ingest.stack.blocks import Currency
from ingest.stack.contracts import Event, Expiry, FailureForm, TriggerForm, Volume
from ingest.stack.encodings import Encoding
from ingest.stack.feasibility import Positive
from ingest.stack.model import MatchIds, Stack
from ingest.stack.routing import PoolMember
from ingest.stack.system import ColumnSource
from ingest.stack.types import (
    Amount,
    Bound,
    Count,
    Duration,
    Email,
    Entity,
    ErrorLevel,
    Glob,
    Hours,
    Id,
    RecordUrl,
    Share,
    Text,
    TimeZone,
    Value,
)

INTRODUCTION = """\
# The declared stack

The files `stack/*.yml` declare everything that exports do not contain: the systems, the handoffs
between them, their owners, service levels and routing rules. `handoff init FOLDER` writes a first
draft from your exports. `handoff stack` validates it and prints every problem with file, line and
column.

- A key may be in any file; lists from several files are joined.
- Names (`id` and references to one) consist of lower-case letters, digits and `_`.
- Values are data and never become SQL or a template. They keep their spelling, so `02139` keeps its
  zero.
- Write headers as in the export, in upper or lower case. An alias that the vendor declares for a
  header works, too.
- Anchors, tags and text that looks like a secret are rejected.
- For completion in an editor, put
  `# yaml-language-server: $schema=../docs/stack.schema.json` on the first line.

`make docs` generates this page from the models in `ingest/stack/`.
"""

# Types with a short name on the page, compared by equality.
_TYPE_NAMES: list[tuple[Any, str]] = [
    (Id, "name"),
    (ItemId, "item id, e.g. `2-058`"),
    (Text, "text"),
    (Value, "value"),
    (ColumnSource, "header, or list of headers"),
    (PoolMember, "text or [member](#member)"),
    (Values, "list of values"),
    (Bound, "number or date"),
    (Amount, "number, 0 or more"),
    (Count, "whole number, 0 or more"),
    (Positive, "whole number, 1 or more"),
    (Share, "share, 0 to 1"),
    (ErrorLevel, "share, 0.000001 to 0.5"),
    (Duration, "duration, e.g. `5 min`, `4 h`, `10 d`"),
    (Hours, "hours, e.g. `09:00-18:00`"),
    (TimeZone, "time zone, e.g. `Europe/Berlin`"),
    (Encoding, "encoding, e.g. `cp1250`"),
    (Glob, "glob"),
    (RecordUrl, "web address with `{id}`"),
    (Email, "address"),
    (Currency, "ISO 4217 code"),
    (Event, "system.object.field: value"),
    (TriggerForm, "[trigger](#trigger), or a sentence"),
    (FailureForm, "[failure path](#failure-path), or a sentence"),
    (Expiry, "date, e.g. `2026-12-25`, or `never`"),
    (Volume, "number above 0"),
    (When, "header: [condition](#operators)"),
    (bool, "`true` or `false`"),
    (int, "whole number"),
    (date, "date, e.g. `2026-12-25`"),
    (datetime, "moment, e.g. `2026-06-30T00:00:00Z`"),
    (Decimal, "number"),
]


def stack_page() -> str:
    """The page: every key with its allowed values, and an example of every block."""
    parts = [INTRODUCTION]
    for key, field in Stack.model_fields.items():
        hint = typing.get_type_hints(Stack, include_extras=True)[key]
        parts.append(f"## {key}\n\n{_sentence(field, required=field.is_required())}\n")
        parts.append(f"```yaml\n{EXAMPLES[key]}```\n")
        for model in _models(hint):
            parts.append(_section(model))
    parts += [_operators(), _catalog()]
    return "\n".join(parts)


def _section(model: type[BaseModel]) -> str:
    hints = typing.get_type_hints(model, include_extras=True)
    lines = [
        f"### {_title(model)}",
        "",
        _first_sentence(model),
        "",
        "| key | value | default | meaning |",
        "| --- | --- | --- | --- |",
    ]
    for name, field in model.model_fields.items():
        key = field.alias or name
        lines.append(
            f"| `{key}` | {_describe(hints[name])} | {_default(field)} | {field.description} |"
        )
    return "\n".join(lines) + "\n"


def _operators() -> str:
    head = (
        "## Operators\n\nA condition of `when` and `only_when` is a value, a list of values (any "
        "of them), or a mapping of\noperators that must all match. Upper and lower case are "
        "equal.\n\n| operator | value | meaning |\n| --- | --- | --- |\n"
    )
    hints = typing.get_type_hints(Operators, include_extras=True)
    rows = [
        f"| `{field.alias or name}` | {_describe(hints[name])} | {field.description} |\n"
        for name, field in Operators.model_fields.items()
    ]
    return head + "".join(rows)


def _catalog() -> str:
    lines = [
        "## Vendors and entities",
        "",
        "Vendors whose exports are recognised, with objects:",
        "",
    ]
    for vendor, objects in sorted(known_names.vendors().items()):
        lines.append(f"- `{vendor}`: {', '.join(f'`{name}`' for name in objects)}")
    lines += ["", "Entities a file can be mapped to, with the columns it can fill:", ""]
    for entity in typing.get_args(Entity):
        columns = ", ".join(f"`{name}`" for name in known_names.entity_columns(entity))
        lines.append(f"- `{entity}`: {columns}")
    return "\n".join(lines) + "\n"


def _title(model: type[BaseModel]) -> str:
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in model.__name__)
    return words.strip().capitalize()


def _first_sentence(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


def _sentence(field: FieldInfo, *, required: bool) -> str:
    return f"{field.description} {'Required.' if required else 'Optional.'}"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default_factory is not None or field.default is None:
        return ""
    value = field.default
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _parts(hint: Any) -> list[Any]:
    """The base of an annotated type, or the parts of a union or list."""
    if typing.get_origin(hint) is typing.Annotated:
        return [typing.get_args(hint)[0]]
    return [part for part in typing.get_args(hint) if part is not type(None)]


def _models(hint: Any) -> list[type[BaseModel]]:
    """The blocks inside a type, outermost first; conditions have their own chapter."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        found = [] if hint in (Operators, MatchIds) else [hint]
        for inner in typing.get_type_hints(hint, include_extras=True).values():
            found += [model for model in _models(inner) if model not in found] if found else []
        return found
    if typing.get_origin(hint) is typing.Literal:
        return []
    return [model for part in _parts(hint) for model in _models(part)]


def _describe(hint: Any) -> str:
    for known, word in _TYPE_NAMES:
        if hint == known:
            return word
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return ", ".join(f"`{word}`" for word in typing.get_args(hint))
    if origin is list:
        return f"list of {_describe(typing.get_args(hint)[0])}"
    if origin is dict:
        return ": ".join(_describe(part) for part in typing.get_args(hint))
    if origin in (typing.Union, types.UnionType, typing.Annotated):
        return " or ".join(_describe(part) for part in _parts(hint))
    if hint is MatchIds:
        return "`{source: header, target: header}`"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        title = _title(hint)
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    raise AssertionError(f"no name for {hint}")
