"""Duplicate faults: repeated people and companies, merges, lost links."""

from __future__ import annotations

from dataclasses import replace

from demo.company.overrides import Override
from demo.company.reps import rep_of_same_pool
from demo.faults.planted_rows import FaultType, Lead, Planting, shift_stamp
from demo.faults.second_leads import crm_key, merged_lead, second_lead

_DAY = 86_400  # seconds


def _twice(planting: Planting) -> None:
    lead = planting.lead
    local, domain = lead.crm["Email"].split("@")
    email = planting.choose(
        lead.crm["Email"],
        f"{local}+demo@{domain}",
        lead.crm["Email"].upper(),
    )
    second = second_lead(lead, Email=email)
    planting.expect("people_unique_in_system", crm_key(second))
    planting.record_fault(crm_key(second), "email")


def _gmail_dots(planting: Planting) -> None:
    lead = planting.lead
    local = lead.crm["Email"].split("@")[0].replace(".", "")
    second = second_lead(lead, Email=f"{local}@gmail.com")
    planting.expect("people_unique_in_system", crm_key(second))
    planting.record_fault(crm_key(second), "email")


def _twice_in_marketing(planting: Planting) -> None:
    lead = planting.lead
    first = lead.marketo
    when = shift_stamp(first["createdAt"], 90)
    second = lead.add(
        "marketo_lead",
        first,
        when,
        id=str(5_000_000 + lead.number),
        externalId="",
        createdAt=when,
        updatedAt=when,
    )
    planting.expect("people_unique_in_system", f"marketo/lead/{second['id']}")
    planting.expect("records_paired_once", f"form_to_map/{lead.submission}")
    planting.record_fault(f"marketo/lead/{second['id']}", "email")


def _contact_twice(planting: Planting) -> None:
    lead = planting.lead
    first = lead.first_row("sf_contact")
    when = shift_stamp(first["CreatedDate"], 86400)
    second = lead.add(
        "sf_contact",
        first,
        when,
        Id=lead.id("Contact", 1),
        CreatedDate=when,
        SystemModstamp=when,
        LastModifiedDate=when,
    )
    planting.expect("people_unique_in_system", f"salesforce/contact/{second['Id']}")
    planting.record_fault(f"salesforce/contact/{second['Id']}", "email")


def _lead_of_contact(planting: Planting) -> None:
    second = second_lead(planting.lead, days=30)
    planting.expect("leads_not_already_contacts", crm_key(second))
    planting.record_fault(crm_key(second), "email")


def _company_twice(planting: Planting) -> None:
    lead = planting.lead
    first = lead.first_row("sf_account")
    when = shift_stamp(first["CreatedDate"], 86400)
    second = lead.add(
        "sf_account",
        first,
        when,
        Id=lead.id("Account", 7),
        Name=first["Name"].upper() + " Inc.",
        CreatedDate=when,
        SystemModstamp=when,
        LastModifiedDate=when,
    )
    planting.expect("companies_unique_in_system", f"salesforce/account/{second['Id']}")
    planting.record_fault(f"salesforce/account/{second['Id']}", "website")


def _logged_merge(lead: Lead, loser_id: str) -> None:
    when = shift_stamp(lead.marketo["updatedAt"], _DAY)
    lead.add(
        "marketo_activity",
        lead.rows["marketo_activity"][0],
        when,
        marketoGUID=str(7_000_000 + lead.number * 16 + 11),
        activityDate=when,
        activityTypeId="32",
        primaryAttributeValueId=lead.marketo["id"],
        primaryAttributeValue=lead.marketo["email"],
        attributes=f'{{"Master Updated":false,"Merge IDs":"[{loser_id}]","Merged in Sales":false}}',
    )


def _merge_loser_remains(planting: Planting) -> None:
    winner, loser = planting.leads
    loser.drop(*[name for name in loser.rows if name not in ("marketo_lead", "marketo_activity")])
    made = loser.marketo["createdAt"]
    if made < winner.marketo["createdAt"] < shift_stamp(made, 2 * _DAY):
        # A lead created within a day before the form of the winner would look like a clock fault.
        for row in loser.rows["marketo_lead"] + loser.rows["marketo_activity"]:
            row["_moment"] = str(int(row["_moment"]) - 2 * _DAY)
            for name in {"createdAt", "updatedAt", "activityDate"} & row.keys():
                row[name] = shift_stamp(row[name], -2 * _DAY)
    _logged_merge(winner, loser.marketo["id"])
    planting.expect("merges_resolve", loser.marketo_key)
    planting.record_fault(loser.marketo_key)


