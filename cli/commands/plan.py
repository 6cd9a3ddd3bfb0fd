"""`handoff plan`: shows who mends what until when, and what is not worth it."""

from __future__ import annotations

from pathlib import Path

import click

from cli.commands.checks import unknown_name
from cli.database import DATABASE, Row, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.report.words import say_money
from cli.terminal import make_console, print_line, wrap

ROADMAP = """
select * from results.roadmap
where $owner is null or lower(owner) = lower($owner)
order by is_in_plan desc, due_on nulls last, place nulls last, check_id, handoff_id
"""
OWNERS = "select distinct owner from results.roadmap where owner is not null order by 1"


@click.command("plan")
@click.option("--owner", help="Only what this person has to do.")
@click.option("--all", "show_all", is_flag=True, help="Also what is due after the 30 days.")
@DATABASE
@formats
def command(owner: str | None, show_all: bool, database: Path, as_json: bool, as_csv: bool) -> None:
    """Shows the plan of 30 days: one quick win first, then who mends what until when.

    Due dates are business days of the calendars in stack/. Nobody has two things due on one day.

    \b
    handoff plan
    handoff plan --owner "Jonas Weber"
    handoff plan --csv > plan.csv
    """
    with open_audit(database, "results.roadmap") as audit:
        rows = audit.named(ROADMAP, owner=owner)
        names = audit.columns("results.roadmap")
        if owner is not None and not rows:
            known = [row["owner"] for row in audit.rows(OWNERS)]
            raise unknown_name("owner", owner, known)
    if is_for_programs(as_json, as_csv):
        write_rows(rows, names, as_json)
        return
    planned = [row for row in rows if row["is_in_plan"]]
    later = [row for row in rows if row["state"] == "open" and not row["is_in_plan"]]
    if not planned and not later:
        print_line("Nothing is to be done: no finding is open.")
    for row in planned:
        _print_item(row)
    if later and show_all:
        _print_title("After the 30 days")
        for row in later:
            _print_item(row)
    elif later:
        click.echo()
        print_line(f"{len(later):,} more are due after the 30 days: --all, --csv or --json")
    _print_others(rows, "not_worth_fixing", "Not worth fixing by hand")
    _print_others(rows, "mended", "Mended since they were first seen")


def _print_item(row: Row) -> None:
    due = f"{row['due_on']:%a %Y-%m-%d}" if row["due_on"] else "later"
    click.echo()
    title = f"{due}  {row['owner']}" + ("" if row["is_owner_person"] else " (a team, no person)")
    make_console().print(
        title + ("  the quick win to begin with" if row["is_first_quick_win"] else ""),
        style="bold",
        highlight=False,
        markup=False,
    )
    for text in (f"{_name(row)}: {row['claim']}", row["remedy"], "; ".join(_facts(row))):
        click.echo(wrap(text, "  ", 2))


def _facts(row: Row) -> list[str]:
    facts = [f"{row['violations']:,} of {row['scope']:,} now"]
    if row["violations_before"] is not None and row["violations_before"] != row["violations"]:
        facts.append(f"{row['violations_before']:,} of {row['scope_before']:,} at first")
    facts.append(f"aim: at most {row['target_violations']:,}")
    if row["people"]:
        facts.append(f"{row['people']:,} {'person' if row['people'] == 1 else 'people'}")
    if money := say_money(row):
        facts.append(money)
    return facts


def _print_others(rows: list[Row], state: str, title: str) -> None:
    found = [row for row in rows if row["state"] == state]
    if found:
        _print_title(title)
    for row in found:
        click.echo(wrap(f"{_name(row)}: {'; '.join(_facts(row))}", "  ", 2))


def _print_title(title: str) -> None:
    click.echo()
    make_console().print(title, style="bold", highlight=False)


def _name(row: Row) -> str:
    return str(row["check_id"]) + (f" on {row['handoff_id']}" if row["handoff_id"] else "")
