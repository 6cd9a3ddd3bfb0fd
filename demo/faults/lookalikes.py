"""Lookalikes: correct records that resemble faults. The clean company has them, too."""

from __future__ import annotations

from dataclasses import replace

from demo.company.overrides import Override
from demo.company.reps import MANAGER, by_id, rep_of_other_pool
from demo.faults.planted_rows import FaultType, Lead, Planting, iso_stamp, shift_stamp


def _same_phone(leads: list[Lead]) -> None:
    phone = leads[0].crm["Phone"]
    for lead in leads[1:]:
        lead.marketo["phone"] = lead.crm["Phone"] = phone
        lead.form["Phone"] = leads[0].form["Phone"].lstrip("'")
        if "#" in lead.form:
            lead.form["Phone"] = "'" + lead.form["Phone"]


def _record_leads(planting: Planting) -> None:
    for lead in planting.leads:
        planting.record_fault(lead.crm_key)


def _landline(planting: Planting) -> None:
    _same_phone(planting.leads)
    _record_leads(planting)


def _call_of_dialler(planting: Planting) -> None:
    (call,) = planting.lead.calls
    sync = planting.lead.crm["CreatedById"]
    call.update(OwnerId=sync, CreatedById=sync, LastModifiedById=sync)
    planting.record_fault(planting.lead.crm_key)


def _stamp_moved(planting: Planting) -> None:
    lead = planting.lead
    lead.marketo["updatedAt"] = shift_stamp(lead.marketo["updatedAt"], 259200)
    planting.record_fault(lead.marketo_key, "updated_at")


def _old_export(planting: Planting) -> None:
    lead = planting.lead
    old = dict(lead.marketo)
    when = shift_stamp(old["createdAt"], 20)
    old.update(title="Trainee", updatedAt=when)
    lead.rows["old_marketo_lead"] = [old]
    planting.record_fault(lead.marketo_key, "title")


def _honest_merge(planting: Planting) -> None:
    lead = planting.lead
    when = shift_stamp(lead.crm["CreatedDate"], 3600)
    domain = lead.crm["Email"].split("@")[1]
    row = lead.add(
        "sf_lead",
        lead.crm,
        when,
        Id=lead.id("Lead", 2),
        IsDeleted="1",
        MasterRecordId=lead.crm["Id"],
        CreatedDate=when,
        SystemModstamp=shift_stamp(when, 7200),
        LastModifiedDate=shift_stamp(when, 7200),
        Email=f"former.{lead.number}@{domain}",
        Status="MQL",
    )
    planting.record_fault(f"salesforce/lead/{row['Id']}", "master_record_id")


def _fills_again(planting: Planting) -> None:
    lead = planting.lead
    first = lead.form
    header = "Entry Date" if "Entry Id" in first else "Submit Date (UTC)"
    name = "Entry Id" if "Entry Id" in first else "#"
    when = shift_stamp(first[header], 1_728_000)
    new = str(int(first[name]) + 6_000_000) if name == "Entry Id" else "ee" + first[name][2:]
    cells = {name: new, header: when, "UTM campaign": first["UTM campaign"]}
    if name == "#":
        cells["Start Date (UTC)"] = shift_stamp(when, -60)
    lead.add("gravity" if name == "Entry Id" else "typeform", first, when, **cells)
    planting.record_fault(f"website/submission/{new}")


def _next_instalment(planting: Planting) -> None:
    lead = planting.lead
    invoice, payment = lead.first_row("invoice"), lead.first_row("payment")
    when = shift_stamp(invoice["Date (UTC)"], 2_592_000)
    paid = shift_stamp(when, 3600)
    new = invoice["id"] + "E"
    changed = {"id": new, "Number": invoice["Number"] + "-M2", "Date (UTC)": when}
    changed |= {"Due Date (UTC)": shift_stamp(when, 1_209_600), "opportunity_id (metadata)": ""}
    lead.add("invoice", invoice, when, **changed)
    changed = {"id": payment["id"] + "E", "Created date (UTC)": paid, "Invoice ID": new}
    changed |= {"Invoice Number": invoice["Number"] + "-M2", "opportunity_id (metadata)": ""}
    lead.add("payment", payment, paid, **changed)
    lead.first_row("customer")["Total Spend"] = f"{float(payment['Amount']) * 2:.2f}"
    planting.record_fault(f"stripe/invoice/{new}")


def _parent_on_one_site(planting: Planting) -> None:
    lead = planting.lead
    account = lead.first_row("sf_account")
    when = shift_stamp(account["CreatedDate"], -864_000)
    parent = lead.add(
        "sf_account",
        account,
        when,
        Id=lead.id("Account", 4),
        Name=account["Name"] + " Group",
        CreatedDate=when,
        SystemModstamp=when,
        LastModifiedDate=when,
    )
    account["ParentId"] = parent["Id"]
    planting.record_fault(f"salesforce/account/{parent['Id']}", "website")


