"""The JSON Schema editors use to complete and check `stack/*.yml`."""

from __future__ import annotations

from typing import Any

from ingest.declared_yaml.json_schema import as_text, schema_of
from ingest.stack.model import Stack


def schema() -> dict[str, Any]:
    """Returns the JSON Schema of one file of the stack: every top-level key may be in any file."""
    found = schema_of(Stack, "handoff stack", "Everything that is declared about a company.")
    # The folder must have them, not each file.
    found.pop("required")
    return found


def schema_text() -> str:
    """Returns the text of `docs/stack.schema.json`."""
    return as_text(schema())
