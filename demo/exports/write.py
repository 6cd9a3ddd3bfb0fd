"""Writes the exports: rows of clean leads from the plan, and edited rows of planted leads."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from demo.company import calendar
from demo.company.ids import ORG_ID
from demo.exports.table import Table, quote
from demo.faults.planted_rows import Row

_ZIP_TIME = (2026, 6, 30, 18, 0, 0)
_MONTHS = range(1, 7)


def sql_text(value: str) -> str:
    """Quotes a text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def _planted_table(con: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[Row]) -> str | None:
    if not rows:
        return None
    name = f"planted_{table.name}"
    arrow = pa.table(
        {
            "_moment": pa.array([int(row["_moment"]) for row in rows], pa.int64()),
            "_lead": pa.array([int(row["_lead"]) for row in rows], pa.int64()),
            **{h: pa.array([row.get(h, "") for row in rows], pa.string()) for h in table.headers},
        }
    )
    con.register("arrow_in", arrow)
    con.execute(f"create table {name} as select * from arrow_in")
    con.unregister("arrow_in")
    return name


def _copy(con: duckdb.DuckDBPyConnection, table: Table, rows: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = ", ".join(
        quote(h) if table.quoted else f"nullif({quote(h)}, '') as {quote(h)}" for h in table.headers
    )
    force = ", force_quote *" if table.quoted else ""
    con.execute(
        f"copy (select {cells} from ({rows}) order by _moment, _lead, {quote(table.headers[0])}) "
        f"to {sql_text(str(path))} "
        f"(format csv, header true, delimiter ',', nullstr {sql_text(table.null)}{force})"
    )


def write_table(
    con: duckdb.DuckDBPyConnection, table: Table, planted: Sequence[Row], folder: Path
) -> list[Path]:
    """Writes one export, sorted by time; returns the files."""
    cells = ", ".join(["_moment", "_lead", *map(quote, table.headers)])
    rows = f"select {cells} from ({table.select()}) where not _planted"
    planted_name = _planted_table(con, table, planted)
    if planted_name:
        rows += f" union all select {cells} from {planted_name}"
    if not table.monthly:
        _copy(con, table, rows, folder / table.path)
        return [folder / table.path]
    paths = []
    for month in _MONTHS:
        path = folder / table.path.replace(".csv", f"-2026-{month:02}.csv")
        start, end = (calendar.seconds(datetime(2026, m, 1)) for m in (month, month + 1))
        month_rows = f"select * from ({rows}) where _moment >= {start} and _moment < {end}"
        _copy(con, table, month_rows, path)
        paths.append(path)
    return paths


def write_rows(table: Table, rows: Sequence[Mapping[str, str]], path: Path) -> None:
    """Writes a small table (users, queues, an old export) given as rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        for cells in ({h: h for h in table.headers}, *rows):
            file.write(",".join(_cell(table, cells.get(h, "")) for h in table.headers) + "\n")


def _cell(table: Table, value: str) -> str:
    if not value and table.null:
        return table.null
    if table.quoted or any(mark in value for mark in ',"\n'):
        return '"' + value.replace('"', '""') + '"'
    return value


def zip_export(files: Sequence[Path], folder: Path) -> None:
    """Packs the files of a Data Export into a ZIP and removes them."""
    with zipfile.ZipFile(
        folder / f"WE_{ORG_ID}_1.ZIP", "w", zipfile.ZIP_DEFLATED, compresslevel=1
    ) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path.name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
            path.unlink()
