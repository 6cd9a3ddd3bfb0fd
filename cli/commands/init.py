"""`handoff init`: writes a first declared stack from a folder of exports."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from ingest.errors import printable


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--stack",
    type=click.Path(path_type=Path),
    default=Path("stack"),
    show_default=True,
    help="Folder to create; it must not exist yet, except with --update.",
)
@click.option(
    "--update",
    "is_update",
    is_flag=True,
    help="Add what is new in the exports; what the stack has stays byte for byte.",
)
def command(folder: Path, stack: Path, is_update: bool) -> None:
    """Writes a first stack from the exports below FOLDER.

    Takes systems, unknown files, handoffs, status values and routing inputs from the exports,
    and marks everything that only a person knows with TODO(person).
    """
    from ingest.init.draft import init, update

    draft = update(folder, stack) if is_update else init(folder, stack)
    for title, found in (
        ("systems", draft.systems),
        ("mapped by guess", draft.mapped),
        ("what the values show", draft.links),
        ("what no file tells", draft.absent),
        ("handoffs", draft.handoffs),
        ("could not be read", draft.skipped),
    ):
        if found:
            click.echo(f"{title}:")
        for line in found:
            click.echo("  " + printable(line))
    if draft.evidence:
        lines = draft.evidence.count("\n")
        click.echo(f"wrote {stack / 'values.txt'}: {lines} lines of what the values show")
    click.echo(f"wrote {stack}: {draft.todos} places are marked TODO(person)")
    names = shlex.quote(str(folder)), shlex.quote(str(stack))
    click.echo(
        "next: `handoff stack` validates the stack; then handoff run {} --stack {}".format(*names)
    )
