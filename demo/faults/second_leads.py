"""Second Salesforce leads of one person, for faults of duplicates and consent."""

from __future__ import annotations

from demo.faults.planted_rows import Lead, Row, shift_stamp


def second_lead(lead: Lead, days: int = 2, **cells: str) -> Row:
    """Adds a later Salesforce lead of the same person, with an owner from the start."""
    first = lead.crm
    when = shift_stamp(first["CreatedDate"], days * 86400)
    fresh = {
        "Id": lead.id("Lead", 1),
        "Status": "MQL",
        "CreatedDate": when,
        "SystemModstamp": when,
        "LastModifiedDate": when,
        "LastModifiedById": first["CreatedById"],
        "LastActivityDate": "",
        "LastTransferDate": "",
        "IsConverted": "0",
        "ConvertedDate": "",
        "ConvertedAccountId": "000000000000000AAA",
        "ConvertedContactId": "000000000000000AAA",
        "ConvertedOpportunityId": "000000000000000AAA",
        "External_Id__c": "",
        "Event_Date__c": "",
    }
    return lead.add("sf_lead", first, when, **{**fresh, **cells})


def crm_key(row: Row) -> str:
    """person_key of a Salesforce lead."""
    return f"salesforce/lead/{row['Id']}"


def merged_lead(lead: Lead, series: int, master: str, **cells: str) -> Row:
    """Adds a Salesforce lead that was merged into `master` before the first touch."""
    when = shift_stamp(lead.crm["CreatedDate"], 3600)
    merged_at = shift_stamp(when, 7200)
    merged = {
        "Id": lead.id("Lead", series),
        "IsDeleted": "1",
        "MasterRecordId": master,
        "CreatedDate": when,
        "SystemModstamp": merged_at,
        "LastModifiedDate": merged_at,
    }
    row = second_lead(lead, 0, **{**merged, **cells})
    row["_moment"] = lead.crm["_moment"]
    return row
