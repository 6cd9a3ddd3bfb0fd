"""Time faults: late hops, contradicting clocks, skipped and reversed stages."""

from __future__ import annotations

from collections.abc import Callable

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Lead, Planting, shift_stamp


def _hop(*checks: str) -> Callable[[Planting], None]:
    """Adds the labels only: the overrides already make the journey late."""

    def plant(planting: Planting) -> None:
        for check_id in checks:
            planting.expect(check_id, planting.lead.submission)
        planting.record_fault(planting.lead.submission)

    return plant


def _never_touched(planting: Planting) -> None:
    planting.lead.remove_first_attempt()
    planting.expect("open_journeys_not_overdue", planting.lead.submission)
    planting.expect("first_attempt_within_sla", planting.lead.submission)
    planting.expect("first_conversation_within_sla", planting.lead.submission)
    planting.record_fault(planting.lead.crm_key)


def _never_reached(planting: Planting) -> None:
    (call,) = planting.lead.calls
    call.update(CallDurationInSeconds="0", CallDisposition="No answer")
    planting.expect("open_journeys_not_overdue", planting.lead.submission)
    planting.expect("first_conversation_within_sla", planting.lead.submission)
    planting.record_fault(planting.lead.crm_key)


def _only_sequence_mail(planting: Planting) -> None:
    """The mail of a sequence under the name of the rep, a minute after the lead."""
    planting.lead.add_mail(60, "[Outreach] [Email] [Out] Welcome")
    planting.expect("first_attempt_within_sla", planting.lead.submission)
    planting.record_fault(planting.lead.submission)


def _restate(lead: Lead, new: str, old: str) -> None:
    """Changes the old value of the Marketo status change to `new`."""
    change = lead.status_change(new)
    before = change["attributes"].split('"Old Value":"')[1].split('"')[0]
    change["attributes"] = change["attributes"].replace(
        f'"Old Value":"{before}"', f'"Old Value":"{old}"'
    )


def _skipped(planting: Planting) -> None:
    lead = planting.lead
    if planting.variant % 2 == 0:
        lead.rows["marketo_activity"].remove(lead.status_change("SAL"))
        _restate(lead, "SQL", "MQL")
        key = lead.marketo_key
    else:
        for row in lead.history("Status"):
            if row["NewValue"] == "Working":
                lead.rows["sf_leadhistory"].remove(row)
            elif row["NewValue"] == "Qualified":
                row["OldValue"] = "MQL"
        key = lead.crm_key
    planting.expect("stages_not_skipped", key)
    planting.record_fault(key, "status")


def _reversed(planting: Planting) -> None:
    lead = planting.lead
    if planting.variant % 2 == 0:
        when = lead.history("Status")[-1]["CreatedDate"]
        owner = lead.crm["OwnerId"]
        lead.add_history(shift_stamp(when, 3600), "Status", "Working", "MQL", owner, 7)
        lead.add_history(shift_stamp(when, 7200), "Status", "MQL", "Working", owner, 8)
        key = lead.crm_key
    else:
        when = lead.marketo["updatedAt"]
        lead.add_data_value_change(
            shift_stamp(when, 3600), "leadStatus", "SAL", "MQL", 9, "List import"
        )
        lead.add_data_value_change(
            shift_stamp(when, 7200), "leadStatus", "MQL", "SAL", 10, "Smart campaign"
        )
        lead.marketo["updatedAt"] = shift_stamp(when, 7200)
        key = lead.marketo_key
    planting.expect("stages_not_reversed", key)
    planting.record_fault(key, "status")


def _unlike_history(planting: Planting) -> None:
    lead = planting.lead
    if planting.variant % 2 == 0:
        # A value that no change led to, and that the stack does not explain.
        lead.crm["Status"] = "Nurturing"
        planting.expect("stage_values_declared", "salesforce/lead/Status/Nurturing")
        key = lead.crm_key
    else:
        lead.marketo["leadStatus"] = "SQL"
        key = lead.marketo_key
    planting.expect("history_matches_current", key)
    planting.record_fault(key, "status")


FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "late_in_marketing",
        "n8n #8147",
        "the form was read twenty minutes late",
        _hop("in_map_within_sla"),
        (Override(to_map=1200),),
        edits=False,
    ),
    FaultType(
        "late_in_crm",
        "Mautic PR #5841",
        "the sync took half an hour",
        _hop("in_crm_within_sla"),
        (Override(to_crm=1800),),
        share=0.012,
        edits=False,
    ),
    FaultType(
        "enriched_late",
        "enrichment retry queue",
        "enriched after an hour, assigned before",
        _hop("enriched_within_sla", "enriched_before_assigned"),
        (Override(to_enriched=4200, to_assigned=-4000),),
        edits=False,
    ),
    FaultType(
        "assigned_before_enriched",
        "lead-routing-lab",
        "assigned before the enrichment arrived",
        _hop("enriched_before_assigned"),
        (Override(to_enriched=400, to_assigned=-250),),
        edits=False,
    ),
    FaultType(
        "alerted_late",
        "n8n #8147",
        "the alert was sent twelve minutes late",
        _hop("alerted_within_sla"),
        (Override(to_alerted=720),),
        edits=False,
    ),
    FaultType(
        "touched_late",
        "speed to lead",
        "the first call came after two days",
        _hop("first_attempt_within_sla"),
        (Override(to_touched=176400),),
        share=0.035,
        edits=False,
    ),
    FaultType(
        "met_late",
        "speed to lead",
        "the meeting came after two weeks",
        _hop("meeting_within_sla"),
        (Override(stage="meeting", to_meeting=1209600),),
        edits=False,
    ),
    FaultType(
        "deal_opened_late",
        "speed to lead",
        "the deal came five weeks after the meeting",
        _hop("opportunity_within_sla"),
        (Override(stage="opportunity", to_opportunity=3024000),),
        edits=False,
    ),
    FaultType(
        "never_touched", "speed to lead", "assigned and alerted, but never touched", _never_touched
    ),
    FaultType("never_reached", "speed to lead", "called once, and nobody answered", _never_reached),
    FaultType(
        "only_sequence_mail",
        "speed to lead",
        "a sequence wrote at once under the name of the rep, who called after two days",
        _only_sequence_mail,
        (Override(to_touched=176400),),
    ),
    FaultType(
        "clocks_contradict",
        "airbyte #46576",
        "in the CRM before it was in marketing",
        _hop("clocks_in_order"),
        (Override(to_map=240, to_crm=-120),),
        edits=False,
    ),
    FaultType(
        "late_in_sum",
        "speed to lead",
        "every hop in time, but the whole journey too long",
        _hop("journeys_meet_total_sla"),
        (Override(on="evening", to_touched=63000),),
        edits=False,
    ),
    FaultType(
        "stage_skipped", "lifecycle", "a stage was skipped", _skipped, (Override(stage="meeting"),)
    ),
    FaultType("stage_reversed", "lifecycle", "a stage was reversed", _reversed),
    FaultType(
        "history_differs",
        "airbyte #46576",
        "the last change differs from the current value",
        _unlike_history,
    ),
)
