"""`handoff evidence`: writes the audit as a workbook, and reads the filled one back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cli.database import DATABASE, open_audit
from cli.evidence.decisions import Decisions, judge, known_records
from cli.evidence.filled import read_filled
from cli.evidence.tabs import DECISIONS
from cli.evidence.waivers import Waiver, read_waivers
from cli.evidence.write import LIMIT, write_evidence
from cli.report.mask import EXTERNAL, INTERNAL
from cli.terminal import print_line

NAME = "handoff-evidence.xlsx"


@click.group("evidence", invoke_without_command=True)
@DATABASE
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The file to write; by default {NAME} beside the database.",
)
@click.option(
    "--csv",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write each tab as a CSV file into this folder.",
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
@click.pass_context
def command(
    ctx: click.Context,
    database: Path,
    out: Path | None,
    folder: Path | None,
    audience: str,
    limit: int,
) -> None:
    """Writes the audit as an Excel workbook: a tab per subject, and decisions to fill in.

    Fill the columns decision, comment, waiver owner and waiver until of the tab Evidence, then run
    `handoff evidence read`. Personal data is masked as in `handoff report`.

    \b
    handoff evidence
    handoff evidence --audience internal --out out/internal.xlsx
    handoff evidence --csv out/evidence
    handoff evidence read handoff-evidence.xlsx
    """
    ctx.obj = database
    if ctx.invoked_subcommand is not None:
        return
    path = out or database.parent / NAME
    files = write_evidence(database, path, folder, audience, limit)
    print_line(f"evidence: {path} ({audience})")
    if files:
        print_line(f"evidence: {len(files)} CSV files in {folder} ({audience})")


@command.command("read")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The DuckDB file that was audited; by default that of `handoff evidence`.",
)
@click.option(
    "--waivers",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("seeds/waivers.csv"),
    show_default=True,
    help="The file of the waivers.",
)
@click.option("--write", "is_write", is_flag=True, help="Write the waivers; else only show them.")
@click.pass_obj
def read(default: Path, file: Path, database: Path | None, waivers: Path, is_write: bool) -> None:
    """Reads the decisions of a filled workbook and shows what they would change.

    The file is checked as a whole: one wrong cell and nothing is written. `waive` becomes a row of
    seeds/waivers.csv and needs a comment, an owner and a last day. The other decisions are counted.

    \b
    handoff evidence read handoff-evidence.xlsx
    handoff evidence read handoff-evidence.xlsx --write
    """
    current = read_waivers(waivers)
    filled = read_filled(file)
    with open_audit(database or default, "report.report_summary") as audit:
        (summary,) = audit.rows("select cast(as_of as date) as day from report.report_summary")
        known = known_records(audit)
    decisions = judge(filled, known, summary["day"])
    new = current.new(decisions.waivers)
    _print(file, decisions, new, waivers)
    if not new:
        return
    if is_write:
        current.add(new)
        print_line(f"wrote {waivers}: run `dbt build`, or the next `handoff run`")
    else:
        print_line("nothing was written: run the command again with --write")


def _print(file: Path, decisions: Decisions, new: Sequence[Waiver], path: Path) -> None:
    counts = [
        f"{decisions.counts[word]:,} {word}" for word in DECISIONS if decisions.counts.get(word)
    ]
    print_line(f"{file.name}: {', '.join(counts) or 'no decisions'}")
    if any(decisions.counts.get(word) for word in DECISIONS[1:]):
        print_line("only waivers are stored; the other decisions stay in the workbook")
    if not new:
        print_line(f"{path} does not change")
        return
    print_line(f"{path} gets {len(new):,} waivers:" if len(new) > 1 else f"{path} gets 1 waiver:")
    for waiver in new:
        on = f" on {waiver.handoff_id}" if waiver.handoff_id else ""
        print_line(
            f"  + {waiver.check_id}{on}, {waiver.record_id}: until {waiver.expires_on},"
            f" {waiver.owner}: {waiver.reason}"
        )
