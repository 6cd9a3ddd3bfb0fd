"""`handoff accept`: writes the current results of the audit into the baseline."""

from __future__ import annotations

from pathlib import Path

import click

from cli.database import DATABASE, Audit, Row, open_audit
from cli.gate.baseline_files import FACTS, FILES, RESULTS, replace, require_current_format, reset
from cli.terminal import print_line
from ingest.errors import UserError

# The effect of accepting a row of the gate, in this order.
MOVES = """
select
    case
        when is_new then 'accepts as known'
        when is_lost then 'accepts as no longer computable'
        when is_redeclared then 'accepts the promise'
        when is_worse or is_worse_since then 'loosens'
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
LEFT_OUT = """
select check_id, handoff_id, left_out_because
from results.next_baseline
where kind = 'improvements' and left_out_because is not null
order by check_id, handoff_id nulls first
"""
LISTED = (
    *("accepts as known", "accepts as no longer computable", "accepts the promise"),
    *("loosens", "tightens"),
)
COUNTED = ("loosens within chance", "tightens within chance")
LOOSER = {*LISTED[:4], "loosens within chance"}


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
@click.option("--reset", "is_reset", is_flag=True, help="Empty the baseline, to accept a new one.")
def command(database: Path, baseline: Path, improvements: bool, is_reset: bool) -> None:
    """Writes the current results into the baseline, with which later nights are compared.

    The baseline has three files: the results, digests of the records in violation, and facts of
    the exports. Prints which limits become stricter and which findings are accepted as known.
    Commit the files.
    """
    if is_reset:
        reset(baseline)
        click.echo(f"emptied {baseline} and the files beside it: build, then run `handoff accept`")
        return
    require_current_format(baseline)
    with open_audit(database, "results.next_baseline") as audit:
        _require_current_audit(audit, database, baseline)
        kind = "improvements" if improvements else "all"
        rows = {one: audit.rows(*one.next_rows(kind)) for one in FILES}
        built_with = {one: audit.rows(one.built_with) for one in FILES}
        moves = audit.rows(MOVES)
        left_out = audit.rows(LEFT_OUT) if improvements else []
    is_first = not built_with[RESULTS]
    if improvements and not is_first:
        # The facts belong to the night whose results the baseline has.
        rows[FACTS] = built_with[FACTS]
    texts = {one: one.as_csv(rows[one]) for one in FILES}
    current = {one: one.path(baseline).read_text("utf-8") for one in FILES}
    if texts == current:
        click.echo(f"{baseline} is up to date: {_count(rows[RESULTS])}")
        _print_left_out(left_out)
        return
    for one in FILES:
        if current[one] != one.as_csv(built_with[one]):
            raise UserError.of(
                "it changed since the last build",
                str(one.path(baseline)),
                "run `dbt build`, then accept again",
            )
    if improvements and is_first:
        raise UserError.of(
            "there is no baseline yet", str(baseline), "run `handoff accept` without --improvements"
        )
    for one in FILES:
        replace(one.path(baseline), texts[one])
    for line in [] if is_first else _summary(moves, improvements):
        print_line(line)
    _print_left_out(left_out)
    click.echo(f"wrote {baseline}: {_count(rows[RESULTS])}")


def _print_left_out(rows: list[Row]) -> None:
    """Lower shares that are no improvement, each with its reason."""
    for row in rows:
        where = f" on {row['handoff_id']}" if row["handoff_id"] else ""
        print_line(f"left out: {row['check_id']}{where}: {row['left_out_because']}")


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
