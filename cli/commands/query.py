"""`handoff query`: asks the database a question in SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from cli.database import DATABASE, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.terminal import make_console
from ingest.errors import printable

# Rows that a terminal shows; --csv writes all.
MOST = 50


@click.command("query")
@click.argument("sql")
@DATABASE
@formats
def command(sql: str, database: Path, as_json: bool, as_csv: bool) -> None:
    """Prints the rows of SQL, a query in the words of DuckDB.

    The database is opened read-only, and the query cannot reach other files. `docs/tables.md`
    describes the tables.

    \b
    handoff query "from results.findings"
    handoff query "from evidence.records_arrive where is_violation" --csv
    """
    is_complete = is_for_programs(as_json, as_csv)
    with open_audit(database, needs=None) as audit:
        names, rows = audit.answer(sql, None if is_complete else MOST + 1)
    if is_complete:
        write_rows([dict(zip(names, row, strict=True)) for row in rows], names, as_json)
        return
    print_answer(names, rows)


def print_answer(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Prints the first rows of an answer as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(Text(printable(name)), overflow="fold")
    for row in rows[:MOST]:
        table.add_row(*(Text(_shown(value)) for value in row))
    make_console().print(table)
    if len(rows) > MOST:
        click.echo("… and more rows: `handoff query SQL --csv` prints all, or add `limit`")


def _shown(value: Any) -> str:
    return "" if value is None else printable(str(value))
