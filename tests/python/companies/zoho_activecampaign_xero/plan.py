"""Which traps and faults the company has, and how many of each."""

from __future__ import annotations

from datetime import date, timedelta

from .. import selling_faults as faults
from .. import selling_more as more
from .. import selling_traps as traps
from ..drawing import Firm
from ..selling import Invoice, World


def plant_traps(w: World, staff: Firm, territory: date) -> None:
    """All traps, and ordinary people and deals between them."""
    traps.migrated(w, 4, "legacy", "Old CRM")
    policy_not_declared(w, 4)
    traps.corrected_by_rep(w, 4)
    traps.resubmission(w, 4)
    traps.routing_field_corrected(w, 4, "Norway", "Spain")
    traps.renewed_consent(w, 4)
    traps.opted_out_later(w, 4)
    traps.address_changed_later(w, 4)
    traps.blank_size(w, 4)
    traps.sr_and_jr(w, 4)
    traps.job_changer(w, 4)
    traps.reassigned_by_manager(w, 4)
    traps.territory_change(w, 3, "United Kingdom", territory)
    traps.absence(w, 4, "Canada", date(2026, 2, 10))
    traps.rep_left_later(w, 4, "United States")
    traps.dialler_calls(w, 4)
    traps.sequence_mails(w, 4)
    traps.disqualified_at_once(w, 4)
    traps.recycled(w, 4)
    traps.bought_at_once(w, 4)
    traps.stage_set_again(w, 4)
    traps.support_tickets(w, 8)
    traps.event_import(w, 3, 7)
    traps.clock_change(w, 5, date(2026, 3, 8), ("00:40", "01:56", "03:04", "01:51", "04:30"))
    traps.clock_resolution(w, 4)
    traps.still_in_time(w, 4)
    traps.tests_and_staff(w, 4, staff)
    traps.converted_lead_froze(w, 4)
    traps.refused_after_conversion(w, 4)
    traps.opt_out_carried(w, 4)
    owner_not_exported(w, 3)
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
    traps.won_yesterday(w, 4)
    traps.date_only(w, 4)
    more.another_legal_form(w, 4)
    more.invoiced_the_same_day(w, 4)
    traps.bill_the_rest(w)
    test_invoices(w, 4)
    for number in range(30):
        outcome = ("open", "Disqualified", "Recycled", "deal", "lost")[number % 5]
        w.live(w.draw.person(), w.moment(145, 12), outcome)
    traps.connector_for_seconds(w, 5)


def policy_not_declared(w: World, count: int) -> None:
    """Leads of customers that the rules give to a territory: no policy says otherwise."""
    for _ in range(count):
        account = w.old_customer()
        story = w.live(w.draw.person(traps.firm_of(w, account)), w.moment(130, 20))
        w.trap("policy_not_declared", [story.lead], "the stack has no customer_leads")


def owner_not_exported(w: World, count: int) -> None:
    """The first owner is a user whom no export has."""
    ghost = type(w.team.manager)(w.new_id("user"), "Ghost User", "ghost@pellworth.example")
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(130, 40))
        w.assign(story, ghost)
        w.work(story)
        for check in (
            "assigned_to_right_owner",
            "assigned_to_active_owner",
            "assignments_not_overridden",
            "equal_leads_routed_alike",
            "leads_assigned",
            "assigned_within_sla",
        ):
            why = "no export has the user that the lead was given to"
            w.truth.undecided(check, w.key(story.lead), why)


def test_invoices(w: World, count: int) -> None:
    """Invoices of the company to itself, left out by `exclude:`."""
    account = w.old_customer()
    for _ in range(count):
        made = Invoice(w.new_id("invoice"), None, account, w.moment(90, 20), 100, 0, "TEST")
        made.is_test = True
        w.invoices.append(made)
        w.trap("test_invoice", [made], "excluded: tests")


# Faults that only this company has


def one_number_two_invoices(w: World, h: faults.Handoffs, count: int) -> None:
    """One invoice number on two invoices of two customers."""
    for _ in range(count):
        deal = faults.stage_deal(w)
        first = deal.invoices[0]
        other = w.old_customer()
        twin = Invoice(first.id, None, other, first.issued - timedelta(days=3), 77_700, 0, "")
        w.invoices.append(twin)
        money = [deal, *first.payments]
        w.plant(
            "one_number_two_invoices",
            "one_id_names_one_record",
            [first],
            "one number, two customers",
            "",
            money,
            ("*",),
        )


def plant_faults(w: World) -> None:
    """All families of faults."""
    h = faults.Handoffs(
        site="web_to_mailer", event="webinar_to_mailer", crm="mailer_to_zoho", contact=""
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
        faults.duplicate_person,
        faults.wrong_owner,
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
        faults.sums_differ,
        faults.shared_number,
        faults.submitted_twice,
        more.placeholder,
        more.broken_letters,
        more.account_without_owner,
        one_number_two_invoices,
        more.low_probability,
    ):
        family(w, h, 4)
    faults.inactive_owner(w, h, 4, "Canada")
    traps.bill_the_rest(w)
