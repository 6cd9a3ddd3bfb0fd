"""Planted faults of people, forms, owners, calls and consent.

Every function plans its leads in both draws; only a faulty draw changes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from ..truth import Fault, Row
from .life import Script
from .setting import (
    AMERICA,
    BERLIN,
    CONNECTOR,
    DACH,
    DEMO,
    ENTERPRISE,
    HANDOFF,
    LEFT,
    OFFICE,
    QUOTE,
    WEBINAR,
    WORLD,
    Rep,
)
from .traps import merge_row
from .traps_money import billed_and_paid
from .world import Lead

FORMS = (DEMO, QUOTE, WEBINAR)
EACH = 4
# Faults that wait longer than their promise began before this day.
LONG_AGO = date(2025, 12, 12)
WAITING = ("open_journeys_not_overdue", "journeys_meet_total_sla")
TOUCHES = ("first_attempt_within_sla", "first_conversation_within_sla")
ROUTED = (
    *("assigned_to_right_owner", "equal_leads_routed_alike", "assignments_not_overridden"),
    *("round_robin_is_even", "assigned_to_active_owner"),
)
VALUES = (
    *("values_agree", "values_not_overwritten", "values_not_blanked", "values_not_truncated"),
    *("values_not_mis_mapped", "values_not_stale", "values_not_invented", "formats_survive"),
    *("values_not_defaulted", "values_not_placeholders", "types_intact", "encoding_intact"),
)


def plan(script: Script) -> None:
    """Plans all faults of this page."""
    for family in (
        *(lost_record, late_record, overwritten, blanked, truncated, mis_mapped),
        *(lost_opt_out, opt_out_reversed, opt_out_lost_in_merge, duplicate_person),
        *(wrongly_merged, wrong_owner, unassigned, late_assignment, overridden, never_tried),
        *(late_attempt, late_conversation, touch_before_capture, stage_skipped, stage_reversed),
        *(sent_twice, inactive_owner, queue_too_old, customer_lead_elsewhere),
    ):
        family(script)


def caused(script: Script, fault: Fault, checks: Iterable[str], records: Iterable[str]) -> None:
    """Rows that the fault explains beside its own."""
    for check in checks:
        for record in records:
            if record:
                script.world.truth.consequence(fault, check, record)


def of_lead(lead: Lead) -> list[str]:
    """The contact and the submission of a lead."""
    return [lead.contact_key, lead.submission_key]


def usual(script: Script, lead: Lead) -> None:
    """The end of a lead without a fault."""
    if lead.life == "won":
        billed_and_paid(script, lead)


def plant(script: Script, make: Callable[[Lead, int], None], number: int) -> Callable[[Lead], None]:
    """What happens to a lead after its life: the fault, in a faulty draw."""

    def after(lead: Lead) -> None:
        usual(script, lead)
        if script.faulty:
            make(lead, number)

    return after


# Records and values


def lost_record(script: Script) -> None:
    """A submission that never became a contact."""

    def make(lead: Lead, number: int) -> None:
        handoff = HANDOFF[lead.form]
        fault = script.world.truth.fault(
            "lost_record",
            [Row("records_arrive", lead.submission_key, handoff)],
            "sent, and no contact was ever made",
        )
        checks = ("in_crm_within_sla", "in_map_within_sla", *WAITING)
        caused(script, fault, checks, [lead.submission_key])

    for number in range(6):
        life = "none" if script.faulty else "talk"
        after = plant(script, make, number)
        script.lead(after, form=FORMS[number % 3], life=life, on=script.day(LONG_AGO))


def late_record(script: Script) -> None:
    """A contact made hours after the promise of its form."""

    def make(lead: Lead, number: int) -> None:
        handoff = HANDOFF[lead.form]
        fault = script.world.truth.fault(
            "late_record",
            lead.rows("in_crm_within_sla", handoff),
            "the connection was down for hours",
        )
        checks = ("in_map_within_sla", "assigned_within_sla", *WAITING)
        caused(script, fault, checks, of_lead(lead))

    for number in range(6):
        on = script.day()
        # A contact of this night could be stamped in the hour that Berlin's clocks repeat.
        while on == date(2025, 10, 25):
            on = script.day()
        lead = script.lead(plant(script, make, number), form=FORMS[number % 3], on=on)
        if script.faulty:
            lead.lag = timedelta(hours=6 + 2 * number, minutes=script.draw.random.randint(1, 50))


def overwritten(script: Script) -> None:
    """A connection writes another value over the one that arrived."""

    def make(lead: Lead, number: int) -> None:
        name = ("phone", "jobtitle")[number % 2]
        other = script.draw.person(lead.person.firm)
        value = other.phone if name == "phone" else "Junior Consultant"
        when = lead.talked + timedelta(days=script.draw.random.randint(1, 9), hours=3)
        lead.contact.set(name, value, when, "INTEGRATION")
        fault = script.world.truth.fault(
            "overwritten",
            lead.rows("values_not_overwritten", HANDOFF[lead.form]),
            f"{name} written over by a program",
        )
        caused(script, fault, VALUES, of_lead(lead))

    for number in range(5):
        script.lead(plant(script, make, number), form=(DEMO, QUOTE)[number % 2])


def change_at_arrival(
    script: Script, family: str, check: str, name: str, value: Callable[[Lead], str]
) -> None:
    """Another value than the form's from the first moment on."""

    def make(lead: Lead, number: int) -> None:
        given = value(lead)
        if given:
            lead.contact.arrive(name, given)
        else:
            lead.contact.drop(name)
        fault = script.world.truth.fault(
            family, lead.rows(check, HANDOFF[lead.form]), f"{name}: {given or 'blank'}"
        )
        caused(script, fault, (*VALUES, "routing_inputs_survive"), of_lead(lead))

    for number in range(5):
        script.lead(plant(script, make, number), form=(DEMO, QUOTE)[number % 2])


