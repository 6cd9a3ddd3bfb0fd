"""Faults of consent: opt-outs lost on the way, taken back, or merged away."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.duplicates import crm_key, merged_lead, second_lead
from demo.faults.planted_rows import FaultType, Scene, shift


def _opt_out_lost(scene: Scene) -> None:
    lead = scene.lead
    lead.crm["HasOptedOutOfEmail"] = "0"
    scene.ledger("consent_survives", "map_to_crm", lead.marketo_key, "has_opted_out_of_email")
    scene.expect("values_agree", f"map_to_crm/{lead.marketo_key}/has_opted_out_of_email")


def _form_opt_out_lost(scene: Scene) -> None:
    lead = scene.lead
    lead.marketo["unsubscribed"], lead.crm["HasOptedOutOfEmail"] = "false", "0"
    scene.ledger("consent_survives", "form_to_map", lead.submission, "unsubscribed")
    scene.expect("values_agree", f"form_to_map/{lead.submission}/unsubscribed")


def _opt_out_reversed(scene: Scene) -> None:
    lead = scene.lead
    first = shift(lead.marketo["updatedAt"], 86400)
    second = shift(first, 864000)
    if scene.variant % 2 == 0:
        lead.data_value(first, "unsubscribed", "false", "true", 9, "Unsubscribe link")
        lead.data_value(second, "unsubscribed", "true", "false", 10, "List import")
        lead.marketo["updatedAt"] = second
        scene.expect("opt_outs_not_reversed", lead.marketo_key)
        scene.note(lead.marketo_key, "unsubscribed")
    else:
        who, name = lead.crm["CreatedById"], "HasOptedOutOfEmail"
        lead.changed(first, name, "false", "true", who, 7)
        lead.changed(second, name, "true", "false", who, 8)
        lead.crm["SystemModstamp"] = lead.crm["LastModifiedDate"] = shift(
            lead.crm["SystemModstamp"], 960000
        )
        scene.expect("opt_outs_not_reversed", lead.crm_key)
        scene.note(lead.crm_key, "has_opted_out_of_email")


def _opt_out_merged_away(scene: Scene) -> None:
    lead = scene.lead
    row = merged_lead(lead, 2, lead.crm["Id"], HasOptedOutOfEmail="1")
    scene.expect("opt_outs_survive_merge", crm_key(row))
    scene.note(crm_key(row), "has_opted_out_of_email")


def _twin_opted_in(scene: Scene) -> None:
    second = second_lead(scene.lead, HasOptedOutOfEmail="0")
    scene.expect("people_unique_in_system", crm_key(second))
    scene.expect("opt_outs_hold_across_duplicates", crm_key(second))
    scene.note(crm_key(second), "has_opted_out_of_email")


FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "opt_out_lost",
        "vedaconsulting mailchimp #289",
        "unsubscribed in marketing, not opted out in the CRM",
        _opt_out_lost,
        (Override(opted_out=True),),
    ),
    FaultType(
        "form_opt_out_lost",
        "vedaconsulting mailchimp #289",
        "opted out on the form, subscribed in marketing",
        _form_opt_out_lost,
        (Override(opted_out=True),),
    ),
    FaultType(
        "opt_out_reversed",
        "dotmailer-magento2 #565",
        "subscribed again by an import",
        _opt_out_reversed,
        (Override(opted_out=False),),
    ),
    FaultType(
        "opt_out_merged_away",
        "margince PR #1662",
        "the merge kept the grant and lost the withdrawal",
        _opt_out_merged_away,
        (Override(opted_out=False),),
    ),
    FaultType(
        "duplicate_opted_in",
        "vedaconsulting mailchimp #289",
        "one of two records of a person is not opted out",
        _twin_opted_in,
        (Override(opted_out=True),),
    ),
)
