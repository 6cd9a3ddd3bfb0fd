"""Generates the JSON Schema with which editors complete and check `stack/*.yml`."""

from __future__ import annotations

import json
from typing import Any

from ingest.stack.model import Stack


def schema() -> dict[str, Any]:
    """Returns the JSON Schema of one file of the stack; each file may have any top-level key."""
    found: dict[str, Any] = Stack.model_json_schema(by_alias=True)
    # The required keys must be in the folder, not in each file.
    found.pop("required")
    found.update(title="handoff stack", description="Everything that is declared about a company.")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, **_tidy(found, top=True)}


def schema_text() -> str:
    """Returns the text of `docs/stack.schema.json`."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _tidy(node: Any, *, top: bool = False) -> Any:
    """Removes pydantic's titles and null defaults, and shortens `anyOf: [X, null]`."""
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
        # Names of properties and definitions are not keywords of the schema.
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