def _recycled_and_back(planting: Planting) -> None:
    lead = planting.lead
    owner = lead.crm["OwnerId"]
    steps = (("Working", "Recycled"), ("Recycled", "MQL"), ("MQL", "Working"))
    start = lead.history("Status")[-1]["CreatedDate"]
    for number, (old, new) in enumerate(steps):
        when = shift_stamp(start, 432_000 * (number + 1))
        lead.add_history(when, "Status", old, new, owner, 7 + number)
        lead.crm["LastModifiedDate"] = lead.crm["SystemModstamp"] = shift_stamp(
            lead.crm["SystemModstamp"], 432_000
        )
        old, new = (value.replace("Working", "SAL") for value in (old, new))
        lead.add_data_value_change(
            shift_stamp(when, 60), "leadStatus", old, new, 9 + number, "CRM sync"
        )
        lead.marketo["updatedAt"] = iso_stamp(shift_stamp(when, 60))
    planting.record_fault(lead.crm_key, "status")


def _handed_over(planting: Planting) -> None:
    lead = planting.lead
    old = by_id(lead.crm["OwnerId"])
    new = rep_of_other_pool(old.id)
    when = shift_stamp(lead.crm["LastModifiedDate"], 432_000)
    lead.add_history(when, "Owner", old.name, new.name, MANAGER.id, 7)
    lead.add_history(when, "Owner", old.id, new.id, MANAGER.id, 8)
    lead.crm.update(OwnerId=new.id, LastModifiedDate=when, SystemModstamp=when)
    planting.record_fault(lead.crm_key, "owner_id")


_ROBERT = Override(first_name="Robert", last_name="Hill")
LOOKALIKES: tuple[FaultType, ...] = (
    FaultType(
        "trap_same_name_same_domain",
        "contrack PR #53",
        "two people of one name at one company",
        _record_leads,
        (_ROBERT, replace(_ROBERT, company_of=0)),
        True,
    ),
    FaultType(
        "trap_landline",
        "contrack PR #53",
        "two people on one landline",
        _landline,
        (Override(), Override(company_of=0)),
        True,
    ),
    FaultType(
        "trap_father_and_son",
        "contrack PR #53",
        "Sr. and Jr. on one landline",
        _landline,
        (
            Override(first_name="Walter", last_name="Baker Sr."),
            Override(first_name="Walter", last_name="Baker Jr.", company_of=0),
        ),
        True,
    ),
    FaultType(
        "trap_same_title",
        "goldenmatch #858, PR #1056",
        "same company and title",
        _record_leads,
        (Override(title="IT Manager"), Override(title="IT Manager", company_of=0)),
        True,
    ),
    FaultType(
        "trap_stamp_moved",
        "revops-sync-control-plane",
        "the stamp of the record changed, but no field",
        _stamp_moved,
        (Override(),),
        True,
    ),
    FaultType(
        "trap_call_of_dialler",
        "speed to lead",
        "the user of an integration wrote down the call of a rep",
        _call_of_dialler,
        (Override(),),
        True,
    ),
    FaultType(
        "trap_old_export",
        "Mautic PR #5841",
        "an older export next to the new one",
        _old_export,
        (Override(),),
        True,
    ),
    FaultType(
        "trap_honest_merge",
        "dbt_hubspot #46",
        "a merge of one person's two records",
        _honest_merge,
        (Override(opted_out=False),),
        True,
    ),
    FaultType(
        "trap_fills_again",
        "speed to lead",
        "a lead fills the form again weeks later",
        _fills_again,
        (Override(form="gravity"),),
        True,
    ),
    FaultType(
        "trap_next_instalment",
        "open-saas #688",
        "the same amount again, a month later",
        _next_instalment,
        (Override(stage="won"),),
        True,
    ),
    FaultType(
        "trap_parent_on_one_site",
        "dbt_hubspot #134",
        "parent and subsidiary share a web site",
        _parent_on_one_site,
        (Override(stage="opportunity"),),
        True,
    ),
    FaultType(
        "trap_recycled_and_back",
        "lifecycle",
        "recycled, qualified and worked again",
        _recycled_and_back,
        (Override(opted_out=False),),
        True,
    ),
    FaultType(
        "trap_handed_over",
        "lead-routing-lab",
        "handed over to another team days later",
        _handed_over,
        (Override(country="Germany", industry="Software"),),
        True,
    ),
)
