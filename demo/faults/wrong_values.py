"""Wrong values in the Salesforce lead, for the fidelity faults."""

from __future__ import annotations

from collections.abc import Callable

from demo.faults.planted_rows import Planting

# Header -> name of the field in the ledger.
FIELDS = {
    "Title": "title",
    "UTM_Campaign__c": "utm_campaign_c",
    "PostalCode": "postal_code",
    "External_Id__c": "external_id_c",
    "LeadSource": "lead_source",
    "Company": "company",
    "Industry": "industry",
    "NumberOfEmployees": "number_of_employees",
    "State": "state",
    "Phone": "phone",
    "Event_Date__c": "event_date_c",
}


def write_crm_value(
    planting: Planting, check_id: str, header: str, value: str, routing: bool = False
) -> None:
    """Writes a wrong value into the Salesforce lead."""
    lead = planting.lead
    lead.crm[header] = value
    planting.expect_field(check_id, "map_to_crm", lead.marketo_key, FIELDS[header])
    if routing:
        planting.expect_field(
            "routing_inputs_survive", "map_to_crm", lead.marketo_key, FIELDS[header]
        )


def fault_of_value(
    check_id: str, header: str, value: str, routing: bool = False
) -> Callable[[Planting], None]:
    """A fault that writes one wrong value into the Salesforce lead."""
    return lambda planting: write_crm_value(planting, check_id, header, value, routing)
