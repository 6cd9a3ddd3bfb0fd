"""`handoff query`: asks the database a question in SQL."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from cli.database import DATABASE, open_audit
from cli.terminal import make_console
from ingest.errors import printable

# Rows that a terminal shows; --csv writes all.
MOST = 50


@click.command("query")
@click.argument("sql")
@DATABASE
@click.option("--csv", "as_csv", is_flag=True, help="Print all rows as CSV.")
def command(sql: str, database: Path, as_csv: bool) -> None:
    """Prints the rows of SQL, a query in the words of DuckDB.

    The database is opened read-only, and the query cannot reach other files. `docs/tables.md`
    describes the tables.

    \b
    handoff query "from results.findings"
    handoff query "from evidence.records_arrive where is_violation" --csv
    """
    with open_audit(database, needs=None) as audit:
        names, rows = audit.answer(sql, None if as_csv else MOST + 1)
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([names, *rows])
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(Text(printable(name)), overflow="fold")
    for row in rows[:MOST]:
        table.add_row(*(Text(_shown(value)) for value in row))
    make_console().print(table)
    if len(rows) > MOST:
        click.echo("… and more rows: --csv prints all, or add `limit` to the query")


def _shown(value: Any) -> str:
    return "" if value is None else printable(str(value))
