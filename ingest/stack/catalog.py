"""What the vendor declarations say about objects and headers, as far as the stack needs it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ingest.stack.parts import System

FOLDER = Path(__file__).parent.parent / "vendors"
# Declares the columns of the canonical entities that files are mapped to by hand.
MAPPED = "mapped"

Objects = dict[str, dict[str, tuple[str, ...]]]


@cache
def _declarations() -> dict[str, Objects]:
    """Vendor -> object -> raw column -> the headers it is known by."""
    declarations: dict[str, Objects] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        if path.name.startswith("_"):
            continue
        data: Any = YAML(typ="safe", pure=True).load(path.read_bytes())
        declarations[str(data["vendor"])] = {
            str(entry["object"]): {
                str(column): _headers(column, headers)
                for column, headers in dict(entry["columns"]).items()
            }
            for entry in data["objects"]
        }
    return declarations


def _headers(column: Any, headers: Any) -> tuple[str, ...]:
    if isinstance(headers, list):
        return tuple(str(header) for header in headers)
    return (str(headers) if headers else str(column),)


def vendors() -> dict[str, Objects]:
    """The vendors whose exports are recognised; empty while none is declared."""
    return {name: objects for name, objects in _declarations().items() if name != MAPPED}


def objects_of(system: System) -> set[str] | None:
    """Objects a system can have; None when its vendor's objects are not known here."""
    mapped = {table.object for table in system.tables}
    if system.vendor is None:
        return mapped
    objects = vendors().get(system.vendor)
    return None if objects is None else mapped | set(objects)


def entity_columns(entity: str) -> set[str]:
    """Columns a mapped file can fill; empty when they are not known here."""
    return set(_declarations().get(MAPPED, {}).get(entity, {}))


def headers(vendor: str | None, name: str) -> dict[str, tuple[str, ...]]:
    """Raw column -> headers of one object of a vendor; empty when there is none."""
    return vendors().get(vendor or "", {}).get(name, {})
