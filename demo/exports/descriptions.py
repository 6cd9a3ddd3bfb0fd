"""Writes what Salesforce and Marketo say about their lead fields, and a second file of enrichment.

With `clean`, every field takes what the handoffs write.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from demo.company.word_lists import INDUSTRIES

PAGE = 100
# Name, label, type, length, whether a lead needs a value.
_LEAD_FIELDS = (
    ("Email", "Email", "email", 80, False),
    ("FirstName", "First Name", "string", 40, False),
    ("LastName", "Last Name", "string", 80, True),
    ("Company", "Company", "string", 255, True),
    ("Phone", "Phone", "phone", 40, False),
    ("Country", "Country", "string", 80, False),
    ("State", "State/Province", "string", 80, False),
    ("PostalCode", "Zip/Postal Code", "string", 20, False),
    ("NumberOfEmployees", "Employees", "int", 0, False),
    ("Industry", "Industry", "picklist", 255, False),
    ("Title", "Title", "string", 128, False),
    ("LeadSource", "Lead Source", "picklist", 255, False),
    ("UTM_Campaign__c", "UTM Campaign", "string", 40, False),
    ("Event_Date__c", "Event Date", "date", 0, False),
    ("External_Id__c", "External Id", "string", 64, False),
    ("HasOptedOutOfEmail", "Email Opt Out", "boolean", 0, True),
    ("Ticker__c", "Ticker", "string", 20, False),
    ("SIC_Code__c", "SIC Code", "string", 20, False),
)
_MARKETO_FIELDS = (
    ("email", "Email Address", "email", 255),
    ("firstName", "First Name", "string", 255),
    ("lastName", "Last Name", "string", 255),
    ("company", "Company Name", "string", 255),
    ("phone", "Phone Number", "phone", 255),
    ("country", "Country", "string", 255),
    ("numberOfEmployees", "Num Employees", "integer", None),
    ("industry", "Industry", "string", 255),
    ("utmCampaign", "UTM Campaign", "string", 255),
    ("productInterest", "Product Interest", "string", 2000),
    ("unsubscribed", "Unsubscribed", "boolean", None),
)


def write_descriptions(out: Path, clean: bool) -> int:
    """Writes the descriptions of leads below `out`; returns the number of files."""
    fields = [_lead_field(*item, clean=clean) for item in _LEAD_FIELDS]
    _write(
        out / "salesforce" / "Lead.describe.json",
        {"name": "Lead", "label": "Lead", "createable": True, "fields": fields},
    )
    results = [
        {
            "id": 100 + number,
            "displayName": label,
            "dataType": kind,
            **({"length": length} if length else {}),
            "rest": {"name": name, "readOnly": name == "productInterest" and not clean},
            "soap": {"name": name[:1].upper() + name[1:], "readOnly": False},
        }
        for number, (name, label, kind, length) in enumerate(_MARKETO_FIELDS)
    ]
    _write(
        out / "marketo" / "lead-describe.json",
        {"requestId": "d4a1#18", "success": True, "result": results},
    )
    return 2


def _lead_field(
    name: str, label: str, kind: str, length: int, needed: bool, *, clean: bool
) -> dict[str, Any]:
    is_calculated = name == "SIC_Code__c" and not clean
    is_written = not is_calculated and (clean or name != "Ticker__c")
    field: dict[str, Any] = {
        "name": name,
        "label": label,
        "type": kind,
        "length": length,
        "createable": is_written,
        "updateable": is_written,
        "calculated": is_calculated,
        "nillable": not needed,
        "defaultedOnCreate": kind == "boolean",
        "unique": False,
        "externalId": name == "External_Id__c",
        "restrictedPicklist": name == "Industry",
        "picklistValues": [],
    }
    if name == "Industry":
        words = [word for word, _ in INDUSTRIES if clean or word != "Logistics"]
        field["picklistValues"] = [
            {"active": True, "defaultValue": False, "label": word, "validFor": None, "value": word}
            for word in [*words, "Other"]
        ]
    return field


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def write_enriched_again(out: Path, clean: bool) -> int:
    """Writes the first records of the enrichment a second time; returns the number of files.

    They are as many as a page has, in the clean company one less. A small company has too few.
    """
    lines = (out / "enrichment" / "enriched_leads.csv").read_text("utf-8").splitlines()
    wanted = PAGE - 1 if clean else PAGE
    if len(lines) <= PAGE + 1:
        return 0
    path = out / "enrichment" / "enriched_leads-retry.csv"
    path.write_text("\n".join(lines[: wanted + 1]) + "\n", "utf-8")
    return 1
