"""Finds the columns that have the same text in every row of a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.plan.declared import DeclaredSystem
from ingest.vendors.catalog import Vendors
from ingest.vendors.declaration import ObjectDeclaration

# Kinds of systems that the ids of a log may belong to. A suite serves as the CRM of a company that
# has no other.
CRM, SUITE = "crm", "suite"


def constants_of(
    target: ObjectDeclaration,
    from_headers: Collection[str],
    stem: str,
    systems: Sequence[DeclaredSystem],
    vendors: Vendors,
) -> dict[str, str]:
    """Returns the constant columns of a file: column -> text.

    `from_headers` are the columns that a header of the file fills; it has priority over a word of
    the file name. A column is left out when the file name lacks its word, or when the stack does
    not have exactly one such system.
    """
    return {
        **from_file_name(target, from_headers, stem),
        **_referenced_systems(target, systems, vendors),
        **target.constants,
        "_object": target.object,
    }


def from_file_name(
    target: ObjectDeclaration, from_headers: Collection[str], stem: str
) -> dict[str, str]:
    """Returns column -> word of the file name, for columns that no header fills."""
    matches = {column: re.search(text, stem, re.I) for column, text in target.file_name.items()}
    return {
        column: match[1]
        for column, match in matches.items()
        if match and match[1] and column not in from_headers
    }


def _referenced_systems(
    target: ObjectDeclaration, systems: Sequence[DeclaredSystem], vendors: Vendors
) -> dict[str, str]:
    """Returns reference column -> id of the system whose records the ids of a log name.

    This is the only system of the declared vendor or kind, or else the only one of them with role
    `truth`.
    """

    def systems_of(choice: str) -> list[DeclaredSystem]:
        pairs = ((system, vendors.vendors.get(system.vendor or "")) for system in systems)
        return [system for system, vendor in pairs if vendor and choice in (vendor.id, vendor.kind)]

    found: dict[str, str] = {}
    for column, choice in target.systems.items():
        candidates = systems_of(choice) or (systems_of(SUITE) if choice == CRM else [])
        if len(candidates) > 1:
            candidates = [system for system in candidates if system.is_truth]
        if len(candidates) == 1:
            found[column] = candidates[0].id
    return found
