"""Faults of duplicates, merges and links."""

from __future__ import annotations

from dataclasses import replace

from demo.company.overrides import Override
from demo.company.reps import colleague
from demo.faults.planted_rows import FaultType, Lead, Row, Scene, shift

_DAY = 86_400  # seconds


def second_lead(lead: Lead, days: int = 2, **cells: str) -> Row:
    """Another Salesforce lead of the same person, made later and owned from the start."""
    first = lead.crm
    when = shift(first["CreatedDate"], days * 86400)
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


def _twice(scene: Scene) -> None:
    lead = scene.lead
    local, domain = lead.crm["Email"].split("@")
    email = scene.choose(
        lead.crm["Email"],
        f"{local}+demo@{domain}",
        lead.crm["Email"].upper(),
    )
    second = second_lead(lead, Email=email)
    scene.expect("people_unique_in_system", crm_key(second))
    scene.note(crm_key(second), "email")


def _gmail_dots(scene: Scene) -> None:
    lead = scene.lead
    local = lead.crm["Email"].split("@")[0].replace(".", "")
    second = second_lead(lead, Email=f"{local}@gmail.com")
    scene.expect("people_unique_in_system", crm_key(second))
    scene.note(crm_key(second), "email")


def _twice_in_marketing(scene: Scene) -> None:
    lead = scene.lead
    first = lead.marketo
    when = shift(first["createdAt"], 90)
    second = lead.add(
        "marketo_lead",
        first,
        when,
        id=str(5_000_000 + lead.number),
        externalId="",
        createdAt=when,
        updatedAt=when,
    )
    scene.expect("people_unique_in_system", f"marketo/lead/{second['id']}")
    scene.expect("records_paired_once", f"form_to_map/{lead.submission}")
    scene.note(f"marketo/lead/{second['id']}", "email")


def _contact_twice(scene: Scene) -> None:
    lead = scene.lead
    first = lead.one("sf_contact")
    when = shift(first["CreatedDate"], 86400)
    second = lead.add(
        "sf_contact",
        first,
        when,
        Id=lead.id("Contact", 1),
        CreatedDate=when,
        SystemModstamp=when,
        LastModifiedDate=when,
    )
    scene.expect("people_unique_in_system", f"salesforce/contact/{second['Id']}")
    scene.note(f"salesforce/contact/{second['Id']}", "email")


def _lead_of_contact(scene: Scene) -> None:
    second = second_lead(scene.lead, days=30)
    scene.expect("leads_not_already_contacts", crm_key(second))
    scene.note(crm_key(second), "email")


def _company_twice(scene: Scene) -> None:
    lead = scene.lead
    first = lead.one("sf_account")
    when = shift(first["CreatedDate"], 86400)
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
    scene.expect("companies_unique_in_system", f"salesforce/account/{second['Id']}")
    scene.note(f"salesforce/account/{second['Id']}", "website")


def merged_lead(lead: Lead, series: int, master: str, **cells: str) -> Row:
    """A Salesforce lead that was merged away before anyone worked it."""
    when = shift(lead.crm["CreatedDate"], 3600)
    gone = shift(when, 7200)
    merged = {
        "Id": lead.id("Lead", series),
        "IsDeleted": "1",
        "MasterRecordId": master,
        "CreatedDate": when,
        "SystemModstamp": gone,
        "LastModifiedDate": gone,
    }
    row = second_lead(lead, 0, **{**merged, **cells})
    row["_moment"] = lead.crm["_moment"]
    return row


def _logged_merge(lead: Lead, loser_id: str) -> None:
    when = shift(lead.marketo["updatedAt"], _DAY)
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


def _loser_lives(scene: Scene) -> None:
    winner, loser = scene.leads
    loser.drop(*[name for name in loser.rows if name not in ("marketo_lead", "marketo_activity")])
    made = loser.marketo["createdAt"]
    if made < winner.marketo["createdAt"] < shift(made, 2 * _DAY):
        # Made within a day before the winner's form, it would look like crossed clocks.
        for row in loser.rows["marketo_lead"] + loser.rows["marketo_activity"]:
            row["_moment"] = str(int(row["_moment"]) - 2 * _DAY)
            for name in {"createdAt", "updatedAt", "activityDate"} & row.keys():
                row[name] = shift(row[name], -2 * _DAY)
    _logged_merge(winner, loser.marketo["id"])
    scene.expect("merges_resolve", loser.marketo_key)
    scene.note(loser.marketo_key)


def _chain_without_end(scene: Scene) -> None:
    lead = scene.lead
    first, second, missing = (lead.id("Lead", series) for series in (2, 3, 9))
    if scene.variant % 2 == 0:
        losers = [merged_lead(lead, 2, missing)]
    else:
        losers = [merged_lead(lead, 2, second), merged_lead(lead, 3, first)]
    for row in losers:
        scene.expect("merges_resolve", crm_key(row))
        scene.note(crm_key(row), "master_record_id")


def _over_merge(scene: Scene) -> None:
    lead = scene.lead
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
    scene.expect("merged_people_are_one", crm_key(row))
    scene.note(crm_key(row), "master_record_id")


def _shared_inbox(scene: Scene) -> None:
    # Two people behind one address: each record is a desk, none is a duplicate.
    for lead in scene.leads:
        for key in (lead.marketo_key, lead.crm_key):
            scene.expect("shared_inboxes_not_people", key)
            scene.note(key, "email")


def _another_owner(scene: Scene) -> None:
    second = second_lead(scene.lead, OwnerId=colleague(scene.lead.crm["OwnerId"]).id)
    scene.expect("people_unique_in_system", crm_key(second))
    scene.expect("duplicates_share_owner", crm_key(second))
    scene.note(crm_key(second), "owner_id")


def _company_link_lost(scene: Scene) -> None:
    lead = scene.lead
    table = scene.choose("sf_contact", "sf_opportunity")
    row = lead.one(table)
    row["AccountId"] = lead.id("Account", 9)
    key = f"salesforce/{table.removeprefix('sf_')}/{row['Id']}"
    scene.expect("company_links_resolve", key)
    scene.note(key, "account_id")


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
        "merged by the log, still there",
        _loser_lives,
        (_NAMED, replace(_NAMED, stage="engaged")),
    ),
    FaultType(
        "merge_without_end",
        "dbt_hubspot #168, #46, #134",
        "the winner is missing or the chain is a circle",
        _chain_without_end,
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
