"""Innocent records that look like faults: people, forms, owners, calls and consent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from ..drawing import Firm, Person, at, iso
from .life import Script
from .setting import (
    ABSENCE,
    ABSENT,
    ACCOUNT_MANAGER,
    AMERICA,
    BERLIN,
    CONNECTOR,
    DACH,
    DEMO,
    DIALLER,
    LAST_DAY,
    LEFT,
    MANAGER,
    MESSAGE_LENGTH,
    OFFICE,
    QUOTE,
    TERRITORY_DAY,
    WEBINAR,
    WORLD,
)
from .world import Lead

# Leads that come back weeks later arrive before this day.
EARLY = date(2025, 11, 28)
IMPORTED = at(date(2025, 11, 24), "09:12", BERLIN)
EVENT = at(date(2025, 11, 22), "15:00", BERLIN)
MIGRATED = at(date(2025, 9, 10), "20:00", BERLIN)
OWNER_LEFT = at(date(2025, 12, 22), "11:00", BERLIN)


def plan(script: Script) -> None:
    """Plans all traps of this page."""
    for trap in (
        *(corrected_by_rep, changed_by_the_person, sent_again, consent_renewed, consent_given_late),
        *(territory_changed, absence, family, household, clock_change, support_ticket, recycled),
        *(disqualified_early, event_import, migrated, job_changer, dialler_logged, sequence_mail),
        *(merged_addresses, address_changed, cleared_stage, tests_and_staff, connector_first),
        *(known_to_the_rep, weekend_queue, blank_size, translated, phone_notation),
        *(inside_the_promise, refused_at_once, two_status_fields, stamp_without_seconds),
        *(late_in_business_hours, meeting_missed, bulk_of_the_same_firm),
    ):
        trap(script)


def label(script: Script, trap: str, note: str, lead: Lead) -> None:
    """Calls the contact and the submission of a lead innocent."""
    if lead.contact.id:
        script.world.truth.trap(trap, lead.contact_key, note)
    if lead.submission_key:
        script.world.truth.trap(trap, lead.submission_key, note)


def several(count: int, make: Callable[[int], None]) -> None:
    """Plans a trap several times."""
    for number in range(count):
        make(number)


def answer(script: Script, lead: Lead, when: datetime) -> datetime:
    """The rep calls somebody who came back, and reaches them."""
    called = OFFICE.add(when, script.draw.random.uniform(0.5, 4))
    assert lead.owner is not None
    script.world.call(lead.contact, called, "Connected", lead.owner)
    return called


def again(
    script: Script, lead: Lead, person: Person, days: tuple[int, int], form: str = ""
) -> datetime:
    """The person sends a form once more; returns the moment HubSpot has it."""
    on = lead.moment.date() + timedelta(days=script.draw.random.randint(*days))
    moment = script.draw.moment(on, BERLIN, "09:00", "19:00").replace(microsecond=0)
    row, key = script.world.submit(form or lead.form, moment, person)
    script.world.truth.trap("sent_again", key, "known person, a form sent again weeks later")
    answer(script, lead, moment)
    known = moment + script.draw.seconds(10, 120)
    if "How can we help?" in row:
        message = str(row["How can we help?"])[:MESSAGE_LENGTH]
        lead.contact.set("message", message, known, "FORM")
    return known


def corrected_by_rep(script: Script) -> None:
    """A rep corrects what the form said, days after it arrived."""

    def make(number: int) -> None:
        def after(lead: Lead) -> None:
            when = OFFICE.add(lead.talked, 8 * script.draw.random.randint(1, 12))
            name = ("phone", "jobtitle", "phone", "jobtitle", "company")[number]
            value = {
                "phone": script.draw.phone(lead.person.firm),
                "jobtitle": "Head of Maintenance",
                "company": f"{lead.person.firm.name} Holding",
            }[name]
            lead.contact.set(name, value, when, "CRM_UI", lead.owner)
            label(script, "corrected_by_rep", f"{name} changed by a user after the call", lead)

        form = (DEMO, DEMO, QUOTE, QUOTE, WEBINAR)[number]
        script.lead(after, form=form, on=script.day(EARLY))

    several(5, make)


def changed_by_the_person(script: Script) -> None:
    """The person sends the form again with another phone and title."""

    def make(number: int) -> None:
        def after(lead: Lead) -> None:
            phone = script.draw.phone(lead.person.firm)
            moved = replace(lead.person, phone=phone, title="Technical Director")
            when = again(script, lead, moved, (20, 40))
            lead.contact.set("phone", phone, when, "FORM")
            lead.contact.set("jobtitle", "Technical Director", when, "FORM")
            label(script, "changed_by_the_person", "the person gave new values later", lead)

        script.lead(after, form=(DEMO, QUOTE)[number % 2], on=script.day(EARLY))

    several(5, make)


def sent_again(script: Script) -> None:
    """A known person sends the same form once more."""

    def make(number: int) -> None:
        def after(lead: Lead) -> None:
            again(script, lead, lead.person, (14, 45))
            label(script, "sent_again", "the message is that of the later form", lead)

        script.lead(after, form=(DEMO, QUOTE)[number % 2], on=script.day(EARLY))

    several(4, make)


def consent_renewed(script: Script) -> None:
    """An opt-out by a link in a mail, and a new form of the same person that agrees again."""

    def make(number: int) -> None:
        def after(lead: Lead) -> None:
            left = lead.talked + timedelta(days=3, hours=script.draw.random.randint(1, 9))
            lead.contact.set("hs_email_optout", "true", left, "EMAIL")
            when = again(script, lead, lead.person, (30, 55))
            lead.contact.set("hs_email_optout", "false", when, "FORM")
            label(script, "consent_renewed", "the person agreed again in a form", lead)

        script.lead(after, form=QUOTE, on=script.day(EARLY))

    several(5, make)


def consent_given_late(script: Script) -> None:
    """Refused in the form; the person opts out only later, by a link: nothing was lost."""

    def make(number: int) -> None:
        def after(lead: Lead) -> None:
            left = lead.talked + timedelta(days=script.draw.random.randint(2, 12), hours=2)
            lead.contact.set("hs_email_optout", "true", left, "EMAIL")
            label(script, "opted_out_later", "opted out by a link after the form", lead)

        script.lead(after, form=(DEMO, QUOTE)[number % 2])

    several(4, make)


def refused_at_once(script: Script) -> None:
    """A refusal in either polarity that did arrive."""

    def make(number: int) -> None:
        def after(lead: Lead) -> None:
            if lead.form == DEMO:
                lead.submission["Please do not e-mail me"] = "Yes"
            else:
                lead.submission["I agree to receive e-mail"] = "No"
            lead.contact.set("hs_email_optout", "true", lead.contact.created, "FORM")
            label(script, "refusal_arrived", "refused in the form and in HubSpot", lead)

        script.lead(after, form=(DEMO, QUOTE)[number % 2])

    several(6, make)


def territory_changed(script: Script) -> None:
    """Austria moves to another team in December; the manager moves its open leads."""

    def make(number: int) -> None:
        def after(lead: Lead) -> None:
            when = at(TERRITORY_DAY, "10:00", BERLIN) + timedelta(minutes=3 * number)
            rep = WORLD[number % 3]
            lead.contact.set("hubspot_owner_id", rep.id, when, "CRM_UI", MANAGER)
            lead.company.set("hubspot_owner_id", rep.id, when, "CRM_UI", MANAGER)
            label(script, "territory_changed", "moved weeks later by the manager", lead)

        on = script.day(date(2025, 11, 7))
        script.lead(after, country="Austria", size=140, on=on)

    several(5, make)
    for on in (date(2025, 12, 4), date(2025, 12, 16), date(2026, 1, 8)):
        script.lead(
            lambda lead: label(script, "territory_new_rule", "the rule of December holds", lead),
            country="Austria",
            size=80,
            on=on,
        )


def absence(script: Script) -> None:
    """A rep is away in November: nothing new for him, and a colleague takes an old lead."""

    def handed(lead: Lead) -> None:
        when = at(date(2025, 11, 12), "09:30", BERLIN)
        lead.contact.set("hubspot_owner_id", DACH[0].id, when, "CRM_UI", MANAGER)
        label(script, "absence", "moved during the absence, weeks after the assignment", lead)

    for _ in range(4):
        on = script.draw.day(date(2025, 9, 15), date(2025, 10, 24))
        script.lead(handed, country="Germany", size=80, on=on, owner=ABSENT)
    for number in range(4):
        on = ABSENCE[0] + timedelta(days=2 + 4 * number)
        script.lead(
            lambda lead: label(script, "absence", "the absent member is left out", lead),
            country="Germany",
            size=140,
            on=on,
        )


def owner_left(script: Script) -> None:
    """Leads of a rep who left: he was active when he got them, and handed them over."""
    for number, lead in enumerate(script.world.leads):
        if lead.owner != LEFT:
            continue
        heir = AMERICA[number % 2]
        for thing in (lead.contact, lead.company):
            if thing.values.get("hubspot_owner_id") == LEFT.id:
                thing.set("hubspot_owner_id", heir.id, OWNER_LEFT, "CRM_UI", MANAGER)
        if not any(script.world.truth.is_faulted(key) for key in lead_keys(lead)):
            label(script, "owner_left_later", "active when the lead came", lead)
    for deal in script.world.deals:
        if deal.values["hubspot_owner_id"] == LEFT.id:
            deal.values["hubspot_owner_id"] = AMERICA[0].id


def lead_keys(lead: Lead) -> list[str]:
    """Keys of all records of a lead."""
    return [lead.contact_key, lead.submission_key, lead.deal_key]


def family(script: Script) -> None:
    """Father and son: one name, one household, one phone; Sr. and Jr. make the difference."""

    def make(number: int) -> None:
        base = script.draw.person()
        mail, domain = base.email.split("@")
        senior = replace(base, last=f"{base.last} Sr.")
        junior = replace(base, last=f"{base.last} Jr.", email=f"{mail}.jr@{domain}")
        street = f"Mill Lane {script.draw.random.randint(2, 90)}"

        def after(lead: Lead) -> None:
            lead.contact.values.update(address=street, zip="40210")
            label(script, "father_and_son", "Sr. and Jr. are two people", lead)

        form = (DEMO, QUOTE)[number % 2]
        script.lead(after, form=form, person=senior, on=script.day(EARLY))
        script.lead(after, form=form, person=junior, on=script.day(EARLY))

    several(4, make)


def household(script: Script) -> None:
    """A couple: one family name, one address, one phone."""

    def make(number: int) -> None:
        one = script.draw.person()
        other = replace(script.draw.person(one.firm, one.last), phone=one.phone)
        street = f"Station Road {script.draw.random.randint(2, 90)}"

        def after(lead: Lead) -> None:
            lead.contact.values.update(address=street, zip="50667")
            label(script, "couple", "two given names in one household", lead)

        script.lead(after, form=QUOTE, person=one, on=script.day(EARLY))
        script.lead(after, form=QUOTE, person=other, on=script.day(EARLY))

    several(4, make)


def clock_change(script: Script) -> None:
    """The week in which Berlin has winter time and New York has not, and the repeated hour."""

    def week(lead: Lead) -> None:
        label(script, "clock_change", "five hours between the clocks, not six", lead)

    for number in range(5):
        on = date(2025, 10, 27) + timedelta(days=number)
        script.lead(week, form=QUOTE, on=on, clock=("14:00", "20:00"))

    def hour(lead: Lead) -> None:
        script.world.truth.undecided(
            "in_crm_within_sla",
            lead.submission_key,
            "sent in the hour that New York's clocks repeat: 5 to 20 minutes, or an hour more",
        )
        script.world.truth.undecided(
            "in_crm_within_sla", lead.contact_key, "as its submission, which has the stamp"
        )

    for number in range(4):
        # 01:05 to 01:38 of winter time: the same clock times were there an hour before.
        moment = datetime.fromisoformat("2025-11-02T06:05:00+00:00") + timedelta(
            minutes=11 * number, seconds=script.draw.random.randint(1, 50)
        )
        person = script.draw.person(script.draw.firm("Canada", 140))
        script.plan(Lead(QUOTE, moment, person, lag=script.draw.seconds(300, 1100)), hour)


def support_ticket(script: Script) -> None:
    """A request for support goes to another desk: `only_when` leaves it out."""
    for number in range(6):
        script.lead(
            lambda lead: label(script, "support_ticket", "not due in HubSpot", lead),
            form=(DEMO, QUOTE)[number % 2],
            life="none",
            request="Support",
        )


def recycled(script: Script) -> None:
    """Bad timing: the lead is put back before the promises run out, or starts again later."""

    def parked(lead: Lead) -> None:
        when = OFFICE.add(lead.tried, script.draw.random.uniform(8, 40))
        lead.contact.set("hs_lead_status", "BAD_TIMING", when, "CRM_UI", lead.owner)
        label(script, "recycled", "recycled before the promise ran out", lead)

    def restarted(lead: Lead) -> None:
        rep = lead.owner
        assert rep is not None
        when = OFFICE.add(lead.talked, 30)
        lead.contact.set("hs_lead_status", "BAD_TIMING", when, "CRM_UI", rep)
        new = when + timedelta(days=script.draw.random.randint(20, 30))
        lead.contact.set("hs_lead_status", "NEW", new)
        tried = OFFICE.add(new, script.draw.random.uniform(1, 5))
        lead.contact.set("hs_lead_status", "ATTEMPTED_TO_CONTACT", tried, "CRM_UI", rep)
        script.world.call(lead.contact, tried, "Connected", rep)
        later = tried + timedelta(minutes=4)
        lead.contact.set("hs_lead_status", "CONNECTED", later, "CRM_UI", rep)
        label(script, "recycled", "a recycled lead starts again at New", lead)

    for _ in range(3):
        script.lead(parked, life="tried")
        script.lead(restarted, on=script.day(EARLY))


def disqualified_early(script: Script) -> None:
    """Disqualified before anyone had to try."""

    def after(lead: Lead) -> None:
        when = OFFICE.add(lead.assigned, script.draw.random.uniform(0.3, 4))
        lead.contact.set("hs_lead_status", "UNQUALIFIED", when, "CRM_UI", lead.owner)
        label(script, "disqualified_early", "disqualified inside the promise, never called", lead)

    for _ in range(5):
        script.lead(after).is_silent = True


def event_import(script: Script) -> None:
    """The list of a fair: 24 contacts in one minute, dated back to the day of the fair."""
    for _ in range(24):
        person = script.draw.person()
        lead = Lead("", EVENT, person, lag=timedelta(seconds=1), imported=IMPORTED)
        script.plan(
            lead, lambda lead: label(script, "event_import", "imported after the fair", lead)
        )


def migrated(script: Script) -> None:
    """Customers of an older CRM: imported in September, dated back to 2024."""

    def add(number: int, firm: Firm, trap: bool) -> None:
        world = script.world
        person = script.draw.person(firm)
        contact = world.contact_of(person, MIGRATED, "IMPORT")
        created = at(date(2024, 2 + number % 9, 3 + number), "10:15", BERLIN)
        contact.created = created
        contact.values["record_type"] = "Migrated"
        contact.set("hubspot_owner_id", ACCOUNT_MANAGER.id, MIGRATED, "IMPORT")
        contact.set("lifecyclestage", "customer", MIGRATED, "IMPORT")
        company = world.company_of(firm, created)
        company.history.clear()
        company.set("lifecyclestage", "customer", MIGRATED, "IMPORT")
        company.set("hubspot_owner_id", ACCOUNT_MANAGER.id, MIGRATED, "IMPORT")
        script.companies[firm.name] = company
        contact.values["associatedcompanyid"] = company.id
        world.customers[firm.name] = person
        deal = world.open_deal(
            company, contact, created, ACCOUNT_MANAGER, world.amount(), plan="Before 2025"
        )
        deal.history.clear()
        deal.set("dealstage", "closedwon", MIGRATED, "IMPORT")
        deal.values["closedate"] = f"{created.date() + timedelta(days=40)} 00:00"
        if trap:
            for key in (f"hubspot/contact/{contact.id}", f"hubspot/deal/{deal.id}"):
                world.truth.trap("migrated", key, "imported from an older CRM, dated back")

    for number in range(6):
        add(number, script.draw.firm(size=260), trap=True)
    for number, firm in enumerate(script.partners):
        add(10 + number, firm, trap=False)


def job_changer(script: Script) -> None:
    """The same name in a new job; the opt-out of the old address binds the old address."""

    def make(number: int) -> None:
        old = script.draw.person()
        firm = script.draw.firm()
        local = old.email.split("@")[0]
        new = replace(
            old,
            firm=firm,
            email=f"{local}@{firm.domain}",
            phone=script.draw.phone(firm),
            title="Commercial Director",
        )

        def opted_out(lead: Lead) -> None:
            left = lead.talked + timedelta(days=2)
            lead.contact.set("hs_email_optout", "true", left, "EMAIL")
            label(script, "job_changer", "the record of the old job", lead)

        def after(lead: Lead) -> None:
            label(script, "job_changer", "new firm, new address, new phone", lead)

        script.lead(opted_out, person=old, form=DEMO, on=script.draw.day(*SEPTEMBER))
        script.lead(after, person=new, form=DEMO, on=script.draw.day(*DECEMBER))

    several(4, make)


SEPTEMBER = (date(2025, 9, 2), date(2025, 9, 26))
DECEMBER = (date(2025, 12, 1), date(2025, 12, 18))


def dialler_logged(script: Script) -> None:
    """Calls of people that the dialler logged under its own name."""

    def after(lead: Lead) -> None:
        world = script.world
        outcome = script.draw.random.choice(("Connected", ""))
        seconds = script.draw.random.randint(95, 600)
        key = world.call(lead.contact, lead.tried, outcome, DIALLER, seconds=seconds, by=DIALLER)
        lead.contact.set("hs_lead_status", "ATTEMPTED_TO_CONTACT", lead.tried, "INTEGRATION")
        when = lead.tried + timedelta(minutes=3)
        lead.contact.set("hs_lead_status", "CONNECTED", when, "INTEGRATION")
        world.truth.trap("dialler_logged", key, "a call with a duration is a person's")
        label(script, "dialler_logged", "reached by a call that the dialler logged", lead)

    for _ in range(6):
        script.lead(after).is_silent = True


def sequence_mail(script: Script) -> None:
    """Mail of a sequence under the rep's name, before the rep really tried."""

    def after(lead: Lead) -> None:
        assert lead.owner is not None
        sent = lead.assigned + timedelta(minutes=3)
        key = script.world.email(lead.contact, sent, lead.owner, sequence="88231")
        script.world.truth.trap("sequence_mail", key, "sent by a program")
        label(script, "sequence_mail", "a program wrote first, the rep tried in time", lead)

    for _ in range(5):
        script.lead(after, size=260)


