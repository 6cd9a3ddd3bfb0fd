"""Loads files into a DuckDB file: small ones together, plain ones by DuckDB, others checked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.load.checked_path import Reading, connect, read, row_groups
from ingest.load.dlt_run import Columns, Imports, Table, run_dlt, schema_of
from ingest.load.fast_path import is_plain, rows_sql, verify_or_unload
from ingest.load.small_files import is_small, read_small
from ingest.plan.planner import Plan, PlanKey
from ingest.sql import MEMORY, identifier

Progress = Callable[[Plan, int], None]

# Schema of the views over plain files; it exists during the load only.
PLAIN_SCHEMA = "_plain"


def table_columns(plans: list[Plan]) -> dict[tuple[str, str], list[str]]:
    """Returns, per (schema, table), the columns that the files fill, in order of first use."""
    columns: dict[tuple[str, str], dict[str, None]] = {}
    for plan in plans:
        wanted = columns.setdefault((plan.schema, plan.table), {})
        wanted.update(dict.fromkeys(column.name for column in plan.columns))
        wanted.update(dict.fromkeys(plan.constants))
    return {key: list(names) for key, names in columns.items()}


def load(
    readings: list[Reading], target: Path, scratch: Path, progress: Progress | None = None
) -> None:
    """Reads every file and appends its rows to its table in `target`.

    A file is loaded as a whole or, when `reading.problem` is set, not at all. All files of a
    table are loaded with the columns of all of them. Small files are read together. Large plain
    files use the fast path; a file that this path cannot verify is read again on the checked path.
    """
    # dlt opens and closes the database for every job. While this connection stays open, closing
    # does not checkpoint, and incomplete row groups are compressed only once.
    with duckdb.connect(str(target)) as con:
        con.execute(f"set memory_limit = '{MEMORY}'")
        _load(readings, target, scratch, progress or (lambda plan, rows: None))


def _load(readings: list[Reading], target: Path, scratch: Path, step: Progress) -> None:
    columns = table_columns([reading.plan for reading in readings])
    large = [reading for reading in readings if not is_small(reading.plan)]
    staged = _stage_small(readings, columns, scratch, step)
    done = _load_fast(staged, large, columns, target, scratch, step)
    checked: Imports = {}
    for number, reading in enumerate(large):
        if reading.plan.key in done:
            continue
        path, table = scratch / f"large-{number}.parquet", _table(reading)
        tables = read(reading, columns[table], scratch, partial(step, reading.plan))
        rows = _write_parquet(path, columns[table], tables)
        if rows and reading.problem is None:
            checked.setdefault(table, []).append((path, "parquet", rows))
    for schema in _schemas(checked):
        run_dlt(schema, checked, columns, target, scratch)
    _drop_leftovers(target, [reading for reading in readings if reading.problem is None], columns)


def _table(reading: Reading) -> Table:
    return reading.plan.schema, reading.plan.table


def _schemas(imports: Imports) -> list[str]:
    return sorted({schema for schema, _ in imports})


def _stage_small(
    readings: list[Reading], columns: Columns, scratch: Path, step: Progress
) -> Imports:
    """Writes the rows of small files as Parquet, one file per table."""
    tables: dict[Table, list[Reading]] = {}
    for reading in readings:
        if is_small(reading.plan):
            tables.setdefault(_table(reading), []).append(reading)
    staged: Imports = {}
    with connect() as con:
        for number, (table, files) in enumerate(tables.items()):
            path = scratch / f"small-{number}.parquet"
            found = read_small(con, files, columns[table], scratch, step)
            if rows := _write_parquet(path, columns[table], found):
                staged[table] = [(path, "parquet", rows)]
    return staged


def _load_fast(
    staged: Imports,
    large: list[Reading],
    columns: Columns,
    target: Path,
    scratch: Path,
    step: Progress,
) -> set[PlanKey]:
    """Loads what is staged, and the plain files; returns the keys of those that were verified."""
    plain: dict[Table, list[Reading]] = {}
    for reading in large:
        if is_plain(reading.plan):
            plain.setdefault(_table(reading), []).append(reading)
    done: set[PlanKey] = set()
    with duckdb.connect(str(target)) as con:
        models = _models(con, plain, columns, scratch)
        for schema in _schemas({**staged, **models}):
            both = {key: staged.get(key, []) + models.get(key, []) for key in columns}
            may_fail = any(key[0] == schema for key in models)
            if not run_dlt(schema, both, columns, target, scratch, may_fail):
                # DuckDB cannot read a file: all plain ones of its schema use the checked path.
                con.execute(f"drop schema if exists {identifier(schema)} cascade")
                shutil.rmtree(scratch / "dlt", ignore_errors=True)
                models = {key: found for key, found in models.items() if key[0] != schema}
                if schema in _schemas(staged):
                    run_dlt(schema, staged, columns, target, scratch)
        con.execute(f"drop schema if exists {PLAIN_SCHEMA} cascade")
        con.execute("begin")
        for schema, name in models:
            for reading in plain[schema, name]:
                table = f"{identifier(schema)}.{identifier(name)}"
                if verify_or_unload(con, table, reading, scratch):
                    done.add(reading.plan.key)
                    step(reading.plan, reading.delivered)
        con.execute("commit")
    return done


def _models(
    con: duckdb.DuckDBPyConnection,
    plain: Mapping[Table, list[Reading]],
    columns: Columns,
    scratch: Path,
) -> Imports:
    """Makes one view per table over its plain files, and a model file of dlt that reads it.

    dlt parses the text of a model several times: without a view, that would cost more than reading
    the files does.
    """
    models: Imports = {}
    con.execute(f"create schema {PLAIN_SCHEMA}")
    for number, (key, readings) in enumerate(plain.items()):
        names = [*columns[key], "_system", "_file", "_row"]
        files = [f"({rows_sql(one.plan, columns[key], scratch)})" for one in readings]
        view = f"{PLAIN_SCHEMA}.files_{number}"
        with suppress(duckdb.Error):  # the checked path finds the file that cannot be read
            con.execute(f"create view {view} as {' union all '.join(files)}")
            path = scratch / f"plain-{number}.model"
            cells = ", ".join(map(identifier, names))
            path.write_text(f"dialect: duckdb\nselect {cells} from {view}", "utf-8")
            models[key] = [(path, "model", 0)]
    return models


def _write_parquet(path: Path, names: list[str], tables: Iterable[pa.Table]) -> int:
    """Writes rows as Parquet, without dictionaries: most texts are distinct.

    Returns the number of rows.
    """
    with pq.ParquetWriter(
        path,
        schema_of(names),
        compression="lz4",
        use_dictionary=["_system", "_file"],
        write_statistics=False,
    ) as writer:
        rows = 0
        for table in row_groups(tables):
            writer.write_table(table)
            rows += table.num_rows
    return rows


def _drop_leftovers(target: Path, loaded: list[Reading], columns: Columns) -> None:
    """Drops the tables that dlt adds, and columns without a header and without cells."""
    tables: dict[Table, list[Reading]] = {}
    for reading in loaded:
        tables.setdefault(_table(reading), []).append(reading)
    with duckdb.connect(str(target)) as con:
        con.execute("begin")
        for schema, name in con.execute(
            "select table_schema, table_name from information_schema.tables "
            "where starts_with(table_name, '_dlt_')"
        ).fetchall():
            con.execute(f"drop table {identifier(schema)}.{identifier(name)}")
        for key, readings in tables.items():
            table = f"{identifier(key[0])}.{identifier(key[1])}"
            _create_empty(con, table, columns[key])  # dlt creates no table without rows
            _drop_unnamed(con, table, columns[key], readings)
        con.execute("commit")
        con.execute("checkpoint")


def _create_empty(con: duckdb.DuckDBPyConnection, table: str, names: list[str]) -> None:
    schema = table.split(".")[0]
    con.execute(f"create schema if not exists {schema}")
    texts = "".join(f"{identifier(name)} varchar, " for name in names)
    con.execute(
        f"create table if not exists {table} ({texts}_system varchar, _file varchar, _row bigint)"
    )


def _drop_unnamed(
    con: duckdb.DuckDBPyConnection, table: str, names: list[str], readings: list[Reading]
) -> None:
    """Drops columns without a header and without a cell, and records them as empty columns."""
    for name in names:
        if not name.startswith("unnamed_"):
            continue
        found = con.execute(f"select count({identifier(name)}) from {table}").fetchall()
        if found[0][0] == 0:
            con.execute(f"alter table {table} drop column {identifier(name)}")
            for reading in readings:
                reading.empty_columns.add(name)
