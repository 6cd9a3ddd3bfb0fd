"""Money faults: customers, charges and sums that do not agree, and keys that name two records."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Planting

_WON = (Override(stage="won"),)


def _invoice_to_other_customer(planting: Planting) -> None:
    lead = planting.lead
    invoice = lead.first_row("invoice")
    name, domain = planting.choose(
        "Quillmoor Holding GmbH/quillmoor", "Umbervale Oy/umbervale"
    ).split("/")
    invoice.update({"Customer Name": name, "Customer Email": f"billing@{domain}.example"})
    key = f"stripe/invoice/{invoice['id']}"
    planting.expect("invoices_name_the_customer", f"crm_to_finance/{lead.deal_key}/{key}")
    planting.record_fault(key, "customer_name")


def _charged_less(planting: Planting) -> None:
    lead = planting.lead
    payment = lead.first_row("payment")
    charged = f"{float(payment['Amount']) * 0.8:.2f}"
    payment["Amount"] = payment["Converted Amount"] = charged
    lead.first_row("customer")["Total Spend"] = charged
    key = f"stripe/invoice/{lead.first_row('invoice')['id']}"
    planting.expect("payments_match_invoices", key)
    planting.record_fault(key)


def _spend_differs(planting: Planting) -> None:
    customer = planting.lead.first_row("customer")
    customer["Total Spend"] = f"{float(customer['Total Spend']) + 10:.2f}"
    key = f"stripe/customer/{customer['id']}"
    planting.expect("sums_agree", f"spend_is_paid/{customer['id']}/{key}")
    planting.record_fault(key, "total_spend")


def _won_is_uncertain(planting: Planting) -> None:
    lead = planting.lead
    lead.first_row("sf_opportunity")["Probability"] = planting.choose("60", "80")
    planting.expect("records_obey_rules", f"won_is_certain/{lead.deal_key}")
    planting.record_fault(lead.deal_key, "probability")


def _enriched_twice(planting: Planting) -> None:
    lead = planting.lead
    first = lead.first_row("enriched")
    second = first["enrichment_id"] + "-again"
    lead.add("enriched", first, enrichment_id=second, lookup_email="")
    for record_id in (first["enrichment_id"], second):
        key = f"enrichment/enriched_lead/{record_id}"
        planting.expect("match_keys_identify_records", f"enrichment_to_crm/source/{key}")
        planting.record_fault(key, "crm_lead_id")


FAULTS = (
    FaultType(
        "invoice_to_other_customer",
        "lago #239",
        "the invoice of a deal is made out to another company",
        _invoice_to_other_customer,
        _WON,
    ),
    FaultType(
        "charged_less", "open-saas #688", "a paid invoice, charged with less", _charged_less, _WON
    ),
    FaultType(
        "spend_differs",
        "dbt_hubspot #168",
        "the sum of a customer is not that of the payments",
        _spend_differs,
        _WON,
    ),
    FaultType(
        "won_is_uncertain",
        "dbt_hubspot #168",
        "a won deal with the probability of an open one",
        _won_is_uncertain,
        _WON,
    ),
    FaultType(
        "enriched_twice",
        "airbyte #11179",
        "two enrichments with the id of one lead",
        _enriched_twice,
    ),
)
