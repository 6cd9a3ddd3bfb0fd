"""Which landed rows are new: a version of a record is stored once, and its repeats are noted.

Of several files that hold a version, the earliest by its content has it, whatever was loaded first:
so the same exports give the same rows in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.columns import BOOKKEEPING
from ingest.declarations import Vendors
from ingest.names import identifier, literal
from ingest.objects import ObjectDeclaration
from ingest.plan import Plan, PlanKey
from ingest.warehouse import SYSTEM_COLUMNS, TABLES, columns_of, ensure_table, table

# What orders files by what is in them: the latest stamp, then the content.
Rank = tuple[datetime, str]


def content(columns: Sequence[str], present: set[str]) -> str:
    """SQL for the content of a row: a 128-bit digest over `columns`; absent ones are NULL."""
    cells = [
        f"coalesce({identifier(name)}, chr(30))" if name in present else "chr(30)"
        for name in columns
    ]
    return f"md5_number(concat_ws(chr(31), {', '.join(cells)}))"


def drop_repeats(con: Connection, plans: Sequence[Plan], vendors: Vendors) -> pa.Table:
    """Within one load: rows of later files whose content an earlier file of the table has.

    Only for tables and systems with several files, so that a plain load pays nothing. Returns
    what was dropped, as rows for `note_repeats`.
    """
    dropped = [TABLES["repeats"].empty_table()]
    groups: dict[tuple[str, str, str, str], list[Plan]] = {}
    for plan in plans:
        groups.setdefault((plan.schema, plan.table, plan.system, plan.object), []).append(plan)
    for (schema, name, system, _), members in groups.items():
        if len(members) < 2:
            continue
        names = columns_of(con, schema, name)
        compared = sorted(set(names) - set(SYSTEM_COLUMNS) - BOOKKEEPING)
        digest = content(compared, set(names))
        order = {plan.file_id: rank for rank, plan in enumerate(members)}
        con.register("file_order", pa.table({"_id": list(order), "_rank": list(order.values())}))
        # The same content has the same key: a cheap look finds the few rows that may repeat.
        cells = ", ".join(map(identifier, _keys(schema, name, compared, vendors) or compared))
        con.execute(
            f"""
            create temp table hashes as
            select t.rowid as _at, _rank, hash({cells}) as _hash
            from {table(schema, name)} t join file_order on _id = _file where _system = ?
            """,
            [system],
        )
        con.execute(
            """
            create temp table suspects as
            select _at, _rank from hashes semi join (
                select _hash from hashes group by _hash having min(_rank) < max(_rank)
            ) using (_hash)
            """
        )
        gone = con.sql(
            f"""
            delete from {table(schema, name)} where rowid in (
                select _at from (
                    select _at, _rank, min(_rank) over (partition by {digest}) as _first
                    from {table(schema, name)} t join suspects on _at = t.rowid
                ) where _rank > _first
            ) returning {_repeat(schema, name, members[0].object, names, vendors)}
            """
        ).to_arrow_table()
        dropped.append(gone.select(TABLES["repeats"].names).cast(TABLES["repeats"]))
        con.execute("drop table hashes; drop table suspects")
        con.unregister("file_order")
    return pa.concat_tables(dropped)


def add_new(
    con: Connection,
    landing: Path,
    plans: Sequence[Plan],
    vendors: Vendors,
    ranks: Mapping[PlanKey, Rank],
) -> set[str]:
    """Inserts the landed rows whose content the database does not have yet; notes the others.

    `ranks` order the files of this run and those of earlier ones. Returns the tables in which
    rows went to a file that had them earlier.
    """
    given = set()
    con.execute(f"attach {literal(str(landing))} as landing (read_only)")
    for schema, name in sorted({(plan.schema, plan.table) for plan in plans}):
        new = columns_of(con, schema, name, "landing")
        ensure_table(con, schema, name, [c for c in new if c not in SYSTEM_COLUMNS])
        old = columns_of(con, schema, name)
        compared = sorted((set(old) | set(new)) - {"_file", "_row"} - BOOKKEEPING)
        listed = ", ".join(identifier(column) for column in new)
        con.execute(
            f"""
            insert into {table(schema, name)} ({listed})
            select {listed} from landing.{table(schema, name)}
            where {content(compared, set(new))} not in (
                select {content(compared, set(old))} from {table(schema, name)}
                where _system in (select distinct _system from landing.{table(schema, name)})
            )
            """
        )
        here = {plan.key for plan in plans if (plan.schema, plan.table) == (schema, name)}
        others = [key for key in ranks if key[3] == name and key not in here]
        if any(ranks[key] < ranks[other] for key in here for other in others):
            given.add(name)
            _give_to_earlier(con, schema, name, (compared, old, new), ranks, vendors)
        for object_name in sorted({key[2] for key in here}):
            mine = "and l._object = ?" if schema == "raw_mapped" else ""
            same = "and d._object = l._object" if schema == "raw_mapped" else ""
            con.execute(
                f"""
                insert into raw_handoff.repeats by name
                select {_repeat(schema, name, object_name, new, vendors)}
                from landing.{table(schema, name)} l
                where not exists (
                    select 1 from {table(schema, name)} d where d._file = l._file
                        and d._row = l._row and d._system = l._system {same}
                ) {mine}
                """,
                [object_name] if mine else [],
            )
    con.execute("detach landing")
    return given


def _give_to_earlier(
    con: Connection,
    schema: str,
    name: str,
    columns: tuple[Sequence[str], Sequence[str], Sequence[str]],
    ranks: Mapping[PlanKey, Rank],
    vendors: Vendors,
) -> None:
    """Stored rows whose content an earlier file has, too, become rows of that file."""
    compared, old, new = columns
    order = sorted(ranks, key=lambda key: ranks[key])
    files = {key[0]: rank for rank, key in reversed(list(enumerate(order)))}
    con.register("file_order", pa.table({"_id": list(files), "_rank": list(files.values())}))
    con.execute(
        f"""
        create temp table given as
        select stored._at, min(landed._of) as _of, stored._file as _was
        from (
            select rowid as _at, _file, _rank, {content(compared, set(old))} as _content
            from {table(schema, name)} join file_order on _id = _file
        ) as stored
        join (
            select {content(compared, set(new))} as _content, _rank,
                {{'rank': _rank, 'row': _row, 'file': _file}} as _of
            from landing.{table(schema, name)} join file_order on _id = _file
        ) as landed on stored._content = landed._content and landed._rank < stored._rank
        group by all
        """
    )
    objects = {key[2] for key in ranks if key[3] == name}
    for object_name in sorted(objects):
        mine = "and _object = ?" if schema == "raw_mapped" else ""
        con.execute(
            f"""
            insert into raw_handoff.repeats by name
            select {_repeat(schema, name, object_name, old, vendors)}
            from {table(schema, name)} t join given on t.rowid = _at where true {mine}
            """,
            [object_name] if mine else [],
        )
    con.execute(
        f"""
        update {table(schema, name)} t set _file = _of.file, _row = _of.row
        from given where t.rowid = _at
        """
    )
    con.execute("drop table given")
    con.unregister("file_order")


def _declared(schema: str, name: str, vendors: Vendors) -> ObjectDeclaration | None:
    return next((o for o in vendors.objects if (o.schema, o.table) == (schema, name)), None)


def _keys(schema: str, name: str, columns: Sequence[str], vendors: Vendors) -> list[str]:
    """The key columns of a table that are among `columns`."""
    declared = _declared(schema, name, vendors)
    return [key for key in declared.keys if key in columns] if declared else []


def _repeat(
    schema: str, name: str, object_name: str, columns: Sequence[str], vendors: Vendors
) -> str:
    """SQL for a row of raw_handoff.repeats; the key is NULL where the table has none."""
    declared = _declared(schema, name, vendors)
    key = "NULL"
    if declared is not None and declared.keys and declared.keys[0] in columns:
        key = identifier(declared.keys[0])
        # Reports show the first 15 characters of a Salesforce id.
        key = f"substr({key}, 1, 15)" if declared.key_kind == "salesforce_id" else key
    return (
        f"_file as file_id, _system as system, {literal(object_name)} as object, "
        f"{literal(schema)} as table_schema, {literal(name)} as table_name, {key} as record_key"
    )


def note_repeats(con: Connection, dropped: pa.Table) -> None:
    """Keeps of every record the latest export that repeats it; see int_gone_records.

    Without a key, nobody can tell whether a record is gone. An export without a moment counts as
    the latest: what it holds is never taken for deleted.
    """
    con.register("dropped", dropped)
    con.execute(
        """
        create or replace table raw_handoff.repeats as
        select
            max_by(
                repeats.file_id,
                (coalesce(files.exported_at, timestamp 'infinity'), repeats.file_id)
            ) as file_id,
            repeats.system, repeats.object, repeats.table_schema, repeats.table_name,
            repeats.record_key
        from (from raw_handoff.repeats union all by name from dropped) as repeats
        join raw_handoff.files as files
            on repeats.file_id = files.file_id and repeats.system = files.system
            and repeats.object = files.object and repeats.table_name = files.table_name
        where repeats.record_key <> ''
        group by all
        """
    )
    con.unregister("dropped")
