"""What a vendor's map says of every row of a file, whatever its cells hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.plan.declared import DeclaredSystem
from ingest.vendors.catalog import Vendors
from ingest.vendors.declaration import ObjectDeclaration

# Kinds of systems a log may point to. A suite is the CRM of a company that has no other.
CRM, SUITE = "crm", "suite"


def constants_of(
    target: ObjectDeclaration,
    filled: Collection[str],
    stem: str,
    systems: Sequence[DeclaredSystem],
    vendors: Vendors,
) -> dict[str, str]:
    """Column -> text of every row. `filled` columns have a header: it counts more than the name.

    A word the file name does not have, and a system the stack has none or several of, are left
    out: nothing is guessed.
    """
    return {
        **named_by_file(target, filled, stem),
        **_systems_of(target, systems, vendors),
        **target.constants,
        "_object": target.object,
    }


def named_by_file(target: ObjectDeclaration, filled: Collection[str], stem: str) -> dict[str, str]:
    """Column -> word of the file name, for columns no header fills."""
    found = {column: re.search(text, stem, re.I) for column, text in target.file_name.items()}
    return {
        column: match[1]
        for column, match in found.items()
        if match and match[1] and column not in filled
    }


def _systems_of(
    target: ObjectDeclaration, systems: Sequence[DeclaredSystem], vendors: Vendors
) -> dict[str, str]:
    """Whose records the ids of a log are: the only system of that vendor or kind.

    Of several, the only one that is the truth.
    """

    def fits(choice: str) -> list[DeclaredSystem]:
        known = ((system, vendors.vendors.get(system.vendor or "")) for system in systems)
        return [system for system, one in known if one and choice in (one.id, one.kind)]

    found: dict[str, str] = {}
    for column, choice in target.systems.items():
        several = fits(choice) or (fits(SUITE) if choice == CRM else [])
        only = several if len(several) == 1 else [one for one in several if one.is_truth]
        if len(only) == 1:
            found[column] = only[0].id
    return found
