"""Loads every file of a folder once into a database in memory, as text, for `handoff init`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from ingest.load.checked_path import Reading, connect, file_columns, read
from ingest.load.fast_path import is_plain, rows_sql
from ingest.naming import header_key
from ingest.plan.planner import Plan
from ingest.sql import identifier


@dataclass(eq=False)
class LoadedTable:
    """One object of one system, with the rows of all its files."""

    system: str
    vendor: str | None
    object: str
    entity: str | None  # what its rows become; None: a table of its own, or not known
    name: str  # in the database in memory
    headers: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)  # raw column -> header
    paths: list[str] = field(default_factory=list)
    rows: int = 0
    padded: dict[str, int] = field(default_factory=dict)  # header -> rows with blanks at an end
    only_blanks: dict[str, int] = field(default_factory=dict)  # header -> cells of blanks
    padded_rows: int = 0  # rows with blanks at an end of any value
    unnamed: int = 0  # columns of its files without a name in the header
    unnamed_values: int = 0  # rows with a value in one of these

    @property
    def label(self) -> str:
        """`system/object`, as messages show it."""
        return f"{self.system}/{self.object}"

    def column(self, header: str) -> str:
        """The quoted column of a header."""
        return identifier(f"c{self.headers.index(header)}")


def load_tables(plans: Sequence[Plan], scratch: Path) -> tuple[Connection, list[LoadedTable]]:
    """Reads every planned file; a file that becomes several objects is read for the first one."""
    con = connect()
    # count_if returns null for a column without values.
    con.execute("create macro tally(condition) as coalesce(count_if(condition), 0)")
    tables: dict[tuple[str, str], LoadedTable] = {}
    first: dict[tuple[str, str], tuple[str, str]] = {}
    files: dict[tuple[str, str], list[Plan]] = {}
    for plan in plans:
        # The further maps of a file have its content, too.
        key = first.setdefault((plan.file_id, plan.system), (plan.system, plan.object))
        if key != (plan.system, plan.object):
            continue
        entity = plan.table if plan.schema == "raw_mapped" else None
        table = tables.setdefault(
            key, LoadedTable(plan.system, plan.vendor, plan.object, entity, f"t{len(tables)}")
        )
        files.setdefault(key, []).append(plan)
        table.paths.append(plan.source.label)
        known = {header_key(header) for header in table.headers}
        for header in plan.layout.header:
            if header.strip() and header_key(header) not in known:
                table.headers.append(header)
                known.add(header_key(header))
        unnamed = sum(not header.strip() for header in plan.layout.header)
        table.unnamed = max(table.unnamed, unnamed)
        for column in plan.columns:
            if not column.parts:
                table.roles.setdefault(column.name, _spelt(table, column.header))
    for key, table in tables.items():
        columns = ", ".join(f"{table.column(header)} varchar" for header in table.headers)
        con.execute(f"create table {table.name} ({columns or 'c0 varchar'})")
        for plan in files[key]:
            _load(con, table, plan, scratch)
        table.rows = con.execute(f"select count(*) from {table.name}").fetchall()[0][0]
        _trim(con, table)
    return con, [tables[key] for key in sorted(tables)]


def _spelt(table: LoadedTable, header: str) -> str:
    """A header as the first file of the table writes it."""
    folded = header_key(header)
    return next((one for one in table.headers if header_key(one) == folded), header)


def _load(con: Connection, table: LoadedTable, plan: Plan, scratch: Path) -> None:
    names = list(dict.fromkeys(file_columns(plan)))
    pairs: dict[str, str] = {}
    for name, header in zip(file_columns(plan), plan.layout.header, strict=True):
        if header.strip():
            pairs.setdefault(table.column(_spelt(table, header)), name)
    into = f"insert into {table.name} ({', '.join(pairs)}) select "
    into += ", ".join(map(identifier, pairs.values()))
    headers = zip(file_columns(plan), plan.layout.header, strict=True)
    unnamed = [identifier(name) for name, header in headers if not header.strip()]
    filled = " or ".join(f"trim({name}) <> ''" for name in unnamed)
    if is_plain(plan):
        rows = rows_sql(plan, names, scratch)
        con.execute(f"{into} from ({rows})")
        if unnamed:
            values = con.execute(f"select tally({filled}) from ({rows})").fetchall()[0][0]
            table.unnamed_values += values
        return
    for batch in read(Reading(plan), names, scratch):
        con.register("batch", batch)
        con.execute(f"{into} from batch")
        if unnamed:
            values = con.execute(f"select tally({filled}) from batch").fetchall()[0][0]
            table.unnamed_values += values
        con.unregister("batch")


def _trim(con: Connection, table: LoadedTable) -> None:
    """Counts the blanks around values, then removes them; a cell of blanks becomes null."""
    cells = [(header, table.column(header)) for header in table.headers]
    if not cells:
        return
    counts = ", ".join(
        f"tally({cell} <> trim({cell})), tally(trim({cell}) = '' and {cell} <> ''), "
        f"tally({cell} = '')"
        for _, cell in cells
    )
    is_padded = " or ".join(f"{cell} <> trim({cell}) and trim({cell}) <> ''" for _, cell in cells)
    *found, table.padded_rows = con.execute(
        f"select {counts}, tally({is_padded}) from {table.name}"
    ).fetchall()[0]
    for (header, _), padded, blank in zip(cells, found[::3], found[1::3], strict=True):
        table.padded[header], table.only_blanks[header] = padded - blank, blank
    if any(found):
        trimmed = ", ".join(f"nullif(trim({cell}), '') as {cell}" for _, cell in cells)
        con.execute(f"create or replace table {table.name} as select {trimmed} from {table.name}")
