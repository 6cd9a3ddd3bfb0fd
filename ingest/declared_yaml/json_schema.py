"""The JSON Schema of a declaration, which editors use to complete and check it."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel


def schema_of(model: type[BaseModel], title: str, description: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of the files that a model describes."""
    found = model.model_json_schema(by_alias=True)
    found.update(title=title, description=description)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, **_tidy(found, top=True)}


def as_text(schema: dict[str, Any]) -> str:
    """A schema as its file below `docs/` contains it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _tidy(node: Any, *, top: bool = False) -> Any:
    """Leaves out pydantic's titles and null defaults; writes `X or null` the short way."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    tidy: dict[str, Any] = {}
    for key, value in node.items():
        if key == "title" and isinstance(value, str) and not top:
            continue
        if key == "default" and value in (None, [], {}):
            continue
        # Names of properties and definitions are not keywords.
        if key in ("properties", "$defs"):
            tidy[key] = {name: _tidy(child) for name, child in value.items()}
        else:
            tidy[key] = _tidy(value)
    options = tidy.get("anyOf")
    if options and len(options) == 2 and options[1] == {"type": "null"}:
        only = options[0]
        if isinstance(only.get("type"), str) and "enum" not in only:
            del tidy["anyOf"]
            tidy = {**only, "type": [only["type"], "null"], **tidy}
    return tidy