def blanked(script: Script) -> None:
    """A title that the form had and the contact never got."""
    change_at_arrival(script, "blanked", "values_not_blanked", "jobtitle", lambda lead: "")


def truncated(script: Script) -> None:
    """A company name cut after twelve letters."""
    change_at_arrival(
        script,
        "truncated",
        "values_not_truncated",
        "company",
        lambda lead: lead.person.firm.name[:12].rstrip(),
    )


def mis_mapped(script: Script) -> None:
    """The title in the field of the company."""
    change_at_arrival(
        script, "mis_mapped", "values_not_mis_mapped", "company", lambda lead: lead.person.title
    )


# Consent


def refuse(lead: Lead) -> None:
    """The person refuses e-mail in the form."""
    if lead.form == DEMO:
        lead.submission["Please do not e-mail me"] = "Yes"
    else:
        lead.submission["I agree to receive e-mail"] = "No"


def lost_opt_out(script: Script) -> None:
    """Refused in the form, and HubSpot does not know."""

    def make(lead: Lead, number: int) -> None:
        refuse(lead)
        fault = script.world.truth.fault(
            "lost_opt_out",
            lead.rows("consent_survives", HANDOFF[lead.form]),
            "refused in the form only",
        )
        checks = ("values_not_blanked", "opt_outs_hold_across_duplicates", "values_agree")
        caused(script, fault, checks, of_lead(lead))

    for number in range(6):
        script.lead(plant(script, make, number), form=(DEMO, QUOTE)[number % 2])


def opt_out_reversed(script: Script) -> None:
    """An opt-out that an import or a connection takes back."""

    def make(lead: Lead, number: int) -> None:
        left = lead.talked + timedelta(days=2, hours=script.draw.random.randint(1, 9))
        back = left + timedelta(days=script.draw.random.randint(3, 9), hours=1)
        lead.contact.set("hs_email_optout", "true", left, "EMAIL")
        lead.contact.set("hs_email_optout", "false", back, ("IMPORT", "INTEGRATION")[number % 2])
        script.world.truth.fault(
            "opt_out_reversed",
            [Row("opt_outs_not_reversed", lead.contact_key)],
            "opted out by a link, cleared by a program",
        )

    for number in range(5):
        script.lead(plant(script, make, number), on=script.day(LONG_AGO))


def second_address(script: Script, lead: Lead, number: int) -> tuple[str, str]:
    """An address of the same person at another place, and the id of its merged contact."""
    last = lead.person.email.split("@")[0].split(".")[-1]
    domain = f"mail-{number}-{script.draw.random.randint(1000, 9999)}.example"
    return f"{lead.person.first[0].lower()}{last}@{domain}", script.world.next_id()


