"""Which traps and faults the company has, and how many of each."""

from __future__ import annotations

from datetime import date

from .. import selling_faults as faults
from .. import selling_more as more
from .. import selling_traps as traps
from ..drawing import Firm
from ..truth import Ledger, Row
from . import own
from .world import World

PUBLIC = "Public sector"
COUNTRIES = {"Deutschland": "Germany", "España": "Spain", "日本": "Japan", "Österreich": "Austria"}
# What the shared families allow for any check can break these checks only. A wrong merge joins the
# whole stories of two people, so it keeps any check.
NARROW = {
    "opt_out_lost_in_merge": (
        "opt_outs_survive_merge",
        "opt_outs_hold_across_duplicates",
        "opt_outs_not_reversed",
        "consent_survives",
    ),
    "shared_match_key": (
        "records_arrive",
        "values_agree",
        "records_paired_once",
        "invoices_name_the_customer",
        "invoiced_within_sla",
        "invoices_sent_once",
    ),
    "one_id_two_records": ("one_id_names_one_record", "companies_unique_in_system"),
}
SPRING = ("00:40", "01:50", "03:05", "03:40", "04:30")


def plant_traps(w: World, staff: Firm, territory: date) -> None:
    """All traps, and ordinary people and deals between them."""
    traps.migrated(w, 4, "legacy", "Old CRM")
    traps.customer_leads(w, 4)
    traps.corrected_by_rep(w, 4)
    traps.resubmission(w, 4)
    traps.routing_field_corrected(w, 4, "Austria", "Poland")
    traps.renewed_consent(w, 4)
    traps.opted_out_later(w, 4)
    traps.address_changed_later(w, 4)
    traps.other_notation(w, 4, COUNTRIES)
    traps.blank_size(w, 4)
    traps.job_changer(w, 4)
    own.father_and_son(w, 4)
    own.couple(w, 4)
    own.switchboard(w, 4)
    own.namesakes(w, 4)
    own.married_name(w, 4)
    own.japanese_script(w, 4)
    traps.reassigned_by_manager(w, 4)
    traps.territory_change(w, 3, "Austria", territory)
    traps.absence(w, 4, "Italy", date(2026, 4, 20))
    traps.rep_left_later(w, 4, "Spain")
    traps.customer_since_later(w, 4)
    traps.owner_of_account_changed(w, 4)
    traps.weekend_in_queue(w, 4, PUBLIC)
    traps.touch_before_assignment(w, 4, PUBLIC)
    traps.dialler_calls(w, 4)
    traps.sequence_mails(w, 4)
    own.reminder(w, 4)
    traps.disqualified_at_once(w, 4)
    traps.recycled(w, 4)
    traps.bought_at_once(w, 4)
    traps.stage_set_again(w, 4)
    traps.support_tickets(w, 6)
    traps.event_import(w, 4, 6)
    traps.clock_change(w, 5, date(2026, 3, 29), SPRING)
    traps.clock_resolution(w, 4)
    traps.still_in_time(w, 4)
    traps.tests_and_staff(w, 4, staff)
    traps.converted_lead_froze(w, 4)
    traps.refused_after_conversion(w, 4)
    traps.opt_out_carried(w, 4)
    own.merged_contacts(w, 4)
    own.cleaned_member(w, 4)
    own.older_export(w, 4)
    traps.renewal(w, 4)
    traps.instalments(w, 4)
    traps.monthly(w, 4)
    traps.partner_billing(w, 4)
    traps.free_deal(w, 4)
    traps.collective(w, 4)
    traps.credit_and_rebill(w, 4)
    traps.part_payments(w, 4)
    traps.retried_payment(w, 4)
    traps.processor_fee(w, 4)
    traps.withholding(w, 4)
    traps.cent_rounding(w, 4)
    traps.won_yesterday(w, 4)
    traps.date_only(w, 4)
    more.another_legal_form(w, 4)
    more.invoiced_the_same_day(w, 4)
    own.amount_corrected(w, 4)
    own.tax_on_top(w, 4)
    own.foreign_currency(w, 4)
    traps.plain_deals(w, 4)
    traps.bill_the_rest(w)
    for number in range(30):
        outcome = ("open", "Disqualified", "Recycled", "deal", "lost")[number % 5]
        w.live(w.draw.person(), w.moment(145, 12), outcome)
    own.short_ids(w, 4)
    traps.connector_for_seconds(w, 5)


def plant_faults(w: World) -> None:
    """All families of faults."""
    h = faults.Handoffs(
        site="form_to_mailchimp",
        event="fair_to_mailchimp",
        crm="mailchimp_to_salesforce",
        contact="",
    )
    for family in (
        faults.lost_from_form,
        faults.lost_from_event,
        faults.lost_to_crm,
        faults.late_in_map,
        faults.late_in_crm,
        faults.overwritten,
        faults.blanked,
        faults.truncated,
        faults.mis_mapped,
        faults.stale,
        faults.lost_opt_out,
        faults.opt_out_reversed,
        faults.opt_out_lost_at_conversion,
        faults.opt_out_lost_in_merge,
        faults.duplicate_person,
        faults.wrong_merge,
        faults.wrong_owner,
        faults.off_account_owner,
        faults.unassigned,
        faults.late_assignment,
        faults.override,
        faults.never_tried,
        faults.late_attempt,
        faults.never_talked,
        faults.touch_before_capture,
        faults.skipped_stage,
        faults.reversed_stage,
        faults.not_invoiced,
        faults.invoiced_late,
        faults.invoiced_twice,
        faults.wrong_customer,
        faults.wrong_amount,
        faults.paid_twice,
        faults.paid_differs,
        faults.rule_broken,
        faults.sums_differ,
        faults.shared_number,
        faults.submitted_twice,
        faults.one_id_two_customers,
        more.placeholder,
        more.broken_letters,
        more.account_without_owner,
    ):
        family(w, h, 4)
    for own_family in (own.wrong_currency, own.only_a_reminder, own.role_mailbox):
        own_family(w, h, 4)
    faults.aged_in_queue(w, h, 4, PUBLIC)
    faults.inactive_owner(w, h, 4, "Spain")
    traps.bill_the_rest(w)
    narrow(w.truth)


def narrow(truth: Ledger) -> None:
    """Names the checks of consequences that the shared families leave open."""
    kept = []
    for fault, row in truth.consequences:
        checks = NARROW.get(fault.family, ("*",)) if row.check == "*" else (row.check,)
        kept += [(fault, Row(check, row.record, row.handoff)) for check in checks]
    truth.consequences = kept
