"""Loads readings through dlt into a fresh DuckDB file, one pipeline per schema."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.names import identifier
from ingest.plan import Plan
from ingest.reader import Reading, read

Progress = Callable[[Plan, int], None]

# dlt reads these when it is imported: nothing may leave the machine, no row may reach a log.
_SETTINGS = {
    # A signal ends the run at once and throws the work away; dlt would finish its package first.
    "RUNTIME__INTERCEPT_SIGNALS": "false",
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "CRITICAL",
    "SCHEMA__NAMING": "direct",  # names are normalised by us, reversibly, in raw_handoff.columns
    "EXTRACT__NEXT_ITEM_MODE": "fifo",
    "LOAD__DELETE_COMPLETED_JOBS": "true",
    "LOAD__WORKERS": "1",
}


def table_columns(plans: list[Plan]) -> dict[tuple[str, str], list[str]]:
    """(schema, table) -> columns that the files of this run fill, in order of first use."""
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

    A file lands whole or, when its reading ends in a problem, not at all. All files of a table
    land with the columns of all of them.
    """
    columns = table_columns([reading.plan for reading in readings])
    staged: dict[tuple[str, str], list[tuple[Reading, Path]]] = {}
    for number, reading in enumerate(readings):
        key = (reading.plan.schema, reading.plan.table)
        path = scratch / f"{number}.parquet"
        _stage(reading, columns[key], path, scratch, progress)
        if reading.problem is None:
            staged.setdefault(key, []).append((reading, path))
    if any(reading.delivered for files in staged.values() for reading, _ in files):
        _run(staged, columns, target, scratch)
    _tidy(target, staged, columns)


def _stage(
    reading: Reading, names: list[str], path: Path, scratch: Path, progress: Progress | None
) -> None:
    """Writes a reading as Parquet: plain pages, because most text of an export is distinct."""

    def step(rows: int) -> None:
        if progress is not None:
            progress(reading.plan, rows)

    with pq.ParquetWriter(
        path,
        schema_of(names),
        compression="lz4",
        use_dictionary=["_system", "_file"],
        write_statistics=False,
    ) as writer:
        for table in read(reading, names, scratch, step):
            writer.write_table(table)


def schema_of(names: list[str]) -> pa.Schema:
    """Arrow schema of a raw table."""
    texts = [(name, pa.string()) for name in (*names, "_system", "_file")]
    return pa.schema([*texts, ("_row", pa.int64())])


Staged = Mapping[tuple[str, str], list[tuple[Reading, Path]]]


def _run(
    staged: Staged, columns: Mapping[tuple[str, str], list[str]], target: Path, scratch: Path
) -> None:
    dlt = _dlt(scratch)
    for schema in sorted({schema for schema, _ in staged}):
        resources = [
            dlt.resource(
                _imports(dlt, files, columns[key]), name=key[1], write_disposition="append"
            )
            for key, files in staged.items()
            if key[0] == schema and any(reading.delivered for reading, _ in files)
        ]
        if resources:
            pipeline = dlt.pipeline(
                f"handoff_{schema}",
                pipelines_dir=str(scratch / "dlt"),
                destination=dlt.destinations.duckdb(str(target)),
                dataset_name=schema,
            )
            pipeline.run(resources, loader_file_format="parquet")


def _imports(
    dlt: Any, files: list[tuple[Reading, Path]], names: list[str]
) -> Callable[[], Iterator[Any]]:
    # A closure without parameters: dlt fills parameters from the environment by name.
    def imports() -> Iterator[Any]:
        for reading, path in files:
            if reading.delivered:
                hints = schema_of(names).empty_table()
                yield dlt.mark.with_file_import(
                    str(path), "parquet", reading.delivered, hints=hints
                )

    return imports


def _dlt(scratch: Path) -> Any:
    os.environ.update(_SETTINGS)
    os.environ["DLT_DATA_DIR"] = str(scratch / "dlt-home")
    import dlt

    logging.getLogger("dlt").setLevel(logging.CRITICAL)
    return dlt


def _tidy(target: Path, staged: Staged, columns: Mapping[tuple[str, str], list[str]]) -> None:
    """Removes what dlt adds and columns that hold nothing; numbers rows beside rejects."""
    with duckdb.connect(str(target)) as con:
        con.execute("begin")
        for schema, name in con.execute(
            "select table_schema, table_name from information_schema.tables "
            "where starts_with(table_name, '_dlt_')"
        ).fetchall():
            con.execute(f"drop table {identifier(schema)}.{identifier(name)}")
        for key, files in staged.items():
            table = f"{identifier(key[0])}.{identifier(key[1])}"
            readings = [reading for reading, _ in files]
            _create_empty(con, table, columns[key])  # dlt makes no table of no rows
            for reading in readings:
                _number(con, table, reading)
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


def _number(con: duckdb.DuckDBPyConnection, table: str, reading: Reading) -> None:
    """Makes `_row` the number of the record in the file, counting rejected ones."""
    for reject in sorted(reading.rejects, key=lambda reject: reject.ordinal):
        con.execute(
            f"update {table} set _row = _row + 1 where _file = ? and _system = ? and _row >= ?",
            [*reading.plan.key, reject.ordinal],
        )


def _drop_unnamed(
    con: duckdb.DuckDBPyConnection, table: str, names: list[str], here: list[Reading]
) -> None:
    """Columns without a header and without a cell are furniture, not columns."""
    for name in names:
        if not name.startswith("unnamed_"):
            continue
        found = con.execute(f"select count({identifier(name)}) from {table}").fetchall()
        if found[0][0] == 0:
            con.execute(f"alter table {table} drop column {identifier(name)}")
            for reading in here:
                reading.empty_columns.add(name)
