"""`handoff results`: prints a summary of the audit."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cli.database import DATABASE, Audit, open_audit
from cli.terminal import format_share, make_console, wrap

TOP = 12
STATUSES = ("fail", "error", "not_computable", "waived", "pass")


@click.command("results")
@DATABASE
def command(database: Path) -> None:
    """Prints failed checks, checks that could not be computed, and the next commands."""
    console = make_console()
    with open_audit(database) as audit:
        counts = {
            row["status"]: row["checks"]
            for row in audit.rows(
                "select status, count(*) as checks from results.check_results group by status"
            )
        }
        as_of = audit.rows("select as_of from canonical.as_of")
        console.print()
        now = as_of[0]["as_of"] if as_of else None
        console.print(
            "  ".join(f"{counts.get(s, 0)} {s.replace('_', ' ')}" for s in STATUSES)
            + (f"   as of {now:%Y-%m-%d %H:%M} UTC" if now else ""),
            style="bold",
        )
        _weakest(console, audit)
        _findings(console, audit)
        _missing(console, audit)
    console.print()
    console.print("Look next:")
    console.print(
        "  handoff checks explain CHECK     what a check means and how to fix a violation"
    )
    console.print(
        "  handoff trace WHO                the journey of one person through all systems"
    )
    console.print("  handoff needs                    the columns to add to the exports")
    console.print("  handoff accept                   make these results the baseline")
    console.print("  handoff diff                     the changes since the last night")
    console.print('  handoff query "SQL"              results.findings, audit.*, evidence.*')


def _weakest(console: Console, audit: Audit) -> None:
    """Prints the handoff with the highest share of violations; averages would hide it."""
    weakest = audit.rows(
        "select handoff_id, check_id, rate, violations, scope from results.findings"
        " where status = 'fail' and handoff_id is not null"
        " order by rate desc, violations desc, check_id limit 1"
    )
    for row in weakest:
        console.print(
            f"Weakest handoff: {row['handoff_id']}, {row['check_id']}:"
            f" {row['violations']:,} of {row['scope']:,} ({format_share(row['rate'])})"
        )


def _findings(console: Console, audit: Audit) -> None:
    findings = audit.rows(
        "select * from results.findings where status = 'fail'"
        " order by case severity when 'high' then 1 when 'medium' then 2 else 3 end,"
        " violations desc, check_id, handoff_id"
    )
    if not findings:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading, justify in [("finding", "left"), ("handoff", "left"), ("severity", "left"),
                             ("violations", "right"), ("of", "right"), ("rate", "right"),
                             ("owner", "left")]:  # fmt: skip
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in findings[:TOP]:
        table.add_row(
            row["check_id"],
            row["handoff_id"] or "",
            row["severity"],
            f"{row['violations']:,}",
            f"{row['scope']:,}",
            format_share(row["rate"]),
            row["owner"],
        )
    console.print()
    console.print(table)
    if len(findings) > TOP:
        console.print(f"… and {len(findings) - TOP} more in results.findings")


def _missing(console: Console, audit: Audit) -> None:
    blocked = audit.rows(
        "select check_id, reason from results.check_results"
        " where status in ('not_computable', 'error') order by status, check_id"
    )
    if blocked:
        console.print()
        console.print("Without a verdict:")
        for row in blocked[:TOP]:
            click.echo(wrap(f"{row['check_id']}: {row['reason']}", "", 4))
        if len(blocked) > TOP:
            console.print(f"  … and {len(blocked) - TOP} more in results.check_results")
