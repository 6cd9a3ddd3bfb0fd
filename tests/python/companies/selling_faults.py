"""Faults of a selling company. Each function plants one family a number of times.

A fault rides on a story or a deal of its own, so no record carries two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from .selling import Account, Deal, Record, Story, Submission, User, World
from .selling_traps import firm_of, next_deal, old_story

LATE = ("open_journeys_not_overdue", "journeys_meet_total_sla")
VALUES = ("values_agree", "values_not_overwritten", "values_not_stale", "values_not_invented")


@dataclass(frozen=True)
class Handoffs:
    """The names that a company's stack gives its handoffs."""

    site: str = "site_to_pardot"
    event: str = "events_to_pardot"
    crm: str = "pardot_to_crm"
    contact: str = "pardot_to_contact"
    assignment: str = "lead_assignment"
    attempt: str = "first_attempt"
    talk: str = "first_conversation"
    invoice: str = "deal_to_invoice"
    routing: str = "lead_assignment"


def lost_from_form(w: World, h: Handoffs, count: int) -> None:
    """A form that never reached marketing automation."""
    for _ in range(count):
        sub = w.submit(w.draw.person(), w.moment(140, 6))
        w.plant(
            "lost_from_form",
            "records_arrive",
            [sub],
            "no prospect was made",
            h.site,
            hurts=("in_map_within_sla", "in_crm_within_sla", "match_keys_identify_records", *LATE),
        )


def lost_from_event(w: World, h: Handoffs, count: int) -> None:
    """A visitor of a fair who is missing from the imported list."""
    for _ in range(count):
        sub = w.submit(w.draw.person(), w.moment(110, 20), "event", consent=None)
        w.plant(
            "lost_from_event",
            "records_arrive",
            [sub],
            "no prospect was made",
            h.event,
            hurts=("in_map_within_sla", "in_crm_within_sla", "match_keys_identify_records", *LATE),
        )


def lost_to_crm(w: World, h: Handoffs, count: int) -> None:
    """A prospect that never reached the CRM."""
    for _ in range(count):
        moment = w.moment(140, 6)
        sub = w.submit(w.draw.person(), moment)
        prospect = w.prospect(sub, moment + w.between(w.pace.to_map), "Website")
        w.plant(
            "lost_to_crm",
            "records_arrive",
            [prospect],
            "no lead was made",
            h.crm,
            [sub],
            ("in_crm_within_sla", "match_keys_identify_records", *LATE),
        )


def late_in_map(w: World, h: Handoffs, count: int) -> None:
    """A form that reached marketing automation hours late."""
    for _ in range(count):
        late = timedelta(minutes=w.draw.random.randint(70, 1100))
        story = w.arrive(w.draw.person(), w.moment(140, 10), to_map=late)
        w.assign(story)
        w.work(story)
        sub, prospect, lead = story.ordinary
        w.plant(
            "late_in_map",
            "in_map_within_sla",
            [sub, prospect],
            f"{late} after the form",
            h.site,
            [lead],
            LATE,
        )


def late_in_crm(w: World, h: Handoffs, count: int) -> None:
    """A prospect that reached the CRM hours late."""
    for _ in range(count):
        late = timedelta(minutes=w.draw.random.randint(120, 1300))
        story = w.arrive(w.draw.person(), w.moment(140, 10), to_crm=late)
        w.assign(story)
        w.work(story)
        sub, prospect, lead = story.ordinary
        w.plant(
            "late_in_crm",
            "in_crm_within_sla",
            [sub, prospect, lead],
            f"{late} after the prospect",
            h.crm,
            (),
            LATE,
        )


def overwritten(w: World, h: Handoffs, count: int) -> None:
    """A program writes another value over one that had arrived."""
    for number in range(count):
        story = old_story(w)
        _, prospect, lead = story.ordinary
        header = ("title", "city", "company", "phone")[number % 4]
        new = {
            "title": "Employee",
            "city": "Headquarters",
            "company": "Unlisted Holdings",
            "phone": w.draw.phone(story.person.firm),
        }[header]
        lead.set(header, new, lead.created + timedelta(days=6), w.team.enricher)
        w.plant(
            "overwritten",
            "values_not_overwritten",
            [lead, prospect],
            f"{header} by a program",
            h.crm,
            (),
            VALUES,
        )


