"""Arrival faults: records without a counterpart, without a shared id, or with too many."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Lead, Planting, shift_stamp


def _remove_after_marketo(lead: Lead) -> None:
    """Removes the rows of all systems after Marketo; in Marketo the lead stays qualified."""
    lead.remove_first_attempt()
    lead.drop("sf_lead", "sf_leadhistory", "alert", "enriched")


def _never_arrived(planting: Planting) -> None:
    lead = planting.lead
    _remove_after_marketo(lead)
    lead.marketo.update(sfdcType="", sfdcLeadId="")
    planting.expect("records_arrive", f"map_to_crm/{lead.marketo_key}")
    planting.expect("open_journeys_not_overdue", lead.submission)
    planting.expect("in_crm_within_sla", lead.submission)
    planting.record_fault(lead.marketo_key)


def _upper_case(planting: Planting) -> None:
    lead = planting.lead
    lead.form["Email"] = lead.marketo["email"] = lead.marketo["email"].upper()
    _never_arrived(planting)


def _company_missing(planting: Planting) -> None:
    # The newsletter does not ask for the company. Salesforce refuses a lead without one.
    planting.lead.marketo["company"] = ""
    _never_arrived(planting)
    planting.expect("required_fields_filled", "map_to_crm/company")


def _submission_lost(planting: Planting) -> None:
    lead = planting.lead
    planting.expect("records_arrive", f"form_to_map/{lead.submission}")
    planting.expect("open_journeys_not_overdue", lead.submission)
    planting.expect("in_map_within_sla", lead.submission)
    planting.record_fault(lead.submission)
    lead.drop("marketo_lead", "marketo_activity")


def _never_billed(planting: Planting) -> None:
    lead = planting.lead
    lead.drop("customer", "subscription", "invoice", "payment")
    planting.expect("records_arrive", f"crm_to_finance/{lead.deal_key}")
    planting.expect("invoiced_within_sla", f"crm_to_finance/{lead.deal_key}")
    planting.record_fault(lead.deal_key)


def _billed_again(planting: Planting) -> None:
    lead = planting.lead
    invoice = lead.first_row("invoice")
    when = shift_stamp(invoice["Date (UTC)"], 432000)
    lead.add(
        "invoice",
        invoice,
        when,
        **{
            "id": invoice["id"] + "B",
            "Number": invoice["Number"] + "-2",
            "Date (UTC)": when,
            "Due Date (UTC)": shift_stamp(when, 1209600),
            "Status": "open",
            "Paid": "false",
            "Amount Paid": "0.00",
            "Amount Remaining": invoice["Total"],
        },
    )
    planting.expect("invoices_sent_once", f"stripe/invoice/{invoice['id']}B")
    planting.record_fault(f"stripe/invoice/{invoice['id']}B")


def _twin_id_missing(planting: Planting) -> None:
    lead = planting.lead
    lead.marketo.update(sfdcType="", sfdcLeadId="")
    planting.expect("pairs_linked_by_id", f"map_to_crm/{lead.marketo_key}")
    planting.record_fault(lead.marketo_key, "sfdc_lead_id")


def _twin_id_old(planting: Planting) -> None:
    lead = planting.lead
    lead.marketo["sfdcLeadId"] = lead.id("Lead", 9)
    planting.expect("twin_ids_resolve", f"map_to_crm/{lead.marketo_key}")
    planting.expect("pairs_linked_by_id", f"map_to_crm/{lead.marketo_key}")
    planting.record_fault(lead.marketo_key, "sfdc_lead_id")


def _twin_deleted(planting: Planting) -> None:
    lead = planting.lead
    _remove_after_marketo(lead)
    planting.expect("twin_ids_resolve", f"map_to_crm/{lead.marketo_key}")
    planting.expect("records_arrive", f"map_to_crm/{lead.marketo_key}")
    planting.expect("open_journeys_not_overdue", lead.submission)
    planting.expect("in_crm_within_sla", lead.submission)
    planting.record_fault(lead.marketo_key, "sfdc_lead_id")


def _enriched_unknown_lead(planting: Planting) -> None:
    lead = planting.lead
    row = lead.first_row("enriched")
    new = f"{row['enrichment_id']}-x"
    lead.add(
        "enriched",
        row,
        enrichment_id=new,
        crm_lead_id=lead.id("Lead", 8),
        lookup_email="nobody-" + row["lookup_email"],
    )
    key = f"enrichment/enriched_lead/{new}"
    planting.expect("twin_ids_resolve", f"enrichment_to_crm/{key}")
    planting.expect("records_arrive", f"enrichment_to_crm/{key}")
    planting.record_fault(key, "crm_lead_id")


FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "lead_never_arrived",
        "airbyte #34446, Mautic PR #5841",
        "a qualified lead is missing in the CRM; the sync is green",
        _never_arrived,
    ),
    FaultType(
        "upper_case_stops_sync",
        "Mautic #7138",
        "an address in upper case stops the sync",
        _upper_case,
    ),
    FaultType(
        "submission_lost",
        "airbyte #34446",
        "a form submission reached no system",
        _submission_lost,
        (Override(stage="engaged"),),
    ),
    FaultType(
        "deal_never_billed",
        "moneybird-php-client #305",
        "a won deal has no invoice",
        _never_billed,
        (Override(stage="won"),),
    ),
    FaultType(
        "deal_billed_again",
        "lago #239",
        "a second invoice for one deal days later",
        _billed_again,
        (Override(stage="won"),),
    ),
    FaultType(
        "twin_id_missing",
        "dbt_hubspot #168",
        "the pair exists, the id was not written back",
        _twin_id_missing,
    ),
    FaultType(
        "twin_id_old",
        "dbt_hubspot #46",
        "the id refers to a record that was replaced",
        _twin_id_old,
    ),
    FaultType(
        "twin_deleted",
        "airbyte #11178",
        "the lead was deleted in the CRM and not in marketing",
        _twin_deleted,
    ),
    FaultType(
        "enriched_nobody",
        "airbyte #11179",
        "an enrichment of a lead that does not exist",
        _enriched_unknown_lead,
    ),
)

# Placed after all others, so that these keep their leads.
REFUSED = (
    FaultType(
        "company_missing",
        "Salesforce describe, nillable",
        "the CRM refuses a lead without a company",
        _company_missing,
        (Override(form="newsletter"),),
    ),
)
