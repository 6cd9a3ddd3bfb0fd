"""Finds the loaded columns of times, numbers and ids: only these have a profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.naming import header_key
from ingest.vendors.catalog import Vendors

# Kinds of declared fields (stack/) that are parsed.
_KINDS = {"date": "time", "timestamp": "time", "number": "number", "money": "number", "id": "id"}


class TypedColumn(NamedTuple):
    """A column of a raw table, and how it is parsed: `time`, `number` or `id`."""

    table_schema: str
    table_name: str
    column_name: str
    kind: str


def typed_columns(
    con: Connection, vendors: Vendors, stack: Mapping[str, pa.Table]
) -> set[TypedColumn]:
    """The loaded columns that are parsed, by the vendor declarations and the declared fields.

    `stack` are the flattened tables of the stack. The model int_typed_columns decides the same; a
    column that only the model finds is profiled by the models.
    """
    declared = {
        TypedColumn(item.schema, item.table, column, kind)
        for item in vendors.objects
        for column in item.known_columns
        if (kind := item.column_type(column))
    }
    fields = _declared_fields(stack)
    found = set()
    for system, object_name, vendor, schema, table, column, header in con.execute(
        "select distinct system, object, vendor, table_schema, table_name, column_name, header "
        "from raw_handoff.columns"
    ).fetchall():
        kinds = set(fields.get((system, object_name, header_key(header)), ()))
        kinds |= fields.get((system, object_name, header_key(column)), set())
        if vendor == "hubspot" and header.casefold().startswith('date entered "'):
            kinds.add("time")  # when a deal entered a stage; its name is the company's own
        found |= {TypedColumn(schema, table, column, kind) for kind in kinds}
        found |= declared & {
            TypedColumn(schema, table, column, kind) for kind in ("time", "number", "id")
        }
    return found


def _declared_fields(stack: Mapping[str, pa.Table]) -> dict[tuple[str, str, str], set[str]]:
    """System, object and header key of the fields of handoffs -> their kinds."""
    handoffs = {row["handoff_id"]: row for row in _rows(stack, "handoffs")}
    kinds: dict[tuple[str, str, str], set[str]] = {}
    for field in _rows(stack, "handoff_fields"):
        kind = _KINDS.get(field["kind"] or "")
        handoff = handoffs.get(field["handoff_id"])
        if kind is None or handoff is None:
            continue
        for side, header in (("from", field["source_header"]), ("to", field["target_header"])):
            if header:
                key = (handoff[f"{side}_system"], handoff[f"{side}_object"], header_key(header))
                kinds.setdefault(key, set()).add(kind)
    return kinds


def _rows(stack: Mapping[str, pa.Table], name: str) -> Iterable[Mapping[str, str]]:
    table = stack.get(name)
    rows: list[dict[str, str]] = table.to_pylist() if table is not None else []
    return rows
