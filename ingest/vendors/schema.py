"""The JSON Schema editors use to complete and check `ingest/vendors/*.yml`."""

from __future__ import annotations

from typing import Any

from ingest.declared_yaml.json_schema import as_text, schema_of
from ingest.vendors.model import Vendor


def schema() -> dict[str, Any]:
    """JSON Schema of the file of one vendor."""
    what = "A vendor: how its exports are recognised and what their rows become."
    return schema_of(Vendor, "handoff vendor", what)


def schema_text() -> str:
    """The content of `docs/vendor.schema.json`."""
    return as_text(schema())
