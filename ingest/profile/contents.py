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
# The values of a smaller object are all counted. Of a larger one, about so many rows propose the
# values that are listed, all rows count these, and distinct values are counted where they are few.
PROPOSING, FEW = 50_000, 1000
# Most values of a column that are listed.
LISTED = 20
# Columns that one statement measures: DuckDB fails where it aggregates thousands of them at once.
AT_ONCE = 100
RULES = (PROPOSING, FEW, LISTED)


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
            for first in range(0, len(columns.get(table, ())), AT_ONCE):
                _measure(con, table, columns[table][first : first + AT_ONCE])


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
    """Measures columns of a table: contents in one pass, then the groups of equal values."""
    measures = ", ".join(
        f"{{column_name: {literal(column)}, filled_rows: count({identifier(column)}), "
        f"distinct_values: least(approx_count_distinct({identifier(column)}), "
        f"count({identifier(column)})), "
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
    every = con.execute(
        f"select greatest(1, sum(all_rows) // {PROPOSING}) from "
        "(select any_value(all_rows) as all_rows from new_contents group by system, object)"
    ).fetchall()[0][0]
    _group_values(con, table, columns, every)
    _count_distinct(con, table, every)
    con.execute("insert into raw_handoff.column_contents by name from new_contents")
    _list_values(con, table, columns, every)


def _place_sql(table: _Table) -> str:
    """SQL for the columns that name the object and its table."""
    return (
        f"_system as system, object, {literal(table[0])} as table_schema, "
        f"{literal(table[1])} as table_name"
    )


def _group_values(con: Connection, table: _Table, columns: Sequence[str], every: int) -> None:
    """Counts the values of every column, of one row in `every`."""
    # A narrow copy: every select below would look at all columns of a wide table.
    names = ", ".join(map(identifier, columns))
    con.execute(
        f"create or replace temp table proposing_rows as "
        f"select _system, {row_object(*table)} as object, {names} "
        f"from {table_sql(*table)} where _row % {every} = 0"
    )
    groups = " union all ".join(
        f"select _system, object, {literal(column)} as column_name, "
        f"{identifier(column)} as value, count(*) as value_rows "
        f"from proposing_rows where {identifier(column)} is not null group by all"
        for column in columns
    )
    con.execute(f"create or replace temp table value_groups as {groups}")


def _count_distinct(con: Connection, table: _Table, every: int) -> None:
    """Replaces the estimated numbers of distinct values where an exact one is cheap."""
    counts = (
        "select _system, object, column_name, count(*) as counted from value_groups group by all"
    )
    if every > 1:
        con.execute("update new_contents set is_estimated = distinct_values > ?", [FEW])
        few = con.execute(
            "select distinct column_name from new_contents where not is_estimated order by 1"
        ).fetchall()
        counts = " union all ".join(
            f"select _system, object, {literal(column)} as column_name, count(*) as counted from ("
            f"select distinct _system, {row_object(*table)} as object, "
            f"{identifier(column)} as value from {table_sql(*table)}) "
            "where value is not null group by all"
            for (column,) in few
        )
        if not few:
            return
    con.execute(
        f"""
        update new_contents set distinct_values = counted
        from ({counts}) as exact
        where new_contents.system = exact._system
            and new_contents.object = exact.object
            and new_contents.column_name = exact.column_name
            and not is_estimated
        """
    )


def _list_values(con: Connection, table: _Table, columns: Sequence[str], every: int) -> None:
    """Stores the frequent values of every column, counted in all rows."""
    con.execute(
        f"""
        create or replace temp table proposed as
        from value_groups
        where value_rows > 1 or {every} = 1
        qualify row_number() over (
            partition by _system, object, column_name order by value_rows desc, value
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
    con.execute(
        f"insert into raw_handoff.frequent_values by name "
        f"select {_place_sql(table)}, column_name, value, value_rows "
        f"from ({counts if every > 1 else 'from proposed'})"
    )