def blanked(w: World, h: Handoffs, count: int) -> None:
    """A value that never reached the lead."""
    for number in range(count):
        story = old_story(w)
        _, prospect, lead = story.ordinary
        header = ("phone", "city", "title")[number % 3]
        lead.values[header] = ""
        w.plant("blanked", "values_not_blanked", [lead, prospect], f"{header} is blank", h.crm)


def truncated(w: World, h: Handoffs, count: int) -> None:
    """A long value of which the beginning arrived."""
    for _ in range(count):
        person = w.draw.person()
        values = w.values_of(person)
        values["title"] = f"{person.title} for Industrial Measurement and Calibration"
        story = w.live(person, w.moment(140, 60), values=values)
        _, prospect, lead = story.ordinary
        lead.values["title"] = values["title"][:30].rstrip()
        w.plant("truncated", "values_not_truncated", [lead, prospect], "cut at 30 letters", h.crm)


def mis_mapped(w: World, h: Handoffs, count: int) -> None:
    """The sync put the job title into the company and the company into the job title."""
    for _ in range(count):
        story = old_story(w)
        _, prospect, lead = story.ordinary
        values = lead.values
        values["title"], values["company"] = values["company"], values["title"]
        w.plant(
            "mis_mapped",
            "values_not_mis_mapped",
            [lead, prospect],
            "title and company",
            h.crm,
            (),
            VALUES,
        )


def stale(w: World, h: Handoffs, count: int) -> None:
    """A later change of the prospect that was not passed on."""
    for _ in range(count):
        story = old_story(w)
        sub, prospect, lead = story.ordinary
        new = w.draw.phone(story.person.firm)
        prospect.set("phone", new, w.moment(50, 10), "Form")
        w.plant(
            "stale",
            "values_not_stale",
            [lead, prospect],
            "the lead has the old phone",
            h.crm,
            [sub],
            VALUES,
        )


def lost_opt_out(w: World, h: Handoffs, count: int) -> None:
    """A refusal that never reached the lead."""
    for _ in range(count):
        story = old_story(w, consent=False)
        _, prospect, lead = story.ordinary
        lead.opted_out = False
        w.plant(
            "lost_opt_out",
            "consent_survives",
            [lead, prospect],
            "the lead may be mailed",
            h.crm,
            (),
            ("values_agree", "values_not_blanked", "opt_outs_hold_across_duplicates"),
        )


def opt_out_reversed(w: World, h: Handoffs, count: int) -> None:
    """A program takes a refusal back, in the CRM or in marketing automation."""
    for number in range(count):
        story = old_story(w, consent=False)
        sub, prospect, lead = story.ordinary
        when = lead.created + timedelta(days=9, minutes=w.draw.random.randint(1, 600))
        if number % 2:
            prospect.opt(False, when, w.back_sync)
            things, around = [prospect], [sub, lead]
        else:
            lead.opt(False, when, w.team.enricher)
            things, around = [lead], [prospect]
        hurts = ("consent_survives", "values_not_blanked", *VALUES)
        w.plant(
            "opt_out_reversed", "opt_outs_not_reversed", things, "by a program", "", around, hurts
        )


def opt_out_lost_at_conversion(w: World, h: Handoffs, count: int) -> None:
    """The contact of a lead that refused may be mailed."""
    for _ in range(count):
        story = w.live(w.draw.person(), w.moment(140, 90), "deal", consent=False)
        contact = story.contact
        assert contact is not None
        _, prospect, lead = story.ordinary
        contact.opted_out = False
        w.plant(
            "opt_out_lost_at_conversion",
            "opt_outs_survive_conversion",
            [lead, contact],
            "not carried to the contact",
            "",
            [prospect],
            ("consent_survives", "opt_outs_hold_across_duplicates", *VALUES),
        )


def second_lead(w: World, story: Story, when_days: int, by: User) -> Record:
    """A lead that somebody typed in for a person who has one."""
    lead = story.ordinary[2]
    assert lead.owner is not None
    when = w.office_moment(lead.created, when_days)
    made = Record("lead", w.new_id("lead"), when, dict(lead.values), "Typed in")
    made.opted_out, made.industry = lead.opted_out, lead.industry
    made.owner, made.created_by = lead.owner, by
    w.records.append(made)
    return made