def opt_out_lost_in_merge(script: Script) -> None:
    """The record that refused is merged, and the winner may be mailed."""

    def make(lead: Lead, number: int) -> None:
        email, loser = second_address(script, lead, number)
        on = OFFICE.next_open(
            lead.talked.date() + timedelta(days=script.draw.random.randint(6, 14))
        )
        moment = script.draw.moment(on, BERLIN, "09:00", "15:00").replace(microsecond=0)
        row, key = script.world.submit(QUOTE, moment, replace(lead.person, email=email))
        row["I agree to receive e-mail"] = "No"
        merged = OFFICE.add(moment, 20)
        lead.contact.set("hs_email_optout", "true", moment + timedelta(minutes=2), "FORM")
        lead.contact.set("hs_email_optout", "false", merged, "MERGE_CONTACTS", lead.owner)
        lead.contact.values["hs_additional_emails"] = email
        lead.contact.values["hs_merged_object_ids"] = loser
        script.world.merges.append(merge_row(lead, loser, merged))
        called = OFFICE.add(moment, 2)
        assert lead.owner is not None
        script.world.call(lead.contact, called, "Connected", lead.owner)
        gone = f"hubspot/contact/{loser}"
        fault = script.world.truth.fault(
            "opt_out_lost_in_merge",
            [
                Row("opt_outs_survive_merge", lead.contact_key),
                Row("opt_outs_survive_merge", gone),
                Row("consent_survives", key, "quote_to_hubspot"),
                Row("consent_survives", lead.contact_key, "quote_to_hubspot"),
                Row("opt_outs_not_reversed", lead.contact_key),
            ],
            "the second record refused, the merge kept the consent of the first",
        )
        # The history names the merge as what cleared the value that had arrived.
        overwritten = ("values_not_blanked", "values_not_overwritten", "values_agree")
        checks = ("opt_outs_hold_across_duplicates", *overwritten)
        caused(script, fault, checks, [lead.contact_key, key])
        script.world.truth.undecided("merged_people_are_one", lead.contact_key, "the loser is gone")
        script.world.truth.undecided("merged_people_are_one", gone, "the loser is gone")

    for number in range(EACH):
        script.lead(plant(script, make, number), form=QUOTE, on=script.day(LONG_AGO))


# Duplicates


def duplicate_person(script: Script) -> None:
    """A second contact of one person: a typing error in the address, the rest is equal."""

    def make(lead: Lead, number: int) -> None:
        mail, domain = lead.person.email.split("@")
        typo = f"{mail[:-2]}{mail[-1]}{mail[-2]}@{domain}"
        if mail[-1] == mail[-2]:
            typo = f"{mail}{mail[-1]}@{domain}"
        twin = Lead(
            (DEMO, QUOTE)[number % 2],
            script.draw.moment(
                lead.talked.date() + timedelta(days=3 + number), BERLIN, "09:00", "15:00"
            ).replace(microsecond=0),
            replace(lead.person, email=typo),
            owner=lead.owner,
        )
        script.happen(twin)
        script.world.leads.append(twin)
        fault = script.world.truth.fault(
            "duplicate_person",
            [
                Row("people_unique_in_system", lead.contact_key),
                Row("people_unique_in_system", twin.contact_key),
            ],
            "same name, phone and firm, two letters of the address swapped",
        )
        caused(script, fault, ("*",), [*of_lead(twin), *of_lead(lead)])

    for number in range(6):
        script.lead(
            plant(script, make, number),
            form=(DEMO, QUOTE)[number % 2],
            on=script.day(LONG_AGO),
            size=260,
        )


def wrongly_merged(script: Script) -> None:
    """Two people of one firm merged into one contact."""

    def make(lead: Lead, number: int) -> None:
        other = script.draw.person(lead.person.firm)
        on = OFFICE.next_open(lead.talked.date() + timedelta(days=4 + number))
        moment = script.draw.moment(on, BERLIN, "09:00", "15:00").replace(microsecond=0)
        _, key = script.world.submit((DEMO, QUOTE)[number % 2], moment, other)
        loser = script.world.next_id()
        merged = OFFICE.add(moment, 16)
        lead.contact.values["hs_additional_emails"] = other.email
        lead.contact.values["hs_merged_object_ids"] = loser
        script.world.merges.append(merge_row(lead, loser, merged))
        assert lead.owner is not None
        script.world.call(lead.contact, OFFICE.add(moment, 2), "Connected", lead.owner)
        gone = f"hubspot/contact/{loser}"
        handoff = HANDOFF[(DEMO, QUOTE)[number % 2]]
        names = [*VALUES, "records_arrive"]
        fault = script.world.truth.fault(
            "wrongly_merged",
            [
                Row("merged_people_are_one", lead.contact_key),
                Row("merged_people_are_one", gone),
                *(Row(check, key, handoff) for check in names),
                *(Row(check, lead.contact_key, handoff) for check in names),
            ],
            "the second address belongs to somebody with another name",
        )
        caused(script, fault, ("*",), [lead.contact_key, lead.submission_key, key, gone])

    for number in range(EACH):
        script.lead(
            plant(script, make, number), form=(DEMO, QUOTE)[number % 2], on=script.day(LONG_AGO)
        )


