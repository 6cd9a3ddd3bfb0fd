"""Keeps raw_handoff.records in line with the raw tables: the rows whose history matters.

These are the rows that share their key with another row; all rows of an object with a full export
and at least two files, because one of these may lack a record; and all rows of objects whose rows
are of several kinds (totals, payments among invoices). After one export per object there are none.
"""

from __future__ import annotations

from collections.abc import Collection

from duckdb import DuckDBPyConnection as Connection

from ingest.plan.planner import Plan
from ingest.sql import identifier, literal, row_object
from ingest.store.raw_tables import columns_of, table_sql
from ingest.vendors.catalog import Vendors
from ingest.vendors.declaration import ROW_WORDS, ObjectDeclaration

MOST_COLUMNS = 3  # stamp_1 to stamp_3 and identity_1 to identity_3 of the table
_REPLACED = ", ".join(
    f"case when is_repeated then identity_{number} end as identity_{number}"
    for number in range(1, MOST_COLUMNS + 1)
)


def update(
    con: Connection, vendors: Vendors, loaded: Collection[Plan], changed: Collection[str]
) -> None:
    """Finds the records of the tables that were loaded into, or named in `changed`, again.

    In `changed` tables rows moved from one file to another, or were deleted.
    """
    loaded_into = {(plan.schema, plan.table) for plan in loaded}
    items = [
        item
        for item in vendors.objects
        if item.keys
        and not item.entity
        and ((item.schema, item.table) in loaded_into or item.table in changed)
    ]
    con.execute(
        "delete from raw_handoff.records where list_contains(?, table_schema || '.' || table_name)",
        [[f"{item.schema}.{item.table}" for item in items]],
    )
    filled = set(
        con.execute(
            "select schema_name, table_name from duckdb_tables() where estimated_size > 0"
        ).fetchall()
    )
    for item in items:
        if (item.schema, item.table) in filled:
            _find_records(con, item, vendors)


def _find_records(con: Connection, item: ObjectDeclaration, vendors: Vendors) -> None:
    con.execute(
        f"""
        insert into raw_handoff.records by name
        with stored as not materialized (
            select _file as file_id, _row as source_row, _system as system,
                {row_object(item.schema, item.table)} as object,
                {literal(item.schema)} as table_schema, {literal(item.table)} as table_name,
                {_cells_sql(item, columns_of(con, item.schema, item.table), vendors)}
            from {table_sql(item.schema, item.table)}
        ), repeated as (
            select system, object, short_key, true as is_repeated from stored where short_key <> ''
            group by all having count(*) > 1
        ), with_full_exports as (
            select system, object from raw_handoff.files
            where table_schema = $schema and table_name = $name
                and status in ('loaded', 'unchanged')
            group by all having count(*) > 1 and bool_or(export = 'full')
        ), with_kinds as (
            select distinct object from raw_handoff.vendor_values
            where $schema = 'raw_mapped' and table_name = $name
                and list_contains($kinds, column_name)
        )
        -- Only repeated records are compared: the others need no identity.
        select * exclude (is_repeated) replace ({_REPLACED})
        from stored left join repeated using (system, object, short_key)
        where is_repeated
            or (system, object) in (from with_full_exports)
            or object in (from with_kinds)
        """,
        {"schema": item.schema, "name": item.table, "kinds": list(ROW_WORDS)},
    )


def _cells_sql(item: ObjectDeclaration, columns: Collection[str], vendors: Vendors) -> str:
    """SQL for the key, the stamps, the identity and the kind of a row.

    `short_key` is the part of the key that identifies a record; `key_text` and the identity are
    null where the cell has a word for "no value".
    """
    (key,) = map(identifier, item.keys)
    tokens = ", ".join(map(literal, vendors.null_tokens_of(item.vendor)))

    def filled(cell: str) -> str:
        return f"case when not list_contains([{tokens}], {cell}) then {cell} end"

    cells = {"short_key": key, "key_text": filled(key)}
    if item.key_kind == "salesforce_id":
        cells |= {"short_key": f"left({key}, 15)", "key_text": key}
    for number in range(MOST_COLUMNS):
        stamps = [name for name in item.stamps[number : number + 1] if name in columns]
        cells[f"stamp_{number + 1}"] = identifier(stamps[0]) if stamps else "null"
        signs = [name for name in item.identity[number : number + 1] if name in columns]
        cells[f"identity_{number + 1}"] = filled(identifier(signs[0])) if signs else "null"
    for column in ROW_WORDS:
        cells[column] = identifier(column) if column in columns else "null"
    return ", ".join(f"{sql} as {name}" for name, sql in cells.items())
