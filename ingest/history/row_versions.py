"""Stores a version of a record once, whichever files contain it.

The owner of a version is the earliest file that contains it, by the content of the files and not
by the order of loading: so the same exports give the same rows in any order. The other files
become sightings (sightings.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.history import sightings
from ingest.history.export_dates import Export
from ingest.plan.column_names import CONNECTOR_COLUMNS
from ingest.plan.planner import Plan, PlanKey
from ingest.sql import identifier, literal, row_object
from ingest.store.handoff_tables import TABLES
from ingest.store.raw_tables import (
    SYSTEM_COLUMNS,
    append_rows,
    columns_of,
    ensure_table,
    open_for_writing,
    stored_key,
    table_sql,
)
from ingest.vendors.catalog import Vendors

# Sort key of a file: its latest timestamp (files without one are last), then its content.
Rank = tuple[datetime, str]
_ORDER = pa.schema(
    {
        "_key_file": pa.string(),
        "_key_system": pa.string(),
        "_key_object": pa.string(),
        "_rank": pa.int64(),
    }
)


def rank_files(
    stored: Iterable[Mapping[str, Any]], exports: Mapping[PlanKey, Export]
) -> dict[PlanKey, Rank]:
    """Ranks the files of this run and the stored ones (rows of raw_handoff.files)."""
    latest = {stored_key(row): row.get("latest_at") for row in stored if row["system"]}
    latest |= {key: export.latest_at for key, export in exports.items()}
    return {key: (latest_at or datetime.max, key[0]) for key, latest_at in latest.items()}


def store_new_rows(
    con: Connection,
    landing: Path | None,
    plans: Sequence[Plan],
    ranks: Mapping[PlanKey, Rank],
    vendors: Vendors,
) -> set[str]:
    """Stores the loaded rows of `plans`, each version once, and their sightings.

    The rows are in the database `landing`; None means that `con` contains them already. Returns the
    names of the tables in which new rows replaced stored ones.
    """
    if not plans:
        return set()
    plans = sorted(plans, key=lambda plan: ranks[plan.key])
    if landing is None:
        append_rows(con, "sightings", extract_duplicates(con, plans, vendors))
        return set()
    with open_for_writing(landing) as landing_con:
        duplicates = extract_duplicates(landing_con, plans, vendors)
    append_rows(con, "sightings", duplicates)
    return insert_new_rows(con, landing, plans, ranks)


def extract_duplicates(con: Connection, plans: Sequence[Plan], vendors: Vendors) -> pa.Table:
    """Deletes, within one load, the rows that an earlier file of the table contains, too.

    `plans` are in the order of their files. Returns the deleted rows as rows of
    raw_handoff.sightings. Tables and systems with one file are skipped: they cost no time.
    """
    found = [TABLES["sightings"].empty_table()]
    groups: dict[tuple[str, str, str, str], list[Plan]] = {}
    for plan in plans:
        groups.setdefault((plan.schema, plan.table, plan.system, plan.object), []).append(plan)
    for (schema, name, system, object_name), members in groups.items():
        if len(members) < 2:
            continue
        order = {plan.file_id: rank for rank, plan in enumerate(members)}
        con.register(
            "file_order", pa.table({"_key_file": list(order), "_rank": list(order.values())})
        )
        _find_identical_rows(con, (schema, name), (system, object_name), vendors)
        con.unregister("file_order")
        duplicates = con.sql(
            """
            select file_id, file_row, ? as system, ? as object, ? as table_schema,
                ? as table_name, _file as of_file, _row as of_row
            from identical_rows join (
                select _content, _file as file_id, max(_row) as file_row
                from identical_rows where _rank > _owner_rank group by all
            ) using (_content)
            where _rank = _owner_rank
            """,
            params=[system, object_name, schema, name],
        ).to_arrow_table()
        found.append(duplicates.select(TABLES["sightings"].names).cast(TABLES["sightings"]))
        con.execute(
            f"delete from {table_sql(schema, name)} where rowid in "
            "(select _at from identical_rows where _rank > _owner_rank)"
        )
        con.execute("drop table identical_rows")
    return pa.concat_tables(found)


def _find_identical_rows(
    con: Connection, table: tuple[str, str], owner: tuple[str, str], vendors: Vendors
) -> None:
    """Creates `identical_rows`: the rows of `file_order` whose content may be in several files.

    `table` is schema and name, `owner` system and object. Identical rows have identical keys, so
    only rows with a key that several files contain are compared in full.
    """
    schema, name = table
    raw, names = table_sql(schema, name), columns_of(con, schema, name)
    compared = sorted(set(names) - set(SYSTEM_COLUMNS) - CONNECTOR_COLUMNS)
    keys = ", ".join(map(identifier, _keys(schema, name, compared, vendors) or compared))
    con.execute(
        f"""
        create temp table key_hashes as
        select t.rowid as _at, _rank, hash({keys}) as _hash
        from {raw} t join file_order on _key_file = _file
        where _system = ? and {row_object(schema, name)} = ?
        """,
        list(owner),
    )
    con.execute(
        f"""
        create temp table identical_rows as
        select *, min(_rank) over (partition by _content) as _owner_rank from (
            select _at, _rank, _file, _row, {_content_sql(compared, set(names))} as _content
            from {raw} t join (
                select _at, _rank from key_hashes semi join (
                    select _hash from key_hashes group by _hash having min(_rank) < max(_rank)
                ) using (_hash)
            ) on _at = t.rowid
        )
        """
    )
    con.execute("drop table key_hashes")


def insert_new_rows(
    con: Connection, landing: Path, plans: Sequence[Plan], ranks: Mapping[PlanKey, Rank]
) -> set[str]:
    """Inserts the rows of `landing` whose content no earlier file contains.

    The other rows become sightings. `ranks` order the files of this run and of earlier ones. When
    a stored row is of a later file than the new one, the new row replaces it; returns the names of
    the tables where this happened.
    """
    changed = set()
    con.execute(f"attach {literal(str(landing))} as landing (read_only)")
    for schema, name in sorted({(plan.schema, plan.table) for plan in plans}):
        new_columns = columns_of(con, schema, name, "landing")
        ensure_table(con, schema, name, [c for c in new_columns if c not in SYSTEM_COLUMNS])
        _compare_contents(con, schema, name, new_columns, ranks)
        deleted = con.execute(
            f"""
            delete from {table_sql(schema, name)} where rowid in (
                select _at from stored_rows semi join reassigned_contents using (_content)
            )
            """
        )
        if deleted.fetchall() != [(0,)]:
            changed.add(name)
        columns = ", ".join(identifier(column) for column in new_columns)
        con.execute(
            f"""
            insert into {table_sql(schema, name)} ({columns})
            select {columns} from landing.{table_sql(schema, name)}
            where rowid not in (
                select _at from loaded_rows
                where _content in (select _content from stored_rows)
                    and _content not in (select _content from reassigned_contents)
            )
            """
        )
        sightings.record_duplicates(con, schema, name)
        con.execute(
            "drop table loaded_rows; drop table stored_rows; drop table reassigned_contents"
        )
    con.execute("detach landing")
    return changed


def _compare_contents(
    con: Connection,
    schema: str,
    name: str,
    new_columns: Sequence[str],
    ranks: Mapping[PlanKey, Rank],
) -> None:
    """Creates the temporary tables that compare new rows of a table with stored ones.

    `loaded_rows` are the rows of this run, `stored_rows` the stored ones with the same content, and
    `reassigned_contents` the contents that a file of this run takes from a later one.
    """
    old_columns = columns_of(con, schema, name)
    compared = sorted((set(old_columns) | set(new_columns)) - {"_file", "_row"} - CONNECTOR_COLUMNS)
    order = sorted((key for key in ranks if key[3] == name), key=lambda key: ranks[key])
    ranked = [dict(zip(_ORDER.names, (*key[:3], n), strict=True)) for n, key in enumerate(order)]
    con.register("file_order", pa.Table.from_pylist(ranked, schema=_ORDER))
    raw, object_sql = table_sql(schema, name), row_object(schema, name)
    has_new_content = "_content in (select _content from loaded_rows)"
    for rows, source, present, condition in (
        ("loaded_rows", f"landing.{raw}", new_columns, "true"),
        ("stored_rows", raw, old_columns, has_new_content),
    ):
        con.execute(
            f"""
            create temp table {rows} as
            select t.rowid as _at, _file, _row, _system, {object_sql} as _row_object, _rank,
                {_content_sql(compared, set(present))} as _content
            from {source} t join file_order
                on _key_file = _file and _key_system = _system and _key_object = {object_sql}
            where {condition}
            """
        )
    con.execute(
        """
        create temp table reassigned_contents as
        select distinct _content from loaded_rows join stored_rows using (_content)
        where loaded_rows._rank < stored_rows._rank
        """
    )
    con.unregister("file_order")


def _content_sql(columns: Sequence[str], present: set[str]) -> str:
    """SQL for the content of a row: a 128-bit digest of `columns`; missing ones count as NULL."""
    cells = [
        f"coalesce({identifier(name)}, chr(30))" if name in present else "chr(30)"
        for name in columns
    ]
    return f"md5_number(concat_ws(chr(31), {', '.join(cells)}))"


def _keys(schema: str, name: str, columns: Sequence[str], vendors: Vendors) -> list[str]:
    """Lists the key columns of a table that are among `columns`."""
    declared = next((o for o in vendors.objects if (o.schema, o.table) == (schema, name)), None)
    return [key for key in declared.keys if key in columns] if declared else []
