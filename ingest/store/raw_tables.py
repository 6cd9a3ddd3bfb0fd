"""Creates, reads and changes the tables of the raw database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.plan.planner import PlanKey
from ingest.sql import MEMORY, identifier
from ingest.store.handoff_tables import SQL_TYPES, TABLES
from ingest.vendors.catalog import Vendors

# Names in schema raw_handoff that earlier versions of handoff used: table, column and new name. An
# entry without a column renames the table. `upgrade` applies an entry where the old name exists, so
# a database that an earlier version wrote keeps its rows.
RENAMED: tuple[tuple[str, str | None, str], ...] = (
    ("furniture", None, "non_record_lines"),
    ("repeats", None, "sightings"),
    ("files", "furniture_lines", "non_record_lines"),
)
# The same for values of files.status.
RENAMED_STATUSES = {"held": "quarantined"}
# In a table with more rows, each added column is written to disk before the next one is added: a
# new column needs four bytes of memory per row until then, and a table may lack fifty columns.
LARGE_TABLE_ROWS = 1_000_000
SYSTEM_COLUMNS = {"_system": "VARCHAR", "_file": "VARCHAR", "_row": "BIGINT"}


def table_sql(schema: str, name: str) -> str:
    """Quotes a schema and a table name: `"schema"."name"`."""
    return f"{identifier(schema)}.{identifier(name)}"


def arrow_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Converts rows to Arrow with the columns of the raw_handoff table `name`."""
    return pa.Table.from_pylist(list(rows), schema=TABLES[name])


def open_for_writing(path: Path) -> Connection:
    """Opens a database for writing: limited memory, time zone UTC, no automatic downloads."""
    config = {"autoinstall_known_extensions": "false", "memory_limit": MEMORY}
    con = duckdb.connect(str(path), config=config)
    con.execute("set TimeZone = 'UTC'")
    return con


def upgrade(path: Path) -> bool:
    """Renames tables, columns and statuses of an earlier version; returns whether there were any.

    `path` is the private copy of a database. All changes are made, or none.
    """
    with open_for_writing(path) as con:
        con.execute("begin")
        is_changed = False
        for name, column, new in RENAMED:
            target = (name, new) if column else (new, None)
            if not _exists(con, name, column) or _exists(con, *target):
                continue
            what = f"rename column {identifier(column)}" if column else "rename"
            con.execute(f"alter table {table_sql('raw_handoff', name)} {what} to {identifier(new)}")
            is_changed = True
        if _exists(con, "files", "status"):
            for old, new in RENAMED_STATUSES.items():
                changed = con.execute(
                    "update raw_handoff.files set status = ? where status = ?", [new, old]
                )
                is_changed |= changed.fetchall() != [(0,)]
        con.execute("commit")
    return is_changed


def _exists(con: Connection, name: str, column: str | None) -> bool:
    """Whether raw_handoff has the table, or the table has the column."""
    columns = columns_of(con, "raw_handoff", name)
    return column in columns if column else bool(columns)


def columns_of(con: Connection, schema: str, name: str, catalog: str | None = None) -> list[str]:
    """Lists the columns of a table in order; empty when the table does not exist."""
    # Not from duckdb_columns(), which lists the columns of every table each time.
    exists = con.execute(
        "select 1 from duckdb_tables() where schema_name = ? and table_name = ? "
        "and database_name = coalesce(?, current_database())",
        [schema, name, catalog],
    ).fetchone()
    if exists is None:
        return []
    prefix = f"{identifier(catalog)}." if catalog else ""
    con.execute(f"from {prefix}{table_sql(schema, name)} limit 0")
    return [str(column[0]) for column in con.description or []]


