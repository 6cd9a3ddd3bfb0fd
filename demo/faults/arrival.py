"""Faults of arrival: records without a counterpart, without an id, or with too many."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Lead, Scene, shift


def _forget(lead: Lead) -> None:
    """Removes all that came after Marketo; the lead stays qualified there."""
    lead.never_worked()
    lead.drop("sf_lead", "sf_leadhistory", "alert", "enriched")


def _never_arrived(scene: Scene) -> None:
    lead = scene.lead
    _forget(lead)
    lead.marketo.update(sfdcType="", sfdcLeadId="")
    scene.expect("records_arrive", f"map_to_crm/{lead.marketo_key}")
    scene.expect("open_journeys_not_overdue", lead.submission)
    scene.note(lead.marketo_key)


def _upper_case(scene: Scene) -> None:
    lead = scene.lead
    lead.form["Email"] = lead.marketo["email"] = lead.marketo["email"].upper()
    _never_arrived(scene)


def _submission_lost(scene: Scene) -> None:
    lead = scene.lead
    scene.expect("records_arrive", f"form_to_map/{lead.submission}")
    scene.expect("open_journeys_not_overdue", lead.submission)
    scene.note(lead.submission)
    lead.drop("marketo_lead", "marketo_activity")


def _never_billed(scene: Scene) -> None:
    lead = scene.lead
    lead.drop("customer", "subscription", "invoice", "payment")
    scene.expect("records_arrive", f"crm_to_finance/{lead.deal_key}")
    scene.note(lead.deal_key)


def _billed_again(scene: Scene) -> None:
    lead = scene.lead
    invoice = lead.one("invoice")
    when = shift(invoice["Date (UTC)"], 432000)
    lead.add(
        "invoice",
        invoice,
        when,
        **{
            "id": invoice["id"] + "B",
            "Number": invoice["Number"] + "-2",
            "Date (UTC)": when,
            "Due Date (UTC)": shift(when, 1209600),
            "Status": "open",
            "Paid": "false",
            "Amount Paid": "0.00",
            "Amount Remaining": invoice["Total"],
        },
    )
    scene.expect("records_paired_once", f"crm_to_finance/{lead.deal_key}")
    scene.note(f"stripe/invoice/{invoice['id']}B")


def _twin_id_missing(scene: Scene) -> None:
    lead = scene.lead
    lead.marketo.update(sfdcType="", sfdcLeadId="")
    scene.expect("pairs_linked_by_id", f"map_to_crm/{lead.marketo_key}")
    scene.note(lead.marketo_key, "sfdc_lead_id")


def _twin_id_old(scene: Scene) -> None:
    lead = scene.lead
    lead.marketo["sfdcLeadId"] = lead.id("Lead", 9)
    scene.expect("twin_ids_resolve", f"map_to_crm/{lead.marketo_key}")
    scene.expect("pairs_linked_by_id", f"map_to_crm/{lead.marketo_key}")
    scene.note(lead.marketo_key, "sfdc_lead_id")


def _twin_deleted(scene: Scene) -> None:
    lead = scene.lead
    _forget(lead)
    scene.expect("twin_ids_resolve", f"map_to_crm/{lead.marketo_key}")
    scene.expect("records_arrive", f"map_to_crm/{lead.marketo_key}")
    scene.expect("open_journeys_not_overdue", lead.submission)
    scene.note(lead.marketo_key, "sfdc_lead_id")


def _enriched_nobody(scene: Scene) -> None:
    lead = scene.lead
    row = lead.one("enriched")
    new = f"{row['enrichment_id']}-x"
    lead.add(
        "enriched",
        row,
        enrichment_id=new,
        crm_lead_id=lead.id("Lead", 8),
        lookup_email="nobody-" + row["lookup_email"],
    )
    key = f"enrichment/enriched_lead/{new}"
    scene.expect("twin_ids_resolve", f"enrichment_to_crm/{key}")
    scene.expect("records_arrive", f"enrichment_to_crm/{key}")
    scene.note(key, "crm_lead_id")


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
        "a form fill reached no system",
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
        "the id points to a record replaced by another",
        _twin_id_old,
    ),
    FaultType(
        "twin_deleted",
        "airbyte #11178",
        "the lead was deleted and marketing never heard",
        _twin_deleted,
    ),
    FaultType(
        "enriched_nobody",
        "airbyte #11179",
        "an enrichment of a lead that is gone",
        _enriched_nobody,
    ),
)
