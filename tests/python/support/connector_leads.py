"""One small company in Salesforce and Marketo, in every layout.

Ada was a lead whose status moved and who was converted, Ben was deleted, Cleo was merged into
Cora. The records are written once, by the vendors' API names.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ingest.naming import column_name
from support.connector_layouts import (
    AIRBYTE,
    DLT,
    FIVETRAN,
    MARCH,
    NATIVE,
    Layout,
    Record,
    Rows,
    at,
    plain,
    write,
)

NULL_ID = "000000000000000AAA"

DANA, LUIS = "0055g00000DanaAAAQ", "0055g00000LuisAAAQ"
ADA, BEN, CLEO, CORA = (f"00Q5g00000{name}AAAA" for name in ("0Ada", "0Ben", "Cleo", "Cora"))
ADA_CONTACT, ACCOUNT, DEAL = "0035g000000AdaAAAQ", "0015g00000ArloAAAQ", "0065g00000DealAAAQ"


def lead(key: str, first: str, last: str, changed: str, **given: object) -> Record:
    """A lead; what is not given is empty."""
    return {
        "Id": key,
        "IsDeleted": False,
        "MasterRecordId": None,
        "FirstName": first,
        "LastName": last,
        "Company": f"{last} Works",
        "Email": f"{first}.{last}@{last}.example".lower(),
        "Country": "United States",
        "LeadSource": "Web",
        "Status": "Open",
        "NumberOfEmployees": 120,
        "OwnerId": DANA,
        "HasOptedOutOfEmail": False,
        "IsConverted": False,
        "ConvertedDate": None,
        "ConvertedAccountId": None,
        "ConvertedContactId": None,
        "ConvertedOpportunityId": None,
        "CreatedDate": MARCH,
        "LastModifiedDate": at(changed),
        "SystemModstamp": at(changed),
    } | given


# Two states of every lead: as of the night of 2 March, and as of the night of 9 March.
EARLY = [
    lead(ADA, "Ada", "Byrne", "2025-03-01T08:00:00"),
    lead(BEN, "Ben", "Ortiz", "2025-03-01T08:00:00", OwnerId=LUIS),
    lead(CLEO, "Cleo", "Marsh", "2025-03-01T08:00:00"),
    lead(CORA, "Cora", "Marsh", "2025-03-01T08:00:00"),
]
CONVERTED = {
    "IsConverted": True,
    "ConvertedDate": at("2025-03-08T00:00:00"),
    "ConvertedAccountId": ACCOUNT,
    "ConvertedContactId": ADA_CONTACT,
    "ConvertedOpportunityId": DEAL,
}
LATE = [
    lead(ADA, "Ada", "Byrne", "2025-03-08T10:30:00", Status="Qualified", OwnerId=LUIS, **CONVERTED),
    lead(BEN, "Ben", "Ortiz", "2025-03-05T09:00:00", OwnerId=LUIS, IsDeleted=True),
    lead(CLEO, "Cleo", "Marsh", "2025-03-06T09:00:00", IsDeleted=True, MasterRecordId=CORA),
    lead(CORA, "Cora", "Marsh", "2025-03-06T09:00:00", HasOptedOutOfEmail=True),
]
STAMPS = {"CreatedDate": MARCH, "LastModifiedDate": MARCH, "SystemModstamp": MARCH}
SALESFORCE: dict[str, Rows] = {
    "User": [
        {
            "Id": key,
            "Username": f"{name}@crm.example".lower(),
            "FirstName": name,
            "LastName": "Cole",
            "Email": f"{name}@crm.example".lower(),
            "IsActive": name == "Dana",
            "ProfileId": "00e5g00000ProfAAAS",
            **STAMPS,
        }
        for key, name in ((DANA, "Dana"), (LUIS, "Luis"))
    ],
    "Account": [
        {
            "Id": ACCOUNT,
            "IsDeleted": False,
            "MasterRecordId": None,
            "Name": "Byrne Works",
            "ParentId": None,
            "BillingCity": "Boston",
            "BillingCountry": "United States",
            "AccountNumber": "A-77",
            "Website": "byrne.example",
            "Industry": "Retail",
            "NumberOfEmployees": 120,
            "OwnerId": LUIS,
            **STAMPS,
        }
    ],
    "Contact": [
        {
            "Id": ADA_CONTACT,
            "IsDeleted": False,
            "MasterRecordId": None,
            "AccountId": ACCOUNT,
            "FirstName": "Ada",
            "LastName": "Byrne",
            "Email": "ada.byrne@byrne.example",
            "MailingCity": "Boston",
            "ReportsToId": None,
            "HasOptedOutOfEmail": False,
            "OwnerId": LUIS,
            **STAMPS,
        }
    ],
    "Opportunity": [
        {
            "Id": DEAL,
            "IsDeleted": False,
            "AccountId": ACCOUNT,
            "Name": "Byrne - Suite",
            "StageName": "Closed Won",
            "Amount": "18000.5",
            "Probability": "100.0",
            "CloseDate": at("2025-03-20T00:00:00"),
            "IsClosed": True,
            "IsWon": True,
            "OwnerId": LUIS,
            **STAMPS,
        }
    ],
}
TABLES = {"fivetran": {}, "airbyte": {}, "dlt": {"User": "sf_user"}}


def salesforce(folder: Path, layout: Layout) -> None:
    """Objects, and the leads of two nights: as two exports, or as a connector's history."""
    nulls = {key for rows in (LATE, *SALESFORCE.values()) for row in rows for key in row}
    for name, records in SALESFORCE.items():
        path = folder / f"{TABLES.get(layout.name, {}).get(name, column_name(name))}.csv"
        if layout is NATIVE:
            path = folder / f"{name}.csv"
        write(path, [_empty(row, layout, nulls) for row in layout.rows(records)])
    if layout is NATIVE:
        for night, records in (("2025-03-02", EARLY), ("2025-03-09", LATE)):
            rows = [_empty(row, layout, nulls) for row in layout.rows(records)]
            write(folder / night / "Lead.csv", rows)
        return
    history = [*LATE, *EARLY]  # not in the order of time: a history table has none
    write(folder / "lead.csv", [_ended(layout, record) for record in history])


