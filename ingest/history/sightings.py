"""Stores which other files contain an identical row (file, row number).

A version of a record is stored once, as the row of one file: its owner. Its sightings in other
files tell when it was last exported (int_record_versions, int_deleted_records), and keep the row
when its file is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from duckdb import DuckDBPyConnection as Connection

from ingest.plan.planner import PlanKey
from ingest.sql import row_object
from ingest.store.file_rows import keys_table
from ingest.store.handoff_tables import TABLES
from ingest.store.raw_tables import columns_of, stored_key, table_sql

_COLUMNS = ", ".join(TABLES["sightings"].names)
_STORED_ROW = ("system", "object", "table_schema", "table_name", "of_file", "of_row")
_PER_STORED_ROW = f"partition by {', '.join(f'sightings.{name}' for name in _STORED_ROW)}"
_NEWEST_FIRST = "exported_at desc, export_order desc, sightings.file_id desc, file_row desc"


def record_duplicates(con: Connection, schema: str, name: str) -> None:
    """Records the rows that another file owns as sightings of its row.

    Reads the temporary tables of `row_versions.insert_new_rows`. A row that its owner contains
    several times gets every sighting as often; of several rows in another file, the last one is
    recorded. All rows with the same content that are loaded now are of one file, and so are those
    that were stored before.
    """
    con.execute(
        """
        create temp table duplicate_rows as
        select _content, _file, _row, _system, _row_object
        from stored_rows semi join reassigned_contents using (_content)
        union all
        select _content, _file, _row, _system, _row_object from loaded_rows
        where _content in (
            select _content from stored_rows anti join reassigned_contents using (_content)
        )
        """
    )
    con.execute(
        """
        create temp table owner_rows as
        select _content, _file, _row, _system, _row_object
        from loaded_rows semi join reassigned_contents using (_content)
        union all
        select _content, _file, _row, _system, _row_object
        from stored_rows anti join reassigned_contents using (_content)
        """
    )
    _insert_sightings(con, schema, name)
    con.execute("drop table duplicate_rows; drop table owner_rows")


def _insert_sightings(con: Connection, schema: str, name: str) -> None:
    """Inserts `duplicate_rows`, and their own sightings, as sightings of `owner_rows`."""
    is_sighting_of_duplicate = (
        "r.of_file = d._file and r.of_row = d._row and r.system = d._system "
        "and r.object = d._row_object and r.table_schema = ? and r.table_name = ?"
    )
    con.execute(
        f"""
        create temp table new_sightings as
        select _content, any_value(_file) as _file, max(_row) as _row
        from duplicate_rows group by all
        union all
        select distinct _content, r.file_id, r.file_row
        from raw_handoff.sightings r join duplicate_rows d on {is_sighting_of_duplicate}
        """,
        [schema, name],
    )
    con.execute(
        f"delete from raw_handoff.sightings r using duplicate_rows d "
        f"where {is_sighting_of_duplicate}",
        [schema, name],
    )
    con.execute(
        """
        insert into raw_handoff.sightings by name
        select s._file as file_id, s._row as file_row, _system as system, _row_object as object,
            ? as table_schema, ? as table_name, o._file as of_file, o._row as of_row
        from new_sightings s join owner_rows o using (_content)
        """,
        [schema, name],
    )
    con.execute("drop table new_sightings")


def prune_sightings(con: Connection) -> None:
    """Keeps, per stored row, at most two dated sightings and at most two undated ones.

    They are the newest one, and the newest in another series with the same timestamp (or also
    without one): together they show that the record is not known in one series only.
    int_record_versions and int_deleted_records need no others, and without pruning the table would
    grow with every run.
    """
    kinds = f"{_PER_STORED_ROW}, exported_at is null"
    con.execute(
        f"""
        create or replace table raw_handoff.sightings as
        with positioned as (
            select
                sightings.*, exported_at, export_series, export_order,
                first(exported_at) over newest as newest_at,
                first(export_series) over newest as newest_series
            from raw_handoff.sightings as sightings
            join raw_handoff.files as files
                on sightings.file_id = files.file_id and sightings.system = files.system
                and sightings.object = files.object and sightings.table_name = files.table_name
            where of_file is not null
            window newest as ({kinds} order by {_NEWEST_FIRST})
        )

        select {_COLUMNS} from positioned as sightings
        where exported_at is not distinct from newest_at
        qualify row_number() over (
            {kinds}, export_series = newest_series order by {_NEWEST_FIRST}
        ) = 1
        """
    )


def reassign_rows(
    con: Connection, deleted: Iterable[Mapping[str, Any]], order: Sequence[PlanKey]
) -> set[str]:
    """Gives rows of files that will be deleted to the first other file that contains them.

    Call it before the files (rows of raw_handoff.files) are deleted. `order` are the keys of all
    files in their order. Returns the names of the changed tables.
    """
    keys = [stored_key(row) for row in deleted if row["system"]]
    if not keys or not columns_of(con, "raw_handoff", "sightings"):
        return set()
    con.register("deleted_files", keys_table(keys))
    con.register("file_order", keys_table(order))
    _find_new_owners(con)
    con.unregister("deleted_files")
    con.unregister("file_order")
    changed = con.execute("select distinct table_schema, table_name from new_owners").fetchall()
    for schema, name in changed:
        _change_owners(con, schema, name)
    con.execute(
        """
        update raw_handoff.sightings as r set of_file = owner.file, of_row = owner.row
        from new_owners as n
        where r.of_file = n.of_file and r.of_row = n.of_row and r.system = n.system
            and r.object = n.object and r.table_schema = n.table_schema
            and r.table_name = n.table_name
        """
    )
    con.execute("delete from raw_handoff.sightings where file_id = of_file and file_row = of_row")
    con.execute("drop table new_owners")
    return {name for _, name in changed}


def _find_new_owners(con: Connection) -> None:
    """Creates `new_owners`: per row of `deleted_files`, its first sighting in `file_order`.

    Deletes the sightings in the deleted files themselves. `number` counts the rows that get the
    same owner: they were identical.
    """
    con.execute(
        f"""
        delete from raw_handoff.sightings where exists (
            select 1 from deleted_files where _key_file = file_id and {_has_key_of("deleted_files")}
        )
        """
    )
    con.execute(
        f"""
        create temp table new_owners as
        select *, row_number() over (
            partition by system, object, table_schema, table_name, owner order by of_row
        ) as number
        from (
            select system, object, table_schema, table_name, of_file, of_row,
                min({{'rank': file_order._rank, 'file': file_id, 'row': file_row}}) as owner
            from raw_handoff.sightings
            semi join deleted_files on _key_file = of_file and {_has_key_of("deleted_files")}
            join file_order on file_order._key_file = file_id and {_has_key_of("file_order")}
            group by all
        )
        """
    )


def _change_owners(con: Connection, schema: str, name: str) -> None:
    """Applies `new_owners` to one table; identical rows of one file become one row."""
    raw = table_sql(schema, name)
    is_row = (
        "table_schema = ? and table_name = ? and t._file = of_file and t._row = of_row "
        f"and t._system = system and {row_object(schema, name)} = object"
    )
    con.execute(
        f"delete from {raw} t using new_owners where number > 1 and {is_row}", [schema, name]
    )
    con.execute(
        f"update {raw} t set _file = owner.file, _row = owner.row from new_owners where {is_row}",
        [schema, name],
    )


def _has_key_of(keys: str) -> str:
    """SQL condition: a sighting has system, object and table of a row of `keys`."""
    return (
        f"{keys}._key_system = system and {keys}._key_object = object "
        f"and {keys}._key_table = table_name"
    )
