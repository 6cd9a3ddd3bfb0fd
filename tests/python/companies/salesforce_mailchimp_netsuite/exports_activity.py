"""Tasks and events of Salesforce."""

from __future__ import annotations

from datetime import timedelta

from ..drawing import Cell, Table, iso, local
from ..selling import Touch, flag
from .exports_crm import BERLIN, STAMPS
from .world import World


def activities(w: World) -> list[Table]:
    """Calls, mails and open tasks as tasks; meetings as events."""
    tasks = Table(
        "salesforce/Task.csv",
        (
            *("Id", "WhoId", "WhatId", "Subject", "ActivityDate", "Status", "Priority"),
            *("OwnerId", "IsDeleted", "IsClosed", "TaskSubtype", "CallDurationInSeconds"),
            *("CallType", "CallDisposition", "CompletedDateTime", *STAMPS),
        ),
        "salesforce/task",
        ("Id",),
    )
    events = Table(
        "salesforce/Event.csv",
        (
            *("Id", "WhoId", "WhatId", "Subject", "ActivityDateTime", "StartDateTime"),
            *("EndDateTime", "DurationInMinutes", "ShowAs", "OwnerId", "IsDeleted", *STAMPS),
        ),
        "salesforce/event",
        ("Id",),
    )
    for one in sorted([*w.touches, *w.reminders], key=lambda one: (one.at, one.id)):
        (events if one.kind == "meeting" else tasks).add(activity(one))
    return [tasks, events]


def activity(one: Touch) -> dict[str, Cell]:
    """One activity."""
    made = one.at - timedelta(hours=2) if one.kind == "meeting" else one.at
    row: dict[str, Cell] = {
        "Id": one.id,
        "WhoId": one.record.id,
        "Subject": one.subject,
        "OwnerId": one.owner.id,
        "IsDeleted": "false",
        "CreatedDate": iso(made),
        "CreatedById": one.by.id,
        "LastModifiedDate": iso(one.at),
        "SystemModstamp": iso(one.at),
    }
    if one.kind == "meeting":
        row |= {"ActivityDateTime": iso(one.at), "StartDateTime": iso(one.at), "ShowAs": "Busy"}
        ends = iso(one.at + timedelta(minutes=30))
        return row | {"EndDateTime": ends, "DurationInMinutes": 30}
    is_open = one.kind == "task"
    row |= {
        "ActivityDate": local(one.at, BERLIN, "%Y-%m-%d"),
        "Status": "Not Started" if is_open else "Completed",
        "Priority": "Normal",
        "IsClosed": flag(not is_open),
        "TaskSubtype": {"call": "Call", "mail": "Email"}.get(one.kind, "Task"),
        "CompletedDateTime": "" if is_open else iso(one.at),
    }
    if one.kind == "call":
        row |= {"CallDurationInSeconds": one.seconds, "CallType": "Outbound"}
        row["CallDisposition"] = "Connected" if one.seconds else "No Answer"
    return row
