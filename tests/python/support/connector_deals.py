"""The same small company in HubSpot, in every layout.

Ada became a customer. Cleo
was merged into Cora. Zoe was deleted, which a record export only shows by leaving her out.
"""

from __future__ import annotations

import json
from pathlib import Path

from support.connector_layouts import (
    AIRBYTE,
    DLT,
    FIVETRAN,
    MARCH,
    Layout,
    Record,
    Rows,
    at,
    iso,
    write,
)

WON = at("2025-03-20T16:00:00")
LABELS = {
    "hs_object_id": "Record ID",
    "email": "Email",
    "firstname": "First Name",
    "lastname": "Last Name",
    "company": "Company Name",
    "numemployees": "Number of Employees",
    "hs_email_optout": "Unsubscribed from all email",
    "lifecyclestage": "Lifecycle Stage",
    "hubspot_owner_id": "Contact owner",
    "createdate": "Create Date",
    "lastmodifieddate": "Last Modified Date",
    "hs_lastmodifieddate": "Last Modified Date",
    "associatedcompanyid": "Associated Company IDs",
    "hs_merged_object_ids": "Merged object IDs",
    "name": "Company name",
    "domain": "Company Domain Name",
    "dealname": "Deal Name",
    "pipeline": "Pipeline",
    "dealstage": "Deal Stage",
    "amount": "Amount",
    "closedate": "Close Date",
}
SPELT = {
    "marketingqualifiedlead": "Marketing Qualified Lead",
    "customer": "Customer",
    "71": "Dana Cole",
    "closedwon": "Closed Won",
}
PORTAL = Layout("portal", str, lambda m: m.strftime("%Y-%m-%d %H:%M"), ("Yes", "No"), {})
API = Layout("api", str, iso, ("true", "false"), {})


def contact(key: str, first: str, stage: str, optout: bool, merged: str | None) -> Record:
    """A contact by internal names."""
    return {
        "hs_object_id": key,
        "email": f"{first.lower()}@byrne.example",
        "firstname": first,
        "lastname": "Byrne",
        "company": "Byrne Works",
        "numemployees": "120",
        "hs_email_optout": optout,
        "lifecyclestage": stage,
        "hubspot_owner_id": "71",
        "createdate": MARCH,
        "lastmodifieddate": WON,
        "associatedcompanyid": "801",
        "hs_merged_object_ids": merged,
    }


CONTACTS = [
    contact("601", "Ada", "customer", False, None),
    contact("604", "Cora", "marketingqualifiedlead", True, "603"),
]
ZOE = contact("609", "Zoe", "marketingqualifiedlead", False, None)
COMPANIES: Rows = [
    {
        "hs_object_id": "801",
        "name": "Byrne Works",
        "domain": "byrne.example",
        "hubspot_owner_id": "71",
        "createdate": MARCH,
        "hs_lastmodifieddate": WON,
    }
]
DEAL: Record = {
    "hs_object_id": "901",
    "dealname": "Byrne - Suite",
    "pipeline": "default",
    "dealstage": "closedwon",
    "amount": "18000.5",
    "closedate": WON,
    "hubspot_owner_id": "71",
    "createdate": MARCH,
    "hs_lastmodifieddate": WON,
}
OWNER = {"id": "71", "email": "dana@crm.example", "firstName": "Dana", "lastName": "Cole"}
# Object, record, property, value, when.
HISTORY = [
    ("contact", "601", "lifecyclestage", "lead", "2025-03-01T08:00:00"),
    ("contact", "601", "lifecyclestage", "marketingqualifiedlead", "2025-03-03T08:00:00"),
    ("contact", "601", "lifecyclestage", "customer", "2025-03-20T16:00:00"),
    ("contact", "601", "hubspot_owner_id", "71", "2025-03-01T08:05:00"),
    ("deal", "901", "dealstage", "4711", "2025-03-10T16:00:00"),
    ("deal", "901", "dealstage", "closedwon", "2025-03-20T16:00:00"),
]
STAGES = [("4711", "Contract Sent", False, "0.8"), ("closedwon", "Closed Won", True, "1.0")]


def hubspot(folder: Path, layout: Layout) -> None:
    """Contacts, companies, a deal, an owner, property history and merges."""
    {"native": _exported, "fivetran": _fivetran, "airbyte": _airbyte, "dlt": _dlt}[layout.name](
        folder
    )


