"""Where stored rows stand besides: a place is a file and the number of a row in it.

A version of a record is stored as the row of one file. That other exports hold it, too, tells when
it was last seen (int_record_versions, int_gone_records), and keeps it when its file is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.names import literal
from ingest.objects import MAPPED
from ingest.warehouse import TABLES, columns_of, stored_key, table

_NOTED = ", ".join(TABLES["repeats"].names)


def row_object(schema: str, name: str) -> str:
    """SQL for the object a row belongs to: only tables of mapped files hold several."""
    return "_object" if schema == f"raw_{MAPPED}" else literal(name)


def note(con: Connection, schema: str, name: str) -> None:
    """Notes the places of rows that are stored as those of another file; see versions.add_new."""
    con.execute(
        """
        create temp table moves as
        select s._file, s._row, s._system, s._kind, _first
        from stored s join earlier using (_content)
        union all
        select l._file, l._row, l._system, l._kind, s._first
        from landed l join (
            select _content, min({'row': _row, 'file': _file}) as _first
            from stored anti join earlier using (_content) group by all
        ) s using (_content)
        """
    )
    con.execute(
        """
        update raw_handoff.repeats as r set of_file = _first.file, of_row = _first.row
        from moves as m
        where r.of_file = m._file and r.of_row = m._row and r.system = m._system
            and r.object = m._kind and r.table_schema = ? and r.table_name = ?
        """,
        [schema, name],
    )
    con.execute(
        """
        insert into raw_handoff.repeats by name
        select _file as file_id, _row as file_row, _system as system, _kind as object,
            ? as table_schema, ? as table_name, _first.file as of_file, _first.row as of_row
        from moves
        """,
        [schema, name],
    )
    con.execute("drop table moves")


def keep_latest(con: Connection) -> None:
    """Of every stored row, the latest other place with a moment and the latest without.

    More would grow with every night. What a record or a deletion is read from are the latest
    places only; see int_record_versions and int_gone_records.
    """
    con.execute(
        f"""
        create or replace table raw_handoff.repeats as
        select {_NOTED} from (
            select repeats.*, row_number() over (
                partition by repeats.system, repeats.object, repeats.table_schema,
                    repeats.table_name, of_file, of_row, files.exported_at is null
                order by files.exported_at desc, files.generation desc, repeats.file_id desc,
                    repeats.file_row desc
            ) as place
            from raw_handoff.repeats as repeats
            join raw_handoff.files as files
                on repeats.file_id = files.file_id and repeats.system = files.system
                and repeats.object = files.object and repeats.table_name = files.table_name
            where of_file is not null
        ) where place = 1
        """
    )


def hand_over(con: Connection, gone: Iterable[Mapping[str, Any]]) -> set[str]:
    """Rows of files that will be forgotten become rows of a file that repeats them.

    Call it before they are forgotten: what another export holds is not lost with them. Returns
    the tables in which that happened.
    """
    keys = [stored_key(row) for row in gone if row["system"]]
    columns = dict(zip(("_id", "_of", "_made", "_name"), zip(*keys, strict=True), strict=False))
    if not keys or not columns_of(con, "raw_handoff", "repeats"):
        return set()
    con.register("gone", pa.table({name: list(values) for name, values in columns.items()}))
    is_gone = "_of = system and _made = object and _name = table_name"
    con.execute(
        f"""
        delete from raw_handoff.repeats where exists (
            select 1 from gone where _id = file_id and {is_gone}
        )
        """
    )
    con.execute(
        f"""
        create temp table heirs as
        select system, object, table_schema, table_name, of_file, of_row,
            min({{'file': file_id, 'row': file_row}}) as heir
        from raw_handoff.repeats join gone on _id = of_file and {is_gone} group by all
        """
    )
    con.unregister("gone")
    found = con.execute("select distinct table_schema, table_name from heirs").fetchall()
    for schema, name in found:
        con.execute(
            f"""
            update {table(schema, name)} as t set _file = heir.file, _row = heir.row from heirs
            where table_schema = ? and table_name = ? and t._file = of_file and t._row = of_row
                and t._system = system and {row_object(schema, name)} = object
            """,
            [schema, name],
        )
    con.execute(
        """
        update raw_handoff.repeats as r set of_file = heir.file, of_row = heir.row from heirs
        where r.of_file = heirs.of_file and r.of_row = heirs.of_row and r.system = heirs.system
            and r.object = heirs.object and r.table_schema = heirs.table_schema
            and r.table_name = heirs.table_name
        """
    )
    con.execute("delete from raw_handoff.repeats where file_id = of_file and file_row = of_row")
    con.execute("drop table heirs")
    return {name for _, name in found}