def _unresolved_merge(planting: Planting) -> None:
    lead = planting.lead
    first, second, missing = (lead.id("Lead", series) for series in (2, 3, 9))
    if planting.variant % 2 == 0:
        losers = [merged_lead(lead, 2, missing)]
    else:
        losers = [merged_lead(lead, 2, second), merged_lead(lead, 3, first)]
    for row in losers:
        planting.expect("merges_resolve", crm_key(row))
        planting.record_fault(crm_key(row), "master_record_id")


def _over_merge(planting: Planting) -> None:
    lead = planting.lead
    domain = lead.crm["Email"].split("@")[1]
    row = merged_lead(
        lead,
        2,
        lead.crm["Id"],
        FirstName="Wilhelmina",
        LastName="Quist",
        Email=f"wilhelmina.quist@{domain}",
        Phone=lead.crm["Phone"][:-4] + "0000",
    )
    planting.expect("merged_people_are_one", crm_key(row))
    planting.record_fault(crm_key(row), "master_record_id")


def _shared_inbox(planting: Planting) -> None:
    # Two people share one address: each record is a role, and none is a duplicate.
    for lead in planting.leads:
        for key in (lead.marketo_key, lead.crm_key):
            planting.expect("shared_inboxes_not_people", key)
            planting.record_fault(key, "email")


def _another_owner(planting: Planting) -> None:
    second = second_lead(planting.lead, OwnerId=rep_of_same_pool(planting.lead.crm["OwnerId"]).id)
    planting.expect("people_unique_in_system", crm_key(second))
    planting.expect("duplicates_share_owner", crm_key(second))
    planting.record_fault(crm_key(second), "owner_id")


def _company_link_lost(planting: Planting) -> None:
    lead = planting.lead
    table = planting.choose("sf_contact", "sf_opportunity")
    row = lead.first_row(table)
    row["AccountId"] = lead.id("Account", 9)
    key = f"salesforce/{table.removeprefix('sf_')}/{row['Id']}"
    planting.expect("company_links_resolve", key)
    planting.record_fault(key, "account_id")


_SMALL = Override(country="United States", employees=300, industry="Software")
_CONTACT = Override(stage="opportunity")
_WON = Override(stage="won")
_NAMED = Override(first_name="Harriet", last_name="Quayle", opted_out=False)
FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "lead_twice",
        "Mautic #546, flowwink PR #81",
        "one person as two leads: same, +tag or upper-case address",
        _twice,
    ),
    FaultType(
        "lead_twice_by_dots",
        "flowwink PR #81",
        "one gmail address with and without dots",
        _gmail_dots,
        (replace(_NAMED, email="harriet.quayle.{}@gmail.com"),),
    ),
    FaultType(
        "lead_twice_in_marketing",
        "Mautic #546",
        "the scheduler made a lead again",
        _twice_in_marketing,
        (Override(stage="engaged"),),
    ),
    FaultType(
        "contact_twice",
        "dbt_hubspot #58",
        "one person as two contacts",
        _contact_twice,
        (_CONTACT,),
    ),
    FaultType(
        "lead_of_contact",
        "dbt_hubspot #58",
        "a new lead for someone who is a contact",
        _lead_of_contact,
        (_CONTACT,),
    ),
    FaultType(
        "company_twice",
        "dbt_hubspot #134",
        "one company as two accounts",
        _company_twice,
        (_CONTACT,),
    ),
    FaultType(
        "merge_loser_lives",
        "airbyte #11179, #21471",
        "merged according to the log, but still exported",
        _merge_loser_remains,
        (_NAMED, replace(_NAMED, stage="engaged")),
    ),
    FaultType(
        "merge_without_end",
        "dbt_hubspot #168, #46, #134",
        "the winner is missing, or the merges form a cycle",
        _unresolved_merge,
        (Override(opted_out=False),),
    ),
    FaultType("over_merge", "goldenmatch #858", "two people merged into one", _over_merge),
    FaultType(
        "shared_inbox",
        "contrack PR #53",
        "a role address kept as a person",
        _shared_inbox,
        (Override(email="info@"), Override(email="info@", company_of=0)),
    ),
    FaultType(
        "duplicate_of_another_owner",
        "Mautic #546",
        "two leads of one person, two owners",
        _another_owner,
        (_SMALL,),
    ),
    FaultType(
        "company_link_lost",
        "airbyte #11178",
        "the account is missing",
        _company_link_lost,
        (_CONTACT,),
    ),
)
