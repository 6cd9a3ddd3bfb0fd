"""Where stored rows stand besides: a place is a file and the number of a row in it.

A version of a record is stored as the row of one file. Its sightings in other exports say when it
was last exported (int_record_versions, int_deleted_records), and keep it when its file goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.plan.planner import PlanKey
from ingest.sql import literal
from ingest.store.raw_tables import TABLES, columns_of, stored_key, table
from ingest.vendors.declaration import MAPPED

_KEY = ("_id", "_of", "_made", "_name")
_NOTED = ", ".join(TABLES["sightings"].names)
_OF_ROW = "partition by system, object, table_schema, table_name, of_file, of_row"
_LATEST = "exported_at desc, generation desc, file_id desc, file_row desc"


def row_object(schema: str, name: str) -> str:
    """SQL for the object a row belongs to: only tables of mapped files hold several."""
    return "_object" if schema == f"raw_{MAPPED}" else literal(name)


def note(con: Connection, schema: str, name: str) -> None:
    """Notes the places of rows that are stored as those of another file; see versions.add_new.

    A row that stands several times in the file that has it has every place as often; of several in
    another file, the last one is noted. Both what landed and what is stored of a content is of one
    file (versions.drop_repeats, add_new).
    """
    con.execute(
        """
        create temp table losers as
        select _content, _file, _row, _system, _kind from stored semi join earlier using (_content)
        union all
        select _content, _file, _row, _system, _kind from landed
        where _content in (select _content from stored anti join earlier using (_content))
        """
    )
    own = (
        "r.of_file = l._file and r.of_row = l._row and r.system = l._system and r.object = l._kind "
        "and r.table_schema = ? and r.table_name = ?"
    )
    con.execute(
        f"""
        create temp table places as
        select _content, any_value(_file) as _file, max(_row) as _row from losers group by all
        union all
        select distinct _content, r.file_id, r.file_row
        from raw_handoff.sightings r join losers l on {own}
        """,
        [schema, name],
    )
    con.execute(
        f"delete from raw_handoff.sightings r using losers l where {own}",
        [schema, name],
    )
    con.execute(
        """
        insert into raw_handoff.sightings by name
        select p._file as file_id, p._row as file_row, _system as system, _kind as object,
            ? as table_schema, ? as table_name, k._file as of_file, k._row as of_row
        from places p join (
            select _content, _file, _row, _system, _kind
            from landed semi join earlier using (_content)
            union all
            select _content, _file, _row, _system, _kind
            from stored anti join earlier using (_content)
        ) k using (_content)
        """,
        [schema, name],
    )
    con.execute("drop table losers; drop table places")


def keep_latest(con: Connection) -> None:
    """Of every stored row: the latest other place with a moment, and of those without, two.

    These are the latest one, and one of another file's place, which tells that no single place
    knows of the record. More would grow with every night. What a record or a deletion is read from
    are the latest places only; see int_record_versions and int_deleted_records.
    """
    con.execute(
        f"""
        create or replace table raw_handoff.sightings as
        with places as (
            select sightings.*, exported_at, generation, concat_ws('|', path, member) as place
            from raw_handoff.sightings as sightings
            join raw_handoff.files as files
                on sightings.file_id = files.file_id and sightings.system = files.system
                and sightings.object = files.object and sightings.table_name = files.table_name
            where of_file is not null
        ),

        undated as (
            select *, first(place) over ({_OF_ROW} order by {_LATEST}) as latest_place
            from places where exported_at is null
        )

        select {_NOTED} from (
            select {_NOTED}, row_number() over ({_OF_ROW} order by {_LATEST}) as number
            from places where exported_at is not null
            union all
            select {_NOTED}, row_number() over (
                {_OF_ROW}, place = latest_place order by {_LATEST}
            ) as number
            from undated
        ) where number = 1
        """
    )


def hand_over(
    con: Connection, gone: Iterable[Mapping[str, Any]], order: Sequence[PlanKey]
) -> set[str]:
    """Rows of files that will be forgotten become rows of the first file that repeats them.

    Call it before they are forgotten: what another export holds is not lost with them. `order`
    is that of all files. Returns the tables in which that happened.
    """
    keys = [stored_key(row) for row in gone if row["system"]]
    if not keys or not columns_of(con, "raw_handoff", "sightings"):
        return set()
    con.register("gone", _keyed(keys))
    con.register("file_order", _keyed(order))
    con.execute(
        f"""
        delete from raw_handoff.sightings where exists (
            select 1 from gone where _id = file_id and {_is_of("gone")}
        )
        """
    )
    con.execute(
        f"""
        create temp table heirs as
        select *, row_number() over (
            partition by system, object, table_schema, table_name, heir order by of_row
        ) as number
        from (
            select system, object, table_schema, table_name, of_file, of_row,
                min({{'rank': file_order._rank, 'file': file_id, 'row': file_row}}) as heir
            from raw_handoff.sightings
            semi join gone on _id = of_file and {_is_of("gone")}
            join file_order on file_order._id = file_id and {_is_of("file_order")}
            group by all
        )
        """
    )
    con.unregister("gone")
    con.unregister("file_order")
    found = con.execute("select distinct table_schema, table_name from heirs").fetchall()
    for schema, name in found:
        is_row = (
            "table_schema = ? and table_name = ? and t._file = of_file and t._row = of_row "
            f"and t._system = system and {row_object(schema, name)} = object"
        )
        # Rows that stood several times in one file become one.
        con.execute(
            f"delete from {table(schema, name)} t using heirs where number > 1 and {is_row}",
            [schema, name],
        )
        con.execute(
            f"update {table(schema, name)} t set _file = heir.file, _row = heir.row from heirs "
            f"where {is_row}",
            [schema, name],
        )
    con.execute(
        """
        update raw_handoff.sightings as r set of_file = heir.file, of_row = heir.row from heirs
        where r.of_file = heirs.of_file and r.of_row = heirs.of_row and r.system = heirs.system
            and r.object = heirs.object and r.table_schema = heirs.table_schema
            and r.table_name = heirs.table_name
        """
    )
    con.execute("delete from raw_handoff.sightings where file_id = of_file and file_row = of_row")
    con.execute("drop table heirs")
    return {name for _, name in found}


def _is_of(keys: str) -> str:
    return f"{keys}._of = system and {keys}._made = object and {keys}._name = table_name"


def _keyed(keys: Sequence[PlanKey]) -> pa.Table:
    """Keys of files as a table, in their order."""
    names = {name: list(values) for name, values in zip(_KEY, zip(*keys, strict=True), strict=True)}
    return pa.table(names | {"_rank": list(range(len(keys)))})
