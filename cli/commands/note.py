"""`handoff note`: writes half a page for sales as Markdown."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import click

from cli.database import DATABASE, Row, open_audit
from cli.gate.formats.markdown import safe
from cli.output import formats, is_for_programs, write_rows
from cli.report.write import replace_file
from cli.terminal import print_line

NOTE = "select * from report.report_sales_note order by section_order, place"
SUMMARY = "select company, as_of, runs from report.report_summary"
TITLES = {
    "broke": "What broke",
    "fixed": "What was fixed",
    "expect_next": "What to expect next",
}


@click.command("note")
@DATABASE
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file; by default the screen.",
)
@formats
def command(database: Path, out: Path | None, as_json: bool, as_csv: bool) -> None:
    """Writes half a page for sales: what broke, what was fixed, what to expect next.

    It is Markdown, names no lead and no rep, and fits into a mail or a chat.

    \b
    handoff note
    handoff note --out note.md
    """
    with open_audit(database, "report.report_sales_note") as audit:
        rows, summary = audit.rows(NOTE), audit.rows(SUMMARY)[0]
        names = audit.columns("report.report_sales_note")
    if is_for_programs(as_json, as_csv):
        write_rows(rows, names, as_json)
        return
    text = _markdown(rows, summary)
    if out is None:
        sys.stdout.write(text)
    else:
        replace_file(out, text.encode(), "note")
        print_line(f"note: {out}")


def _markdown(rows: list[Row], summary: Row) -> str:
    company = safe(summary["company"] or "the company")
    as_of = f", as of {summary['as_of']:%Y-%m-%d}" if summary["as_of"] else ""
    lines = [f"# Leads and deals of {company}{as_of}", ""]
    sections = {name: list(found) for name, found in groupby(rows, lambda row: row["section"])}
    for section, title in TITLES.items():
        lines += [f"## {title}", ""]
        lines += [_item(row) for row in sections.get(section, [])] or [_empty(section, summary)]
        lines.append("")
    return "\n".join(lines)


def _empty(section: str, summary: Row) -> str:
    if section == "fixed" and summary["runs"] < 2:
        return "This is the first audit, so nothing can be fixed yet."
    return "Nothing since the audit before." if section != "expect_next" else "Nothing is planned."


def _item(row: Row) -> str:
    place = f" ({safe(row['handoff_name'])})" if row["handoff_name"] else ""
    now = f"not so for {row['violations']:,} of {row['scope']:,}"
    if row["section"] == "expect_next":
        who = safe(row["owner"] or "nobody")
        return f"- {row['due_on']:%Y-%m-%d}, {who}: {safe(row['remedy'])}{place}"
    before = row["violations_before"]
    return f"- {safe(row['claim'])} Now {now}{place}" + (
        f"; before, {before:,}." if before is not None else "."
    )
