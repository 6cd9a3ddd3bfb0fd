"""Vendor declarations (`ingest/vendors/*.yml`): what exports look like, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ingest.kinds import kind_of
from ingest.names import fold

FOLDER = Path(__file__).parent / "vendors"
MAPPED = "mapped"


@dataclass(frozen=True)
class Format:
    """One way an object is exported: headers it must have, headers it often has."""

    name: str
    must: tuple[str, ...]
    usual: tuple[str, ...]

    @cached_property
    def must_folded(self) -> frozenset[str]:
        """Required headers, folded."""
        return frozenset(fold(header) for header in self.must)

    @cached_property
    def usual_folded(self) -> frozenset[str]:
        """Usual headers, folded."""
        return frozenset(fold(header) for header in self.usual)


@dataclass(frozen=True)
class ObjectDeclaration:
    """One object of a vendor: its table, columns, key and signatures."""

    vendor: str
    object: str
    columns: dict[str, tuple[str, ...]]  # raw column -> headers it is known by
    formats: tuple[Format, ...] = ()
    file_stems: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    key_kind: str = "text"
    stamps: tuple[str, ...] = ()
    id_prefix: dict[str, str] = field(default_factory=dict)  # folded header -> prefix
    # Columns that hold times, numbers and ids although their names do not tell.
    times: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def schema(self) -> str:
        """Schema of its raw table."""
        return f"raw_{self.vendor}"

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Folded header -> raw column. A declared header wins over a raw column's own name."""
        known = {fold(column): column for column in self.columns}
        listed: dict[str, str] = {}
        for column, headers in self.columns.items():
            for header in headers:
                listed.setdefault(fold(header), column)
        return known | listed

    def kind(self, column: str) -> str | None:
        """What a raw column holds: `time`, `number`, `id` or None."""
        return kind_of(column, (*self.times, *self.stamps), self.numbers, (*self.ids, *self.keys))


@dataclass(frozen=True)
class Vendors:
    """All declarations, in file order."""

    objects: tuple[ObjectDeclaration, ...]

    def of(self, vendor: str) -> tuple[ObjectDeclaration, ...]:
        """Objects of one vendor."""
        return tuple(item for item in self.objects if item.vendor == vendor)

    def entity(self, name: str) -> ObjectDeclaration | None:
        """The mapped entity of that name."""
        found = [item for item in self.of(MAPPED) if item.object == name]
        return found[0] if found else None

    def catalog(self) -> list[dict[str, Any]]:
        """One row per column and header it is known by: raw_handoff.vendor_columns."""
        return [
            {
                "vendor": item.vendor,
                "object": item.object,
                "table_schema": item.schema,
                "table_name": item.object,
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
            for column, headers in item.columns.items()
            for place, header in enumerate(dict.fromkeys([*headers, column]), start=1)
            if item.aliases[fold(header)] == column
        ]


@cache
def load_vendors(folder: Path = FOLDER) -> Vendors:
    """Every declaration of the folder; files starting with `_` hold shared settings."""
    objects: list[ObjectDeclaration] = []
    for path in sorted(folder.glob("[!_]*.yml")):
        declared = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        objects += [_object(declared["vendor"], item) for item in declared.get("objects", [])]
    return Vendors(tuple(objects))


def _object(vendor: str, item: dict[str, Any]) -> ObjectDeclaration:
    return ObjectDeclaration(
        vendor=vendor,
        object=item["object"],
        columns={
            str(name): tuple(str(header) for header in headers or ())
            for name, headers in item["columns"].items()
        },
        formats=tuple(
            Format(str(one["format"]), _texts(one.get("must")), _texts(one.get("any")))
            for one in item.get("formats") or ()
        ),
        file_stems=tuple(stem.casefold() for stem in _texts(item.get("file_stems"))),
        keys=_texts(item.get("key")),
        key_kind=item.get("key_kind") or "text",
        stamps=_texts(item.get("stamp")),
        id_prefix={fold(k): str(v) for k, v in (item.get("id_prefix") or {}).items()},
        times=_texts(item.get("times")),
        numbers=_texts(item.get("numbers")),
        ids=_texts(item.get("ids")),
    )


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value)
