"""Counts, updates and deletes what the database has of files, by one statement per table.

A file is identified by its `Plan.key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.plan.planner import Plan, PlanKey
from ingest.sql import identifier
from ingest.store.handoff_tables import TABLES
from ingest.store.raw_tables import columns_of, stored_key, table_sql

KEY_COLUMNS = ("_key_file", "_key_system", "_key_object", "_key_table")

# A row of raw_handoff.files, columns or sightings is about a file of `own_keys`.
_IS_ABOUT_KEY = (
    "file_id = _key_file and system is not distinct from _key_system "
    "and object is not distinct from _key_object and table_name is not distinct from _key_table"
)


def keys_table(keys: Sequence[PlanKey]) -> pa.Table:
    """Returns keys of files as a table, with their position as `_rank`."""
    columns = zip(KEY_COLUMNS, zip(*keys, strict=True) if keys else [()] * 4, strict=True)
    return pa.table(
        {name: pa.array(values, pa.string()) for name, values in columns}
        | {"_rank": pa.array(range(len(keys)), pa.int64())}
    )


@contextmanager
def _registered(con: Connection, keys: Sequence[PlanKey]) -> Iterator[None]:
    """Makes keys of files a table `own_keys` for SQL."""
    con.register("own_keys", keys_table(keys))
    yield
    con.unregister("own_keys")


def _is_own_row(schema: str) -> str:
    """SQL: a row of a raw table was loaded from a file of `own_keys`; as `sql.own_rows`."""
    is_object = " and _object = _key_object" if schema == "raw_mapped" else ""
    return f"_file = _key_file and _system = _key_system{is_object}"


def _by_table(
    files: Iterable[tuple[str | None, PlanKey]],
) -> dict[tuple[str, str], list[PlanKey]]:
    """Groups the keys of loaded files by the schema and name of their table."""
    tables: dict[tuple[str, str], list[PlanKey]] = {}
    for schema, key in files:
        if schema and key[3]:
            tables.setdefault((schema, key[3]), []).append(key)
    return tables


def _delete_own_rows(con: Connection, files: Iterable[tuple[str | None, PlanKey]]) -> None:
    for (schema, name), keys in _by_table(files).items():
        if columns_of(con, schema, name):
            with _registered(con, keys):
                con.execute(
                    f"delete from {table_sql(schema, name)} using own_keys "
                    f"where {_is_own_row(schema)}"
                )


def delete_files(con: Connection, files: Sequence[Mapping[str, Any]]) -> None:
    """Deletes files (rows of raw_handoff.files) with everything that was loaded from them."""
    _delete_own_rows(con, [(row["table_schema"], stored_key(row)) for row in files])
    with _registered(con, [stored_key(row) for row in files]):
        for name in ("files", "columns", "sightings", "column_profiles", "nonstandard_values"):
            con.execute(f"delete from raw_handoff.{name} using own_keys where {_IS_ABOUT_KEY}")
    for name in ("non_record_lines", "rejects"):
        con.execute(
            f"delete from raw_handoff.{name} "
            "where file_id not in (select file_id from raw_handoff.files)"
        )


def delete_rejects(con: Connection, file_ids: Sequence[str]) -> None:
    """Deletes the non-record lines and rejects of files that are read again."""
    for name in ("non_record_lines", "rejects"):
        statement = f"delete from raw_handoff.{name} where list_contains(?, file_id)"
        con.execute(statement, [list(file_ids)])


def delete_loaded_rows(con: Connection, plans: Iterable[Plan]) -> None:
    """Deletes the rows that were loaded from files, but not their entries in raw_handoff."""
    _delete_own_rows(con, [(plan.schema, plan.key) for plan in plans])


def update_files(con: Connection, changes: Mapping[PlanKey, Mapping[str, Any]]) -> None:
    """Updates columns of raw_handoff.files: `Plan.key` -> column -> new value.

    Every file has values for the same columns.
    """
    if not changes:
        return
    names = list(next(iter(changes.values())))
    new = keys_table(list(changes))
    for name in names:
        values = [values[name] for values in changes.values()]
        new = new.append_column(f"_new_{name}", pa.array(values, TABLES["files"].field(name).type))
    con.register("new_values", new)
    assignments = ", ".join(f"{name} = {identifier(f'_new_{name}')}" for name in names)
    con.execute(f"update raw_handoff.files set {assignments} from new_values where {_IS_ABOUT_KEY}")
    con.unregister("new_values")


def mark_folder(con: Connection, keys: Sequence[PlanKey]) -> None:
    """Stores of each loaded file whether the folder has it; `keys` are the files that it has.

    Files from which no row was loaded are those of this run, so they need no mark.
    """
    with _registered(con, keys):
        con.execute(
            f"""
            update raw_handoff.files
            set is_in_folder = exists (select 1 from own_keys where {_IS_ABOUT_KEY})
            where status in ('loaded', 'unchanged')
            """
        )


def recount_rows(con: Connection, files: Iterable[Mapping[str, Any]]) -> None:
    """Updates the row counts of files: an earlier file may own some of their rows now."""
    tables = _by_table((row["table_schema"], stored_key(row)) for row in files)
    for (schema, name), keys in tables.items():
        with _registered(con, keys):
            con.execute(
                f"""
                update raw_handoff.files set
                    rows_loaded = found, rows_unchanged = rows_unchanged + rows_loaded - found,
                    status = case when found > 0 then 'loaded' else 'unchanged' end
                from ({_count_sql(schema, name)}) as counted
                where {_IS_ABOUT_KEY} and rows_loaded <> found
                """
            )


def count_stored_rows(con: Connection, plans: Iterable[Plan]) -> dict[PlanKey, int]:
    """Counts the rows that are stored from each load of a file."""
    counts: dict[PlanKey, int] = {}
    for (schema, name), keys in _by_table((plan.schema, plan.key) for plan in plans).items():
        with _registered(con, keys):
            columns = ", ".join((*KEY_COLUMNS, "found"))
            found = con.execute(f"select {columns} from ({_count_sql(schema, name)})").fetchall()
        counts |= {(file, system, item, table): n for file, system, item, table, n in found}
    return counts


def _count_sql(schema: str, name: str) -> str:
    """SQL: the keys of `own_keys`, and how many rows the table `name` has of each."""
    columns = "_file, _system, _object" if schema == "raw_mapped" else "_file, _system"
    counts = f"select {columns}, count(*) as stored from {table_sql(schema, name)} group by all"
    return (
        f"select own_keys.*, coalesce(stored, 0) as found from own_keys "
        f"left join ({counts}) on {_is_own_row(schema)}"
    )
