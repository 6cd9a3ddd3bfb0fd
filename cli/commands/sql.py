"""`handoff sql`: asks the database several questions in SQL."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from cli.commands.query import MOST, print_answer
from cli.database import DATABASE, open_audit
from ingest.errors import UserError

HELP = """\
Tables: results.findings, results.violation_details, audit.*, canonical.*, evidence.*
Columns: describe results.findings;      End a query with `;`, leave with `.exit`."""


@click.command("sql")
@DATABASE
def command(database: Path) -> None:
    """Opens the database read-only and answers queries in the words of DuckDB.

    Reads queries from the terminal or from a pipe, each up to a `;`. `docs/tables.md` describes
    the tables.

    \b
    handoff sql
    handoff sql < questions.sql
    """
    is_terminal = sys.stdin.isatty()
    with open_audit(database, needs=None) as audit:
        if is_terminal:
            click.echo(HELP)
        for query in _queries(is_terminal):
            try:
                names, rows = audit.answer(query, MOST + 1)
            except UserError as error:
                # A person corrects a query and goes on; a script must not hide a failure.
                if not is_terminal:
                    raise
                click.echo(str(error), err=True)
                continue
            print_answer(names, rows)
            click.echo()


def _queries(is_terminal: bool) -> Iterator[str]:
    """The text up to each `;` at the end of a line, and the rest."""
    if is_terminal:
        # Gives the prompt a history and arrow keys, where Python has it.
        with suppress(ImportError):
            importlib.import_module("readline")
    lines: list[str] = []
    while True:
        try:
            prompt = ("   ...> " if lines else "handoff> ") if is_terminal else ""
            line = input(prompt)
        except (EOFError, KeyboardInterrupt):
            if is_terminal:
                click.echo()
            break
        if not lines and line.strip() in {".exit", ".quit", "exit", "quit"}:
            return
        lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []
    if "".join(lines).strip() and not is_terminal:
        yield "\n".join(lines)
