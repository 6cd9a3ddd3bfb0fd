"""`handoff report`: writes the audit as one HTML file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from cli.database import DATABASE, open_audit
from cli.report.mask import EXTERNAL, INTERNAL
from cli.report.page import build_page
from cli.report.read import read_content
from cli.terminal import print_line
from ingest.errors import UserError

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
    default=20,
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
    with open_audit(database, "report.report_summary") as audit:
        text = build_page(read_content(audit, audience, limit))
    path = out or database.parent / NAME
    _write(path, text)
    print_line(f"report: {path} ({audience})")


def _write(path: Path, text: str) -> None:
    """Replaces the file as a whole: no reader sees half a report."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, suffix=".html", delete=False
        ) as file:
            file.write(text)
        Path(file.name).replace(path)
    except OSError as error:
        raise UserError.of(
            f"the report could not be written: {error.strerror}", str(path), "name another --out"
        ) from None
