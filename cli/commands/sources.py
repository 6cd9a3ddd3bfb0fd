"""`handoff sources`: shows which sources, campaigns and scores bring leads that sales accepts."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from cli.commands.checks import unknown_name
from cli.database import DATABASE, Audit, Row, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.terminal import format_share, print_line, wrap

SOURCES = """
select *
from results.sources
where dimension = $dimension and ($value is null or lower(value) = lower($value))
order by system nulls first, is_blank, leads desc, value, step_order
"""
VALUES = "select distinct value from results.sources where dimension = ? order by 1"
SCORES = "select * from results.scores order by system, outcome"
COLLAPSES = "select * from results.score_blanks where is_collapse order by system"
DIMENSIONS = ("source", "channel", "campaign", "page", "offer", "country", "company_size")
_STEPS = ("accepted", "met", "opportunity", "won")
_WIDTH = 20  # of a value; longer ones are cut, in --json and --csv they are whole
_MOST = 25
_CELLS = {"too_small": "too few", "too_young": "too young", "not_computable": "-"}


@click.command("sources")
@click.argument("dimension", metavar="[DIMENSION]", type=click.Choice(DIMENSIONS), default="source")
@click.argument("value", required=False)
@click.option("--score", is_flag=True, help="Show instead whether the score tells who is accepted.")
@DATABASE
@formats
def command(
    dimension: str, value: str | None, score: bool, database: Path, as_json: bool, as_csv: bool
) -> None:
    """Shows how many leads of each source were accepted, met, became a deal and were won.

    DIMENSION is source (the default), channel, campaign, page, offer, country or company_size.
    A share counts leads that are old enough only. "below" and "above" compare it with the rest of
    the leads, beyond chance. With VALUE, all steps of that value and their intervals.

    \b
    handoff sources
    handoff sources campaign
    handoff sources source "Paid Search"
    handoff sources --score
    """
    with open_audit(database, "results.sources") as audit:
        if score:
            _scores(audit, as_json, as_csv)
            return
        rows = audit.named(SOURCES, dimension=dimension, value=value)
        names = audit.columns("results.sources")
        if value is not None and not rows:
            known = [row["value"] for row in audit.rows(VALUES, [dimension])]
            raise unknown_name(dimension, value, known)
    if is_for_programs(as_json, as_csv):
        write_rows(rows, names, as_json)
    elif not rows:
        print_line(f"No export has a {dimension.replace('_', ' ')} of the leads.")
    elif value is not None:
        _print_value(rows)
    else:
        _print_values(dimension, rows)


def _scores(audit: Audit, as_json: bool, as_csv: bool) -> None:
    rows = audit.rows(SCORES)
    if is_for_programs(as_json, as_csv):
        write_rows(rows, audit.columns("results.scores"), as_json)
        return
    if not rows:
        print_line("No export has a score.")
    for row in rows:
        line = f"{row['system']}, {row['outcome']}: {row['verdict'].replace('_', ' ')}"
        if row["auc"] is not None:
            line += f", area {row['auc']:.2f} ({row['auc_low']:.2f} to {row['auc_high']:.2f})"
        print_line(line)
        facts = f"{row['wins']:,} reached it, {row['losses']:,} did not; {row['population']}"
        if row["score_from"] is not None:
            facts += (
                f"; {row['score_basis']}, {float(row['score_from']):g} to"
                f" {float(row['score_to']):g}"
            )
        click.echo(wrap(facts, "  ", 2))
        for text in (row["not_judged_because"], row["caution"]):
            if text:
                click.echo(wrap(text, "  ", 2))
    for row in audit.rows(COLLAPSES):
        print_line(
            f"{row['system']}: from {row['day']} on, {format_share(row['share_after'])} of"
            f" the scores are blank or zero, before {format_share(row['share_before'])}"
        )


def _short(text: str, is_page: bool = False) -> str:
    """A value that fits; of a page the end tells more than the beginning."""
    if len(text) <= _WIDTH:
        return text
    return "…" + text[1 - _WIDTH :] if is_page else text[: _WIDTH - 1] + "…"


def _cell(row: Row) -> str:
    """A share with its verdict: `48.2% below`."""
    if row["verdict"] in _CELLS:
        return _CELLS[row["verdict"]]
    word = row["verdict"] if row["verdict"] in ("below", "above") else ""
    return f"{format_share(row['rate']):>6} {word:5}"


def _print_values(dimension: str, rows: list[Row]) -> None:
    for system, group in groupby(rows, key=lambda row: row["system"]):
        steps = "".join(f"{step:>13}" for step in _STEPS)
        title = dimension.replace("_", " ") + (f" ({system})" if system else "")
        print_line(f"{_short(title):{_WIDTH}} {'leads':>7}{steps}")
        values = [list(one) for _, one in groupby(group, key=lambda row: row["value"])]
        for one in values[:_MOST]:
            cells = {row["step"]: _cell(row) for row in one}
            print_line(
                f"{_short(one[0]['value'], dimension == 'page'):{_WIDTH}} {one[0]['leads']:>7,}"
                + "".join(f"{cells[step]:>13}" for step in _STEPS).rstrip()
            )
        if len(values) > _MOST:
            click.echo(f"… and {len(values) - _MOST:,} more (--csv has all)")
    shown = {row["step"]: row["not_judged_because"] for row in rows if row["step"] in _STEPS}
    for step, because in shown.items():
        if because:
            click.echo(wrap(because, f"{step}: ", 4))
    click.echo("\nLook next:")
    click.echo(f"  handoff sources {dimension} VALUE    all steps of a value with their intervals")
    click.echo("  handoff sources --score         whether the score tells who is accepted")


def _print_value(rows: list[Row]) -> None:
    for system, group in groupby(rows, key=lambda row: row["system"]):
        steps = list(group)
        where = f" ({system})" if system else ""
        print_line(f"{steps[0]['value']}{where}: {steps[0]['leads']:,} leads")
        click.echo(f"  {'':12} {'old enough':>10}  {'reached':>7}  {'share (95 %)':22}  the rest")
        for row in steps:
            _print_step(row)


def _print_step(row: Row) -> None:
    if row["verdict"] == "not_computable":
        click.echo(wrap(row["not_judged_because"], f"  {row['step']:12} ", 15))
        return
    if row["verdict"] == "too_young":
        print_line(f"  {row['step']:12} {0:>10}  all leads are too young")
        return
    low, high = format_share(row["low"]), format_share(row["high"])
    share = f"{format_share(row['rate'])} ({low} to {high})"
    rest = format_share(row["rest_rate"]) if row["rest_rate"] is not None else "none"
    words = {"not_told_apart": "", "too_small": "too few leads"}
    verdict = words.get(row["verdict"], row["verdict"])
    print_line(
        f"  {row['step']:12} {row['n']:>10,}  {row['k']:>7,}  {share:22}  {rest} {verdict}".rstrip()
    )
    if row["amount"] is not None:
        print_line(f"  {'':12} {row['amount']:,.2f} {row['currency'] or ''}".rstrip())
