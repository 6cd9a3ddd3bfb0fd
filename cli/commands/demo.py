"""`handoff demo`: writes the exports of an invented company with known faults."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.errors import UserError


@click.command()
@click.option("--leads", default=2000, show_default=True, help="Number of form submissions.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same company.")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; must be new or empty.",
)
@click.option("--clean", is_flag=True, help="Plant no faults, so that every check passes.")
def command(leads: int, seed: int, out: Path, clean: bool) -> None:
    """Writes the exports of a demo company and, in the folder truth, the list of its faults."""
    from demo.generate import MIN_LEADS, generate

    if leads < MIN_LEADS:
        raise UserError.of(
            f"{leads} leads are too few to plant every fault",
            "--leads",
            f"use {MIN_LEADS} or more",
        )
    if seed < 0:
        raise UserError.of("the seed is negative", "--seed", "use 0 or more")
    if out.exists() and any(out.iterdir()):
        raise UserError.of(
            "the folder is not empty", str(out), "name a new folder, or empty this one"
        )
    summary = generate(leads, seed, out, clean)
    click.echo(f"{leads} leads in {summary.files} files under {out}")
    click.echo(
        f"{summary.faults} planted records, {summary.expected} expected violations: {out}/truth"
    )