def _exported(folder: Path) -> None:
    def labelled(records: Rows, owner: str) -> list[dict[str, str]]:
        rows = PORTAL.rows(records, LABELS | {"hubspot_owner_id": owner})
        return [{key: SPELT.get(cell, cell) for key, cell in row.items()} for row in rows]

    stem = "hubspot-crm-exports-all"
    deal = DEAL | {"Associated Contact IDs": "601", "Associated Company IDs": "801"}
    write(folder / f"{stem}-contacts-2025-03-21.csv", labelled(CONTACTS, "Contact owner"))
    write(folder / f"{stem}-companies-2025-03-21.csv", labelled(COMPANIES, "Company owner"))
    write(folder / f"{stem}-deals-2025-03-21.csv", labelled([deal], "Deal owner"))
    owner = OWNER | {"userId": "9001", "createdAt": MARCH, "updatedAt": MARCH, "archived": False}
    write(folder / "owners.csv", API.rows([owner]))
    # The stage that a deal left is not in its export; its label is in the history export.
    spelt = SPELT | {"4711": "Contract Sent", "lead": "Lead"}
    rows = [
        {
            "Object ID": key,
            "Object Type": kind,
            "Property": name,
            "Value": value if name == "hubspot_owner_id" else spelt[value],
            "Timestamp": iso(at(when)),
            "Source": "CRM_UI",
        }
        for kind, key, name, value, when in HISTORY
    ]
    write(folder / "property-history.csv", rows)
    audit = {"canonical-vid": "604", "vid-to-merge": "603", "timestamp": "2025-03-06T09:00:00Z"}
    write(folder / "contacts_merged_audit.csv", [{**audit, "user-id": ""}])


def _fivetran(folder: Path) -> None:
    def properties(records: Rows, key: str, gone: str, **also: str) -> list[dict[str, str]]:
        names = {name: f"property_{name}" for record in records for name in record}
        rows = FIVETRAN.rows(records, names | {"hs_object_id": key} | also)
        zoe = str(ZOE["hs_object_id"])
        return [row | {gone: FIVETRAN.cell(row[key] == zoe)} for row in rows]

    write(folder / "contact.csv", properties([*CONTACTS, ZOE], "id", "_fivetran_deleted"))
    write(folder / "company.csv", properties(COMPANIES, "id", "is_deleted"))
    moved = {"pipeline": "deal_pipeline_id", "dealstage": "deal_pipeline_stage_id"}
    deal = properties([DEAL], "deal_id", "is_deleted", **moved, hubspot_owner_id="owner_id")
    write(folder / "deal.csv", deal)
    link = {"deal_id": "901", "category": "HUBSPOT_DEFINED"}
    write(folder / "deal_contact.csv", FIVETRAN.rows([link | {"contact_id": 601, "type_id": 3}]))
    companies = [
        link | {"company_id": 800, "type_id": 341},
        link | {"company_id": 801, "type_id": 5},
    ]
    write(folder / "deal_company.csv", FIVETRAN.rows(companies))
    stages = [
        {
            "stage_id": key,
            "label": label,
            "pipeline_id": "default",
            "closed_won": closed,
            "is_closed": closed,
            "display_order": place,
            "probability": chance,
        }
        for place, (key, label, closed, chance) in enumerate(STAGES)
    ]
    write(folder / "deal_pipeline_stage.csv", FIVETRAN.rows(stages))
    owner = {
        "ownerId": "71",
        "email": OWNER["email"],
        "firstName": "Dana",
        "lastName": "Cole",
        "portalId": 4,
        "activeUserId": 9001,
        "createdAt": MARCH,
        "updatedAt": MARCH,
    }
    write(folder / "owner.csv", FIVETRAN.rows([owner]))
    contacts = [
        {"contact_id": key, "name": name, "value": value, "timestamp": at(when), "source": "CRM_UI"}
        for kind, key, name, value, when in HISTORY
        if kind == "contact"
    ]
    write(folder / "contact_property_history.csv", FIVETRAN.rows(contacts))
    stays = [row for row in HISTORY if row[0] == "deal"]
    deals = [
        {
            "deal_id": key,
            "value": value,
            "date_entered": at(when),
            "_fivetran_start": at(when),
            "_fivetran_end": "2050-01-01 00:00:00" if last else WON,
            "_fivetran_active": last,
            "source": "CRM_UI",
            "source_id": None,
        }
        for (_, key, _, value, when), last in zip(stays, (False, True), strict=True)
    ]
    keep = {name: name for name in deals[0]}
    write(folder / "deal_stage.csv", FIVETRAN.rows(deals, keep))
    audit = {"canonical_vid": "604", "contact_id": "604", "vid_to_merge": "603"}
    moment = {"timestamp": at("2025-03-06T09:00:00"), "user_id": None}
    write(folder / "contact_merge_audit.csv", FIVETRAN.rows([audit | moment]))


