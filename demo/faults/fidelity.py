"""Faults of values and twins between the forms, Marketo, Salesforce, enrichment and Stripe."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Scene, shift

# What a header is called in the ledger.
_FIELDS = {
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
_LONG_CAMPAIGN = "spring-launch-2026-emea-enterprise-retargeting-wave-2"


def _crm(scene: Scene, check_id: str, header: str, value: str, routing: bool = False) -> None:
    """Writes a wrong value into the Salesforce lead."""
    lead = scene.lead
    lead.crm[header] = value
    scene.ledger(check_id, "map_to_crm", lead.marketo_key, _FIELDS[header])
    if routing:
        scene.ledger("routing_inputs_survive", "map_to_crm", lead.marketo_key, _FIELDS[header])


def _blanked(scene: Scene) -> None:
    header = scene.choose("Title", "UTM_Campaign__c", "PostalCode", "External_Id__c")
    _crm(scene, "values_not_blanked", header, "")


def _routing_blanked(scene: Scene) -> None:
    header = scene.choose("NumberOfEmployees", "Industry")
    _crm(scene, "values_not_blanked", header, "", routing=True)
    scene.expect("routing_inputs_present", scene.lead.crm_key)


def _form_phone_lost(scene: Scene) -> None:
    lead = scene.lead
    lead.marketo["phone"] = lead.crm["Phone"] = ""
    scene.ledger("values_not_blanked", "form_to_map", lead.submission, "phone")


def _truncated(scene: Scene) -> None:
    if scene.variant % 2 == 0:
        _crm(scene, "values_not_truncated", "UTM_Campaign__c", _LONG_CAMPAIGN[:40])
    else:
        _crm(scene, "values_not_truncated", "Title", scene.lead.crm["Title"][:15])


def _overwritten(scene: Scene) -> None:
    lead = scene.lead
    when = shift(lead.crm["LastModifiedDate"], 3600)
    lead.changed(when, "Title", lead.crm["Title"], "Left the company", lead.crm["OwnerId"], 7)
    lead.crm["LastModifiedDate"] = lead.crm["SystemModstamp"] = when
    _crm(scene, "values_not_overwritten", "Title", "Left the company")


def _never_pushed(scene: Scene) -> None:
    lead = scene.lead
    when = shift(lead.marketo["updatedAt"], 86400)
    lead.data_value(when, "title", lead.marketo["title"], "Chief Growth Officer", 9, "Form fill")
    lead.marketo.update(title="Chief Growth Officer", updatedAt=when)
    scene.ledger("values_not_stale", "map_to_crm", lead.marketo_key, "title")


def _swapped(scene: Scene) -> None:
    lead = scene.lead
    title, campaign = lead.crm["Title"], lead.crm["UTM_Campaign__c"]
    _crm(scene, "values_not_mis_mapped", "Title", campaign)
    _crm(scene, "values_not_mis_mapped", "UTM_Campaign__c", title)


def _names_swapped(scene: Scene) -> None:
    key, crm = scene.lead.marketo_key, scene.lead.crm
    crm["FirstName"], crm["LastName"] = crm["LastName"], crm["FirstName"]
    scene.ledger("values_not_mis_mapped", "map_to_crm", key, "first_name")
    scene.ledger("values_not_mis_mapped", "map_to_crm", key, "last_name")


def _mojibake(scene: Scene) -> None:
    title = scene.lead.crm["Title"]
    broken = title.encode().decode("latin-1") if scene.variant % 2 == 0 else title.replace("ä", "?")
    _crm(scene, "encoding_intact", "Title", broken)


def _name_mojibake(scene: Scene) -> None:
    crm = scene.lead.crm
    crm["LastName"] = crm["LastName"].encode().decode("latin-1")
    scene.ledger("encoding_intact", "map_to_crm", scene.lead.marketo_key, "last_name")


def _retyped(scene: Scene) -> None:
    crm = scene.lead.crm
    if scene.variant % 3 == 0:
        _crm(scene, "types_intact", "PostalCode", crm["PostalCode"].lstrip("0"))
    elif scene.variant % 3 == 1:
        _crm(scene, "types_intact", "External_Id__c", crm["External_Id__c"].lstrip("0"))
    else:
        scene.lead.marketo["eventDate"] = "2026-04-05"
        _crm(scene, "types_intact", "Event_Date__c", "2026-05-04 00:00:00")


def _sic_retyped(scene: Scene) -> None:
    lead = scene.lead
    enriched = lead.one("enriched")
    enriched["matched_sic"], lead.crm["SIC_Code__c"] = "0781", "781"
    key = f"enrichment/enriched_lead/{enriched['enrichment_id']}"
    scene.ledger("types_intact", "enrichment_to_crm", key, "sic_code_c")


def _source_defaulted(scene: Scene) -> None:
    _crm(scene, "values_not_defaulted", "LeadSource", "Other")


def _industry_defaulted(scene: Scene) -> None:
    _crm(scene, "values_not_defaulted", "Industry", "Other", routing=True)


def _unknown_company(scene: Scene) -> None:
    lead = scene.lead
    when = shift(lead.crm["LastModifiedDate"], 1800)
    lead.changed(when, "Company", lead.crm["Company"], "Unknown", lead.crm["CreatedById"], 7)
    lead.crm["LastModifiedDate"] = lead.crm["SystemModstamp"] = when
    _crm(scene, "values_not_placeholders", "Company", "Unknown", routing=True)


def _placeholder_title(scene: Scene) -> None:
    _crm(scene, "values_not_placeholders", "Title", scene.choose("Please select", "test", "tbd"))


def _invented(scene: Scene) -> None:
    _crm(scene, "values_not_invented", "Title", "Decision Maker")


def _differs(scene: Scene) -> None:
    lead = scene.lead
    # A stamp of the record moved, the field did not: no reason to call the difference old.
    lead.marketo["updatedAt"] = shift(lead.marketo["updatedAt"], 259200)
    values = {"Title": "Receptionist", "Phone": "+1 907 5550199", "PostalCode": "99501"}
    header = scene.choose(*values)
    _crm(scene, "values_agree", header, values[header])


def _state_differs(scene: Scene) -> None:
    state = "AK" if scene.lead.crm["State"] != "AK" else "HI"
    _crm(scene, "values_agree", "State", state, routing=True)


def _reformatted(scene: Scene) -> None:
    header = scene.choose("LeadSource", "UTM_Campaign__c")
    value = {"LeadSource": "paid_search", "UTM_Campaign__c": "spring launch"}[header]
    _crm(scene, "formats_survive", header, value)


def _invoice_differs(scene: Scene) -> None:
    lead = scene.lead
    if scene.variant % 2 == 0:
        total = f"{float(lead.one('invoice')['Total']) * 0.9:.2f}"
        for cell in ("Subtotal", "Total", "Amount Due", "Amount Paid"):
            lead.one("invoice")[cell] = total
        lead.one("payment")["Amount"] = lead.one("payment")["Converted Amount"] = total
    else:
        lead.one("invoice")["Currency"] = lead.one("payment")["Currency"] = "eur"
    name = "total" if scene.variant % 2 == 0 else "currency"
    scene.ledger("values_agree", "crm_to_finance", lead.deal_key, name)


_LOCAL = Override(country="United States", employees=300, industry="Software")
FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "field_blanked", "Mautic PR #3925", "a value is gone in the CRM", _blanked, (_LOCAL,)
    ),
    FaultType(
        "routing_input_blanked",
        "Mautic PR #3925",
        "a value that routing reads is gone in the CRM",
        _routing_blanked,
        (_LOCAL,),
    ),
    FaultType(
        "form_phone_lost",
        "Mautic PR #3925",
        "the phone of the form reached nobody",
        _form_phone_lost,
    ),
    FaultType(
        "value_truncated",
        "field length of the CRM",
        "a value was cut",
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
        "given and family name stand in each other's field",
        _names_swapped,
        (Override(first_name="Matteo", last_name="Bianchi"),),
    ),
    FaultType("fields_swapped", "field mapping", "two fields hold each other's values", _swapped),
    FaultType(
        "encoding_broken",
        "ISO-8859-1 read as UTF-8",
        "letters were broken",
        _mojibake,
        (Override(country="Germany", title="Geschäftsführerin Süd"),),
    ),
    FaultType(
        "name_encoding_broken",
        "ISO-8859-1 export read as UTF-8",
        "letters of a name were broken",
        _name_mojibake,
        (Override(country="Germany", first_name="Jörg", last_name="Köhler"),),
    ),
    FaultType(
        "value_retyped",
        "spreadsheet import",
        "zeros in front or the order of a date lost",
        _retyped,
        (_LOCAL,),
    ),
    FaultType(
        "sic_retyped", "spreadsheet import", "zeros in front of an industry code lost", _sic_retyped
    ),
    FaultType(
        "source_defaulted",
        "picklist default",
        "the default stands where a source was",
        _source_defaulted,
        (Override(lead_source="Webinar"),),
    ),
    FaultType(
        "industry_defaulted",
        "picklist default",
        "the default hides the public sector",
        _industry_defaulted,
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
        "a filler stands where a title was",
        _placeholder_title,
    ),
    FaultType(
        "title_invented",
        "picklist default",
        "the CRM has a title nobody gave",
        _invented,
        (Override(title=""),),
    ),
    FaultType(
        "value_differs",
        "revops-sync-control-plane",
        "a value differs; only the stamp of the record moved",
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
        "the invoice is not the deal",
        _invoice_differs,
        (Override(stage="won"),),
    ),
)
