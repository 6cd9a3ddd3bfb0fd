"""Loads readings through dlt into a fresh DuckDB file, one pipeline per schema."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from ingest.names import identifier
from ingest.plan import Plan
from ingest.reader import Reading, read

Progress = Callable[[Plan, int], None]

# dlt reads these when it is imported: nothing may leave the machine, no row may reach a log.
_SETTINGS = {
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
    """Appends every reading to its table in `target`; tables get all columns of their files.

    Rows of a reading that ended in a problem are removed again: a file lands whole or not.
    """
    if not readings:
        return
    dlt = _dlt(scratch)
    columns = table_columns([reading.plan for reading in readings])
    for schema in sorted({schema for schema, _ in columns}):
        resources = [
            dlt.resource(
                _rows(
                    [r for r in readings if (r.plan.schema, r.plan.table) == key],
                    names,
                    scratch,
                    progress,
                ),
                name=key[1],
                write_disposition="append",
            )
            for key, names in columns.items()
            if key[0] == schema
        ]
        pipeline = dlt.pipeline(
            f"handoff_{schema}",
            pipelines_dir=str(scratch / "dlt"),
            destination=dlt.destinations.duckdb(str(target)),
            dataset_name=schema,
        )
        pipeline.run(resources, loader_file_format="parquet")
    _tidy(target, readings, columns)


def _rows(
    readings: list[Reading], names: list[str], scratch: Path, progress: Progress | None
) -> Callable[[], Iterator[pa.Table]]:
    # A closure without parameters: dlt fills parameters from the environment by name.
    def rows() -> Iterator[pa.Table]:
        for reading in readings:
            plan = reading.plan

            def step(count: int, plan: Plan = plan) -> None:
                if progress is not None:
                    progress(plan, count)

            yield from read(reading, names, scratch, step)

    return rows


def _dlt(scratch: Path):  # type: ignore[no-untyped-def]
    os.environ.update(_SETTINGS)
    os.environ["DLT_DATA_DIR"] = str(scratch / "dlt-home")
    import dlt

    logging.getLogger("dlt").setLevel(logging.CRITICAL)
    return dlt


def _tidy(
    target: Path, readings: list[Reading], columns: Mapping[tuple[str, str], list[str]]
) -> None:
    """Removes what dlt adds, what failed files left, and columns that hold nothing."""
    with duckdb.connect(str(target)) as con:
        for schema, name in con.execute(
            "select table_schema, table_name from information_schema.tables "
            "where starts_with(table_name, '_dlt_')"
        ).fetchall():
            con.execute(f"drop table {identifier(schema)}.{identifier(name)}")
        for (schema, name), names in columns.items():
            table = f"{identifier(schema)}.{identifier(name)}"
            here = [r for r in readings if (r.plan.schema, r.plan.table) == (schema, name)]
            if all(reading.delivered == 0 for reading in here):
                _create_empty(con, table, names)  # dlt makes no table of no rows
            for reading in here:
                if reading.problem is not None and reading.delivered:
                    con.execute(
                        f"delete from {table} where _file = ? and _system = ?",
                        list(reading.plan.key),
                    )
                elif reading.rejects:
                    _number(con, table, reading)
            _drop_unnamed(con, table, names, here)
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
