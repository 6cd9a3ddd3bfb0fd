"""`handoff checklist`: shows how every item of the checklist stands, by section."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path

import click

from cli.commands.checks import unknown_name
from cli.database import DATABASE, Row, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.terminal import print_line, wrap_narrow

ITEMS = """
select * from results.checklist
where (? is null or status = ?) and (? is null or section = ?)
order by item_id
"""
# Statuses with what they mean, the gravest first.
STATUSES = {
    "error": "a check of it failed to run",
    "fail": "a check of it fails, or a person says so",
    "unconfirmed": "it rests on a guess in stack/",
    "waived": "its violations are waived",
    "pass": "its checks pass, or a person says so",
    "reported": "a figure or a declaration is there; nobody judged it",
    "not_computable": "exports or declarations are missing",
    "not_answered": "a person must answer or declare something",
}
_INDENT = 24


@click.command("checklist")
@DATABASE
@click.option("--status", help="Only this status: " + ", ".join(STATUSES) + ".")
@click.option("--section", help="Only this section, by its name.")
@formats
def command(
    database: Path, status: str | None, section: str | None, as_json: bool, as_csv: bool
) -> None:
    """Shows how every item of the checklist stands: counts first, then the items by section."""
    with open_audit(database, "results.checklist") as audit:
        sections = [row["section"] for row in audit.rows("select section from results.checklist")]
        for kind, value, known in (
            ("status", status, list(STATUSES)),
            ("section", section, list(dict.fromkeys(sections))),
        ):
            if value is not None and value not in known:
                raise unknown_name(kind, value, known)
        rows = audit.rows(ITEMS, [status, status, section, section])
        names = audit.columns("results.checklist")
    if is_for_programs(as_json, as_csv):
        write_rows(rows, names, as_json)
        return
    print_items(rows)


def print_items(rows: list[Row]) -> None:
    """Prints the counts per status, then the items by section."""
    _print_counts(rows)
    for name, items in groupby(rows, key=lambda row: row["section"]):
        click.echo()
        print_line(str(name))
        for row in items:
            _print_item(row)


def _print_counts(rows: list[Row]) -> None:
    counts = Counter(row["status"] for row in rows)
    print_line(f"{len(rows)} items")
    for status, meaning in STATUSES.items():
        if counts[status]:
            print_line(f"  {counts[status]:>3} {status:<15} {meaning}")


def _print_item(row: Row) -> None:
    label = f"  {row['item_id']:<6} {row['status']}"
    click.echo(wrap_narrow(row["item"], label, _INDENT))
    for text in details(row):
        click.echo(wrap_narrow(text, "", _INDENT))


def details(row: Row) -> list[str]:
    """What a person needs beside the status: the figures, the missing inputs, the person asked."""
    found = []
    if row["scope"] is not None:
        found.append(f"{row['violations'] or 0:,} of {row['scope']:,} rows in violation")
    if row["answer"]:
        found.append(f"{row['asked']}, {row['answered_on']}: {row['answer']}")
    elif row["status"] == "not_answered" and row["asked"]:
        found.append(f"ask {row['asked']}")
    if row["status"] in ("reported", "fail", "pass", "waived", "unconfirmed", "error"):
        found.append(f"by {row['answered_by']}")
    if row["missing"]:
        found.append(f"missing: {row['missing']}")
    return found
