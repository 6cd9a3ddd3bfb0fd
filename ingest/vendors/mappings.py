"""Builds the objects of a vendor from its declaration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ingest.vendors.declaration import MAPPED, ObjectDeclaration
from ingest.vendors.model import Entity, ExportedObject, Map, Shared, Vendor


def entity_object(entity: Entity) -> ObjectDeclaration:
    """A canonical entity as an object: its columns have no headers."""
    return ObjectDeclaration(
        vendor=MAPPED,
        object=entity.object,
        columns=dict.fromkeys(entity.columns, ()),
        keys=entity.key,
        stamps=entity.stamp,
        identity=entity.identity,
        numbers=entity.numbers,
    )


def exported_objects(
    vendor: Vendor, item: ExportedObject, entities: Mapping[str, ObjectDeclaration], shared: Shared
) -> list[ObjectDeclaration]:
    """The objects of one declared object: its own table, or one object per map.

    The first of several has the formats, and the others in its `also`.
    """
    if item.maps is None:
        return [_own_table(vendor, item, shared)]
    first, *others = (_mapped(vendor, item, one, entities[one.entity]) for one in item.maps)
    return [replace(first, also=tuple(others), **item.signature), *others]


def _own_table(vendor: Vendor, item: ExportedObject, shared: Shared) -> ObjectDeclaration:
    columns, stamps = item.columns or {}, item.stamp
    if vendor.connectors and item.key:
        columns = columns | shared.connector_columns
        stamps = (*stamps, shared.connector_stamp)
    return ObjectDeclaration(
        vendor=vendor.id,
        object=item.object,
        columns=columns,
        keys=item.key,
        key_kind=item.key_kind,
        stamps=stamps,
        identity=item.identity,
        times=item.times,
        numbers=item.numbers,
        ids=item.ids,
        prefixes=vendor.header_prefixes,
        file_name=item.file_name,
        consent={name: (one.means, one.blank) for name, one in item.consent.items()},
        **item.signature,
    )


def _mapped(
    vendor: Vendor, item: ExportedObject, one: Map, entity: ObjectDeclaration
) -> ObjectDeclaration:
    groups = {
        name: tuple(group for group in headers if isinstance(group, tuple))
        for name, headers in one.columns.items()
    }
    return replace(
        entity,
        vendor=vendor.id,
        object=one.object or item.object,
        entity=one.entity,
        columns={
            name: tuple(header for header in headers if isinstance(header, str))
            for name, headers in one.columns.items()
        },
        composed={name: found for name, found in groups.items() if found},
        constants=one.constants,
        file_name=one.file_name,
        systems=one.systems,
        values=one.values,
    )