def ensure_declared(con: Connection, vendors: Vendors) -> None:
    """Creates every declared table and column that is missing, without rows."""
    existing = _columns_by_table(con)
    statements: list[str] = []
    for item in vendors.objects:
        if item.entity:
            continue  # its rows go into the table of that entity
        columns = [*item.columns, *(["_object"] if item.schema == "raw_mapped" else [])]
        if (item.schema, item.object) in existing:
            known = existing[item.schema, item.object]
            missing = [column for column in columns if column not in known]
            _add_columns(con, item.schema, item.object, missing)
        else:
            statements += _create(item.schema, item.object, columns)
    statements.append("create schema if not exists raw_handoff")
    con.execute("; ".join(["begin", *statements, "commit"]))
    for name, schema in TABLES.items():
        if ("raw_handoff", name) not in existing:
            replace_rows(con, "raw_handoff", name, schema.empty_table())
        known = existing.get(("raw_handoff", name), set(schema.names))
        for column in schema:  # a database of an earlier version may lack some
            if column.name not in known:
                con.execute(
                    f"alter table {table_sql('raw_handoff', name)} add column "
                    f"{identifier(column.name)} {SQL_TYPES[column.type]}"
                )


def _columns_by_table(con: Connection) -> dict[tuple[str, str], set[str]]:
    """The columns of every table: one look at the catalog costs as much for all as for one."""
    rows = con.execute(
        "select schema_name, table_name, list(column_name) from duckdb_columns() "
        "where database_name = current_database() group by all"
    ).fetchall()
    return {(schema, name): set(columns) for schema, name, columns in rows}


def _create(schema: str, name: str, columns: Sequence[str]) -> list[str]:
    texts = [f"{identifier(column)} VARCHAR" for column in columns]
    system = [f"{column} {kind}" for column, kind in SYSTEM_COLUMNS.items()]
    return [
        f"create schema if not exists {identifier(schema)}",
        f"create table {table_sql(schema, name)} ({', '.join(texts + system)})",
    ]


def ensure_table(con: Connection, schema: str, name: str, columns: Sequence[str]) -> None:
    """Creates a raw table, or adds the columns it lacks (all text)."""
    existing = columns_of(con, schema, name)
    if not existing:
        con.execute("; ".join(_create(schema, name, columns)))
        return
    _add_columns(con, schema, name, [column for column in columns if column not in existing])


def _add_columns(con: Connection, schema: str, name: str, missing: Sequence[str]) -> None:
    """Adds text columns. A checkpoint per column keeps the memory for a large table bounded."""
    if not missing:
        return
    statements = [
        f"alter table {table_sql(schema, name)} add column {identifier(column)} VARCHAR"
        for column in missing
    ]
    is_large = len(missing) > 1 and _estimated_rows(con, schema, name) > LARGE_TABLE_ROWS
    if is_large:
        for statement in statements:
            con.execute(f"{statement}; checkpoint")
    else:
        con.execute("; ".join(["begin", *statements, "commit"]))


def _estimated_rows(con: Connection, schema: str, name: str) -> int:
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
    con.execute(f"create or replace table {table_sql(schema, name)} as from new_rows")
    con.unregister("new_rows")


def append_rows(con: Connection, name: str, rows: pa.Table) -> None:
    """Adds rows to a table of raw_handoff."""
    con.register("new_rows", rows)
    con.execute(f"insert into {table_sql('raw_handoff', name)} by name from new_rows")
    con.unregister("new_rows")


def has_same_rows(con: Connection, schema: str, name: str, rows: pa.Table) -> bool:
    """Whether a stored table has the same columns and rows as `rows`, in any order."""
    stored = table_sql(schema, name)
    try:
        found = con.sql(f"from {stored}").to_arrow_table()
    except duckdb.CatalogException:  # there is no such table
        return False
    if found.column_names != rows.column_names:
        return False
    if found.equals(rows):  # the usual case, much cheaper than a comparison in any order
        return True
    con.register("new_rows", rows)
    ((differences,),) = con.execute(
        f"select (select count(*) from (from {stored} except all from new_rows)) "
        f"+ (select count(*) from (from new_rows except all from {stored}))"
    ).fetchall()
    con.unregister("new_rows")
    return bool(differences == 0)


def stored_key(row: Mapping[str, Any]) -> PlanKey:
    """Returns the `Plan.key` of a row of raw_handoff.files."""
    return row["file_id"], row["system"], row["object"], row["table_name"]