def duplicate_person(w: World, h: Handoffs, count: int) -> None:
    """A second live lead of one person."""
    for _ in range(count):
        story = old_story(w)
        lead = story.ordinary[2]
        assert lead.owner is not None
        made = second_lead(w, story, 3, lead.owner)
        w.attempt(made, made.created + timedelta(minutes=40), lead.owner, "call")
        w.conversation(made, w.office_moment(made.created, 2), lead.owner, "call")
        hurts = (
            "records_paired_once",
            "duplicates_share_owner",
            "opt_outs_hold_across_duplicates",
            "pairs_linked_by_id",
            "assigned_to_right_owner",
            "clocks_in_order",
            *LATE,
            "first_attempt_within_sla",
            "first_conversation_within_sla",
            "leads_assigned",
            "assigned_within_sla",
            "stages_not_reversed",
            "equal_leads_routed_alike",
        )
        w.plant(
            "duplicate_person",
            "people_unique_in_system",
            [made, lead],
            "typed in again",
            "",
            [story.ordinary[0], story.ordinary[1]],
            hurts,
        )


def opt_out_lost_in_merge(w: World, h: Handoffs, count: int) -> None:
    """The loser of a merge had refused, the winner has not."""
    for _ in range(count):
        story = old_story(w)
        sub, prospect, lead = story.ordinary
        assert lead.owner is not None
        made = second_lead(w, story, 4, lead.owner)
        made.opted_out = True
        made.merged_into, made.merged_at = lead, made.created + timedelta(hours=1)
        w.plant(
            "opt_out_lost_in_merge",
            "opt_outs_survive_merge",
            [made, lead],
            "the winner may be mailed",
            "",
            [sub, prospect],
            ("*",),
        )


def wrong_merge(w: World, h: Handoffs, count: int) -> None:
    """The leads of two different people are merged."""
    for _ in range(count):
        kept, gone = old_story(w), old_story(w)
        sub, prospect, lead = gone.ordinary
        lead.merged_into = kept.lead
        lead.merged_at = w.office_moment(lead.touched, 4)
        w.plant(
            "wrong_merge",
            "merged_people_are_one",
            [lead, kept.ordinary[2]],
            "two people of two firms",
            "",
            [sub, prospect, *kept.ordinary[:2]],
            ("*",),
        )


# Routing


def wrong_owner(w: World, h: Handoffs, count: int) -> None:
    """The router gives the lead to a pool that no rule names for it."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(140, 20))
        lead = story.ordinary[2]
        rule = w.rule_of(lead, lead.created)
        w.assign(story, stranger(w, rule.pool))
        w.work(story)
        w.plant(
            "wrong_owner",
            "assigned_to_right_owner",
            [lead],
            f"rule {rule.id}",
            h.routing,
            (),
            ("equal_leads_routed_alike", "round_robin_is_even"),
        )


def stranger(w: World, pool: str) -> User:
    """An active rep who is never in the pool."""
    members = [user for user, _, _ in w.team.pools[pool]]
    return w.draw.random.choice(
        [rep for rep in w.team.reps if rep not in members and rep.left_at is None]
    )


def off_account_owner(w: World, h: Handoffs, count: int) -> None:
    """A lead of a customer that the router gave to a territory."""
    for _ in range(count):
        account = w.old_customer()
        story = w.arrive(w.draw.person(firm_of(w, account)), w.moment(130, 20))
        lead = story.ordinary[2]
        rule = w.rule_of(lead, lead.created)
        members = [rep for rep in w.roster(rule.pool, lead.created) if rep is not account.owner]
        w.assign(story, w.draw.random.choice(members))
        w.work(story)
        w.plant(
            "off_account_owner",
            "customer_leads_reach_account_owner",
            [lead],
            "routed by territory",
            h.routing,
            (),
            ("assigned_to_right_owner", "equal_leads_routed_alike"),
        )


def unassigned(w: World, h: Handoffs, count: int) -> None:
    """A lead that the connector still owns."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(120, 6))
        sub, prospect, lead = story.ordinary
        w.plant(
            "unassigned",
            "leads_assigned",
            [lead],
            "the router never saw it",
            h.routing,
            [sub, prospect],
            (
                "assigned_within_sla",
                "first_attempt_within_sla",
                "assigned_to_right_owner",
                "first_conversation_within_sla",
                "customer_leads_reach_account_owner",
                *LATE,
            ),
        )


