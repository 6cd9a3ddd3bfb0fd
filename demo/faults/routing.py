"""Routing faults: owners, rules, queues."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.company.reps import INTAKE, MANAGER, ORPHANED, by_id, rep_of_other_pool, rep_of_same_pool
from demo.faults.planted_rows import FaultType, Lead, Planting, shift_stamp

_NO_OWNER = "000000000000000AAA"


def _reassign(lead: Lead, when: str, old: str, new: str, who: str, series: int) -> None:
    """Adds an owner change: a row with names and a row with ids."""
    names = {INTAKE[0]: INTAKE[1], ORPHANED[0]: ORPHANED[1]}
    for place, (before, after) in enumerate(
        (
            (names.get(old) or by_id(old).name, names.get(new) or by_id(new).name),
            (old, new),
        )
    ):
        lead.add_history(when, "Owner", before, after, who, series + place)


def _unowned(planting: Planting, owner: str) -> Lead:
    """Makes a lead that never reached an owner: no alert, no touch."""
    lead = planting.lead
    lead.remove_first_attempt()
    lead.drop("alert")
    lead.crm.update(OwnerId=owner, LastTransferDate="")
    planting.expect("open_journeys_not_overdue", lead.submission)
    planting.record_fault(lead.crm_key, "owner_id")
    return lead


def _no_owner(planting: Planting) -> None:
    lead = _unowned(planting, _NO_OWNER)
    lead.drop("sf_leadhistory")
    planting.expect("leads_assigned", lead.crm_key)


def _stuck(planting: Planting) -> None:
    lead = _unowned(planting, INTAKE[0])
    lead.drop("sf_leadhistory")
    planting.expect("queues_worked_in_time", lead.crm_key)


def _orphaned(planting: Planting) -> None:
    lead = planting.lead
    first = dict(lead.history("Owner")[0])
    _unowned(planting, ORPHANED[0])
    lead.drop("sf_leadhistory")
    lead.rows["sf_leadhistory"] = [
        {**first, "OldValue": INTAKE[1], "NewValue": ORPHANED[1]},
        {**first, "Id": lead.id("LeadHistory", 1), "OldValue": INTAKE[0], "NewValue": ORPHANED[0]},
    ]
    planting.expect("queues_worked_in_time", lead.crm_key)
    planting.expect("queues_have_owner", lead.crm_key)


def _assign_from_start(lead: Lead, owner: str) -> None:
    """Assigns the lead to another rep from the start."""
    lead.crm["OwnerId"] = owner
    for task in lead.rows["sf_task"]:
        task.update(OwnerId=owner)
    lead.first_row("alert")["sent_to"] = owner
    for row in lead.history("Owner"):
        row["NewValue"] = owner if row["NewValue"].startswith("005") else by_id(owner).name


def _wrong_pool(planting: Planting) -> None:
    lead = planting.lead
    _assign_from_start(lead, rep_of_other_pool(lead.crm["OwnerId"]).id)
    planting.expect("assigned_to_right_owner", lead.crm_key)
    planting.record_fault(lead.crm_key, "owner_id")


def _inactive(planting: Planting) -> None:
    planting.expect("assigned_to_active_owner", planting.lead.crm_key)
    planting.record_fault(planting.lead.crm_key, "owner_id")


def _no_rule(planting: Planting) -> None:
    planting.expect("a_rule_decides", planting.lead.crm_key)
    planting.record_fault(planting.lead.crm_key, "country")


def _conflict(planting: Planting) -> None:
    planting.expect("one_rule_decides", planting.lead.crm_key)
    planting.record_fault(planting.lead.crm_key, "country")


def _size_unknown(planting: Planting) -> None:
    lead = planting.lead
    lead.form["Company size"] = lead.marketo["numberOfEmployees"] = ""
    lead.crm["NumberOfEmployees"] = lead.first_row("enriched")["matched_employees"] = ""
    planting.expect("routing_inputs_present", lead.crm_key)
    planting.record_fault(lead.crm_key, "number_of_employees")


def _odd_one_out(planting: Planting) -> None:
    lead = planting.leads[-1]
    _assign_from_start(lead, rep_of_other_pool(lead.crm["OwnerId"]).id)
    planting.expect("equal_leads_routed_alike", lead.crm_key)
    planting.expect("assigned_to_right_owner", lead.crm_key)
    planting.record_fault(lead.crm_key, "owner_id")


def _late(planting: Planting) -> None:
    planting.expect("assigned_within_sla", planting.lead.crm_key)
    planting.record_fault(planting.lead.crm_key, "owner_id")


def _back_again(planting: Planting) -> None:
    lead = planting.lead
    owner, sync = lead.crm["OwnerId"], lead.crm["CreatedById"]
    other = rep_of_same_pool(owner).id
    when = lead.history("Owner")[0]["CreatedDate"]
    _reassign(lead, shift_stamp(when, 20), owner, other, sync, 7)
    for row in lead.history("Owner")[-2:]:
        lead.add(
            "sf_leadhistory",
            row,
            shift_stamp(when, 45),
            CreatedDate=shift_stamp(when, 45),
            Id=row["Id"][:9] + "9" + row["Id"][10:],
            OldValue=row["NewValue"],
            NewValue=row["OldValue"],
        )
    names = lead.history("Owner")[-2:]
    names[1]["Id"] = lead.id("LeadHistory", 6)
    planting.expect("assignments_not_reversed", lead.crm_key)
    planting.record_fault(lead.crm_key, "owner_id")


def _overridden(planting: Planting) -> None:
    lead = planting.lead
    owner = lead.crm["OwnerId"]
    other = rep_of_other_pool(owner).id
    when = shift_stamp(lead.crm["LastModifiedDate"], 7200)
    _reassign(lead, when, owner, other, MANAGER.id, 7)
    lead.crm.update(OwnerId=other, LastModifiedDate=when, SystemModstamp=when)
    planting.expect("assignments_not_overridden", lead.crm_key)
    planting.record_fault(lead.crm_key, "owner_id")


def _burst(planting: Planting) -> None:
    for lead in planting.leads:
        planting.expect("round_robin_is_even", lead.crm_key)
        planting.record_fault(lead.crm_key, "owner_id")


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
    FaultType("lead_without_owner", "SuiteCRM #2032", "the lead has no owner", _no_owner),
    FaultType(
        "queue_not_worked", "lead-routing-lab", "the lead never left the intake queue", _stuck
    ),
    FaultType(
        "queue_without_owner",
        "lead-routing-lab",
        "the lead is in a queue that is not declared",
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
        "round robin assigned the lead to an inactive rep",
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
        "two rules with the same order match the lead",
        _conflict,
        (Override(country="Australia", employees=6200, industry="Software"),),
    ),
    FaultType(
        "size_unknown",
        "lead-routing-lab",
        "a value that routing reads was never collected",
        _size_unknown,
        (_SMALL,),
    ),
    FaultType(
        "odd_one_out",
        "salesforce-round-robin #21",
        "one of several equal leads went to another pool",
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
        "a manager moved the lead to another pool",
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
