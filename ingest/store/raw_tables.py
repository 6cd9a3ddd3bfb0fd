"""The raw database: its tables, what is already in it, and how new rows join old ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.plan.planner import Plan, PlanKey
from ingest.sql import MEMORY, identifier, own_rows
from ingest.vendors.catalog import Vendors

TEXT, NUMBER, FLAG, TIME = pa.string(), pa.int64(), pa.bool_(), pa.timestamp("us")
_TYPES = {TEXT: "VARCHAR", NUMBER: "BIGINT", FLAG: "BOOLEAN", TIME: "TIMESTAMP"}

# Tables of schema raw_handoff.
TABLES: dict[str, pa.Schema] = {
    "files": pa.schema(
        [(name, TEXT) for name in ("file_id", "path", "member", "sha256")]
        + [("bytes", NUMBER)]
        + [
            (name, TEXT)
            for name in (
                "encoding",
                "delimiter",
                "system",
                "vendor",
                "object",
                "table_schema",
                "table_name",
                "recognised_by",
                "runner_up",
            )
        ]
        + [
            (name, NUMBER)
            for name in (
                "header_line",
                "records_in_file",
                "rows_loaded",
                "rows_unchanged",
                "rows_rejected",
                "non_record_lines",
            )
        ]
        + [(name, TEXT) for name in ("status", "message", "fingerprint", "export")]
        + [("latest_at", TIME), ("exported_at", TIME), ("generation", NUMBER)]
    ),
    # Where else stored rows stand word for word: `file_row` of a file is `of_row` of `of_file`.
    "sightings": pa.schema(
        [(name, TEXT) for name in ("file_id", "system", "object", "table_schema", "table_name")]
        + [("file_row", NUMBER), ("of_file", TEXT), ("of_row", NUMBER)]
    ),
    "non_record_lines": pa.schema(
        [("file_id", TEXT), ("line", NUMBER), ("kind", TEXT), ("text", TEXT)]
    ),
    "rejects": pa.schema(
        [("file_id", TEXT), ("path", TEXT), ("line", NUMBER), ("reason", TEXT), ("raw_text", TEXT)]
    ),
    "columns": pa.schema(
        [
            (name, TEXT)
            for name in (
                "file_id",
                "system",
                "vendor",
                "object",
                "table_schema",
                "table_name",
                "header",
                "column_name",
            )
        ]
        + [("position", NUMBER)]
    ),
    "vendor_columns": pa.schema(
        [
            (name, TEXT)
            for name in ("vendor", "object", "table_schema", "table_name", "column_name", "header")
        ]
        + [("header_position", NUMBER), ("is_key", FLAG), ("is_stamp", FLAG)]
        + [("stamp_order", NUMBER), ("key_kind", TEXT), ("kind", TEXT)]
    ),
    # The last build over these tables, noted by dbt; what is loaded later makes it forgotten.
    "vendor_values": pa.schema(
        [
            (name, TEXT)
            for name in ("vendor", "object", "table_name", "column_name", "value_text", "becomes")
        ]
    ),
    "builds": pa.schema([("invocation_id", TEXT)]),
}
# Rows from which on an added column is packed before the next one: until then it holds four bytes
# per row in memory, and a table may lack fifty columns.
LARGE = 1_000_000
SYSTEM_COLUMNS = {"_system": "VARCHAR", "_file": "VARCHAR", "_row": "BIGINT"}


def table(schema: str, name: str) -> str:
    """A quoted schema.table."""
    return f"{identifier(schema)}.{identifier(name)}"


def arrow(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as a table of raw_handoff."""
    return pa.Table.from_pylist(list(rows), schema=TABLES[name])


def open_work(path: Path) -> Connection:
    """A connection for writing, of bounded memory; nothing is fetched from outside, in UTC."""
    config = {"autoinstall_known_extensions": "false", "memory_limit": MEMORY}
    con = duckdb.connect(str(path), config=config)
    con.execute("set TimeZone = 'UTC'")
    return con


def columns_of(con: Connection, schema: str, name: str, catalog: str | None = None) -> list[str]:
    """Columns of a table in order; empty when there is no such table."""
    rows = con.execute(
        "select column_name from duckdb_columns() where schema_name = ? and table_name = ? "
        "and database_name = coalesce(?, current_database()) order by column_index",
        [schema, name, catalog],
    ).fetchall()
    return [str(row[0]) for row in rows]


def ensure_declared(con: Connection, vendors: Vendors) -> None:
    """Every declared table and column exists, empty where no export was given."""
    have = {(schema, name) for schema, name in con.execute(_TABLES_SQL).fetchall()}
    statements: list[str] = []
    for item in vendors.objects:
        if item.entity:
            continue  # a table of the mapped entities
        mapped = ["_object"] if item.schema == "raw_mapped" else []
        if (item.schema, item.object) in have:
            ensure_table(con, item.schema, item.object, [*item.columns, *mapped])
        else:
            statements += _create(item.schema, item.object, [*item.columns, *mapped])
    statements.append("create schema if not exists raw_handoff")
    con.execute("; ".join(["begin", *statements, "commit"]))
    for name, schema in TABLES.items():
        if ("raw_handoff", name) not in have:
            replace_rows(con, "raw_handoff", name, schema.empty_table())
        for column in schema:  # of a database that an older version made
            con.execute(
                f"alter table {table('raw_handoff', name)} add column if not exists "
                f"{identifier(column.name)} {_TYPES[column.type]}"
            )


_TABLES_SQL = "select schema_name, table_name from duckdb_tables()"


