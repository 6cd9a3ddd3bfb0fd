"""`handoff ingest`: loads a folder of exports into the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.database import DATABASE
from cli.terminal import PIPE_WIDTH
from ingest.errors import UserError, printable

if TYPE_CHECKING:
    from ingest.load.dlt_load import Progress
    from ingest.outcome import Outcome
    from ingest.plan.planner import Plan


STACK = click.option(
    "--stack",
    type=click.Path(path_type=Path),
    default=Path("stack"),
    show_default=True,
    help="Folder of the declared stack.",
)
ACCEPT = click.option(
    "--accept",
    multiple=True,
    metavar="FILE",
    help="Load this quarantined file; a name as shown, or a glob.",
)
DECLARATIONS_ONLY = click.option(
    "--declarations-only",
    is_flag=True,
    help="Audit the declared stack before the first export; FOLDER is empty.",
)


@click.command("ingest")
@click.argument("folder", type=click.Path(path_type=Path))
@DATABASE
@STACK
@ACCEPT
@DECLARATIONS_ONLY
def command(
    folder: Path, database: Path, stack: Path, accept: tuple[str, ...], declarations_only: bool
) -> None:
    """Loads the exports below FOLDER unchanged, as text.

    Reads CSV and similar formats, JSON, JSON lines, Parquet, Excel (.xlsx, .xlsm) and DuckDB
    files, also inside zip and gzip.

    Skips files that are already loaded, adds new records and continues after an unreadable file.
    Quarantines a full export whose size changed by more than the configured limits. Exit code 2
    when a file or a record was not loaded.
    """
    from ingest.run import ingest

    with loading() as step:
        outcome = ingest(
            *(folder, database, stack, step), accepted=accept, declarations_only=declarations_only
        )
    show(outcome)
    if not outcome.is_new:
        click.echo(f"nothing new: {database} is unchanged")
    if outcome.problems:
        raise UserError(outcome.problems)


@contextmanager
def loading() -> Iterator[Progress]:
    """Shows the number of loaded rows per file in a terminal."""
    from rich import progress
    from rich.console import Console

    errors = Console(stderr=True)
    shown = progress.Progress(
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}"),
        progress.TextColumn("{task.completed:,.0f} rows"),
        progress.TimeElapsedColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    )
    with shown:
        tasks: dict[str, Any] = {}

        def step(plan: Plan, rows: int) -> None:
            label = printable(plan.source.label)
            if label not in tasks:
                tasks[label] = shown.add_task(label, total=None)
            shown.advance(tasks[label], rows)

        yield step


def show(outcome: Outcome) -> None:
    """Prints the outcome of every file, and the columns that no file contains."""
    _print(outcome.files)
    for note in outcome.notes:
        click.echo(f"note: {printable(note.where)}: {printable(note.what)}")
    for warning in outcome.warnings:
        click.echo(f"warning: {printable(warning.where)}: {printable(warning.what)}", err=True)
        click.echo(f"  -> {printable(warning.fix)}", err=True)
    if outcome.notes:
        click.echo(
            "  -> add these columns to the exports; checks that need them are not computable"
        )


def _print(files: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("file", "recognised as", "export", "status"):
        table.add_column(name, overflow="fold")
    for name in ("loaded", "unchanged", "rejected", "non-record lines"):
        table.add_column(name, justify="right")
    for row in files:
        label = f"{row['path']}/{row['member']}" if row["member"] else row["path"]
        known = f"{row['system']}/{row['object']}" if row["system"] else (row["message"] or "")
        counts = ("rows_loaded", "rows_unchanged", "rows_rejected", "non_record_lines")
        moment = row.get("exported_at")
        export = (
            f"{row.get('export') or ''} {moment:%Y-%m-%d %H:%M}" if moment else row.get("export")
        )
        texts = [label, known, export or "", row["status"], *(f"{row[n]:,}" for n in counts)]
        table.add_row(*(Text(printable(text)) for text in texts))
    console = Console()
    (console if console.is_terminal else Console(width=PIPE_WIDTH)).print(table)
