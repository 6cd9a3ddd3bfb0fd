"""Fidelity faults: values that differ between forms, Marketo, Salesforce, enrichment, Stripe."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Planting, shift_stamp
from demo.faults.wrong_values import fault_of_value, write_crm_value

_LONG_CAMPAIGN = "spring-launch-2026-emea-enterprise-retargeting-wave-2"


def _blanked(planting: Planting) -> None:
    header = planting.choose("Title", "UTM_Campaign__c", "PostalCode", "External_Id__c")
    write_crm_value(planting, "values_not_blanked", header, "")


def _routing_blanked(planting: Planting) -> None:
    header = planting.choose("NumberOfEmployees", "Industry")
    write_crm_value(planting, "values_not_blanked", header, "", routing=True)
    planting.expect("routing_inputs_present", planting.lead.crm_key)


def _form_phone_lost(planting: Planting) -> None:
    lead = planting.lead
    lead.marketo["phone"] = lead.crm["Phone"] = ""
    planting.expect_field("values_not_blanked", "form_to_map", lead.submission, "phone")


def _truncated(planting: Planting) -> None:
    # The campaign of every planting is longer than the field of the CRM.
    planting.expect("values_fit_target_length", "map_to_crm/utm_campaign_c")
    if planting.variant % 2 == 0:
        write_crm_value(planting, "values_not_truncated", "UTM_Campaign__c", _LONG_CAMPAIGN[:40])
    else:
        write_crm_value(planting, "values_not_truncated", "Title", planting.lead.crm["Title"][:15])


def _overwritten(planting: Planting) -> None:
    lead = planting.lead
    when = shift_stamp(lead.crm["LastModifiedDate"], 3600)
    lead.add_history(
        when, "Title", lead.crm["Title"], "Left the company", lead.crm["CreatedById"], 7
    )
    lead.crm["LastModifiedDate"] = lead.crm["SystemModstamp"] = when
    write_crm_value(planting, "values_not_overwritten", "Title", "Left the company")


def _never_pushed(planting: Planting) -> None:
    lead = planting.lead
    when = shift_stamp(lead.marketo["updatedAt"], 86400)
    lead.add_data_value_change(
        when, "title", lead.marketo["title"], "Chief Growth Officer", 9, "Form fill"
    )
    lead.marketo.update(title="Chief Growth Officer", updatedAt=when)
    planting.expect_field("values_not_stale", "map_to_crm", lead.marketo_key, "title")


def _swapped(planting: Planting) -> None:
    lead = planting.lead
    title, campaign = lead.crm["Title"], lead.crm["UTM_Campaign__c"]
    write_crm_value(planting, "values_not_mis_mapped", "Title", campaign)
    write_crm_value(planting, "values_not_mis_mapped", "UTM_Campaign__c", title)


def _names_swapped(planting: Planting) -> None:
    key, crm = planting.lead.marketo_key, planting.lead.crm
    crm["FirstName"], crm["LastName"] = crm["LastName"], crm["FirstName"]
    planting.expect_field("values_not_mis_mapped", "map_to_crm", key, "first_name")
    planting.expect_field("values_not_mis_mapped", "map_to_crm", key, "last_name")


def _mojibake(planting: Planting) -> None:
    title = planting.lead.crm["Title"]
    broken = (
        title.encode().decode("latin-1") if planting.variant % 2 == 0 else title.replace("ä", "?")
    )
    write_crm_value(planting, "encoding_intact", "Title", broken)


def _name_mojibake(planting: Planting) -> None:
    crm = planting.lead.crm
    crm["LastName"] = crm["LastName"].encode().decode("latin-1")
    planting.expect_field("encoding_intact", "map_to_crm", planting.lead.marketo_key, "last_name")


def _retyped(planting: Planting) -> None:
    crm = planting.lead.crm
    if planting.variant % 3 == 0:
        write_crm_value(planting, "types_intact", "PostalCode", crm["PostalCode"].lstrip("0"))
    elif planting.variant % 3 == 1:
        write_crm_value(
            planting, "types_intact", "External_Id__c", crm["External_Id__c"].lstrip("0")
        )
    else:
        planting.lead.marketo["eventDate"] = "2026-04-05"
        write_crm_value(planting, "types_intact", "Event_Date__c", "2026-05-04 00:00:00")


def _sic_retyped(planting: Planting) -> None:
    lead = planting.lead
    enriched = lead.first_row("enriched")
    enriched["matched_sic"], lead.crm["SIC_Code__c"] = "0781", "781"
    key = f"enrichment/enriched_lead/{enriched['enrichment_id']}"
    planting.expect_field("types_intact", "enrichment_to_crm", key, "sic_code_c")


def _unknown_company(planting: Planting) -> None:
    lead = planting.lead
    when = shift_stamp(lead.crm["LastModifiedDate"], 1800)
    lead.add_history(when, "Company", lead.crm["Company"], "Unknown", lead.crm["CreatedById"], 7)
    lead.crm["LastModifiedDate"] = lead.crm["SystemModstamp"] = when
    write_crm_value(planting, "values_not_placeholders", "Company", "Unknown", routing=True)


def _placeholder_title(planting: Planting) -> None:
    write_crm_value(
        planting,
        "values_not_placeholders",
        "Title",
        planting.choose("Please select", "test", "tbd"),
    )


def _differs(planting: Planting) -> None:
    lead = planting.lead
    # Only the stamp of the record changed, so the difference must not count as stale.
    lead.marketo["updatedAt"] = shift_stamp(lead.marketo["updatedAt"], 259200)
    values = {"Title": "Receptionist", "Phone": "+1 907 5550199", "PostalCode": "99501"}
    header = planting.choose(*values)
    write_crm_value(planting, "values_agree", header, values[header])


def _state_differs(planting: Planting) -> None:
    state = "AK" if planting.lead.crm["State"] != "AK" else "HI"
    write_crm_value(planting, "values_agree", "State", state, routing=True)


def _reformatted(planting: Planting) -> None:
    header = planting.choose("LeadSource", "UTM_Campaign__c")
    value = {"LeadSource": "paid_search", "UTM_Campaign__c": "spring launch"}[header]
    write_crm_value(planting, "formats_survive", header, value)


def _invoice_differs(planting: Planting) -> None:
    lead = planting.lead
    if planting.variant % 2 == 0:
        total = f"{float(lead.first_row('invoice')['Total']) * 0.9:.2f}"
        for cell in ("Subtotal", "Total", "Amount Due", "Amount Paid"):
            lead.first_row("invoice")[cell] = total
        lead.first_row("payment")["Amount"] = lead.first_row("payment")["Converted Amount"] = total
        lead.first_row("customer")["Total Spend"] = total
    else:
        lead.first_row("invoice")["Currency"] = lead.first_row("payment")["Currency"] = "eur"
    name = "total" if planting.variant % 2 == 0 else "currency"
    planting.expect_field("values_agree", "crm_to_finance", lead.deal_key, name)


_LOCAL = Override(country="United States", employees=300, industry="Software")
FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "field_blanked", "Mautic PR #3925", "a value is empty in the CRM", _blanked, (_LOCAL,)
    ),
    FaultType(
        "routing_input_blanked",
        "Mautic PR #3925",
        "a value that routing reads is empty in the CRM",
        _routing_blanked,
        (_LOCAL,),
    ),
    FaultType(
        "form_phone_lost",
        "Mautic PR #3925",
        "the phone of the form reached no system",
        _form_phone_lost,
    ),
    FaultType(
        "value_truncated",
        "field length of the CRM",
        "a value was truncated",
        _truncated,
        (Override(campaign=_LONG_CAMPAIGN, title="Head of Partner Marketing"),),
    ),
    FaultType(
        "value_overwritten",
        "Mautic PR #3925",
        "a rep replaced the value that had arrived",
        _overwritten,
    ),
    FaultType(
        "change_never_pushed",
        "Mautic #5473, #10024",
        "created once, a later change never arrived",
        _never_pushed,
    ),
    FaultType(
        "names_swapped",
        "field mapping",
        "given and family name are swapped",
        _names_swapped,
        (Override(first_name="Matteo", last_name="Bianchi"),),
    ),
    FaultType("fields_swapped", "field mapping", "the values of two fields are swapped", _swapped),
    FaultType(
        "encoding_broken",
        "ISO-8859-1 read as UTF-8",
        "letters were decoded wrongly",
        _mojibake,
        (Override(country="Germany", title="Geschäftsführerin Süd"),),
    ),
    FaultType(
        "name_encoding_broken",
        "ISO-8859-1 export read as UTF-8",
        "letters of a name were decoded wrongly",
        _name_mojibake,
        (Override(country="Germany", first_name="Jörg", last_name="Köhler"),),
    ),
    FaultType(
        "value_retyped",
        "spreadsheet import",
        "leading zeros or the order of a date were lost",
        _retyped,
        (_LOCAL,),
    ),
    FaultType(
        "sic_retyped",
        "spreadsheet import",
        "leading zeros of an industry code were lost",
        _sic_retyped,
    ),
    FaultType(
        "source_defaulted",
        "picklist default",
        "a default replaced the source",
        fault_of_value("values_not_defaulted", "LeadSource", "Other"),
        (Override(lead_source="Webinar"),),
    ),
    FaultType(
        "industry_defaulted",
        "picklist default",
        "a default replaced the public sector",
        fault_of_value("values_not_defaulted", "Industry", "Other", routing=True),
        (
            Override(
                country="United States", employees=300, industry="Government", owner="amy.tran"
            ),
        ),
    ),
    FaultType(
        "company_unknown", "Mautic PR #3925", "an empty company sent as Unknown", _unknown_company
    ),
    FaultType(
        "title_placeholder",
        "picklist default",
        "a placeholder replaced the title",
        _placeholder_title,
    ),
    FaultType(
        "title_invented",
        "picklist default",
        "the CRM has a title without a source",
        fault_of_value("values_not_invented", "Title", "Decision Maker"),
        (Override(title=""),),
    ),
    FaultType(
        "value_differs",
        "revops-sync-control-plane",
        "a value differs; only the stamp of the record changed",
        _differs,
        (_LOCAL,),
    ),
    FaultType("state_differs", "field mapping", "the state differs", _state_differs, (_LOCAL,)),
    FaultType(
        "value_reformatted",
        "picklist values",
        "the same value in another format",
        _reformatted,
        (Override(lead_source="Paid Search", campaign="spring-launch"),),
    ),
    FaultType(
        "invoice_differs",
        "open-saas #688",
        "the invoice differs from the deal",
        _invoice_differs,
        (Override(stage="won"),),
    ),
)
