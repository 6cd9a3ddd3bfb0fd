"""Vendor declarations (`ingest/vendors/*.yml`): what exports look like, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ingest.vendors.compiled import read_compiled
from ingest.vendors.declaration import MAPPED, ObjectDeclaration
from ingest.vendors.mappings import entity_object, exported_objects
from ingest.vendors.model import Vendor
from ingest.vendors.read import read_declarations

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Vendors:
    """All declarations, in the order of the vendors' names."""

    objects: tuple[ObjectDeclaration, ...]
    vendors: Mapping[str, Vendor] = field(default_factory=dict)
    null_tokens: tuple[str, ...] = ()  # of all vendors
    null_words: tuple[str, ...] = ()  # those that may also have become a text

    def of(self, vendor: str) -> tuple[ObjectDeclaration, ...]:
        """Objects of one vendor."""
        return tuple(item for item in self.objects if item.vendor == vendor)

    def entity(self, name: str) -> ObjectDeclaration | None:
        """The mapped entity of that name."""
        found = [item for item in self.of(MAPPED) if item.object == name]
        return found[0] if found else None

    def null_tokens_of(self, vendor: str | None) -> tuple[str, ...]:
        """The texts for "no value" in exports of a vendor; None is a tool without declaration."""
        known = self.vendors.get(vendor or "")
        own = known.null_tokens if known else ()
        return tuple(dict.fromkeys([*self.null_tokens, *own]))

    def catalog(self) -> list[dict[str, Any]]:
        """One row per column and header it is known by: raw_handoff.vendor_columns."""
        return [
            {
                "vendor": item.vendor,
                "object": item.object,
                "table_schema": item.schema,
                "table_name": item.table,
                "column_name": column,
                "header": header,
                "header_position": place,
                "is_key": column in item.keys,
                "is_stamp": column in item.stamps,
                "stamp_order": item.stamps.index(column) + 1 if column in item.stamps else None,
                "identity_order": (
                    item.identity.index(column) + 1 if column in item.identity else None
                ),
                "key_kind": item.key_kind if column in item.keys else None,
                "kind": item.column_type(column),
            }
            for item in self.objects
            for column, headers in item.known_columns.items()
            for place, header in enumerate(item.headers_of(column), start=1)
        ]

    def values(self) -> list[dict[str, Any]]:
        """One row per declared translation: raw_handoff.vendor_values."""
        return [
            {
                "vendor": item.vendor,
                "object": item.object,
                "table_name": item.table,
                "column_name": column,
                "value_text": text.strip().lower(),
                "becomes": becomes,
            }
            for item in self.objects
            for column, translations in item.values.items()
            for text, becomes in translations.items()
        ]


@cache
def load_vendors(folder: Path = FOLDER) -> Vendors:
    """Every declaration of the folder.

    Raises `UserError` with every mistake of every file, each with file, line and column.
    """
    read = read_compiled(folder) or read_declarations(folder)
    entities = {item.object: entity_object(item) for item in read.entities.objects}
    objects = [
        one
        for vendor in read.vendors
        for item in vendor.objects
        for one in exported_objects(vendor, item, entities, read.shared)
    ]
    vendors = {vendor.id: vendor for vendor in read.vendors}
    ordered = sorted([*entities.values(), *objects], key=lambda item: item.vendor)
    return Vendors(tuple(ordered), vendors, read.shared.null_tokens, read.shared.null_words)
