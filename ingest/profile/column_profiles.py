"""Keeps raw_handoff.column_profiles and nonstandard_values in line with the raw tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.plan.planner import Plan
from ingest.profile.measures import LATE_MEASURE, MEASURES, is_plain_sql, measure_sql
from ingest.profile.typed_columns import TypedColumn, typed_columns
from ingest.sql import identifier, literal, row_object
from ingest.store.raw_tables import arrow_table, replace_rows, table_sql
from ingest.vendors.catalog import Vendors

_Table = tuple[str, str]  # schema and name
_TABLES = ("column_profiles", "nonstandard_values")
_PLACE = ("file_id", "system", "object", "table_schema", "table_name", "column_name", "kind")
_IS_SAME_PLACE = " and ".join(f"column_profiles.{name} = found.{name}" for name in _PLACE)


def update(
    con: Connection,
    vendors: Vendors,
    stack: Mapping[str, pa.Table],
    loaded: Collection[Plan],
    changed: Collection[str],
) -> None:
    """Profiles the files that were loaded, and the columns that had no profile.

    `changed` are the names of tables in which rows moved from one file to another: all their files
    are profiled again.
    """
    new_files: dict[_Table, set[str]] = {}
    for plan in loaded:
        new_files.setdefault((plan.schema, plan.table), set()).add(plan.file_id)
    wanted = typed_columns(con, vendors, stack)
    known = _profiled(con)
    _forget(con, known - wanted)
    for table in sorted({column[:2] for column in wanted}):
        columns = sorted(column for column in wanted if column[:2] == table)
        if table[1] in changed:
            _profile(con, table, columns, None, vendors)
            continue
        _profile(con, table, [one for one in columns if one not in known], None, vendors)
        files = new_files.get(table)
        if files:
            old = [one for one in columns if one in known]
            _profile(con, table, old, sorted(files), vendors)
    rows = arrow_table("profiled_columns", [column._asdict() for column in sorted(wanted)])
    replace_rows(con, "raw_handoff", "profiled_columns", rows)


def _profiled(con: Connection) -> set[TypedColumn]:
    """The columns that have a profile."""
    return {TypedColumn(*row) for row in con.sql("from raw_handoff.profiled_columns").fetchall()}


def _forget(con: Connection, columns: Collection[TypedColumn]) -> None:
    """Deletes the profiles of columns that are not parsed any more."""
    for column in columns:
        for name in _TABLES:
            con.execute(
                f"delete from raw_handoff.{name} where table_schema = ? and table_name = ? "
                "and column_name = ? and kind = ?",
                list(column),
            )


def _profile(
    con: Connection,
    table: _Table,
    columns: Sequence[TypedColumn],
    files: Sequence[str] | None,
    vendors: Vendors,
) -> None:
    """Profiles columns of one table in some files (None: all), in one pass over the table."""
    if not columns:
        return
    names = [f"{column.column_name}/{column.kind}" for column in columns]
    for name in _TABLES:
        con.execute(
            f"delete from raw_handoff.{name} where table_schema = ? and table_name = ? "
            "and list_contains(?, column_name || '/' || kind) "
            "and (? is null or list_contains(?, file_id))",
            [*table, names, files, files],
        )
    rows = f"from {table_sql(*table)} where true"
    if files is not None:
        con.execute("create or replace temp table new_files as select unnest(?) as id", [files])
        rows += " and _file in (from new_files)"
    profiles = ", ".join(map(_measures_sql, columns))
    con.execute(
        f"""
        insert into raw_handoff.column_profiles by name
        from (
            select file_id, system, object, {literal(table[0])} as table_schema,
                {literal(table[1])} as table_name, unnest(profiles, recursive := true)
            from (
                select _file as file_id, _system as system, {row_object(*table)} as object,
                    [{profiles}] as profiles
                {rows} group by all
            )
        )
        where filled_values > 0
        """
    )
    odd = _with_nonstandard_values(con, table, columns)
    _collect_nonstandard(con, table, odd, rows, vendors)
    _measure_late(con, [column for column in odd if column.kind == "time"], rows)


def _measures_sql(column: TypedColumn) -> str:
    """SQL for the profile of one column as a struct."""
    measures = ", ".join(
        f"{measure}: {measure_sql(measure, column.kind, column.column_name)}"
        for measure in MEASURES
        if measure != LATE_MEASURE
    )
    return (
        f"{{column_name: {literal(column.column_name)}, kind: {literal(column.kind)}, {measures}}}"
    )


def _with_nonstandard_values(
    con: Connection, table: _Table, columns: Sequence[TypedColumn]
) -> list[TypedColumn]:
    """The columns in which some file of the table has values in no standard form."""
    found = con.execute(
        "select distinct column_name, kind from raw_handoff.column_profiles "
        "where table_schema = ? and table_name = ? and filled_values > plain_values",
        list(table),
    ).fetchall()
    return [column for column in columns if (column.column_name, column.kind) in found]


def _collect_nonstandard(
    con: Connection,
    table: _Table,
    columns: Sequence[TypedColumn],
    rows: str,
    vendors: Vendors,
) -> None:
    """Stores the values in no standard form, but none that mean "no value" for the vendor."""
    tokens = vendors.null_tokens_of(table[0].removeprefix("raw_"))
    null_tokens = f"[{', '.join(map(literal, tokens))}]"
    selects = [
        f"""
        select {_place_sql(column)}, _row as source_row, {identifier(column.column_name)} as value
        {rows} and {identifier(column.column_name)} is not null
            and not coalesce({is_plain_sql(column.kind, column.column_name)}, false)
            and not list_contains({null_tokens}, {identifier(column.column_name)})
        """
        for column in columns
    ]
    if selects:
        con.execute(
            "insert into raw_handoff.nonstandard_values by name " + " union all ".join(selects)
        )


def _measure_late(con: Connection, columns: Sequence[TypedColumn], rows: str) -> None:
    """Adds the measure that only files with values in no standard form need."""
    selects = [
        f"select {_place_sql(column)}, "
        f"{measure_sql(LATE_MEASURE, column.kind, column.column_name)} as late {rows} group by all"
        for column in columns
    ]
    if selects:
        con.execute(
            f"""
            update raw_handoff.column_profiles set {LATE_MEASURE} = late
            from ({" union all ".join(selects)}) as found
            where filled_values > plain_values and {_IS_SAME_PLACE}
            """
        )


def _place_sql(column: TypedColumn) -> str:
    """SQL for the columns of a profile that name a column of a file."""
    schema, name = column.table_schema, column.table_name
    return (
        f"_file as file_id, _system as system, {row_object(schema, name)} as object, "
        f"{literal(schema)} as table_schema, {literal(name)} as table_name, "
        f"{literal(column.column_name)} as column_name, {literal(column.kind)} as kind"
    )
