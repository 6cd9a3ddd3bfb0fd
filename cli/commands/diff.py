"""`handoff diff`: lists the changes between two audited nights."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from cli.commands.checks import unknown_name
from cli.database import DATABASE, Audit, Row, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.terminal import format_share, make_console
from ingest.errors import UserError

# Sorted by the data, not by the clock of the machine that ran the audit.
RUNS = """
select
    run_id,
    max(as_of) as as_of,
    max(files) as files,
    count(distinct check_id) as checks,
    count(*) filter (where status = 'fail') as findings
from results.handoff_history
group by run_id
order by as_of, files, run_id
"""
CHANGES = """
select * from results.run_changes
where run_before = ? and run_after = ? and change <> 'unchanged'
order by
    list_position(
        ['new', 'lost', 'worse', 'resolved', 'better', 'gained', 'waived', 'unconfirmed', 'pass'],
        change
    ),
    is_beyond_chance desc,
    check_id,
    handoff_id nulls first
"""


@click.command("diff")
@click.argument("run_a", required=False)
@click.argument("run_b", required=False)
@DATABASE
@formats
def command(
    run_a: str | None, run_b: str | None, database: Path, as_json: bool, as_csv: bool
) -> None:
    """Lists the changes between the nights RUN_A and RUN_B.

    Without RUN_B, compares RUN_A with the last night. Without both, lists the nights and compares
    the last two. The beginning of an id is enough.
    """
    with open_audit(database, "results.run_changes") as audit:
        runs = audit.rows(RUNS)
        ids = [row["run_id"] for row in runs]
        if is_for_programs(as_json, as_csv):
            before, after = _runs(run_a or ids[-2], run_b or ids[-1], ids) if ids[1:] else ("", "")
            rows = audit.rows(CHANGES, [before, after])
            write_rows(rows, audit.columns("results.run_changes"), as_json)
            return
        if run_a is None:
            _list(runs)
            if len(ids) < 2:
                click.echo("\nThere is only one night so far: nothing to compare.")
                return
            click.echo()
        before, after = _runs(run_a or ids[-2], run_b or ids[-1], ids)
        _changes(audit, before, after)


def _runs(run_a: str, run_b: str, ids: list[str]) -> list[str]:
    """The ids of both runs; raises one `UserError` with all problems of both names."""
    found, problems = [], []
    for name in dict.fromkeys((run_a, run_b)):
        try:
            found.append(_run(name, ids))
        except UserError as error:
            problems += error.problems
    if problems:
        raise UserError(problems)
    return [found[0], found[-1]]


def _run(name: str, ids: list[str]) -> str:
    """The id that begins with `name`; raises `UserError` for none or several."""
    found = [run for run in ids if run.startswith(name)]
    if len(found) > 1:
        raise UserError.of(
            f"{name!r} is the beginning of several runs: {', '.join(found)}", "", "name one"
        )
    if not found:
        raise unknown_name("run", name, ids)
    return found[0]


def _list(runs: list[Row]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("run", "as of (UTC)"):
        table.add_column(heading, no_wrap=True)
    for heading in ("files", "checks", "findings"):
        table.add_column(heading, justify="right")
    for row in runs:
        as_of = f"{row['as_of']:%Y-%m-%d %H:%M}" if row["as_of"] else ""
        counts = (f"{row[name]:,}" for name in ("files", "checks", "findings"))
        table.add_row(row["run_id"], as_of, *counts)
    make_console().print(table)


def _changes(audit: Audit, before: str, after: str) -> None:
    rows = audit.rows(CHANGES, [before, after])
    click.echo(f"From {before} to {after}: " + (f"{len(rows)} changes" if rows else "no changes"))
    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("change", "check", "handoff"):
        table.add_column(heading, no_wrap=True)
    for heading in ("before", "after"):
        table.add_column(heading, justify="right")
    table.add_column("beyond chance")
    for row in rows:
        table.add_row(
            row["change"],
            row["check_id"],
            row["handoff_id"] or "",
            _share(row, "_before"),
            _share(row, ""),
            "yes" if row["is_beyond_chance"] else "",
        )
    make_console().print(table)


def _share(row: Row, suffix: str) -> str:
    scope = row[f"scope{suffix}"]
    if not scope:
        return "no verdict"
    return f"{row[f'violations{suffix}']:,} of {scope:,} ({format_share(row[f'rate{suffix}'])})"
