"""Consent faults: opt-outs that are lost, reversed, or dropped in a merge."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Planting, shift_stamp
from demo.faults.second_leads import crm_key, merged_lead, second_lead


def _opt_out_lost(planting: Planting) -> None:
    lead = planting.lead
    lead.crm["HasOptedOutOfEmail"] = "0"
    planting.expect_field(
        "consent_survives", "map_to_crm", lead.marketo_key, "has_opted_out_of_email"
    )
    planting.expect("values_agree", f"map_to_crm/{lead.marketo_key}/has_opted_out_of_email")


def _form_opt_out_lost(planting: Planting) -> None:
    lead = planting.lead
    lead.marketo["unsubscribed"], lead.crm["HasOptedOutOfEmail"] = "false", "0"
    planting.expect_field("consent_survives", "form_to_map", lead.submission, "unsubscribed")
    planting.expect("values_agree", f"form_to_map/{lead.submission}/unsubscribed")


def _opt_out_reversed(planting: Planting) -> None:
    lead = planting.lead
    first = shift_stamp(lead.marketo["updatedAt"], 86400)
    second = shift_stamp(first, 864000)
    if planting.variant % 2 == 0:
        lead.add_data_value_change(first, "unsubscribed", "false", "true", 9, "Unsubscribe link")
        lead.add_data_value_change(second, "unsubscribed", "true", "false", 10, "List import")
        lead.marketo["updatedAt"] = second
        planting.expect("opt_outs_not_reversed", lead.marketo_key)
        planting.record_fault(lead.marketo_key, "unsubscribed")
    else:
        who, name = lead.crm["CreatedById"], "HasOptedOutOfEmail"
        lead.add_history(first, name, "false", "true", who, 7)
        lead.add_history(second, name, "true", "false", who, 8)
        lead.crm["SystemModstamp"] = lead.crm["LastModifiedDate"] = shift_stamp(
            lead.crm["SystemModstamp"], 960000
        )
        planting.expect("opt_outs_not_reversed", lead.crm_key)
        planting.record_fault(lead.crm_key, "has_opted_out_of_email")


def _opt_out_merged_away(planting: Planting) -> None:
    lead = planting.lead
    row = merged_lead(lead, 2, lead.crm["Id"], HasOptedOutOfEmail="1")
    planting.expect("opt_outs_survive_merge", crm_key(row))
    planting.record_fault(crm_key(row), "has_opted_out_of_email")


def _opt_out_lost_at_conversion(planting: Planting) -> None:
    lead = planting.lead
    lead.crm["HasOptedOutOfEmail"] = "1"
    planting.expect("opt_outs_survive_conversion", lead.crm_key)
    planting.record_fault(lead.crm_key, "has_opted_out_of_email")


def _twin_opted_in(planting: Planting) -> None:
    second = second_lead(planting.lead, HasOptedOutOfEmail="0")
    planting.expect("people_unique_in_system", crm_key(second))
    planting.expect("opt_outs_hold_across_duplicates", crm_key(second))
    planting.record_fault(crm_key(second), "has_opted_out_of_email")


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
        "opt_out_lost_at_conversion",
        "margince PR #1662",
        "the lead was opted out, and its contact is not",
        _opt_out_lost_at_conversion,
        (Override(opted_out=False, stage="opportunity"),),
    ),
    FaultType(
        "duplicate_opted_in",
        "vedaconsulting mailchimp #289",
        "one of two records of a person is not opted out",
        _twin_opted_in,
        (Override(opted_out=True),),
    ),
)
