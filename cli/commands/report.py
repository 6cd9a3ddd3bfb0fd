"""`handoff report`: writes the audit as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from cli.database import DATABASE
from cli.report.mask import EXTERNAL, INTERNAL
from cli.report.write import LIMIT, write_report
from cli.terminal import print_line

NAME = "handoff-report.html"


@click.command("report")
@DATABASE
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The file to write; by default {NAME} beside the database.",
)
@click.option(
    "--audience",
    type=click.Choice([EXTERNAL, INTERNAL]),
    default=EXTERNAL,
    show_default=True,
    help="external masks personal data, internal shows it.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=LIMIT,
    show_default=True,
    help="Records per finding.",
)
def command(database: Path, out: Path | None, audience: str, limit: int) -> None:
    """Writes the audit as one HTML file that needs no network.

    For readers outside, people, companies and deals are numbered in the order of appearance, and
    reps are shown as teams. Ids stay, so that links work: the file is pseudonymous, not anonymous.

    \b
    handoff report
    handoff report --audience internal --out out/internal.html
    """
    path = out or database.parent / NAME
    write_report(database, path, audience, limit)
    print_line(f"report: {path} ({audience})")