def merged_addresses(script: Script) -> None:
    """One person with two addresses whose records were rightly merged."""

    def make(number: int) -> None:
        def after(lead: Lead) -> None:
            world, person = script.world, lead.person
            other = f"{person.first[0]}{person.email.split('@')[0].split('.')[-1]}@{domain}".lower()
            when = again(script, lead, replace(person, email=other), (15, 35))
            loser = world.next_id()
            merged = OFFICE.add(when, script.draw.random.uniform(9, 30))
            lead.contact.values["hs_additional_emails"] = other
            lead.contact.values["hs_merged_object_ids"] = loser
            world.merges.append(merge_row(lead, loser, merged))
            label(
                script, "merged_addresses", "the second address is kept as an additional one", lead
            )
            for check in ("merged_people_are_one", "opt_outs_survive_merge"):
                for key in (lead.contact_key, f"hubspot/contact/{loser}"):
                    script.world.truth.undecided(check, key, "the loser left the export")

        domain = f"home-of-{number}-{script.draw.random.randint(100, 999)}.example"
        script.lead(after, form=(DEMO, QUOTE)[number % 2], on=script.day(EARLY))

    several(5, make)


def merge_row(lead: Lead, loser: str, when: datetime) -> dict[str, str | int | float | None]:
    """A row of the merge audit: the contact of the lead is the winner."""
    user = lead.owner.user if lead.owner else ""
    return {
        "canonical-vid": lead.contact.id,
        "vid-to-merge": loser,
        "timestamp": iso(when),
        "user-id": user,
    }


