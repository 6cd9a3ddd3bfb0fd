"""Traps: look like faults and are none. Planted in the clean company, too."""

from __future__ import annotations

from dataclasses import replace

from demo.planted import Wish
from demo.scene import FaultType, Lead, Scene, shift


def _same_phone(leads: list[Lead]) -> None:
    phone = leads[0].crm["Phone"]
    for lead in leads[1:]:
        lead.marketo["phone"] = lead.crm["Phone"] = phone
        lead.form["Phone"] = leads[0].form["Phone"].lstrip("'")
        if "#" in lead.form:
            lead.form["Phone"] = "'" + lead.form["Phone"]


def _mark(scene: Scene) -> None:
    for lead in scene.leads:
        scene.note(lead.crm_key)


def _landline(scene: Scene) -> None:
    _same_phone(scene.leads)
    _mark(scene)


def _stamp_moved(scene: Scene) -> None:
    lead = scene.lead
    lead.marketo["updatedAt"] = shift(lead.marketo["updatedAt"], 259200)
    scene.note(lead.marketo_key, "updated_at")


def _old_export(scene: Scene) -> None:
    lead = scene.lead
    old = dict(lead.marketo)
    when = shift(old["createdAt"], 20)
    old.update(title="Trainee", updatedAt=when)
    lead.rows["old_marketo_lead"] = [old]
    scene.note(lead.marketo_key, "title")


def _honest_merge(scene: Scene) -> None:
    lead = scene.lead
    when = shift(lead.crm["CreatedDate"], 3600)
    domain = lead.crm["Email"].split("@")[1]
    row = lead.add(
        "sf_lead",
        lead.crm,
        when,
        Id=lead.id("Lead", 2),
        IsDeleted="1",
        MasterRecordId=lead.crm["Id"],
        CreatedDate=when,
        SystemModstamp=shift(when, 7200),
        LastModifiedDate=shift(when, 7200),
        Email=f"former.{lead.number}@{domain}",
        Status="MQL",
    )
    scene.note(f"salesforce/lead/{row['Id']}", "master_record_id")


def _fills_again(scene: Scene) -> None:
    lead = scene.lead
    first = lead.form
    header = "Entry Date" if "Entry Id" in first else "Submit Date (UTC)"
    name = "Entry Id" if "Entry Id" in first else "#"
    when = shift(first[header], 1_728_000)
    new = str(int(first[name]) + 6_000_000) if name == "Entry Id" else "ee" + first[name][2:]
    cells = {name: new, header: when, "UTM campaign": first["UTM campaign"]}
    if name == "#":
        cells["Start Date (UTC)"] = shift(when, -60)
    lead.add("gravity" if name == "Entry Id" else "typeform", first, when, **cells)
    scene.note(f"website/submission/{new}")


_ROBERT = Wish(first_name="Robert", last_name="Hill")
TRAPS: tuple[FaultType, ...] = (
    FaultType(
        "trap_same_name_same_domain",
        "contrack PR #53",
        "two people of one name at one company",
        _mark,
        (_ROBERT, replace(_ROBERT, company_of=0)),
        True,
    ),
    FaultType(
        "trap_landline",
        "contrack PR #53",
        "two people on one landline",
        _landline,
        (Wish(), Wish(company_of=0)),
        True,
    ),
    FaultType(
        "trap_father_and_son",
        "contrack PR #53",
        "Sr. and Jr. on one landline",
        _landline,
        (
            Wish(first_name="Walter", last_name="Baker Sr."),
            Wish(first_name="Walter", last_name="Baker Jr.", company_of=0),
        ),
        True,
    ),
    FaultType(
        "trap_same_title",
        "goldenmatch #858, PR #1056",
        "same company and title",
        _mark,
        (Wish(title="IT Manager"), Wish(title="IT Manager", company_of=0)),
        True,
    ),
    FaultType(
        "trap_stamp_moved",
        "revops-sync-control-plane",
        "the stamp of the record moved, no field did",
        _stamp_moved,
        (Wish(),),
        True,
    ),
    FaultType(
        "trap_old_export",
        "Mautic PR #5841",
        "an older export lies beside the new one",
        _old_export,
        (Wish(),),
        True,
    ),
    FaultType(
        "trap_honest_merge",
        "dbt_hubspot #46",
        "a merge of one person's two records",
        _honest_merge,
        (Wish(opted_out=False),),
        True,
    ),
    FaultType(
        "trap_fills_again",
        "speed to lead",
        "a lead fills the form again weeks later",
        _fills_again,
        (Wish(form="gravity"),),
        True,
    ),
)