def _create(schema: str, name: str, columns: Sequence[str]) -> list[str]:
    texts = [f"{identifier(column)} VARCHAR" for column in columns]
    system = [f"{column} {kind}" for column, kind in SYSTEM_COLUMNS.items()]
    return [
        f"create schema if not exists {identifier(schema)}",
        f"create table {table(schema, name)} ({', '.join(texts + system)})",
    ]


def ensure_table(con: Connection, schema: str, name: str, columns: Sequence[str]) -> None:
    """Creates a raw table or adds the columns it lacks (all text)."""
    have = columns_of(con, schema, name)
    if not have:
        con.execute("; ".join(_create(schema, name, columns)))
        return
    missing = [column for column in columns if column not in have]
    for column in missing:
        con.execute(f"alter table {table(schema, name)} add column {identifier(column)} VARCHAR")
        if len(missing) > 1 and _rows(con, schema, name) > LARGE:
            con.execute("checkpoint")


def _rows(con: Connection, schema: str, name: str) -> int:
    found = con.execute(
        "select estimated_size from duckdb_tables() where schema_name = ? and table_name = ? "
        "and database_name = current_database()",
        [schema, name],
    ).fetchall()
    return int(found[0][0])


def replace_rows(con: Connection, schema: str, name: str, rows: pa.Table) -> None:
    """Creates or replaces a small table."""
    con.execute(f"create schema if not exists {identifier(schema)}")
    con.register("new_rows", rows)
    con.execute(f"create or replace table {table(schema, name)} as from new_rows")
    con.unregister("new_rows")


def append_rows(con: Connection, name: str, rows: pa.Table) -> None:
    """Adds rows to a table of raw_handoff."""
    con.register("new_rows", rows)
    con.execute(f"insert into {table('raw_handoff', name)} by name from new_rows")
    con.unregister("new_rows")


def is_same(con: Connection, schema: str, name: str, rows: pa.Table) -> bool:
    """Whether a stored table holds exactly these rows, in any order."""
    if columns_of(con, schema, name) != rows.column_names:
        return False
    con.register("new_rows", rows)
    stored = table(schema, name)
    found = con.execute(
        f"select (select count(*) from (from {stored} except all from new_rows)) "
        f"+ (select count(*) from (from new_rows except all from {stored}))"
    ).fetchall()
    con.unregister("new_rows")
    return bool(found[0][0] == 0)


def stored_key(row: Mapping[str, Any]) -> PlanKey:
    """The `Plan.key` of a row of raw_handoff.files."""
    return row["file_id"], row["system"], row["object"], row["table_name"]


def forget(con: Connection, gone: Iterable[Mapping[str, Any]]) -> None:
    """Removes files, and the rows of those that had landed."""
    for row in gone:
        key = stored_key(row)
        if row["table_name"] and columns_of(con, row["table_schema"], row["table_name"]):
            condition, values = own_rows(row["table_schema"], *key)
            con.execute(
                f"delete from {table(row['table_schema'], row['table_name'])} where {condition}",
                values,
            )
        for name in ("files", "columns", "sightings"):
            con.execute(
                f"delete from raw_handoff.{name} where file_id = ? "
                "and system is not distinct from ? and object is not distinct from ? "
                "and table_name is not distinct from ?",
                list(key),
            )
    for name in ("non_record_lines", "rejects"):
        con.execute(
            f"delete from raw_handoff.{name} "
            "where file_id not in (select file_id from raw_handoff.files)"
        )


def forget_set_aside(con: Connection, file_ids: Sequence[str]) -> None:
    """Removes non_records and rejects of files that are read again for another mapping."""
    for name in ("non_record_lines", "rejects"):
        gone = f"delete from raw_handoff.{name} where list_contains(?, file_id)"
        con.execute(gone, [list(file_ids)])


def drop_landed(con: Connection, plans: Iterable[Plan]) -> None:
    """Removes the rows files put into their tables."""
    for plan in plans:
        condition, values = own_rows(plan.schema, *plan.key)
        con.execute(f"delete from {table(plan.schema, plan.table)} where {condition}", values)


def move(con: Connection, rows: Mapping[PlanKey, Mapping[str, Any]]) -> None:
    """Writes what is now known of files that were loaded before: columns by `Plan.key`."""
    for key, values in rows.items():
        changes = ", ".join(f"{identifier(name)} = ?" for name in values)
        con.execute(
            f"update raw_handoff.files set {changes} where file_id = ? and system = ? "
            "and object = ? and table_name = ?",
            [*values.values(), *key],
        )


def count_again(con: Connection, files: Iterable[Mapping[str, Any]]) -> None:
    """Counts the rows of files anew: some may have gone to a file that had them earlier."""
    for row in files:
        key = stored_key(row)
        condition, values = own_rows(row["table_schema"], *key)
        rows = f"select count(*) from {table(row['table_schema'], row['table_name'])}"
        con.execute(
            f"""
            update raw_handoff.files set
                rows_loaded = found, rows_unchanged = rows_unchanged + rows_loaded - found,
                status = case when found > 0 then 'loaded' else 'unchanged' end
            from ({rows} where {condition}) as counted(found)
            where file_id = ? and system = ? and object = ? and table_name = ?
                and rows_loaded <> found
            """,
            [*values, *key],
        )


def rows_stored(con: Connection, plan: Plan) -> int:
    """Rows of one load of a file in its table."""
    condition, values = own_rows(plan.schema, *plan.key)
    rows = f"select count(*) from {table(plan.schema, plan.table)} where {condition}"
    return int(con.execute(rows, values).fetchall()[0][0])