def _empty(row: dict[str, str], layout: Layout, names: set[str]) -> dict[str, str]:
    """The Data Export writes an empty lookup as fifteen zeros."""
    if layout is not NATIVE:
        return row
    lookups = {name for name in names if name.endswith("Id") and name != "MasterRecordId"}
    return {key: NULL_ID if key in lookups and not cell else cell for key, cell in row.items()}


def _ended(layout: Layout, record: Record) -> dict[str, str]:
    """A row of a lead's history: of the earlier state the end is the start of the later."""
    (row,) = layout.rows([record])
    last = next(late for late in LATE if late["Id"] == record["Id"])
    is_last = record is last
    start = record["SystemModstamp"]
    end = last["SystemModstamp"]
    assert isinstance(start, datetime) and isinstance(end, datetime)
    if layout is FIVETRAN:
        row["_fivetran_active"] = layout.cell(is_last)
        row["_fivetran_start"] = plain(start)
        row["_fivetran_end"] = "9999-12-31 23:59:59" if is_last else plain(end)
    if layout is DLT:
        row["_dlt_valid_from"] = layout.time(start)
        row["_dlt_valid_to"] = "" if is_last else layout.time(end)
    return row


MARKETO_LEADS: Rows = [
    {
        "id": number,
        "email": f"{first}.{last}@{last}.example".lower(),
        "firstName": first,
        "lastName": last,
        "company": f"{last} Works",
        "leadStatus": status,
        "leadScore": 40,
        "unsubscribed": first == "Cora",
        "sfdcLeadId": key,
        "createdAt": MARCH,
        "updatedAt": MARCH,
    }
    for number, first, last, status, key in (
        (501, "Ada", "Byrne", "MQL", ADA),
        (502, "Ben", "Ortiz", "New", BEN),
        (504, "Cora", "Marsh", "New", CORA),
    )
]
# Type, id, lead, when, primary attribute, further attributes by their labels.
ACTIVITIES: Sequence[tuple[int, str, int, str, str, dict[str, object]]] = [
    (13, "9001", 501, "2025-03-03T09:00:00", "Lead Status",
     {"Old Value": "New", "New Value": "MQL", "Source": "Smart Campaign", "Reason": "Score"}),
    (6, "9002", 501, "2025-03-04T09:00:00", "Spring news", {}),
    (32, "9003", 504, "2025-03-06T09:00:00", "Cora Marsh",
     {"Merge IDs": "[503]", "Master Updated": True, "Merged in Sales": True}),
    (37, "9004", 502, "2025-03-05T09:00:00", "Ben Ortiz", {"Campaign": "Clean-up"}),
]  # fmt: skip
STREAMS = {13: "change_data_value", 6: "send_email", 32: "merge_leads", 37: "delete_lead"}


def marketo(folder: Path, layout: Layout) -> None:
    """Leads and activities: one file with JSON, or a table per kind with columns."""
    if layout is NATIVE:
        bulk = Layout(
            "bulk", str, lambda m: m.strftime("%Y-%m-%dT%H:%M:%SZ"), ("true", "false"), {}
        )
        leads = [
            {key: cell or "null" for key, cell in row.items()} for row in bulk.rows(MARKETO_LEADS)
        ]
        write(folder / "leads.csv", leads)
        rows = [
            {
                "marketoGUID": guid,
                "leadId": str(person),
                "activityDate": bulk.time(at(when)),
                "activityTypeId": str(kind),
                "campaignId": "null",
                "primaryAttributeValueId": "7",
                "primaryAttributeValue": primary,
                "attributes": json.dumps(attributes),
            }
            for kind, guid, person, when, primary, attributes in ACTIVITIES
        ]
        write(folder / "activities.csv", rows)
        return
    write(folder / f"lead{'s' if layout is AIRBYTE else ''}.csv", layout.rows(MARKETO_LEADS))
    for kind, guid, person, when, primary, attributes in ACTIVITIES:
        record = {
            "id" if layout is FIVETRAN else "marketoGUID": guid,
            "leadId": person,
            "activityDate": at(when),
            "activityTypeId": kind,
            "campaignId": None,
            "primaryAttributeValueId": 7,
            "primaryAttributeValue": primary,
        }
        cells = layout.rows([record | {column_name(key): val for key, val in attributes.items()}])
        name = f"activit{'y' if layout is FIVETRAN else 'ies'}_{STREAMS[kind]}.csv"
        write(folder / name, cells)
