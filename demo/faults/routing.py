"""Faults of routing: owners, rules, queues."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.company.reps import INTAKE, MANAGER, ORPHANED, by_id, colleague, stranger
from demo.faults.planted_rows import FaultType, Lead, Scene, shift

_NOBODY = "000000000000000AAA"


def _reassign(lead: Lead, when: str, old: str, new: str, who: str, series: int) -> None:
    """An owner change: a row with names and a row with ids."""
    names = {INTAKE[0]: INTAKE[1], ORPHANED[0]: ORPHANED[1]}
    for place, (before, after) in enumerate(
        (
            (names.get(old) or by_id(old).name, names.get(new) or by_id(new).name),
            (old, new),
        )
    ):
        lead.changed(when, "Owner", before, after, who, series + place)


def _unowned(scene: Scene, owner: str) -> Lead:
    """Nobody ever got the lead: no alert, no touch."""
    lead = scene.lead
    lead.never_worked()
    lead.drop("alert")
    lead.crm.update(OwnerId=owner, LastTransferDate="")
    scene.expect("open_journeys_not_overdue", lead.submission)
    scene.note(lead.crm_key, "owner_id")
    return lead


def _no_owner(scene: Scene) -> None:
    lead = _unowned(scene, _NOBODY)
    lead.drop("sf_leadhistory")
    scene.expect("leads_assigned", lead.crm_key)


def _stuck(scene: Scene) -> None:
    lead = _unowned(scene, INTAKE[0])
    lead.drop("sf_leadhistory")
    scene.expect("queues_worked_in_time", lead.crm_key)


def _orphaned(scene: Scene) -> None:
    lead = scene.lead
    first = dict(lead.history("Owner")[0])
    _unowned(scene, ORPHANED[0])
    lead.drop("sf_leadhistory")
    lead.rows["sf_leadhistory"] = [
        {**first, "OldValue": INTAKE[1], "NewValue": ORPHANED[1]},
        {**first, "Id": lead.id("LeadHistory", 1), "OldValue": INTAKE[0], "NewValue": ORPHANED[0]},
    ]
    scene.expect("queues_worked_in_time", lead.crm_key)
    scene.expect("queues_have_owner", lead.crm_key)


def _give(lead: Lead, owner: str) -> None:
    """The lead went to another rep from the first moment."""
    lead.crm["OwnerId"] = owner
    for task in lead.rows["sf_task"]:
        task.update(OwnerId=owner)
    lead.one("alert")["sent_to"] = owner
    for row in lead.history("Owner"):
        row["NewValue"] = owner if row["NewValue"].startswith("005") else by_id(owner).name


def _wrong_pool(scene: Scene) -> None:
    lead = scene.lead
    _give(lead, stranger(lead.crm["OwnerId"]).id)
    scene.expect("assigned_to_right_owner", lead.crm_key)
    scene.note(lead.crm_key, "owner_id")


def _inactive(scene: Scene) -> None:
    scene.expect("assigned_to_active_owner", scene.lead.crm_key)
    scene.note(scene.lead.crm_key, "owner_id")


def _no_rule(scene: Scene) -> None:
    scene.expect("a_rule_decides", scene.lead.crm_key)
    scene.note(scene.lead.crm_key, "country")


def _conflict(scene: Scene) -> None:
    scene.expect("one_rule_decides", scene.lead.crm_key)
    scene.note(scene.lead.crm_key, "country")


def _size_unknown(scene: Scene) -> None:
    lead = scene.lead
    lead.form["Company size"] = lead.marketo["numberOfEmployees"] = ""
    lead.crm["NumberOfEmployees"] = lead.one("enriched")["matched_employees"] = ""
    scene.expect("routing_inputs_present", lead.crm_key)
    scene.note(lead.crm_key, "number_of_employees")


def _odd_one_out(scene: Scene) -> None:
    lead = scene.leads[-1]
    _give(lead, stranger(lead.crm["OwnerId"]).id)
    scene.expect("equal_leads_routed_alike", lead.crm_key)
    scene.expect("assigned_to_right_owner", lead.crm_key)
    scene.note(lead.crm_key, "owner_id")


def _late(scene: Scene) -> None:
    scene.expect("assigned_within_sla", scene.lead.crm_key)
    scene.note(scene.lead.crm_key, "owner_id")


def _back_again(scene: Scene) -> None:
    lead = scene.lead
    owner, sync = lead.crm["OwnerId"], lead.crm["CreatedById"]
    other = colleague(owner).id
    when = lead.history("Owner")[0]["CreatedDate"]
    _reassign(lead, shift(when, 20), owner, other, sync, 7)
    for row in lead.history("Owner")[-2:]:
        lead.add(
            "sf_leadhistory",
            row,
            shift(when, 45),
            CreatedDate=shift(when, 45),
            Id=row["Id"][:9] + "9" + row["Id"][10:],
            OldValue=row["NewValue"],
            NewValue=row["OldValue"],
        )
    names = lead.history("Owner")[-2:]
    names[1]["Id"] = lead.id("LeadHistory", 6)
    scene.expect("assignments_not_reversed", lead.crm_key)
    scene.note(lead.crm_key, "owner_id")


def _overridden(scene: Scene) -> None:
    lead = scene.lead
    owner = lead.crm["OwnerId"]
    other = stranger(owner).id
    when = shift(lead.crm["LastModifiedDate"], 7200)
    _reassign(lead, when, owner, other, MANAGER.id, 7)
    lead.crm.update(OwnerId=other, LastModifiedDate=when, SystemModstamp=when)
    scene.expect("assignments_not_overridden", lead.crm_key)
    scene.note(lead.crm_key, "owner_id")


def _burst(scene: Scene) -> None:
    for lead in scene.leads:
        scene.expect("round_robin_is_even", lead.crm_key)
        scene.note(lead.crm_key, "owner_id")


_SMALL = Override(country="United States", employees=300, industry="Software")
_IMPORTED = Override(
    country="United States",
    employees=300,
    industry="Software",
    owner="ben.ito",
    on="saturday",
    to_map=5,
    to_crm=50,
    to_touched=1800,
)
_EQUAL = Override(country="United States", unique_size=True, industry="Retail")
FAULTS: tuple[FaultType, ...] = (
    FaultType("lead_without_owner", "SuiteCRM #2032", "nobody owns the lead", _no_owner),
    FaultType(
        "queue_not_worked", "lead-routing-lab", "the lead never left the intake queue", _stuck
    ),
    FaultType(
        "queue_without_owner",
        "lead-routing-lab",
        "the lead lies in a queue nobody declared",
        _orphaned,
    ),
    FaultType(
        "wrong_owner",
        "SuiteCRM #8935",
        "a rep outside the pool got the lead",
        _wrong_pool,
        (Override(country="United States", unique_size=True, industry="Software"),),
    ),
    FaultType(
        "inactive_owner",
        "SuiteCRM #2032, #8935, #227",
        "round robin gave the lead to someone who has left",
        _inactive,
        (Override(country="United States", employees=300, industry="Software", owner="cara.moss"),),
    ),
    FaultType(
        "no_rule",
        "lead-routing-lab",
        "no rule covers the country",
        _no_rule,
        (Override(country="Brazil", industry="Software", owner="amy.tran"),),
    ),
    FaultType(
        "rule_conflict",
        "lead-routing-lab",
        "two rules of one order ask for the lead",
        _conflict,
        (Override(country="Australia", employees=6200, industry="Software"),),
    ),
    FaultType(
        "size_unknown",
        "lead-routing-lab",
        "nobody asked for what routing reads",
        _size_unknown,
        (_SMALL,),
    ),
    FaultType(
        "odd_one_out",
        "salesforce-round-robin #21",
        "of equal leads one went to another pool",
        _odd_one_out,
        (_EQUAL, _EQUAL, _EQUAL, _EQUAL),
    ),
    FaultType(
        "assigned_late",
        "roundRobinProcessBuilder #44",
        "assigned hours later",
        _late,
        (Override(to_assigned=10800),),
        share=0.012,
        edits=False,
    ),
    FaultType(
        "assigned_and_back",
        "roundRobinProcessBuilder #44",
        "assigned and reversed within a minute",
        _back_again,
        (Override(country="Germany", industry="Software", to_alerted=60),),
    ),
    FaultType(
        "overridden",
        "lead-routing-lab",
        "a manager moved the lead off its pool",
        _overridden,
        (Override(country="Germany", industry="Software"),),
    ),
    FaultType(
        "burst_to_one",
        "salesforce-round-robin #21",
        "one insert of many leads, all to the same rep",
        _burst,
        (_IMPORTED,) * 11,
    ),
)
