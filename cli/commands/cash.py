"""`handoff cash`: shows what became of the won deals: invoiced, paid, or a fault on the way."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from cli.database import DATABASE, Row, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.terminal import make_console, print_line

FLOW = "select * from results.cash_flow order by place, currency nulls last, risk nulls last"
# Money at risk first: the deals to look at.
DEALS = """
select deals_to_cash.*, coalesce(cash_classes.is_fault, false) as is_fault
from results.deals_to_cash
left join seeds.cash_classes using (class)
order by is_fault desc, money_at_risk desc nulls last, cash_classes.place, opportunity_key
"""
MOST = 10


@click.command("cash")
@DATABASE
@click.option("--limit", type=click.IntRange(min=0), default=MOST, show_default=True)
@formats
def command(database: Path, limit: int, as_json: bool, as_csv: bool) -> None:
    """Shows won deals on their way to cash: unbilled, billed too much, unpaid, paid.

    Money at risk is told by kind and currency, and never added up over them. --json and --csv
    contain one row per deal.
    """
    with open_audit(database, "results.cash_flow") as audit:
        flow, deals = audit.rows(FLOW), audit.rows(DEALS)
        names = audit.columns("results.deals_to_cash")
    if is_for_programs(as_json, as_csv):
        write_rows([{name: row[name] for name in names} for row in deals], names, as_json)
        return
    if not flow:
        print_line("No export has a won deal.")
        return
    _print_flow(flow)
    at_risk = [row for row in deals if row["is_fault"]]
    for row in at_risk[:limit]:
        _print_deal(row)
    if len(at_risk) > limit:
        click.echo(f"\n… and {len(at_risk) - limit:,} more: --limit, --json or --csv")


def _print_flow(flow: list[Row]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("won deals")
    for name in ("deals", "amount", "at risk"):
        table.add_column(name, justify="right")
    table.add_column("kind")
    for row in flow:
        table.add_row(
            row["words"],
            f"{row['deals']:,}",
            _money(row["amount"], row["currency"]),
            _money(row["money_at_risk"], row["currency"]),
            row["risk"] or "",
        )
    make_console().print(table)


def _print_deal(row: Row) -> None:
    # An id stands alone in its line, so it can be copied whole.
    click.echo()
    print_line(f"  {row['opportunity_key']}")
    amount = _money(row["amount"], row["currency"])
    facts = [row["class"].replace("_", " "), row["name"], amount]
    print_line("    " + ", ".join(fact for fact in facts if fact))
    if row["money_at_risk"] is not None:
        money = _money(row["money_at_risk"], row["invoice_currency"] or row["currency"])
        print_line(f"    {row['risk']}: {money}")


def _money(amount: object, currency: str | None) -> str:
    return f"{amount:,.2f} {currency or ''}".strip() if amount is not None else ""
