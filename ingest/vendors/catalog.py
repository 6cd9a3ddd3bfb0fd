"""Vendor declarations (`ingest/vendors/*.yml`): what exports look like, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ingest.errors import Problem, UserError
from ingest.vendors.declaration import (
    MAPPED,
    ObjectDeclaration,
    Vendor,
    headers_of,
    signatures,
    texts,
)
from ingest.vendors.mappings import mapped_object, strangers

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Vendors:
    """All declarations, in file order."""

    objects: tuple[ObjectDeclaration, ...]
    vendors: Mapping[str, Vendor] = field(default_factory=dict)
    null_tokens: tuple[str, ...] = ()  # of all vendors

    def of(self, vendor: str) -> tuple[ObjectDeclaration, ...]:
        """Objects of one vendor."""
        return tuple(item for item in self.objects if item.vendor == vendor)

    def entity(self, name: str) -> ObjectDeclaration | None:
        """The mapped entity of that name."""
        found = [item for item in self.of(MAPPED) if item.object == name]
        return found[0] if found else None

    def nothing(self, vendor: str | None) -> tuple[str, ...]:
        """The texts for "no value" in exports of a vendor, or of one nobody declared."""
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
                "key_kind": item.key_kind if column in item.keys else None,
                "kind": item.kind(column),
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
    """Every declaration of the folder; files starting with `_` hold shared settings.

    `UserError` with everything that is wrong in an object's `maps`.
    """
    objects: list[ObjectDeclaration] = []
    vendors: dict[str, Vendor] = {}
    read = YAML(typ="safe", pure=True)
    files = {path: read.load(path.read_text("utf-8")) for path in sorted(folder.glob("[!_]*.yml"))}
    shared = read.load((folder / "_common.yml").read_text("utf-8"))
    entities = {
        item["object"]: _object(declared, item, shared)
        for declared in files.values()
        if declared["vendor"] == MAPPED
        for item in declared["objects"]
    }
    problems: list[Problem] = []
    for path, declared in files.items():
        vendor = _vendor(declared)
        vendors[vendor.id] = vendor
        for item in declared.get("objects", []):
            if "maps" in item:
                made = mapped_object(vendor.id, item, entities, path.name, problems)
                objects += [made, *made.also]
            else:
                objects.append(_object(declared, item, shared))
    problems += strangers(objects, vendors.values())
    if problems:
        raise UserError(problems)
    return Vendors(tuple(objects), vendors, texts(shared["null_tokens"]))


def _vendor(declared: dict[str, Any]) -> Vendor:
    return Vendor(
        declared["vendor"],
        declared["name"],
        declared.get("kind"),
        texts(declared.get("functions")),
        texts(declared.get("null_tokens")),
        declared.get("time_zone") or "UTC",
        declared.get("date_order"),
        tuple(name.casefold() for name in texts(declared.get("full_exports"))),
    )


def _object(
    vendor: dict[str, Any], item: dict[str, Any], shared: dict[str, Any]
) -> ObjectDeclaration:
    columns, stamps = item["columns"], texts(item.get("stamp"))
    if vendor.get("connectors") and item.get("key"):
        columns = columns | shared["connector_columns"]
        stamps = (*stamps, *texts(shared["connector_stamp"]))
    return ObjectDeclaration(
        vendor=vendor["vendor"],
        object=item["object"],
        columns=headers_of(columns),
        keys=texts(item.get("key")),
        key_kind=item.get("key_kind") or "text",
        stamps=stamps,
        times=texts(item.get("times")),
        numbers=texts(item.get("numbers")),
        ids=texts(item.get("ids")),
        prefixes=texts(vendor.get("header_prefixes")),
        file_name={str(key): str(text) for key, text in (item.get("file_name") or {}).items()},
        **signatures(item),
    )
