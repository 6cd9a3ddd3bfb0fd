"""Writes the exports of a company from its facts, in the layouts of the vendors."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .facts import NOW, Lead

Row = dict[str, Any]
START, MIDDLE, END = "bdfgklmnprstvz", "aeiou", "lmnrst"


def name_of(number: int) -> str:
    """A last name of its own for each number."""
    word = ""
    for _ in range(4):
        number, i = divmod(number, len(START))
        word += START[i]
        number, i = divmod(number, len(MIDDLE))
        word += MIDDLE[i]
    return (word + END[number % len(END)]).capitalize()


def person(number: int, company: str) -> tuple[str, str, str, str]:
    """First name, last name, employer and address; nobody shares one of the last three."""
    last = name_of(number * 7919 + 13)
    first = ("Ada", "Bo", "Cy", "Dee", "Eve", "Finn", "Gil", "Hal")[number % 8]
    return first, last, f"{last} Works", f"{first.lower()}@{last.lower()}-{company}.example"


def table(path: Path, rows: list[Row], quoted: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
        writer = csv.DictWriter(file, list(rows[0]), quoting=quoting, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def iso(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.000Z}" if moment else ""


def second(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def bills(folder: Path, deals: list[tuple[str, Lead]]) -> None:
    """The finance system: one row per invoice, with the id of the deal."""
    rows = []
    for deal_id, lead in deals:
        assert lead.deal
        for i, bill in enumerate(lead.deal.bills):
            state = "void" if bill.is_void else "paid" if bill.paid else "open"
            rows.append(
                {
                    "Invoice": f"I-{deal_id[-9:]}-{i}",
                    "Deal": deal_id,
                    "State": state,
                    "Void": str(bill.is_void).lower(),
                    "Cur": lead.deal.currency,
                    "Total": bill.amount,
                    "Paid amount": bill.amount if bill.paid else 0,
                    "Issued": f"{bill.issued:%Y-%m-%d}",
                    "Paid on": f"{bill.paid:%Y-%m-%d}" if bill.paid else "",
                }
            )
    table(folder / "books/invoices.csv", rows)


SF_STAGES = {
    "sal": "Working",
    "sql": "Qualified",
    "recycled": "Recycled",
    "disqualified": "Unqualified",
    "converted": "Closed - Converted",
}
SF_REP = "005000000017001AAA"


def sf_id(prefix: str, number: int) -> str:
    """An id of 18 characters; without a letter among the first 15 the last three are AAA."""
    head = f"{prefix}{17:06d}{number:06d}"
    upper = [sum(c.isupper() << k for k, c in enumerate(head[i : i + 5])) for i in (0, 5, 10)]
    return head + "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits] for bits in upper)


def salesforce(leads: list[Lead], folder: Path) -> None:
    campaigns = sorted({lead.campaign for lead in leads})
    tables: dict[str, list[Row]] = {}

    def add(name: str, row: Row) -> None:
        tables.setdefault(name, []).append(row)

    def stamped(created: datetime, changed: datetime | None = None) -> Row:
        last = iso(changed or created)
        return {"CreatedDate": iso(created), "LastModifiedDate": last, "SystemModstamp": last}

    def lead_row(number: int, lead: Lead, created: datetime, **more: str) -> Row:
        first, last, employer, address = person(number, "sf")
        converted = lead.deal.created if lead.has_contact and lead.deal else None
        changed = max([created, *(t for t, _ in lead.stages)])
        row = {
            "Id": sf_id("00Q", number),
            "IsDeleted": "false",
            "MasterRecordId": "",
            "FirstName": first,
            "LastName": last,
            "Company": employer,
            "Email": address,
            "LeadSource": lead.source,
            "Status": SF_STAGES[lead.stages[-1][1]] if lead.stages else "New",
            "OwnerId": SF_REP,
            "IsConverted": str(bool(converted)).lower(),
            "ConvertedDate": f"{converted:%Y-%m-%d}" if converted else "",
            "ConvertedAccountId": sf_id("001", number) if converted else "",
            "ConvertedContactId": sf_id("003", number) if converted else "",
            "ConvertedOpportunityId": sf_id("006", number) if converted else "",
        }
        return row | stamped(created, changed) | more

    rep = {
        "Id": SF_REP,
        "Username": "rep.one@sf-sales.example",
        "Email": "rep.one@sf-sales.example",
    }
    rep |= {"FirstName": "Rep", "LastName": "One", "IsActive": "true"}
    add("User", rep | stamped(datetime(2025, 1, 1)))
    # The export was made at NOW: the rep's own lead changed last.
    for i, campaign in enumerate(campaigns):
        row = {"Id": sf_id("701", i + 1), "IsDeleted": "false", "Name": campaign}
        row |= {"Type": "Other", "Status": "Completed", "StartDate": "2026-03-01"}
        add("Campaign", row | stamped(datetime(2026, 2, 1)))
    deals = []
    for number, lead in enumerate(leads, 1):
        first, last, employer, address = person(number, "sf")
        lead_id, contact_id = sf_id("00Q", number), sf_id("003", number)
        account_id, deal_id = sf_id("001", number), sf_id("006", number)
        add("Lead", lead_row(number, lead, lead.at))
        if lead.has_loser:
            created = lead.at + timedelta(hours=3)
            loser = lead_row(number, Lead(created, "sf", source=lead.source), created)
            loser |= {"Id": sf_id("00Q", 90000 + number), "IsDeleted": "true"}
            add("Lead", loser | {"MasterRecordId": lead_id})
        old = "New"
        for i, (moment, stage) in enumerate(lead.stages):
            row = {"Id": sf_id("017", number * 4 + i), "IsDeleted": "false", "LeadId": lead_id}
            row |= {"CreatedById": SF_REP, "CreatedDate": iso(moment), "Field": "Status"}
            add("LeadHistory", row | {"OldValue": old, "NewValue": SF_STAGES[stage]})
            old = SF_STAGES[stage]
        member = {"Id": sf_id("00v", number), "IsDeleted": "false"}
        member |= {"CampaignId": sf_id("701", campaigns.index(lead.campaign) + 1)}
        member |= {"LeadId": lead_id, "ContactId": contact_id if lead.has_contact else ""}
        member |= {"Status": "Responded", "HasResponded": "true"}
        add("CampaignMember", member | stamped(lead.at))
        for i, meeting in enumerate(lead.meetings):
            row = {"Id": sf_id("00U", number * 4 + i), "IsDeleted": "false"}
            row |= {"WhoId": contact_id if lead.has_contact else lead_id, "Subject": "Meeting"}
            row |= {"ActivityDate": f"{meeting.starts:%Y-%m-%d}"}
            row |= {"ActivityDateTime": iso(meeting.starts), "DurationInMinutes": 30}
            row |= {"OwnerId": SF_REP, "CreatedById": SF_REP}
            add("Event", row | stamped(meeting.starts - timedelta(days=1)))
        if not lead.deal:
            continue
        deal = lead.deal
        ended = deal.won or deal.lost
        stage = "Closed Won" if deal.won else "Closed Lost" if deal.lost else "Discovery"
        add(
            "Account",
            {"Id": account_id, "IsDeleted": "false", "Name": employer, "OwnerId": SF_REP}
            | stamped(deal.created),
        )
        row = {"Id": contact_id, "IsDeleted": "false", "AccountId": account_id}
        row |= {"FirstName": first, "LastName": last, "Email": address}
        row |= {"LeadSource": lead.source.strip(), "OwnerId": SF_REP}
        add("Contact", row | stamped(deal.created))
        row = {"Id": deal_id, "IsDeleted": "false", "AccountId": account_id}
        row |= {"Name": f"{employer} deal", "StageName": stage, "Amount": f"{deal.amount}.0"}
        row |= {"CloseDate": f"{ended or deal.created + timedelta(days=60):%Y-%m-%d}"}
        row |= {"Type": "New Business", "LeadSource": lead.source.strip()}
        row |= {"IsClosed": str(bool(ended)).lower(), "IsWon": str(bool(deal.won)).lower()}
        row |= {"CurrencyIsoCode": deal.currency, "OwnerId": SF_REP}
        add("Opportunity", row | stamped(deal.created, ended))
        steps = [(deal.created, "", "Discovery")]
        steps += [(ended, "Discovery", stage)] if ended else []
        for i, (moment, before, after) in enumerate(steps):
            row = {"Id": sf_id("008", number * 4 + i), "OpportunityId": deal_id}
            row |= {"CreatedById": SF_REP, "CreatedDate": iso(moment), "StageName": after}
            row |= {"Amount": f"{deal.amount}.0", "FromOpportunityStageName": before}
            add("OpportunityHistory", row | {"SystemModstamp": iso(moment), "IsDeleted": "false"})
        row = {"Id": sf_id("00K", number), "OpportunityId": deal_id, "ContactId": contact_id}
        row |= {"Role": "Decision Maker", "IsPrimary": "true", "IsDeleted": "false"}
        add("OpportunityContactRole", row | stamped(deal.created))
        deals.append((deal_id, lead))
    tables["Lead"][-1] |= {"LastModifiedDate": iso(NOW), "SystemModstamp": iso(NOW)}
    for name, rows in tables.items():
        table(folder / f"sf/{name}.csv", rows)
    bills(folder, deals)


HUB_STAGES = {
    # stage: property, value in the history, label in the export
    "taken": ("lifecyclestage", "48120331", "Sales Accepted Lead"),
    "sql": ("lifecyclestage", "salesqualifiedlead", "Sales Qualified Lead"),
    "recycled": ("hs_lead_status", "Recycled", "Recycled"),
    "disqualified": ("hs_lead_status", "Unqualified", "Unqualified"),
}
HUB_OUTCOMES = {
    "held": "Completed",
    "no_show": "No Show",
    "cancelled": "Canceled",
    "scheduled": "Scheduled",
    "": "",
}


def hubspot(leads: list[Lead], folder: Path) -> None:
    contacts, history, deals, meetings, billed = [], [], [], [], []

    def change(number: int, name: str, value: str, moment: datetime, kind: str) -> None:
        source = {"CRM_UI": "userId:5001", "FORM": "form-1", "CALCULATED": "score-1"}[kind]
        row = {"contactId": 170000 + number, "property": name, "value": value}
        row |= {"timestamp": iso(moment), "sourceType": kind, "sourceId": source}
        user = "5001" if kind == "CRM_UI" else ""
        history.append(row | {"sourceLabel": "", "updatedByUserId": user})

    for number, lead in enumerate(leads, 1):
        first, last, employer, address = person(number, "hub")
        change(number, "lifecyclestage", "lead", lead.at, "FORM")
        now = {"lifecyclestage": "Lead", "hs_lead_status": "New"}
        for moment, stage in lead.stages:
            name, value, label = HUB_STAGES[stage]
            change(number, name, value, moment, "CRM_UI")
            now[name] = label
        if lead.score:
            change(number, "hubspotscore", lead.score, lead.at, "CALCULATED")
            change(number, "hubspot_owner_id", "7001", lead.at + timedelta(days=1), "CRM_UI")
        for moment, score in lead.later_scores:
            change(number, "hubspotscore", score, moment, "CALCULATED")
        last_change = max(
            [lead.at, *(t for t, _ in lead.stages), *(t for t, _ in lead.later_scores)]
        )
        contacts.append(
            {
                "Record ID": 170000 + number,
                "First Name": first,
                "Last Name": last,
                "Email": address,
                "Company Name": employer,
                "Lifecycle Stage": now["lifecyclestage"],
                "Lead Status": now["hs_lead_status"],
                "Contact owner": "Rep One",
                "Original Traffic Source": lead.source,
                "HubSpot Score": lead.later_scores[-1][1] if lead.later_scores else lead.score,
                "Create Date": minute(lead.at),
                "Last Modified Date": minute(last_change),
            }
        )
        for i, meeting in enumerate(lead.meetings):
            booked = min(meeting.starts - timedelta(days=1), NOW - timedelta(hours=1))
            row = {"Record ID": 940000 + number * 4 + i, "Meeting name": "Meeting"}
            row |= {"Meeting start time": minute(meeting.starts), "Create Date": minute(booked)}
            row |= {"Meeting outcome": HUB_OUTCOMES[meeting.outcome]}
            meetings.append(row | {"Associated Contact IDs": 170000 + number})
        if not lead.deal:
            continue
        deal, deal_id = lead.deal, str(570000 + number)
        ended = deal.won or deal.lost
        stage = "Closed Won" if deal.won else "Closed Lost" if deal.lost else "Talks"
        row = {"Record ID": deal_id, "Deal Name": f"{employer} deal", "Pipeline": "Sales Pipeline"}
        row |= {"Deal Stage": stage, "Amount": f"{deal.amount}.0", "Currency": deal.currency}
        row |= {"Close Date": minute(ended), "Create Date": minute(deal.created)}
        row |= {"Last Modified Date": minute(ended or deal.created), "Deal owner": "Rep One"}
        row |= {"Is Closed": str(bool(ended)).lower(), "Is Closed Won": str(bool(deal.won)).lower()}
        deals.append(row | {"Associated Contact IDs": 170000 + number})
        billed.append((deal_id, lead))
    contacts[-1]["Last Modified Date"] = minute(NOW)
    name = "hub/hubspot-crm-exports-all-{}-2026-09-30.csv"
    table(folder / name.format("contacts"), contacts, quoted=True)
    table(folder / name.format("deals"), deals, quoted=True)
    table(folder / "hub/contacts_property_history.csv", history)
    table(folder / "hub/meetings.csv", meetings, quoted=True)
    owner = (
        '{"results": [{"id": "7001", "email": "rep.one@hub-sales.example", "type": "PERSON",'
        ' "firstName": "Rep", "lastName": "One", "userId": 5001,'
        ' "createdAt": "2025-01-01T00:00:00.000Z", "updatedAt": "2025-01-01T00:00:00.000Z",'
        ' "archived": false}]}\n'
    )
    (folder / "hub/owners.json").write_text(owner, encoding="utf-8")
    bills(folder, billed)


MAPPED_STAGES = {
    "sal": "Accepted",
    "sql": "Qualified",
    "recycled": "Later",
    "disqualified": "Refused",
    "converted": "Converted",
}
MAPPED_OUTCOMES = {"held": "Held", "no_show": "No-show", "cancelled": "Cancelled", "": ""}


def mapped(leads: list[Lead], folder: Path) -> None:
    """One folder per system, with the files that its leads need; all columns are mapped."""
    systems = list(dict.fromkeys(lead.system for lead in leads))
    billed: list[tuple[str, Lead]] = []
    for s, system in enumerate(systems):
        own = [lead for lead in leads if lead.system == system]
        people: list[Row] = []
        contacts: list[Row] = []
        stages: list[Row] = []
        touches: list[Row] = []
        meetings: list[Row] = []
        deals: list[Row] = []
        for number, lead in enumerate(own, 1):
            first, last, employer, address = person(s * 3000 + number, system.replace("_", "-"))
            key = f"{system}{number:05d}"
            converted = lead.deal.created if lead.has_contact and lead.deal else None
            changed = max([lead.at, *(t for t, _ in lead.stages)])
            row = {"Lead": key, "First": first, "Last": last, "Employer": employer, "Mail": address}
            row |= {"State": MAPPED_STAGES[lead.stages[-1][1]] if lead.stages else "New"}
            row |= {"Source": lead.source, "Channel": lead.channel, "Campaign": lead.campaign}
            row |= {"Page": lead.page, "Offer": lead.offer, "Score": lead.score}
            utm = ("engine", "cpc", "summer-2026") if lead.name else ("", "", "")
            row |= dict(zip(("UTM source", "UTM medium", "UTM campaign"), utm, strict=True))
            row |= {"Reason": lead.reason, "Came": second(lead.at), "Changed": second(changed)}
            row |= {"Contact": f"C{key}" if converted else "", "Converted": second(converted)}
            people.append(row | {"Merged into": ""})
            if lead.has_loser:
                loser = row | {"Lead": f"{key}x", "State": "New", "Merged into": key}
                came = second(lead.at + timedelta(hours=3))
                people.append(loser | {"Came": came, "Changed": came})
            if converted:
                contact = {"Contact": f"C{key}", "First": first, "Last": last, "Mail": address}
                contacts.append(contact | {"Came": second(converted)})
            old = "New"
            for i, (moment, stage) in enumerate(lead.stages):
                change = {"Row": f"S{key}-{i}", "Lead": key, "Old": old}
                change |= {"New": MAPPED_STAGES[stage], "When": second(moment)}
                stages.append(change)
                old = MAPPED_STAGES[stage]
            did = [(t, "call", "human") for t in lead.calls]
            did += [(t, "email", "automation") for t in lead.mails]
            for i, (moment, kind, actor) in enumerate(did):
                touch = {"Activity": f"A{key}-{i}", "Lead": key, "Kind": kind}
                touches.append(touch | {"Actor": actor, "When": second(moment)})
            for i, meeting in enumerate(lead.meetings):
                booked = second(meeting.starts - timedelta(days=1))
                row = {"Meeting": f"M{key}-{i}", "Lead": key, "Booked": booked}
                row |= {"Starts": second(meeting.starts)}
                meetings.append(row | {"Outcome": MAPPED_OUTCOMES[meeting.outcome]})
            if lead.deal:
                deal = lead.deal
                ended = deal.won or deal.lost
                row = {"Deal": f"D{key}", "Name": f"{employer} deal", "Lead": key}
                row |= {"Stage": "Won" if deal.won else "Lost" if deal.lost else "Open"}
                row |= {"Amount": deal.amount, "Cur": deal.currency}
                row |= {"Closed": str(bool(ended)).lower(), "Is won": str(bool(deal.won)).lower()}
                row |= {"Close day": f"{ended:%Y-%m-%d}" if ended else ""}
                row |= {"Won at": second(deal.won), "Created": second(deal.created)}
                deals.append(row | {"Changed": second(ended or deal.created)})
                if deal.bills:
                    billed.append((f"D{key}", lead))
        if s == 0:
            people[-1]["Changed"] = second(NOW)
        files = {"leads": people, "contacts": contacts, "stages": stages, "activities": touches}
        for name, rows in (files | {"meetings": meetings, "deals": deals}).items():
            if rows:
                table(folder / f"{system}/{name}.csv", rows)
    if billed:
        bills(folder, billed)


def write(company: str, leads: list[Lead], exports: Path) -> None:
    """Writes the exports of a company into a folder."""
    {"salesforce": salesforce, "hubspot": hubspot}.get(company, mapped)(leads, exports)