def address_changed(script: Script) -> None:
    """A new address of a known contact, kept in the history."""

    def after(lead: Lead) -> None:
        first, last = lead.person.email.split("@")[0].split(".")
        email = f"{first[0]}.{last}@{lead.person.firm.domain}"
        when = OFFICE.add(lead.talked, 8 * script.draw.random.randint(3, 15))
        lead.contact.set("email", email, when, "CRM_UI", lead.owner)
        label(script, "address_changed", "the form has the address of then", lead)

    for number in range(5):
        script.lead(after, form=(DEMO, QUOTE, WEBINAR)[number % 3], on=script.day(EARLY))


def cleared_stage(script: Script) -> None:
    """HubSpot clears a lifecycle stage and sets it again within a second: one move."""

    def after(lead: Lead) -> None:
        moved = max(c[0] for c in lead.contact.history if c[2] == "salesqualifiedlead")
        change = (
            moved - timedelta(seconds=1),
            "lifecyclestage",
            "",
            "CRM_UI",
            "userId:5106",
            "5106",
        )
        lead.contact.history.append(change)
        label(script, "stage_cleared", "cleared and set again in one move", lead)

    for _ in range(5):
        script.lead(after)


def tests_and_staff(script: Script) -> None:
    """Records that the stack declares to be no business."""
    world = script.world
    home = Firm("Pumpwerk", "pumpwerk.example", "Germany", "Leipzig", 140, "+49")
    company = None
    for number in range(6):
        on = OFFICE.next_open(script.draw.day(date(2025, 9, 8), date(2025, 12, 19)))
        created = script.draw.moment(on, BERLIN, "09:00", "16:00")
        company = company or world.company_of(home, created, ACCOUNT_MANAGER)
        contact = world.contact_of(script.draw.person(home), created, "CRM_UI")
        contact.values["record_type"] = ("Staff", "Test")[number % 2]
        world.truth.trap("test_or_staff", f"hubspot/contact/{contact.id}", "excluded by the stack")
        if number % 2:
            deal = world.open_deal(company, contact, created, WORLD[0], world.amount())
            deal.values["dealname"] = f"TEST order {number}"
            won = created + timedelta(hours=1)
            deal.set("dealstage", "closedwon", won, "CRM_UI", WORLD[0])
            world.truth.trap("test_or_staff", f"hubspot/deal/{deal.id}", "excluded by the stack")


