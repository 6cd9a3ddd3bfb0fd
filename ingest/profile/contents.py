"""Keeps raw_handoff.column_contents and frequent_values in line with the raw tables.

Both are about a column of an object of a system, over the rows of all its loaded files.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from duckdb import DuckDBPyConnection as Connection

from ingest.plan.planner import Plan
from ingest.sql import identifier, literal, row_object
from ingest.store.raw_tables import table_sql

_Table = tuple[str, str]  # schema and name
_TABLES = ("column_contents", "frequent_values")
# Distinct values are counted in objects with at most so many rows, and in columns with few values.
# Others are estimated: an exact number would cost more than the load itself.
SMALL, FEW = 100_000, 1000
# Most values of a column that are listed.
LISTED = 20
# About so many rows of a table propose the values that are listed; all rows count them.
PROPOSING = 20_000
RULES = (SMALL, FEW, LISTED, PROPOSING)


def update(con: Connection, loaded: Collection[Plan], changed: Collection[str] | None) -> None:
    """Measures the tables into which files were loaded, and those whose rows changed.

    `changed` are the names of tables in which rows moved or were deleted; None measures all.
    """
    columns: dict[_Table, list[str]] = {}
    for schema, name, column in con.execute(
        "select distinct table_schema, table_name, column_name from raw_handoff.columns"
        " order by all"
    ).fetchall():
        columns.setdefault((schema, name), []).append(column)
    new = {(plan.schema, plan.table) for plan in loaded}
    for table in sorted(new | _measured(con) | columns.keys()):
        if changed is None or table in new or table[1] in changed:
            _forget(con, table)
            if table in columns:
                _measure(con, table, columns[table])


def _measured(con: Connection) -> set[_Table]:
    """The tables that have contents; their last file may be gone."""
    found = con.sql("select distinct table_schema, table_name from raw_handoff.column_contents")
    return {(schema, name) for schema, name in found.fetchall()}


def _forget(con: Connection, table: _Table) -> None:
    for name in _TABLES:
        con.execute(
            f"delete from raw_handoff.{name} where table_schema = ? and table_name = ?", list(table)
        )


def _measure(con: Connection, table: _Table, columns: Sequence[str]) -> None:
    """Measures all columns of a table in one pass; distinct values are counted in a second one."""
    measures = ", ".join(
        f"{{column_name: {literal(column)}, filled_rows: count({identifier(column)}), "
        f"distinct_values: approx_count_distinct({identifier(column)}), "
        f"address_rows: count_if(contains({identifier(column)}, '@')), "
        f"longest_value: max(length({identifier(column)}))}}"
        for column in columns
    )
    con.execute(
        f"""
        create or replace temp table new_contents as
        select {_place_sql(table)}, all_rows, false as is_estimated,
            unnest(measured, recursive := true)
        from (
            select _system, {row_object(*table)} as object, count(*) as all_rows,
                [{measures}] as measured
            from {table_sql(*table)} group by all
        )
        """
    )
    _count(con, table)
    con.execute("insert into raw_handoff.column_contents by name from new_contents")
    _list_values(con, table, columns)


def _place_sql(table: _Table) -> str:
    """SQL for the columns that name the object and its table."""
    return (
        f"_system as system, object, {literal(table[0])} as table_schema, "
        f"{literal(table[1])} as table_name"
    )


def _count(con: Connection, table: _Table) -> None:
    """Replaces the estimated numbers of distinct values where an exact one is cheap."""
    con.execute(
        """
        update new_contents set
            distinct_values = least(distinct_values, filled_rows),
            is_estimated = distinct_values > ? and all_rows > ?
        """,
        [FEW, SMALL],
    )
    columns = con.execute(
        "select distinct column_name from new_contents where not is_estimated order by 1"
    ).fetchall()
    if not columns:
        return
    counts = ", ".join(
        f"{{column_name: {literal(column)}, counted: count(distinct {identifier(column)})}}"
        for (column,) in columns
    )
    con.execute(
        f"""
        update new_contents set distinct_values = counted
        from (
            select _system, object, unnest(counts, recursive := true)
            from (
                select _system, {row_object(*table)} as object, [{counts}] as counts
                from {table_sql(*table)} group by all
            )
        ) as exact
        where new_contents.system = exact._system
            and new_contents.object = exact.object
            and new_contents.column_name = exact.column_name
            and not is_estimated
        """
    )


def _list_values(con: Connection, table: _Table, columns: Sequence[str]) -> None:
    """Stores the frequent values of every column: rows spread over the table propose them."""
    every = con.execute(
        f"select greatest(1, count(*) // {PROPOSING}) from {table_sql(*table)}"
    ).fetchall()[0][0]
    proposals = " union all by name ".join(
        f"""
        select _system, {row_object(*table)} as object, {literal(column)} as column_name,
            {identifier(column)} as value, count(*) as proposing
        from {table_sql(*table)}
        where {identifier(column)} is not null and _row % {every} = 0 group by all
        """
        for column in columns
    )
    con.execute(
        f"""
        create or replace temp table proposed as
        from ({proposals})
        where proposing > 1 or {every} = 1
        qualify row_number() over (
            partition by _system, object, column_name order by proposing desc, value
        ) <= {LISTED}
        """
    )
    counts = " union all by name ".join(
        f"""
        select rows._system, rows.object, proposed.column_name, value, count(*) as value_rows
        from (
            select _system, {row_object(*table)} as object, {identifier(column)} as value
            from {table_sql(*table)}
        ) as rows
        join proposed using (_system, object, value)
        where proposed.column_name = {literal(column)} group by all
        """
        for column in columns
    )
    counted = counts if every > 1 else "select * rename (proposing as value_rows) from proposed"
    con.execute(
        f"insert into raw_handoff.frequent_values by name "
        f"select {_place_sql(table)}, column_name, value, value_rows from ({counted})"
    )
