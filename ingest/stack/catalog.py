"""What the vendor declarations say about objects and headers, as far as the stack needs it."""

from __future__ import annotations

from functools import cache

from ingest.declarations import MAPPED, ObjectDeclaration, load_vendors
from ingest.stack.parts import System


@cache
def _declarations() -> dict[str, dict[str, ObjectDeclaration]]:
    """Vendor -> object -> its declaration."""
    found: dict[str, dict[str, ObjectDeclaration]] = {}
    for declaration in load_vendors().objects:
        found.setdefault(declaration.vendor, {})[declaration.object] = declaration
    return found


def vendors() -> dict[str, dict[str, ObjectDeclaration]]:
    """The vendors whose exports are recognised, with their objects."""
    return {name: objects for name, objects in _declarations().items() if name != MAPPED}


def objects_of(system: System) -> set[str] | None:
    """Objects a system can have; None when its vendor is not known."""
    mapped = {table.object for table in system.tables}
    if system.vendor is None:
        return mapped
    objects = vendors().get(system.vendor)
    return None if objects is None else mapped | set(objects)


def entity_columns(entity: str) -> list[str]:
    """Columns a mapped file can fill."""
    return list(_declarations()[MAPPED][entity].columns)


def aliases(vendor: str | None, name: str) -> dict[str, str]:
    """Folded header -> raw column of one object of a vendor; empty when there is none."""
    declaration = vendors().get(vendor or "", {}).get(name)
    return declaration.aliases if declaration else {}