def _airbyte(folder: Path) -> None:
    def objects(records: Rows, also: Record) -> list[dict[str, str]]:
        found = []
        for record in records:
            (row,) = API.rows([record])
            top = {
                "id": row["hs_object_id"],
                "createdAt": iso(MARCH),
                "updatedAt": iso(WON),
                "archived": AIRBYTE.cell(record is ZOE),
                "properties": json.dumps(row),
                **{key: str(cell) for key, cell in also.items()},
            }
            flat = {f"properties_{key}": cell for key, cell in row.items()}
            found.append(top | flat | dict(AIRBYTE.extra))
        return found

    write(folder / "contacts.csv", objects([*CONTACTS, ZOE], {"companies": '["801"]'}))
    write(folder / "companies.csv", objects(COMPANIES, {"contacts": '["601","604"]'}))
    links = {"contacts": '["601"]', "companies": '["801"]'}
    write(folder / "deals.csv", objects([DEAL], links))
    stages = [
        {
            "stageId": key,
            "label": label,
            "metadata": {"isClosed": str(closed).lower(), "probability": chance},
        }
        for key, label, closed, chance in STAGES
    ]
    pipeline = {"pipelineId": "default", "label": "Sales", "stages": json.dumps(stages)}
    write(folder / "deal_pipelines.csv", AIRBYTE.rows([pipeline | {"active": True}]))
    owner = OWNER | {"userId": "9001", "createdAt": MARCH, "updatedAt": MARCH, "archived": False}
    write(folder / "owners.csv", AIRBYTE.rows([owner]))
    for kind in ("contact", "deal"):
        rows = [
            {
                f"{kind}Id": key,
                "property": name,
                "value": value,
                "timestamp": int(at(when).timestamp() * 1000),
                "sourceType": "CRM_UI",
                "sourceId": None,
            }
            for one, key, name, value, when in HISTORY
            if one == kind
        ]
        write(folder / f"{kind}s_property_history.csv", AIRBYTE.rows(rows))
    audit = {"canonical-vid": "604", "vid-to-merge": "603", "timestamp": 1741251600000}
    write(folder / "contacts_merged_audit.csv", AIRBYTE.rows([audit | {"user-id": None}]))


def _dlt(folder: Path) -> None:
    def objects(records: Rows) -> list[dict[str, str]]:
        return DLT.rows(
            [
                record | {"id": record["hs_object_id"], "is_deleted": record is ZOE}
                for record in records
            ]
        )

    write(folder / "contacts.csv", objects([*CONTACTS, ZOE]))
    write(folder / "companies.csv", objects(COMPANIES))
    write(folder / "deals.csv", objects([DEAL]))
    child = {"_dlt_parent_id": "q1", "_dlt_list_idx": "0", "_dlt_id": "c1"}
    links = {"value": "901", "contacts_id": "601", **child}
    write(folder / "deals__contacts.csv", [links])
    write(folder / "deals__companies.csv", [{"value": "901", "companies_id": "801", **child}])
    stages = [
        {
            "id": key,
            "label": label,
            "display_order": str(place),
            "metadata__is_closed": str(closed).lower(),
            "metadata__probability": chance,
            "write_permissions": "CRM_PERMISSIONS_ENFORCEMENT",
            "archived": "false",
            **child,
        }
        for place, (key, label, closed, chance) in enumerate(STAGES)
    ]
    write(folder / "pipelines_deals__stages.csv", stages)
    owner = OWNER | {"userId": "9001", "createdAt": MARCH, "updatedAt": MARCH, "archived": False}
    write(folder / "owners.csv", DLT.rows([owner]))
    for kind, table in (("contact", "contacts"), ("deal", "deals")):
        rows = [
            {
                "object_id": key,
                "property_name": name,
                "value": value,
                "timestamp": at(when),
                "source_type": "CRM_UI",
                "source_id": None,
            }
            for one, key, name, value, when in HISTORY
            if one == kind
        ]
        write(folder / f"{table}_property_history.csv", DLT.rows(rows))
