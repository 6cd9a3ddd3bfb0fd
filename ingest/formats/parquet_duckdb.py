"""Reads the tables of Parquet and DuckDB files as rows of text, with a locked-down DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Connection

from ingest.files.unreadable import NotATable, UnreadableFile
from ingest.formats.csv_copy import Row
from ingest.sql import identifier, literal

BATCH = 20_480
MAX_LEVELS = 50
EXPORT_AGAIN = "export it again"


@dataclass(frozen=True)
class ColumnarTable:
    """One table of a file; `name` is empty for Parquet, else schema/table or table."""

    name: str
    path: Path
    source: str  # SQL of quoted names only
    columns: list[tuple[str, str]]  # header, SQL of its text

    def header(self) -> Row:
        """Returns the column names; fields of a struct are `parent_child`."""
        return [name for name, _ in self.columns]

    def rows(self) -> Iterator[Row]:
        """Yields every row as text; NULL is None. Raises `UnreadableFile`."""
        cells = ", ".join(sql for _, sql in self.columns)
        with closing(_open_alone(self.path)) as con:
            try:
                for batch in con.sql(f"select {cells} from {self.source}").to_arrow_reader(BATCH):
                    yield from map(list, zip(*(c.to_pylist() for c in batch.columns), strict=True))
            except duckdb.Error:
                raise UnreadableFile(
                    "its data is broken or too large to unpack", 0, EXPORT_AGAIN
                ) from None


def parquet_tables(path: Path) -> list[ColumnarTable]:
    """Returns the only table of a Parquet file whose name is safe in SQL."""
    return [_table("", path, f"read_parquet({literal(str(path))})")]


def duckdb_tables(path: Path) -> list[ColumnarTable]:
    """Returns every table of a DuckDB file; views are not executed.

    Raises `NotATable` for a database of handoff itself.
    """
    with closing(_open_alone(path)) as con:
        found = con.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = 'export_file' and not internal order by all"
        ).fetchall()
    if any(schema == "raw_handoff" for schema, _ in found):
        raise NotATable("it is a database of handoff", "move it out of the folder")
    return [
        _table(
            name if schema == "main" else f"{schema}/{name}",
            path,
            f"export_file.{identifier(schema)}.{identifier(name)}",
        )
        for schema, name in found
    ]


def _open_alone(path: Path) -> Connection:
    """Opens a connection that can read this one file and nothing else."""
    con = duckdb.connect(config={"memory_limit": "1GB", "threads": "1"})
    try:
        con.execute("set TimeZone = 'UTC'; set autoinstall_known_extensions = false")
        if is_duckdb(path):
            con.execute(f"attach {literal(str(path))} as export_file (read_only)")
        con.execute(f"set allowed_paths = [{literal(str(path))}]")
        con.execute("set enable_external_access = false; set lock_configuration = true")
    except duckdb.Error:
        con.close()
        what = "it is a DuckDB file that is broken or of another version"
        raise UnreadableFile(what, 0, EXPORT_AGAIN) from None
    return con


def is_duckdb(path: Path) -> bool:
    """Whether the first bytes are those of a DuckDB file."""
    with path.open("rb") as stream:
        return stream.read(12)[8:] == b"DUCK"


def _table(name: str, path: Path, source: str) -> ColumnarTable:
    with closing(_open_alone(path)) as con:
        try:
            relation = con.sql(f"from {source}")
            columns = list(zip(relation.columns, relation.types, strict=True))
        except duckdb.Error:
            raise UnreadableFile("it is cut off or broken", 0, EXPORT_AGAIN) from None
    cells = [cell for column, kind in columns for cell in _cells(column, identifier(column), kind)]
    return ColumnarTable(name, path, source, cells)


def _cells(
    header: str, sql: str, kind: duckdb.DuckDBPyType, level: int = 1
) -> list[tuple[str, str]]:
    if kind.id == "struct" and level < MAX_LEVELS:
        return [
            cell
            for field, child in kind.children
            for cell in _cells(
                f"{header}_{field}", f"struct_extract({sql}, {literal(field)})", child, level + 1
            )
        ]
    return [(header, f"{_text(sql, kind.id)} as {identifier(header)}")]


def _text(sql: str, kind: str) -> str:
    """Returns SQL for the text of a cell."""
    plain = f"cast({sql} as varchar)"
    if kind in ("float", "double"):
        # Programs store whole numbers with gaps as floats: 123.0 means 123.
        whole = f"{sql} = trunc({sql}) and abs({sql}) < 1e15"
        return f"case when {whole} then cast(cast({sql} as bigint) as varchar) else {plain} end"
    if kind == "timestamp with time zone":
        # ISO with Z: the time zone of the connection is UTC.
        return f"regexp_replace({plain}, '[+]00$', 'Z')"
    if kind in ("list", "array", "map", "struct", "union", "variant"):
        return f"cast(to_json({sql}) as varchar)"
    if kind == "blob":
        # Old programs write text as bytes without marking it as text.
        return f"coalesce(try(decode({sql})), {plain})"
    return plain
