"""The exports of the company: what happened, as each system writes it."""

from __future__ import annotations

from datetime import datetime

from ..drawing import Cell, Table, local
from ..selling import World as Selling
from ..selling import flag
from ..zoho_activecampaign_xero.exports import of, utc
from .exports_activity import activities
from .exports_crm import crm
from .exports_history import histories
from .exports_money import money_tables
from .world import World

ANSWERS = {
    "first": "Given name",
    "last": "Family name",
    "email": "Work address",
    "company": "Where do you work?",
    "title": "What do you do there?",
    "phone": "Telephone",
    "country": "Country",
    "city": "Town",
    "size": "How many are you?",
}
MEMBER = {
    "email": "Email Address",
    "first": "First Name",
    "last": "Last Name",
    "company": "Company",
    "title": "Job Title",
    "phone": "Phone Number",
    "country": "Country",
    "city": "City",
    "size": "Company Size",
}
LISTED = {"true": "unsubscribed", "false": "subscribed"}


def tables(w: World) -> list[Table]:
    """All files."""
    return [
        *forms(w),
        *members(w),
        webhooks(w),
        *crm(w),
        *activities(w),
        *histories(w),
        *money_tables(w),
    ]


def forms(w: World) -> list[Table]:
    """Entries of the form tool in UTC, scans of the fairs on the clock of Tokyo."""
    entries = Table(
        "forms/entries.csv",
        ("Token", "Sent", *ANSWERS.values(), "What brings you here?", "May we write to you?"),
        "forms/entry",
        ("Token",),
    )
    scans = Table(
        "fairs/scans.csv",
        ("Scan", "Scanned At", *ANSWERS.values(), "Fair"),
        "fairs/scan",
        ("Scan",),
    )
    for sub in sorted(w.submissions, key=lambda sub: (sub.at, sub.id)):
        row: dict[str, Cell] = {header: sub.values[name] for name, header in ANSWERS.items()}
        if sub.form == "event":
            at = local(sub.at, "Asia/Tokyo", "%Y-%m-%d %H:%M:%S")
            scans.add(row | {"Scan": sub.id, "Scanned At": at, "Fair": "Data Days"})
            continue
        row["What brings you here?"] = sub.topic
        row["May we write to you?"] = {True: "Yes", False: "No", None: ""}[sub.consent]
        entries.add(row | {"Token": sub.id, "Sent": utc(sub.at)})
    return [entries, scans]


def stamp(moment: datetime | None) -> str:
    """A moment as Mailchimp writes it."""
    return local(moment, "UTC", "%Y-%m-%d %H:%M:%S")


def members(w: World) -> list[Table]:
    """The audience: one file per status, and only its name tells the status."""
    tail = (
        *("MEMBER_RATING", "OPTIN_TIME", "OPTIN_IP", "CONFIRM_TIME", "CONFIRM_IP", "GMTOFF"),
        *("DSTOFF", "TIMEZONE", "CC", "REGION", "LAST_CHANGED", "LEID", "EUID", "NOTES", "TAGS"),
    )
    gone = ("UNSUB_TIME", "UNSUB_REASON")
    files = {
        status: Table(
            f"mailchimp/{status}_members_export_5d1c0e.csv",
            (*MEMBER.values(), "Industry", "Source", *tail, *extra),
            "mailchimp/member",
            ("LEID",),
        )
        for status, extra in (("subscribed", ()), ("unsubscribed", gone), ("cleaned", ()))
    }
    for one in of(w, "prospect"):
        status = "cleaned" if one in w.cleaned else LISTED[flag(one.opted_out)]
        row: dict[str, Cell] = {header: one.values[name] for name, header in MEMBER.items()}
        row |= {
            "Industry": one.industry,
            "Source": one.source,
            "MEMBER_RATING": 2,
            "OPTIN_TIME": stamp(one.created),
            "CONFIRM_TIME": stamp(one.created),
            "LAST_CHANGED": stamp(one.touched),
            "LEID": one.id,
            "EUID": f"{int(one.id) * 2654435761 % 2**40:010x}",
            "TAGS": '"inbound"',
        }
        if status == "unsubscribed":
            outs = [change.at for change in one.changes if change.new == "true"]
            row |= {"UNSUB_TIME": stamp(max(outs, default=one.created)), "UNSUB_REASON": "N/A"}
        files[status].add(row)
    return list(files.values())


def webhooks(w: Selling) -> Table:
    """The log of the webhooks that Mailchimp sends when a member changes."""
    table = Table(
        "mailchimp/webhook_log.csv",
        ("Call", "Fired At", "LEID", "Field", "Old", "New", "Source"),
    )
    rows = [(change.at, one, change) for one in of(w, "prospect") for change in one.changes]
    for number, (_, one, change) in enumerate(sorted(rows, key=lambda row: (row[0], row[1].id))):
        words = LISTED if change.header == "opted_out" else {}
        table.add(
            {
                "Call": f"wh{number + 1}",
                "Fired At": utc(change.at),
                "LEID": one.id,
                "Field": (MEMBER | {"opted_out": "Status"})[change.header],
                "Old": words.get(change.old, change.old),
                "New": words.get(change.new, change.new),
                "Source": change.by if isinstance(change.by, str) else change.by.name,
            }
        )
    return table