# Owners


def stranger(script: Script, lead: Lead) -> Rep:
    """A rep of a pool that the rules do not name for this lead."""
    pool, _ = script.pool(lead, lead.contact.created)
    pools = {"dach": AMERICA, "america": DACH, "world": ENTERPRISE, "enterprise": AMERICA}
    return pools[pool][0]


def wrong_owner(script: Script) -> None:
    """The routing gave the lead to a team that the rules do not name."""

    def make(lead: Lead, number: int) -> None:
        fault = script.world.truth.fault(
            "wrong_owner",
            [Row("assigned_to_right_owner", lead.contact_key)],
            "a rep of another team, by the routing itself",
        )
        caused(script, fault, (*ROUTED, "customer_leads_reach_account_owner"), of_lead(lead))

    countries = ("Germany", "Canada", "France", "Norway", "Germany", "United States")
    wrong = (AMERICA[0], DACH[0], DACH[2], AMERICA[1], WORLD[0], WORLD[1])
    for number in range(6):
        script.lead(
            plant(script, make, number),
            country=countries[number],
            size=140,
            owner=wrong[number] if script.faulty else None,
        )


def cut(lead: Lead) -> None:
    """Takes back everything that happened after the arrival."""
    lead.contact.drop("hs_lead_status", lambda change: change[2] == "NEW")
    kept = ("lead", "marketingqualifiedlead")
    lead.contact.drop("lifecyclestage", lambda change: change[2] in kept)
    lead.company.drop("lifecyclestage", lambda change: change[2] in kept)


def silence(script: Script, lead: Lead) -> None:
    """Takes back all touches of a lead."""
    world, contact = script.world, lead.contact.id
    world.calls = [row for row in world.calls if row[1]["Associated Contact IDs"] != contact]
    world.emails = [row for row in world.emails if row[1]["Associated Contact IDs"] != contact]
    world.meetings = [row for row in world.meetings if row[1]["Associated Contact IDs"] != contact]
    lead.touches.clear()


def unassigned(script: Script) -> None:
    """Nobody owns the lead, or still the user of the connection."""

    def make(lead: Lead, number: int) -> None:
        silence(script, lead)
        cut(lead)
        for thing in (lead.contact, lead.company):
            thing.drop("hubspot_owner_id")
        if number >= 4:
            lead.contact.set("hubspot_owner_id", CONNECTOR.id, lead.contact.created, "INTEGRATION")
        fault = script.world.truth.fault(
            "unassigned",
            [Row("leads_assigned", lead.contact_key)],
            "no owner" if number < 4 else "owned by the connector",
        )
        checks = ("assigned_within_sla", *ROUTED, *TOUCHES, *WAITING, "queues_have_owner")
        caused(script, fault, checks, of_lead(lead))

    for number in range(6):
        script.lead(plant(script, make, number), size=260, on=script.day(LONG_AGO))


def late_assignment(script: Script) -> None:
    """Assigned after days."""

    def make(lead: Lead, number: int) -> None:
        fault = script.world.truth.fault(
            "late_assignment",
            lead.rows("assigned_within_sla"),
            "assigned by the routing days after the arrival",
        )
        caused(script, fault, WAITING, of_lead(lead))

    for number in range(5):
        lead = script.lead(plant(script, make, number), size=140, on=script.day(LONG_AGO))
        if script.faulty:
            lead.hold = timedelta(days=5 + number, hours=script.draw.random.randint(1, 5))


def overridden(script: Script) -> None:
    """A person moves the lead off its owner on the same day."""

    def make(lead: Lead, number: int) -> None:
        assert lead.owner is not None
        pool, members = script.pool(lead, lead.assigned)
        mates = [rep for rep in members if rep not in (lead.owner, LEFT)]
        rep = mates[0] if number % 2 else stranger(script, lead)
        when = lead.assigned + timedelta(hours=2 + number % 3, minutes=11)
        lead.contact.set("hubspot_owner_id", rep.id, when, "CRM_UI", rep)
        fault = script.world.truth.fault(
            "overridden",
            [Row("assignments_not_overridden", lead.contact_key)],
            "taken by a colleague" if number % 2 else f"moved out of the pool {pool}",
        )
        caused(script, fault, (*ROUTED, "customer_leads_reach_account_owner"), of_lead(lead))

    for number in range(6):
        script.lead(plant(script, make, number), size=140, form=DEMO)