def late_assignment(w: World, h: Handoffs, count: int) -> None:
    """A lead that was routed a day late."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(130, 12))
        sub, prospect, lead = story.ordinary
        due = w.calendar.add(lead.created, w.draw.random.uniform(9, 22))
        w.assign(story, delay=due - lead.created)
        w.work(story)
        w.plant(
            "late_assignment",
            "assigned_within_sla",
            [lead, sub],
            "more than a day of work",
            "",
            [prospect],
            LATE,
        )


def override(w: World, h: Handoffs, count: int) -> None:
    """A rep takes the lead off its owner within the hour."""
    for number in range(count):
        story = w.arrive(w.draw.person(), w.moment(140, 20))
        w.assign(story)
        lead = story.ordinary[2]
        assert story.assigned is not None
        pool = w.rule_of(lead, story.assigned).pool
        others = [rep for rep in w.roster(pool, story.assigned) if rep is not lead.owner]
        within = [rep for rep in others if rep.left_at is None]
        taker = w.draw.random.choice(within) if number % 2 and within else stranger(w, pool)
        lead.give(taker, story.assigned + timedelta(minutes=25), taker)
        w.work(story, after=2)
        w.plant(
            "override",
            "assignments_not_overridden",
            [lead],
            "moved off the owner within the hour",
            h.routing,
            (),
            ("assigned_to_right_owner",),
        )


def aged_in_queue(w: World, h: Handoffs, count: int, industry: str) -> None:
    """A lead that waits at the desk for weeks."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(40, 6), industry=industry)
        sub, prospect, lead = story.ordinary
        lead.give(
            w.team.desk, lead.created + timedelta(seconds=15), w.team.router, ("crm", "router")
        )
        w.plant(
            "aged_in_queue",
            "queues_worked_in_time",
            [lead],
            "nobody took it",
            h.routing,
            [sub, prospect],
            (
                "assigned_within_sla",
                "first_attempt_within_sla",
                "first_conversation_within_sla",
                "leads_assigned",
                *LATE,
            ),
        )


# Touches


def never_tried(w: World, h: Handoffs, count: int) -> None:
    """A lead that only a sequence mailed."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(120, 6))
        w.assign(story)
        sub, prospect, lead = story.ordinary
        assert story.assigned is not None and lead.owner is not None
        w.sequence(lead, story.assigned + timedelta(minutes=5), lead.owner)
        w.plant(
            "never_tried",
            "first_attempt_within_sla",
            [sub, lead],
            "no human tried",
            h.attempt,
            [prospect],
            ("first_conversation_within_sla", *LATE),
        )


def late_attempt(w: World, h: Handoffs, count: int) -> None:
    """The first try came days late."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(120, 20))
        w.assign(story)
        w.work(story, after=w.draw.random.uniform(11, 30))
        sub, prospect, lead = story.ordinary
        w.plant(
            "late_attempt",
            "first_attempt_within_sla",
            [sub, lead],
            "the first try was late",
            h.attempt,
            [prospect],
            LATE,
        )