def connector_first(script: Script) -> None:
    """The user of the connection owns the contact for seconds, until it is routed."""

    def after(lead: Lead) -> None:
        created = lead.contact.created
        change = ("hubspot_owner_id", CONNECTOR.id, "INTEGRATION", "integration", "")
        lead.contact.history.append((created, *change))
        label(script, "connector_first", "owned by a connector until the routing", lead)

    for _ in range(5):
        script.lead(after, size=140)


def known_to_the_rep(script: Script) -> None:
    """The rep knew the person and called before the routing had run."""

    def after(lead: Lead) -> None:
        assert lead.owner is not None
        when = lead.assigned - timedelta(minutes=script.draw.random.randint(30, 70))
        script.world.call(lead.contact, when, "No answer", lead.owner)
        label(script, "called_before_assignment", "a call between arrival and assignment", lead)

    for number in range(5):
        on = OFFICE.next_open(script.day())
        lead = script.lead(
            after, form=(DEMO, QUOTE)[number % 2], on=on, clock=("09:05", "11:00"), size=260
        )
        lead.hold = timedelta(minutes=script.draw.random.randint(100, 140))


def weekend_queue(script: Script) -> None:
    """The queue of small firms over a weekend: hours of the calendar count."""
    fridays = [date(2025, 9, 12), date(2025, 10, 17), date(2025, 11, 21), date(2025, 12, 12)]
    for on in fridays:
        script.lead(
            lambda lead: label(script, "weekend_queue", "waited for Monday", lead),
            form=DEMO,
            size=12,
            on=on,
            clock=("17:20", "21:00"),
        )
    for number in range(4):
        script.lead(
            lambda lead: label(script, "weekend_queue_now", "came after Friday's hours", lead),
            form=DEMO,
            size=12,
            on=date(2026, 1, 30) + timedelta(days=(number + 1) // 2),
            clock=("17:20", "21:00"),
            life="queued",
        )


def blank_size(script: Script) -> None:
    """A blank field that a later rule does not need."""
    for number in range(5):
        script.lead(
            lambda lead: label(script, "blank_size", "the rules by country decide", lead),
            form=(DEMO, QUOTE)[number % 2],
            size=0,
            country=("Germany", "Canada", "Norway", "United States", "Poland")[number],
        )


def translated(script: Script) -> None:
    """Codes of countries and German topics with a declared translation."""
    for _ in range(6):
        script.lead(
            lambda lead: label(script, "translated", "declared translations", lead), form=WEBINAR
        )


def phone_notation(script: Script) -> None:
    """One number in two notations: spaces, a trunk zero, an apostrophe of the form tool."""

    def after(lead: Lead) -> None:
        phone = lead.person.phone
        code, rest = phone.split(" ", 1)
        given = f"'{code} (0){rest}" if lead.form == DEMO else f"{code} (0) {rest}"
        lead.submission["Phone"] = given
        lead.contact.arrive("phone", phone.replace(" ", ""))
        label(script, "phone_notation", "the same number", lead)

    for number in range(5):
        country = ("Germany", "Austria", "Netherlands", "United Kingdom", "Germany")[number]
        script.lead(after, form=(DEMO, QUOTE)[number % 2], country=country)


def inside_the_promise(script: Script) -> None:
    """Leads of this morning that nobody had to call yet."""
    for _ in range(4):
        script.lead(
            lambda lead: label(script, "inside_the_promise", "came this morning", lead),
            form=DEMO,
            size=260,
            on=LAST_DAY,
            clock=("09:10", "10:40"),
            life="fresh",
        )


def two_status_fields(script: Script) -> None:
    """Unqualified by lead status while the lifecycle stage says otherwise."""

    def after(lead: Lead) -> None:
        when = OFFICE.add(lead.talked, script.draw.random.uniform(10, 60))
        lead.contact.set("hs_lead_status", "UNQUALIFIED", when, "CRM_UI", lead.owner)
        label(script, "two_status_fields", "stage and status are two fields", lead)

    for _ in range(5):
        script.lead(after)


def stamp_without_seconds(script: Script) -> None:
    """A creation stamp of full minutes that looks earlier than the submission."""
    for number in range(5):
        lead = script.lead(
            lambda lead: label(script, "minute_stamps", "HubSpot exports no seconds", lead),
            form=(DEMO, QUOTE)[number % 2],
        )
        lead.moment = lead.moment.replace(second=35)
        lead.lag = timedelta(seconds=script.draw.random.randint(8, 20))


def late_in_business_hours(script: Script) -> None:
    """Friday evening to Tuesday, or over Christmas: days by the clock, hours by the calendar."""
    for on in (date(2025, 10, 2), date(2025, 12, 23), date(2025, 12, 30), date(2026, 1, 5)):

        def after(lead: Lead) -> None:
            label(script, "over_holidays", "holidays are no business hours", lead)

        script.lead(after, form=DEMO, size=140, on=on, clock=("16:30", "20:00"))


def meeting_missed(script: Script) -> None:
    """A meeting that nobody came to, and a conversation that followed in time."""

    def after(lead: Lead) -> None:
        assert lead.owner is not None
        booked = lead.tried + timedelta(minutes=20)
        starts = OFFICE.add(booked, 1.5)
        script.world.meeting(lead.contact, booked, starts, lead.owner, "No show")
        label(script, "meeting_missed", "no show first, then reached", lead)

    for _ in range(4):
        script.lead(after)


def bulk_of_the_same_firm(script: Script) -> None:
    """Colleagues of one firm with different names, addresses and phones."""

    def make(number: int) -> None:
        firm = script.draw.firm(size=480)
        on = script.day(EARLY)
        for _ in range(2):
            script.lead(
                lambda lead: label(script, "colleagues", "two people of one firm", lead),
                person=script.draw.person(firm),
                on=on,
            )

    several(3, make)
