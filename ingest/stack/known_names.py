"""Looks up the objects and headers that the vendor declarations know."""

from __future__ import annotations

from functools import cache

from ingest.declared_yaml.types import BlankConsent, ConsentMeaning
from ingest.naming import header_key
from ingest.stack.system import System
from ingest.vendors.catalog import load_vendors
from ingest.vendors.declaration import MAPPED, ObjectDeclaration
from ingest.vendors.model import TouchRule

Consent = tuple[ConsentMeaning, BlankConsent]
# The canonical column of a consent: true is a refusal, and no value says that nobody refused.
_CONSENT = "is_opted_out"
_OPT_OUT: Consent = ("opt_out", "not_opted_out")


@cache
def _declarations() -> dict[str, dict[str, ObjectDeclaration]]:
    """Returns vendor -> object -> declaration."""
    found: dict[str, dict[str, ObjectDeclaration]] = {}
    for declaration in load_vendors().objects:
        found.setdefault(declaration.vendor, {})[declaration.object] = declaration
    return found


def vendors() -> dict[str, dict[str, ObjectDeclaration]]:
    """Returns the vendors whose exports are recognised, with their objects."""
    return {name: objects for name, objects in _declarations().items() if name != MAPPED}


def objects_of(system: System) -> set[str] | None:
    """Returns the objects that a system can have; None when its vendor is unknown."""
    mapped = {table.object for table in system.tables}
    if system.vendor is None:
        return mapped
    objects = vendors().get(system.vendor)
    return None if objects is None else mapped | set(objects)


def entities_of(system: System, name: str) -> set[str]:
    """Returns the canonical entities of an object, as far as they are declared."""
    mapped: set[str] = {
        table.entity for table in system.tables if table.object == name and table.entity
    }
    declaration = vendors().get(system.vendor or "", {}).get(name)
    return mapped or (declaration.entities if declaration else set())


def entity_columns(entity: str) -> list[str]:
    """Lists the columns that a mapped file can fill."""
    return list(_declarations()[MAPPED][entity].columns)


def column_of(vendor: str | None, name: str, header: str) -> str | None:
    """Finds the raw column of a header, for one object of a vendor."""
    declaration = vendors().get(vendor or "", {}).get(name)
    return declaration.column_of(header) if declaration else None


def clock(system: System) -> tuple[str, str | None]:
    """Returns time zone and date order of timestamps: the declared ones, else the vendor's."""
    vendor = load_vendors().vendors.get(system.vendor or "")
    zone = system.time_zone or (vendor.time_zone if vendor else "UTC")
    return zone, system.date_order or (vendor.date_order if vendor else None)


def next_object(system: System, name: str) -> str | None:
    """Returns the object that the records of an object are converted to."""
    declaration = vendors().get(system.vendor or "", {}).get(name)
    return declaration.becomes if declaration else None


def touch_rules(system: System) -> list[tuple[str, TouchRule]]:
    """Lists the touch rules of a system's vendor, each with an object that it is about.

    A rule without an object is about every table of the stack that is mapped onto touches.
    """
    vendor = load_vendors().vendors.get(system.vendor or "")
    mapped = [table.object for table in system.tables if table.entity == "touches"]
    return [
        (name, rule)
        for rule in (vendor.touches if vendor else ())
        for name in ([rule.object] if rule.object else mapped)
    ]


def consent_of(
    system: System, name: str, header: str, declared: ConsentMeaning | None
) -> tuple[ConsentMeaning | None, BlankConsent | None]:
    """What the yes and the blanks of a consent column say.

    The sense that the stack declares comes before that of the vendor. Both are None when neither
    knows the column as a consent.
    """
    means, blank = _known_consent(system, name, header) or (None, None)
    if declared is None or declared == means:
        return means, blank
    return declared, "not_opted_out" if declared == "opt_out" else "no_consent"


def _known_consent(system: System, name: str, header: str) -> Consent | None:
    for table in system.tables:
        mapped = table.plain_columns.get(_CONSENT)
        if table.object == name and mapped and header_key(mapped) == header_key(header):
            return _OPT_OUT
    declaration = vendors().get(system.vendor or "", {}).get(name)
    if declaration is None:
        return None
    column = declaration.column_of(header)
    if declaration.entity:
        named = map(header_key, declaration.columns.get(_CONSENT, ()))
        return _OPT_OUT if column == _CONSENT or header_key(header) in named else None
    return declaration.consent.get(column or "")


def null_tokens(system: System) -> str | None:
    """Returns the vendor's own texts for "no value", separated by ASCII 31."""
    vendor = load_vendors().vendors.get(system.vendor or "")
    return "\x1f".join(vendor.null_tokens) if vendor and vendor.null_tokens else None