def never_talked(w: World, h: Handoffs, count: int) -> None:
    """One try, and nothing after it for weeks."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(120, 45))
        w.assign(story)
        w.work(story, talks=False, way="call")
        sub, prospect, lead = story.ordinary
        w.plant(
            "never_talked",
            "first_conversation_within_sla",
            [sub, lead],
            "one try, no talk",
            h.talk,
            [prospect],
            LATE,
        )


def touch_before_capture(w: World, h: Handoffs, count: int) -> None:
    """A call on the lead with a stamp before the person filled in the form."""
    for number in range(count):
        story = w.arrive(w.draw.person(), w.moment(130, 20))
        w.assign(story)
        sub, prospect, lead = story.ordinary
        assert lead.owner is not None and story.assigned is not None
        when = sub.at - timedelta(minutes=w.draw.random.randint(45, 300))
        early = w.attempt(lead, when, lead.owner, "call")
        if number % 2:
            w.conversation(lead, w.office_moment(story.assigned, 3), lead.owner, "call")
        else:
            w.work(story)
        w.plant(
            "touch_before_capture",
            "clocks_in_order",
            [sub, lead, early],
            "called before the form",
            "",
            [prospect],
            ("first_attempt_within_sla", *LATE),
        )


# Deals


def stage_deal(w: World) -> Deal:
    """A deal with an invoice, whose stages nobody labels yet."""
    deal = next_deal(w)
    w.bill(deal)
    return deal


def skipped_stage(w: World, h: Handoffs, count: int) -> None:
    """A deal that jumps over a stage."""
    for _ in range(count):
        deal = stage_deal(w)
        last = deal.steps.pop(1)
        deal.steps[1].old = last.old
        w.plant("skipped_stage", "stages_not_skipped", [deal], "Develop to Close Won")


def reversed_stage(w: World, h: Handoffs, count: int) -> None:
    """A deal that goes back a stage and forward again."""
    for _ in range(count):
        deal = stage_deal(w)
        last = deal.steps[1]
        back = type(last)(last.at + timedelta(minutes=50), last.new, last.old, last.by)
        again = type(last)(last.at + timedelta(minutes=95), last.old, last.new, last.by)
        deal.steps[2:2] = [back, again]
        w.plant("reversed_stage", "stages_not_reversed", [deal], "Propose to Develop")


MONEY = ("values_agree", "sums_agree", "records_paired_once")


def not_invoiced(w: World, h: Handoffs, count: int) -> None:
    """A won deal without an invoice."""
    for _ in range(count):
        deal = next_deal(w)
        w.plant(
            "not_invoiced",
            "records_arrive",
            [deal],
            "weeks after it was won",
            h.invoice,
            (),
            ("invoiced_within_sla", "match_keys_identify_records"),
        )


def invoiced_late(w: World, h: Handoffs, count: int) -> None:
    """A deal that was invoiced weeks after it was won."""
    for _ in range(count):
        deal = next_deal(w)
        made = w.bill(deal, w.draw.random.randint(16, 24))
        w.plant("invoiced_late", "invoiced_within_sla", [deal, made], "weeks late", h.invoice)


def invoiced_twice(w: World, h: Handoffs, count: int) -> None:
    """The same invoice again, days later."""
    for number in range(count):
        deal = next_deal(w)
        first = w.bill(deal, 2)
        days = (2, 6, 11, 16)[number % 4]
        again = w.invoice(deal, w.office_moment(first.issued, days), deal.amount)
        w.plant(
            "invoiced_twice",
            "invoices_sent_once",
            [again, first],
            f"{days} days apart",
            "",
            [deal],
            MONEY,
        )


def wrong_customer(w: World, h: Handoffs, count: int) -> None:
    """The invoice of a deal is made out to somebody else."""
    for _ in range(count):
        deal = next_deal(w)
        other = w.old_customer()
        assert deal.won_at is not None
        made = w.invoice(deal, w.office_moment(deal.won_at, 2), deal.amount, other)
        w.pay(made)
        w.plant(
            "wrong_customer",
            "invoices_name_the_customer",
            [made, deal],
            "made out to another company",
            h.invoice,
        )


def wrong_amount(w: World, h: Handoffs, count: int) -> None:
    """The invoice has another amount than the deal."""
    for number in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        made = w.invoice(
            deal,
            w.office_moment(deal.won_at, 2),
            deal.amount * (9, 11, 10)[number % 3] // 10 + (0, 0, 25_000)[number % 3],
        )
        w.pay(made)
        w.plant(
            "wrong_amount", "values_agree", [deal, made], "another amount", h.invoice, (), MONEY
        )


def paid_twice(w: World, h: Handoffs, count: int) -> None:
    """An invoice is charged a second time."""
    for number in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        made = w.invoice(deal, w.office_moment(deal.won_at, 2), deal.amount)
        log = ("finance", "psp")[number % 2]
        first = w.pay(made, w.office_moment(made.issued, 7), log=log)
        assert first is not None
        gap = (timedelta(seconds=40), timedelta(minutes=8), timedelta(hours=3))[number % 3]
        second = w.pay(made, first.at + gap, log=log)
        assert second is not None
        w.plant(
            "paid_twice",
            "payments_taken_once",
            [second, first],
            "charged again",
            "",
            [made],
            ("payments_match_invoices", "sums_agree"),
        )


def paid_differs(w: World, h: Handoffs, count: int) -> None:
    """An invoice counts as paid, and another amount was paid."""
    for number in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        made = w.invoice(deal, w.office_moment(deal.won_at, 2), deal.amount)
        odd = (-18_340, -40_910, 23_570, -27_730)[number % 4]
        paid = w.pay(made, w.office_moment(made.issued, 7), made.total + odd, "finance")
        assert paid is not None
        w.plant(
            "paid_differs",
            "payments_match_invoices",
            [made, paid],
            "another amount was paid",
            "",
            (),
            ("sums_agree",),
        )


def rule_broken(w: World, h: Handoffs, count: int) -> None:
    """A won deal with the probability of an open one, an invoice that does not add up."""
    for number in range(count):
        deal = stage_deal(w)
        if number % 2:
            deal.probability = 60
            w.plant("rule_broken", "records_obey_rules", [deal], "won with a probability of 60")
        else:
            made = deal.invoices[0]
            for paid in made.payments:
                paid.amount += 100
            made.total_is = made.net + made.tax + 100
            w.plant(
                "rule_broken",
                "records_obey_rules",
                [made],
                "net and tax are not the total",
                "",
                [deal],
                ("payments_match_invoices",),
            )


def sums_differ(w: World, h: Handoffs, count: int) -> None:
    """The lines of a deal do not add up to it."""
    for _ in range(count):
        deal = stage_deal(w)
        line, part = deal.lines[-1]
        deal.lines[-1] = (line, part + 15_000)
        w.plant(
            "sums_differ",
            "sums_agree",
            [deal, *(("line", one) for one, _ in deal.lines)],
            "a line too much",
        )


def shared_number(w: World, h: Handoffs, count: int) -> None:
    """Two won deals with one number, by which their invoices are found."""
    for _ in range(count):
        first, second = stage_deal(w), stage_deal(w)
        second.number = first.number
        for made in second.invoices:
            made.number_of_deal = first.number
        money = [*first.invoices, *second.invoices]
        w.plant(
            "shared_match_key",
            "match_keys_identify_records",
            [first, second],
            "one number on two deals",
            "",
            [*money, ("line", first.lines[0][0])],
            ("*",),
        )
        for deal in (first, second):
            for line, _ in deal.lines:
                w.truth.consequence(w.truth.faults[-1], "*", w.key(("line", line)))


def submitted_twice(w: World, h: Handoffs, count: int) -> None:
    """One click, two entries."""
    for _ in range(count):
        story = old_story(w)
        first = story.submissions[0]
        again = w.submit(
            story.person,
            first.at + timedelta(seconds=w.draw.random.randint(2, 24)),
            "site",
            first.topic,
            first.consent,
            first.values,
        )
        w.plant("submitted_twice", "submissions_arrive_once", [again, first], "seconds apart")


def inactive_owner(w: World, h: Handoffs, count: int, country: str) -> None:
    """The router gives leads to a rep who had left."""
    leaver = next(user for user in w.team.reps if user.left_at)
    for _ in range(count):
        person = w.draw.person(w.draw.firm(country, 140))
        story = w.arrive(person, w.moment(80, 30))
        w.assign(story, leaver)
        sub, prospect, lead = story.ordinary
        taker = w.next_of(w.rule_of(lead, w.now).pool, w.now)
        assert story.assigned is not None
        lead.give(taker, w.office_moment(story.assigned, 3), w.team.manager)
        hurts = (
            "assigned_to_right_owner",
            "first_attempt_within_sla",
            "assigned_within_sla",
            "first_conversation_within_sla",
            "equal_leads_routed_alike",
            "assignments_not_overridden",
            *LATE,
        )
        moment = w.calendar.add(lead.moves[-1].at, 2)
        w.attempt(lead, moment, taker, "call")
        lead.step("Working", moment + timedelta(minutes=3), taker)
        w.conversation(lead, w.office_moment(moment, 3), taker, "call")
        w.plant(
            "inactive_owner",
            "assigned_to_active_owner",
            [lead],
            "the rep had left",
            h.routing,
            [sub, prospect],
            hurts,
        )


def one_id_two_customers(w: World, h: Handoffs, count: int) -> None:
    """Finance gave one customer number to two customers."""
    for _ in range(count):
        account = w.old_customer()
        twin = Account(
            account.id,
            account.number,
            w.draw.firm().name,
            "",
            account.country,
            account.city,
            account.owner,
            account.created,
        )
        twin.payer = w.draw.person()
        w.twins.append(twin)
        w.plant(
            "one_id_two_records",
            "one_id_names_one_record",
            [("customer", account.number)],
            "one number, two customers",
            "",
            [account],
            ("*",),
        )


def submissions_of(stories: list[Story]) -> list[Submission]:
    """The forms of several stories."""
    return [sub for story in stories for sub in story.submissions]
