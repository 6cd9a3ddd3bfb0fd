"""`handoff accept`: writes the current results of the audit into the baseline."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path

import click

from cli.database import DATABASE, Audit, Row, open_audit
from cli.terminal import print_line
from ingest.errors import UserError

HEADER = ("check_id", "handoff_id", "status", "scope", "violations", "rate", "finding_id")
_COLUMNS = ", ".join(HEADER)
_ORDER = "order by check_id, handoff_id nulls first"
NEXT = f"select {_COLUMNS} from results.next_baseline where kind = ? {_ORDER}"
BUILT_WITH = f"select {_COLUMNS} from seeds.baseline {_ORDER}"

# The effect of accepting a row of the gate, in this order.
MOVES = """
select
    case
        when is_new then 'accepts as known'
        when is_lost then 'accepts as no longer computable'
        when is_worse then 'loosens'
        when verdict in ('resolved', 'improved') then 'tightens'
        when status_before is null then 'adds'
        when rate > rate_before then 'loosens within chance'
        when rate < rate_before then 'tightens within chance'
    end as move,
    *
from results.gate
where level = 'handoff' or is_lost
order by check_id, handoff_id nulls first
"""
LISTED = ("accepts as known", "accepts as no longer computable", "loosens", "tightens")
COUNTED = ("loosens within chance", "tightens within chance")
LOOSER = {"accepts as known", "accepts as no longer computable", "loosens", "loosens within chance"}


@click.command("accept")
@DATABASE
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("seeds/baseline.csv"),
    show_default=True,
    help="File to write.",
)
@click.option(
    "--improvements", is_flag=True, help="Only tighten: write no result that is new or worse."
)
def command(database: Path, baseline: Path, improvements: bool) -> None:
    """Writes the current results into the baseline, with which later nights are compared.

    Prints which limits become stricter and which findings are accepted as known. Commit the file.
    """
    with open_audit(database, "results.next_baseline") as audit:
        _require_current_audit(audit, database, baseline)
        rows = audit.rows(NEXT, ["improvements" if improvements else "all"])
        built_with = audit.rows(BUILT_WITH)
        moves = audit.rows(MOVES)
    text, current = as_csv(rows), baseline.read_text("utf-8")
    if text == current:
        click.echo(f"{baseline} is up to date: {_count(rows)}")
        return
    if current != as_csv(built_with):
        raise UserError.of(
            "it changed since the last build", str(baseline), "run `dbt build`, then accept again"
        )
    if improvements and not built_with:
        raise UserError.of(
            "there is no baseline yet", str(baseline), "run `handoff accept` without --improvements"
        )
    replace(baseline, text)
    for line in _summary(moves, improvements) if built_with else []:
        print_line(line)
    click.echo(f"wrote {baseline}: {_count(rows)}")


def _require_current_audit(audit: Audit, database: Path, baseline: Path) -> None:
    """Raises `UserError` if the results are old or contain an error, or if the file is missing."""
    if not baseline.is_file():
        raise UserError.of(
            "there is no such file",
            str(baseline),
            "run the command from the root of the dbt project, or name the file with --baseline",
        )
    built = audit.rows("select distinct run_id from results.gate")
    now = audit.rows("select run_id from results.current_run")
    if built != now:
        raise UserError.of(
            "the results are older than the exports", str(database), "run `dbt build` first"
        )
    broken = audit.rows(
        "select check_id, reason from results.check_results where status = 'error' order by 1"
    )
    if broken:
        names = ", ".join(row["check_id"] for row in broken)
        raise UserError.of(
            f"checks without a verdict because of an error: {names}",
            str(database),
            "repair them and run `dbt build`; see `handoff checks explain CHECK`",
        )


def as_csv(rows: list[Row]) -> str:
    """Rows as CSV in the given order, with `\\n` line ends on every machine."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([row[name] for name in HEADER] for row in rows)
    return text.getvalue()


def replace(path: Path, text: str) -> None:
    """Replaces a file in one step, so that a reader never sees half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _summary(moves: list[Row], improvements: bool) -> list[str]:
    """One line per finding that changed, and a count of the changes within chance."""
    lines = []
    for move in LISTED:
        if improvements and move in LOOSER:
            continue
        for row in moves:
            if row["move"] == move:
                where = f" on {row['handoff_id']}" if row["handoff_id"] else ""
                lines.append(f"{move}: {row['check_id']}{where}: {_change(row)}")
    for move in COUNTED:
        number = sum(row["move"] == move for row in moves)
        if number and not (improvements and move in LOOSER):
            lines.append(f"{move}: {number}")
    return lines


def _change(row: Row) -> str:
    return f"{_share(row, '_before')} -> {_share(row, '')}"


def _share(row: Row, suffix: str) -> str:
    scope = row[f"scope{suffix}"]
    return f"{row[f'violations{suffix}']:,} of {scope:,}" if scope else "no verdict"


def _count(rows: list[Row]) -> str:
    known = sum(row["finding_id"] is not None for row in rows)
    return f"{len(rows)} rows, {known} known findings"
