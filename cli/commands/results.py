"""`handoff results`: prints a summary of the audit."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from cli.database import DATABASE, Audit, Row, open_audit
from cli.output import formats, is_for_programs, write_json, write_rows
from cli.report.words import say, say_money
from cli.terminal import format_share, make_console, wrap

TOP = 12
STATUSES = ("fail", "unconfirmed", "error", "not_computable", "waived", "pass")

FINDINGS = """
select * from results.findings
order by rank nulls last, violations desc, check_id, handoff_id
"""


@click.command("results")
@DATABASE
@formats
def command(database: Path, as_json: bool, as_csv: bool) -> None:
    """Prints findings, what could not be judged and why, and the next commands.

    --csv contains the findings, --json everything.
    """
    console = make_console()
    with open_audit(database) as audit:
        if is_for_programs(as_json, as_csv):
            _write(audit, as_json)
            return
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
        _money(console, audit)
        _findings(console, audit)
        _unconfirmed(console, audit)
        _tolerated(console, audit)
        _not_judged(console, audit)
        _missing(console, audit)
        _excluded(console, audit)
    console.print()
    console.print("Look next:")
    console.print(
        "  handoff checks explain CHECK     what a check means and how to fix a violation"
    )
    console.print("  handoff records CHECK            who is concerned: both values, owner, link")
    console.print(
        "  handoff trace WHO                the journey of one person through all systems"
    )
    console.print("  handoff plan                     who mends what until when")
    console.print("  handoff needs                    the columns to add to the exports")
    console.print("  handoff accept                   make these results the baseline")
    console.print("  handoff diff                     the changes since the last night")
    console.print(
        '  handoff query "SQL"              results.*, audit.*, evidence.*; `handoff sql` asks on'
    )


def _write(audit: Audit, as_json: bool) -> None:
    findings = audit.rows(FINDINGS)
    if not as_json:
        write_rows(findings, audit.columns("results.findings"), as_json=False)
        return
    as_of = audit.rows("select as_of from canonical.as_of")
    write_json(
        {
            "as_of": as_of[0]["as_of"] if as_of else None,
            "findings": findings,
            "checks": audit.rows("from results.check_results order by check_id"),
            "handoffs": audit.rows(
                "from results.handoff_results order by check_id, handoff_id nulls first"
            ),
            "not_judged": audit.rows(
                "from results.not_judged order by check_id, handoff_id nulls first, reason"
            ),
            "excluded": audit.rows("from audit.audit_exports__exclusions order by 1, 2, 3"),
        }
    )


def _weakest(console: Console, audit: Audit) -> None:
    """Prints the handoff that breaks most for certain; averages would hide it."""
    for row in audit.rows("select * from results.handoff_scores where is_weakest"):
        console.print(
            f"Weakest handoff: {row['handoff_id']}: {row['broken_records']:,} of"
            f" {row['records']:,} people and records are broken there"
            f" ({format_share(row['broken_share'])}, at least {format_share(row['low'])})",
        )


def _money(console: Console, audit: Audit) -> None:
    """Prints the money at risk by kind; kinds and currencies are never added up."""
    rows = audit.rows("select * from results.money_at_risk order by kind, currency")
    for row in rows:
        amount = f"{row['likely']:,.2f} {row['currency'] or ''}".strip()
        bounds = f", {row['low']:,.0f} to {row['high']:,.0f}" if row["low"] != row["high"] else ""
        console.print(f"Money at risk: {amount} {say(row['kind'])}{bounds}")


def _findings(console: Console, audit: Audit) -> None:
    findings = [row for row in audit.rows(FINDINGS) if row["status"] == "fail"]
    _section(console, "Findings", [_finding(row) for row in findings], "results.findings")


def _finding(row: Row) -> tuple[str, str]:
    place = f" on {row['handoff_id']}" if row["handoff_id"] else ""
    money = say_money(row)
    at_risk = f", {money}" if money else ""
    return (
        f"{row['check_id']}{place} ({say(row['harm'])})",
        f"{_count(row)}{at_risk}; {row['owner']}",
    )


def _unconfirmed(console: Console, audit: Audit) -> None:
    """What would be findings, if the guesses of `handoff init` are right."""
    rows = audit.rows(
        "select * from results.findings where unconfirmed > 0"
        " order by case severity when 'high' then 1 when 'medium' then 2 else 3 end,"
        " unconfirmed desc, check_id, handoff_id"
    )
    shown = [
        (
            row["check_id"] + (f" on {row['handoff_id']}" if row["handoff_id"] else ""),
            f"{row['unconfirmed']:,} of {row['scope']:,}; remove `unconfirmed: true` in stack/"
            " where the guess is right",
        )
        for row in rows
    ]
    _section(console, "Unconfirmed", shown, "results.violations")


def _tolerated(console: Console, audit: Audit) -> None:
    """Violations of checks that pass, because their share is within the tolerance."""
    rows = audit.rows(
        "select * from results.check_results where status = 'pass' and violations > 0"
        " order by violations desc, check_id"
    )
    shown = [
        (row["check_id"], f"{_count(row)}, tolerance {format_share(float(row['tolerance']))}")
        for row in rows
    ]
    _section(console, "Violations within the tolerance of a check", shown, "results.violations")


def _not_judged(console: Console, audit: Audit) -> None:
    """Rows without a verdict, by reason."""
    rows = audit.rows(
        "select reason, sum(not_judged) as not_judged, list(distinct check_id order by check_id)"
        " as checks from results.not_judged group by reason order by 2 desc, reason"
    )
    shown = [
        (row["reason"], f"{row['not_judged']:,} rows of {', '.join(row['checks'])}") for row in rows
    ]
    _section(console, "Not judged", shown, "results.not_judged")


def _missing(console: Console, audit: Audit) -> None:
    """Checks without a verdict by reason, the reason of most checks first."""
    rows = audit.rows(
        "select coalesce(reason, '') as reason, list(check_id order by check_id) as checks"
        " from results.check_results where status in ('not_computable', 'error')"
        " group by reason order by count(*) desc, reason"
    )
    shown = [(", ".join(row["checks"]), row["reason"]) for row in rows]
    _section(console, "Without a verdict", shown, "results.check_results")


def _excluded(console: Console, audit: Audit) -> None:
    """Records that `exclude:` in the stack leaves out."""
    rows = audit.rows("from audit.audit_exports__exclusions order by record_count desc, 1")
    shown = [
        (f"{row['system']} {row['object']}", f"{row['record_count']:,} records: {row['reason']}")
        for row in rows
    ]
    _section(console, "Excluded in stack/", shown, "audit.audit_exports__exclusions")


def _count(row: Row) -> str:
    return f"{row['violations']:,} of {row['scope']:,} ({format_share(row['rate'])})"


def _section(console: Console, title: str, rows: list[tuple[str, str]], table: str) -> None:
    """Prints two lines per row: names are never broken, whatever the width of the terminal."""
    if not rows:
        return
    console.print()
    console.print(f"{title}: {len(rows)}", style="bold")
    for name, text in rows[:TOP]:
        click.echo(wrap(name, "  ", 2))
        click.echo(wrap(text, "    ", 4))
    if len(rows) > TOP:
        console.print(f"  and {len(rows) - TOP} more in {table}")
