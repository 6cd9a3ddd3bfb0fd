"""Which traps and faults the company has, and how many of each."""

from __future__ import annotations

from datetime import UTC, date, datetime

from .. import selling_faults as faults
from .. import selling_traps as traps
from ..drawing import Firm
from ..selling import World

PUBLIC = "Public sector"
COUNTRIES = {"Österreich": "Austria", "Deutschland": "Germany", "España": "Spain"}


def plant_traps(w: World, staff: Firm, territory: date) -> None:
    """All traps, and ordinary people and deals between them."""
    traps.migrated(w, 6, "legacy")
    traps.customer_leads(w, 4)
    traps.corrected_by_rep(w, 6)
    traps.resubmission(w, 6)
    traps.routing_field_corrected(w, 4, "Austria", "France")
    traps.renewed_consent(w, 5)
    traps.opted_out_later(w, 4)
    traps.address_changed_later(w, 5)
    traps.other_notation(w, 6, COUNTRIES)
    traps.blank_size(w, 5)
    traps.sr_and_jr(w, 4)
    traps.spouses(w, 4)
    traps.job_changer(w, 5)
    traps.merged_person(w, 5)
    traps.reassigned_by_manager(w, 5)
    traps.territory_change(w, 4, "Germany", territory)
    traps.absence(w, 6, "Italy", date(2026, 8, 17))
    traps.rep_left_later(w, 4, "France")
    traps.customer_since_later(w, 4)
    traps.owner_of_account_changed(w, 4)
    traps.weekend_in_queue(w, 4, PUBLIC)
    traps.touch_before_assignment(w, 5, PUBLIC)
    traps.dialler_calls(w, 5)
    traps.sequence_mails(w, 6)
    traps.disqualified_at_once(w, 5)
    traps.recycled(w, 5)
    traps.bought_at_once(w, 4)
    traps.stage_set_again(w, 5)
    traps.support_tickets(w, 12)
    traps.event_import(w, 5, 8)
    traps.clock_change(w, 5, date(2026, 10, 25))
    hours = ("in_map_within_sla", "in_crm_within_sla", "clocks_in_order")
    first = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    traps.repeated_hour(w, 3, first, hours)
    traps.clock_resolution(w, 6)
    traps.still_in_time(w, 4)
    traps.tests_and_staff(w, 5, staff)
    traps.converted_lead_froze(w, 5)
    traps.refused_after_conversion(w, 4)
    traps.opt_out_carried(w, 5)
    traps.renewal(w, 4)
    traps.instalments(w, 5)
    traps.monthly(w, 4)
    traps.partner_billing(w, 5)
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
    traps.plain_deals(w, 6)
    traps.bill_the_rest(w)
    traps.tax_on_top(w, 5)
    for number in range(34):
        outcome = ("open", "Disqualified", "Recycled", "deal", "lost")[number % 5]
        industry = PUBLIC if number % 8 == 0 else ""
        w.live(w.draw.person(), w.moment(145, 12), outcome, industry=industry)
    traps.two_status_fields(w, 4)
    traps.connector_for_seconds(w, 6)


def plant_faults(w: World) -> None:
    """All families of faults."""
    h = faults.Handoffs()
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
    ):
        family(w, h, 4)
    faults.aged_in_queue(w, h, 4, PUBLIC)
    faults.inactive_owner(w, h, 4, "Spain")
    traps.bill_the_rest(w)