def inactive_owner(script: Script) -> None:
    """A new lead for a rep who left the company."""

    def make(lead: Lead, number: int) -> None:
        heir = AMERICA[number % 2]
        when = lead.assigned + timedelta(days=5)
        lead.contact.set("hubspot_owner_id", heir.id, when, "CRM_UI", heir)
        lead.company.set("hubspot_owner_id", heir.id, when, "CRM_UI", heir)
        fault = script.world.truth.fault(
            "inactive_owner",
            [Row("assigned_to_active_owner", lead.contact_key)],
            "he had left the company before",
        )
        caused(script, fault, (*ROUTED, *TOUCHES), of_lead(lead))

    for number in range(EACH):
        script.lead(
            plant(script, make, number),
            country=("United States", "Canada")[number % 2],
            size=140,
            on=date(2026, 1, 7 + number),
            owner=LEFT if script.faulty else None,
        )


def queue_too_old(script: Script) -> None:
    """Weeks in the queue of small firms."""

    def make(lead: Lead, number: int) -> None:
        fault = script.world.truth.fault(
            "queue_too_old",
            [
                Row("queues_worked_in_time", lead.contact_key),
                Row("queues_worked_in_time", lead.submission_key),
            ],
            "nobody took it out of the queue",
        )
        checks = (
            *("leads_assigned", "queues_have_owner", "assigned_within_sla"),
            *(*ROUTED, *TOUCHES, *WAITING),
        )
        caused(script, fault, checks, of_lead(lead))

    for number in range(5):
        life = "queued" if script.faulty else "talk"
        script.lead(
            plant(script, make, number), form=DEMO, size=12, life=life, on=script.day(LONG_AGO)
        )


def customer_lead_elsewhere(script: Script) -> None:
    """A colleague of a customer goes to a team instead of the owner of the account."""

    def make(lead: Lead, number: int) -> None:
        fault = script.world.truth.fault(
            "customer_lead_elsewhere",
            [
                Row("customer_leads_reach_account_owner", lead.contact_key),
                Row("assigned_to_right_owner", lead.contact_key),
            ],
            "the account had another owner, and was a customer",
        )
        caused(script, fault, ROUTED, of_lead(lead))

    for number in range(EACH):
        country = ("Norway", "Poland", "Germany", "Spain")[number]
        firm = script.draw.firm(country, 140)
        first = script.draw.person(firm)
        script.lead(
            lambda lead: usual(script, lead),
            person=first,
            life="won",
            on=date(2025, 9, 3 + 3 * number),
            owner=ACCOUNT_MANAGER_OF[number],
        )
        other = DACH[0] if country == "Germany" else WORLD[1]
        script.lead(
            plant(script, make, number),
            person=script.draw.person(firm),
            on=date(2025, 12, 3 + 2 * number),
            owner=other if script.faulty else None,
        )


# The first lead of each customer went to a member of its pool; the second must go there, too.
ACCOUNT_MANAGER_OF = (WORLD[0], WORLD[2], DACH[2], WORLD[0])


# Touches


def never_tried(script: Script) -> None:
    """Nobody ever tried; half of them got mail of a sequence under the rep's name."""

    def make(lead: Lead, number: int) -> None:
        silence(script, lead)
        cut(lead)
        assert lead.owner is not None
        if number % 2:
            sent = lead.assigned + timedelta(minutes=4)
            script.world.email(lead.contact, sent, lead.owner, sequence="88231")
        fault = script.world.truth.fault(
            "never_tried",
            [*lead.rows("first_attempt_within_sla"), *lead.rows("open_journeys_not_overdue")],
            "only mail of a sequence" if number % 2 else "no touch at all",
        )
        caused(script, fault, (*TOUCHES, *WAITING), of_lead(lead))

    for number in range(6):
        script.lead(plant(script, make, number), size=260, on=script.day(LONG_AGO))


def later(script: Script, lead: Lead, tried: datetime, talked: datetime) -> None:
    """The try and the conversation of a lead at other times."""
    rep = lead.owner
    assert rep is not None
    silence(script, lead)
    cut(lead)
    contact = lead.contact
    script.world.call(contact, tried, "No answer", rep)
    contact.set("hs_lead_status", "ATTEMPTED_TO_CONTACT", tried, "CRM_UI", rep)
    script.world.call(contact, talked, "Connected", rep)
    contact.set("hs_lead_status", "CONNECTED", talked + timedelta(minutes=2), "CRM_UI", rep)
    script.move_stage(lead, "salesqualifiedlead", talked + timedelta(minutes=3), rep)


