"""Which landed rows are new: a version of a record is stored once (others: sightings.py).

Of several files that hold a version, the earliest by its content has it, whatever was loaded first:
so the same exports give the same rows in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.history import sightings
from ingest.history.sightings import row_object
from ingest.plan.column_names import BOOKKEEPING
from ingest.plan.planner import Plan, PlanKey
from ingest.sql import identifier, literal
from ingest.store.raw_tables import SYSTEM_COLUMNS, TABLES, columns_of, ensure_table, table
from ingest.vendors.catalog import Vendors

# What orders files by what is in them: the latest stamp, none comes last, then the content.
Rank = tuple[datetime, str]
_ORDER = pa.schema(
    {"_id": pa.string(), "_of": pa.string(), "_made": pa.string(), "_rank": pa.int64()}
)


def drop_repeats(con: Connection, plans: Sequence[Plan], vendors: Vendors) -> pa.Table:
    """Within one load: rows of later files whose content an earlier file of the table has.

    `plans` come in the order of their files. Only for tables and systems with several files, so
    that a plain load pays nothing. Returns what was dropped, as rows of raw_handoff.sightings.
    """
    dropped = [TABLES["sightings"].empty_table()]
    groups: dict[tuple[str, str, str, str], list[Plan]] = {}
    for plan in plans:
        groups.setdefault((plan.schema, plan.table, plan.system, plan.object), []).append(plan)
    for (schema, name, system, made), members in groups.items():
        if len(members) < 2:
            continue
        names = columns_of(con, schema, name)
        compared = sorted(set(names) - set(SYSTEM_COLUMNS) - BOOKKEEPING)
        order = {plan.file_id: rank for rank, plan in enumerate(members)}
        con.register("file_order", pa.table({"_id": list(order), "_rank": list(order.values())}))
        # The same content has the same key: a cheap look finds the few rows that may repeat.
        cells = ", ".join(map(identifier, _keys(schema, name, compared, vendors) or compared))
        con.execute(
            f"""
            create temp table hashes as
            select t.rowid as _at, _rank, hash({cells}) as _hash
            from {table(schema, name)} t join file_order on _id = _file
            where _system = ? and {row_object(schema, name)} = ?
            """,
            [system, made],
        )
        con.execute(
            f"""
            create temp table places as
            select *, min(_rank) over (partition by _content) as _first from (
                select _at, _rank, _file, _row, {_content(compared, set(names))} as _content
                from {table(schema, name)} t join (
                    select _at, _rank from hashes semi join (
                        select _hash from hashes group by _hash having min(_rank) < max(_rank)
                    ) using (_hash)
                ) on _at = t.rowid
            )
            """
        )
        gone = con.sql(
            """
            select file_id, file_row, ? as system, ? as object, ? as table_schema,
                ? as table_name, _file as of_file, _row as of_row
            from places join (
                select _content, _file as file_id, max(_row) as file_row
                from places where _rank > _first group by all
            ) using (_content)
            where _rank = _first
            """,
            params=[system, made, schema, name],
        ).to_arrow_table()
        dropped.append(gone.select(TABLES["sightings"].names).cast(TABLES["sightings"]))
        con.execute(
            f"delete from {table(schema, name)} where rowid in "
            "(select _at from places where _rank > _first)"
        )
        con.execute("drop table hashes; drop table places")
        con.unregister("file_order")
    return pa.concat_tables(dropped)


def add_new(
    con: Connection, landing: Path, plans: Sequence[Plan], ranks: Mapping[PlanKey, Rank]
) -> set[str]:
    """Inserts the landed rows whose content no earlier file has; the other places are noted.

    `ranks` order the files of this run and those of earlier ones. Returns the tables in which
    stored rows made way for those of an earlier file.
    """
    made_way = set()
    con.execute(f"attach {literal(str(landing))} as landing (read_only)")
    for schema, name in sorted({(plan.schema, plan.table) for plan in plans}):
        new = columns_of(con, schema, name, "landing")
        ensure_table(con, schema, name, [c for c in new if c not in SYSTEM_COLUMNS])
        _compare(con, schema, name, new, ranks)
        listed = ", ".join(identifier(column) for column in new)
        gone = con.execute(
            f"""
            delete from {table(schema, name)} where rowid in (
                select _at from stored semi join earlier using (_content)
            )
            """
        )
        if gone.fetchall() != [(0,)]:
            made_way.add(name)
        con.execute(
            f"""
            insert into {table(schema, name)} ({listed})
            select {listed} from landing.{table(schema, name)}
            where rowid not in (
                select _at from landed
                where _content in (select _content from stored)
                    and _content not in (select _content from earlier)
            )
            """
        )
        sightings.note(con, schema, name)
        con.execute("drop table landed; drop table stored; drop table earlier")
    con.execute("detach landing")
    return made_way


def _compare(
    con: Connection, schema: str, name: str, new: Sequence[str], ranks: Mapping[PlanKey, Rank]
) -> None:
    """Makes temporary tables: `landed`, `stored` of them, `earlier` where the landed go first."""
    old = columns_of(con, schema, name)
    compared = sorted((set(old) | set(new)) - {"_file", "_row"} - BOOKKEEPING)
    order = sorted((key for key in ranks if key[3] == name), key=lambda key: ranks[key])
    ranked = [dict(zip(_ORDER.names, (*key[:3], n), strict=True)) for n, key in enumerate(order)]
    con.register("file_order", pa.Table.from_pylist(ranked, schema=_ORDER))
    for rows, source, present, condition in (
        ("landed", f"landing.{table(schema, name)}", new, "true"),
        ("stored", table(schema, name), old, "_content in (select _content from landed)"),
    ):
        con.execute(
            f"""
            create temp table {rows} as
            select t.rowid as _at, _file, _row, _system, {row_object(schema, name)} as _kind, _rank,
                {_content(compared, set(present))} as _content
            from {source} t join file_order
                on _id = _file and _of = _system and _made = {row_object(schema, name)}
            where {condition}
            """
        )
    con.execute(
        """
        create temp table earlier as
        select distinct _content from landed join stored using (_content)
        where landed._rank < stored._rank
        """
    )
    con.unregister("file_order")


def _content(columns: Sequence[str], present: set[str]) -> str:
    """SQL for the content of a row: a 128-bit digest over `columns`; absent ones are NULL."""
    cells = [
        f"coalesce({identifier(name)}, chr(30))" if name in present else "chr(30)"
        for name in columns
    ]
    return f"md5_number(concat_ws(chr(31), {', '.join(cells)}))"


def _keys(schema: str, name: str, columns: Sequence[str], vendors: Vendors) -> list[str]:
    """The key columns of a table that are among `columns`."""
    declared = next((o for o in vendors.objects if (o.schema, o.table) == (schema, name)), None)
    return [key for key in declared.keys if key in columns] if declared else []
