"""`handoff trace WHO`: prints the journey of one person through all systems."""

from __future__ import annotations

from datetime import datetime, time
from itertools import groupby
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cli import trace_queries as queries
from cli.database import DATABASE, Audit, Row, open_audit
from cli.output import write_json
from cli.terminal import format_span, make_console, wrap
from ingest.errors import UserError


@click.command("trace")
@click.argument("who")
@DATABASE
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(who: str, database: Path, as_json: bool) -> None:
    """Prints the journey of WHO: an e-mail address, a record id, a key or a full name.

    Lists the records in every system, the time and service level of each hop, the routing of the
    lead with its reason, the fields that differ, and the checks that report a violation.
    """
    console = make_console()
    with open_audit(database) as audit:
        people = [row["person_id"] for row in audit.rows(queries.FIND, [who, who])]
        if not people:
            _unmatched(console, audit, who, as_json)
            return
        journeys = [_gather(audit, person) for person in people]
    if as_json:
        write_json(journeys)
        return
    if len(people) > 1:
        console.print(f"{len(people)} people match:", style="bold")
    for journey in journeys:
        _records(console, journey["records"])
        _hops(console, journey["hops"])
        _routing(console, journey["routing"])
        _differences(console, journey["differences"])
        _events(console, journey["events"])
        _violations(console, journey["violations"])


def _unmatched(console: Console, audit: Audit, who: str, as_json: bool) -> None:
    forms = audit.rows(queries.UNMATCHED, [who, who, who])
    if not forms:
        raise UserError.of(
            "no match",
            "",
            "use an e-mail address, a record id, a key (system/object/id) or a full name",
        )
    if as_json:
        write_json([{"submissions": forms}])
        return
    console.print("This person sent a form, but no system contains a record of them:", style="bold")
    for row in forms:
        console.print(
            f"  {_time(row['submitted_at'])}  {row['submission_key']}  {row['form_name']}"
        )


def _gather(audit: Audit, person: str) -> dict[str, list[Row]]:
    """What the audit knows of a person: records, hops, routing, differences, events, violations."""
    records = audit.rows(queries.RECORDS, [person])
    keys = [row["person_key"] for row in records]
    hops = audit.rows(queries.HOPS, [person])
    journeys = sorted({row["journey_id"] for row in hops})
    deals = audit.named(queries.DEALS, keys=keys)
    deal_keys = [row["opportunity_key"] for row in deals]
    bought = audit.named(queries.INVOICES, keys=keys, deals=[row["record_id"] for row in deals])
    invoices = [row["invoice_key"] for row in bought]
    return {
        "records": records,
        "hops": hops,
        "routing": audit.rows(queries.ROUTING, [keys]),
        "differences": audit.named(queries.DIFFERENCES, keys=keys + deal_keys + journeys),
        "events": audit.named(
            queries.EVENTS,
            keys=keys + deal_keys,
            deals=deal_keys,
            invoices=invoices,
            submissions=journeys,
        ),
        "violations": audit.named(
            queries.VIOLATIONS,
            ids=keys + journeys + deal_keys + invoices,
            keys=keys + journeys + deal_keys,
        ),
    }


def _records(console: Console, records: list[Row]) -> None:
    first = records[0]
    console.print()
    console.print(f"{first['name'] or first['email'] or first['person_key']}", style="bold")
    table = _table("record", "email", "company", "owner", "created (UTC)", "")
    table.columns[0].no_wrap = True
    for row in records:
        note = f"duplicate: {row['evidence']}" if row["is_duplicate"] else ""
        table.add_row(
            row["person_key"],
            row["email"] or "",
            row["company_name"] or "",
            row["owner"] or "",
            _time(row["created_at"]),
            note,
        )
    console.print(table)


def _hops(console: Console, hops: list[Row]) -> None:
    for journey, grouped in groupby(hops, key=lambda row: row["journey_id"]):
        rows = list(grouped)
        form = f", {rows[0]['form_name']}" if rows[0]["form_name"] else ""
        console.print()
        console.print(f"Journey {journey}{form}", style="bold")
        console.print(f"  captured {_time(rows[0]['captured_at'])}")
        table = _table("  hop", "reached (UTC)", "took", "promised", "verdict", "delay", "grade")
        for row in rows:
            is_business = row["clock"] == "business"
            took = row["business_seconds"] if is_business else row["elapsed_seconds"]
            waited = row["waiting_seconds"]
            promised = row["within_seconds"]
            table.add_row(
                f"  {row['hop']}",
                _time(row["reached_at"]),
                format_span(took)
                if took is not None
                else f"waiting {format_span(waited)}".rstrip(),
                f"{format_span(promised)}{' business' if is_business else ''}" if promised else "",
                row["verdict"].replace("_", " "),
                row["delay"] or "",
                row["evidence_grade"] or "",
            )
        console.print(table)


def _routing(console: Console, leads: list[Row]) -> None:
    for row in leads:
        console.print()
        console.print(f"Routing of {row['person_key']}: {row['class']}", style="bold")
        click.echo(wrap(row["explanation"] or "", "  ", 2))
        if row["first_assigned_at"]:
            console.print(
                f"  first owner {row['first_owner']} at {_time(row['first_assigned_at'])},"
                f" {format_span(row['seconds_to_owner'])} after creation"
            )


def _differences(console: Console, rows: list[Row]) -> None:
    if not rows:
        return
    console.print()
    console.print("Fields that differ", style="bold")
    table = _table("  handoff", "field", "verdict", "source", "target", "why")
    for row in rows:
        table.add_row(
            f"  {row['handoff_id']}",
            row["field"],
            row["verdict"].replace("_", " "),
            row["source_value"] or "(empty)",
            row["target_value"] or "(empty)",
            row["explanation"] or "",
        )
    console.print(table)


def _events(console: Console, rows: list[Row]) -> None:
    console.print()
    console.print("All events by time (UTC)", style="bold")
    table = _table("", "", "", show_header=False)
    for row in rows:
        table.add_row(f"  {_time(row['moment'])}", row["system"], row["what"])
    console.print(table)


def _violations(console: Console, rows: list[Row]) -> None:
    console.print()
    if not rows:
        console.print("No check reports a violation.", style="bold")
        return
    console.print("Checks that report a violation", style="bold")
    table = _table("  check", "severity", "record", "remedy")
    for row in rows:
        table.add_row(f"  {row['check_id']}", row["severity"], row["record_id"], row["remedy"])
    console.print(table)


def _table(*headings: str, show_header: bool = True) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=show_header)
    for heading in headings:
        # A timestamp stays in one line.
        table.add_column(heading, overflow="fold", no_wrap=heading.endswith("(UTC)"))
    return table


def _time(value: datetime | None) -> str:
    """A timestamp to the second; midnight becomes a date, because some exports have no times."""
    if value is None:
        return ""
    return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