def late_attempt(script: Script) -> None:
    """First tried after three to eight working days."""

    def make(lead: Lead, number: int) -> None:
        tried = OFFICE.add(lead.assigned, script.draw.random.uniform(24, 60))
        later(script, lead, tried, OFFICE.add(tried, 6))
        fault = script.world.truth.fault(
            "late_attempt",
            lead.rows("first_attempt_within_sla"),
            "24 to 60 business hours after the assignment",
        )
        caused(script, fault, (*TOUCHES, *WAITING), of_lead(lead))

    for number in range(6):
        script.lead(plant(script, make, number), size=260, on=script.day(LONG_AGO))


def late_conversation(script: Script) -> None:
    """Tried in time, reached after more than a month."""

    def make(lead: Lead, number: int) -> None:
        later(script, lead, lead.tried, OFFICE.add(lead.tried + timedelta(days=32 + number), 1))
        fault = script.world.truth.fault(
            "late_conversation",
            lead.rows("first_conversation_within_sla"),
            "more than 32 days after the first try",
        )
        caused(script, fault, WAITING, of_lead(lead))

    for number in range(5):
        script.lead(plant(script, make, number), size=260, on=script.day(date(2025, 11, 28)))


def touch_before_capture(script: Script) -> None:
    """A call that is logged hours before the form was sent."""

    def make(lead: Lead, number: int) -> None:
        assert lead.owner is not None
        when = lead.moment - timedelta(hours=2 + number, minutes=script.draw.random.randint(1, 50))
        key = script.world.call(lead.contact, when, "No answer", lead.owner)
        fault = script.world.truth.fault(
            "touch_before_capture",
            [*lead.rows("clocks_in_order"), Row("clocks_in_order", key)],
            "a call to a contact that did not exist yet",
        )
        caused(script, fault, (*TOUCHES, *WAITING), of_lead(lead))

    for number in range(EACH):
        script.lead(plant(script, make, number), form=DEMO, clock=("14:00", "18:00"), size=260)


# Stages


def stage_skipped(script: Script) -> None:
    """A stage was left out."""

    def make(lead: Lead, number: int) -> None:
        if number % 2:
            lead.deal.drop("dealstage", lambda change: change[2] != "proposalsent")
            rows = [Row("stages_not_skipped", lead.deal_key)]
            also = [lead.contact_key]
        else:
            left = "marketingqualifiedlead"
            lead.contact.drop("lifecyclestage", lambda change: change[2] != left)
            rows = [Row("stages_not_skipped", lead.contact_key)]
            also = [lead.deal_key] if lead.deal.id else []
        script.world.truth.fault("stage_skipped", rows, "one stage was never set", also)

    for number in range(6):
        script.lead(plant(script, make, number), life=("talk", "won")[number % 2])


def stage_reversed(script: Script) -> None:
    """A connection sets an older stage."""

    def make(lead: Lead, number: int) -> None:
        when = lead.talked + timedelta(days=6 + number, hours=2)
        lead.contact.set("lifecyclestage", "lead", when, "INTEGRATION")
        script.world.truth.fault(
            "stage_reversed",
            [Row("stages_not_reversed", lead.contact_key)],
            "from sales qualified back to lead, by a program",
        )

    for number in range(5):
        script.lead(plant(script, make, number), on=script.day(LONG_AGO))


# Submissions


def sent_twice(script: Script) -> None:
    """One form fill that arrives twice."""

    def make(lead: Lead, number: int) -> None:
        moment = lead.moment + timedelta(seconds=3 + 4 * number)
        row, key = script.world.submit(lead.form, moment, lead.person)
        same = ("How can we help?", "Thema")
        row.update({name: lead.submission[name] for name in same if name in row})
        fault = script.world.truth.fault(
            "sent_twice",
            [
                Row("submissions_arrive_once", key),
                Row("submissions_arrive_once", lead.submission_key),
            ],
            "a second entry seconds later, every answer equal",
        )
        checks = ("records_paired_once", "in_crm_within_sla", "clocks_in_order", *WAITING)
        caused(script, fault, checks, [key, *of_lead(lead)])

    for number in range(5):
        script.lead(plant(script, make, number), form=FORMS[number % 3])
