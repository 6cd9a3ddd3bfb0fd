"""Faults of customers: accounts whose owner is gone or passed over."""

from __future__ import annotations

from demo.company.ids import EMPTY_LOOKUP, RECORD_TYPE
from demo.company.overrides import Override
from demo.company.reps import FORMER, colleague
from demo.faults.planted_rows import FaultType, Row, Scene, moment


def _account(scene: Scene, series: int, **cells: str) -> Row:
    """An account that was there before any lead."""
    lead = scene.lead
    when = "2025-11-03 15:00:00"
    owner = cells["OwnerId"]
    row: Row = {
        "_lead": str(lead.number),
        "_moment": str(moment(when)),
        "Id": lead.id("Account", series),
        "IsDeleted": "0",
        "RecordTypeId": RECORD_TYPE,
        "ParentId": EMPTY_LOOKUP,
        "BillingCountry": "United States",
        "CurrencyIsoCode": "USD",
        "CreatedDate": when,
        "CreatedById": owner,
        "LastModifiedDate": when,
        "LastModifiedById": owner,
        "SystemModstamp": when,
        "IsExcludedFromRealign": "0",
        "OperatingHoursId": EMPTY_LOOKUP,
        **cells,
    }
    lead.rows["sf_account"].append(row)
    return row


def _customer_of_nobody(scene: Scene) -> None:
    number = scene.lead.number
    row = _account(
        scene,
        6,
        OwnerId=FORMER.id,
        Type="Customer",
        Name=f"Kessendal Holding {number}",
        Website=f"https://www.kessendal-{number}.example",
    )
    scene.expect("customers_have_active_owner", f"salesforce/account/{row['Id']}")
    scene.note(f"salesforce/account/{row['Id']}", "owner_id")


def _customer_lead(scene: Scene) -> None:
    lead = scene.lead
    _account(
        scene,
        6,
        OwnerId=colleague(lead.crm["OwnerId"]).id,
        Type="Customer",
        Name=lead.crm["Company"],
        Website=lead.crm["Website"],
    )
    scene.expect("customer_leads_reach_account_owner", lead.crm_key)
    scene.note(lead.crm_key, "owner_id")


def _subsidiary_lead(scene: Scene) -> None:
    lead = scene.lead
    owner = colleague(lead.crm["OwnerId"]).id
    parent = _account(
        scene,
        6,
        OwnerId=owner,
        Type="Customer",
        Name=f"Ostermark Group {lead.number}",
        Website=f"https://www.ostermark-{lead.number}.example",
    )
    _account(
        scene,
        5,
        OwnerId=owner,
        Type="Prospect",
        Name=lead.crm["Company"],
        Website=lead.crm["Website"],
        ParentId=parent["Id"],
    )
    scene.expect("customer_leads_reach_account_owner", lead.crm_key)
    scene.note(lead.crm_key, "owner_id")


_SMALL = Override(country="United States", employees=300, industry="Software")
FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "customer_without_owner",
        "lead-routing-lab",
        "the customer's owner has left",
        _customer_of_nobody,
    ),
    FaultType(
        "customer_lead_elsewhere",
        "lead-routing-lab",
        "a lead of a customer went to another rep",
        _customer_lead,
        (_SMALL,),
    ),
    FaultType(
        "subsidiary_lead_elsewhere",
        "lead-routing-lab",
        "a subsidiary of a customer was routed away from the parent's owner",
        _subsidiary_lead,
        (_SMALL,),
    ),
)
