"""Customer faults: accounts whose owner left or did not receive the lead."""

from __future__ import annotations

from demo.company.ids import EMPTY_LOOKUP, RECORD_TYPE
from demo.company.overrides import Override
from demo.company.reps import FORMER, rep_of_same_pool
from demo.faults.planted_rows import FaultType, Planting, Row, epoch_seconds


def _account(planting: Planting, series: int, **cells: str) -> Row:
    """Adds an account older than every lead."""
    lead = planting.lead
    when = "2025-11-03 15:00:00"
    owner = cells["OwnerId"]
    row: Row = {
        "_lead": str(lead.number),
        "_moment": str(epoch_seconds(when)),
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


def _customer_without_owner(planting: Planting) -> None:
    number = planting.lead.number
    row = _account(
        planting,
        6,
        OwnerId=FORMER.id,
        Type="Customer",
        Name=f"Kessendal Holding {number}",
        Website=f"https://www.kessendal-{number}.example",
    )
    planting.expect("customers_have_active_owner", f"salesforce/account/{row['Id']}")
    planting.record_fault(f"salesforce/account/{row['Id']}", "owner_id")


def _customer_lead(planting: Planting) -> None:
    lead = planting.lead
    _account(
        planting,
        6,
        OwnerId=rep_of_same_pool(lead.crm["OwnerId"]).id,
        Type="Customer",
        Name=lead.crm["Company"],
        Website=lead.crm["Website"],
    )
    planting.expect("customer_leads_reach_account_owner", lead.crm_key)
    planting.record_fault(lead.crm_key, "owner_id")


def _subsidiary_lead(planting: Planting) -> None:
    lead = planting.lead
    owner = rep_of_same_pool(lead.crm["OwnerId"]).id
    parent = _account(
        planting,
        6,
        OwnerId=owner,
        Type="Customer",
        Name=f"Ostermark Group {lead.number}",
        Website=f"https://www.ostermark-{lead.number}.example",
    )
    _account(
        planting,
        5,
        OwnerId=owner,
        Type="Prospect",
        Name=lead.crm["Company"],
        Website=lead.crm["Website"],
        ParentId=parent["Id"],
    )
    planting.expect("customer_leads_reach_account_owner", lead.crm_key)
    planting.record_fault(lead.crm_key, "owner_id")


_SMALL = Override(country="United States", employees=300, industry="Software")
FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "customer_without_owner",
        "lead-routing-lab",
        "the owner of the customer left",
        _customer_without_owner,
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
