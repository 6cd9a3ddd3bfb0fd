"""Traps of a selling company: they look like faults, but the facts say otherwise.

Each function plants one kind; the note of a label says why it is innocent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from .drawing import Firm, Person, ascii_word, at
from .selling import Account, Change, Deal, Record, Step, Story, Submission, World


def old_story(w: World, outcome: str = "open", **options: object) -> Story:
    """A story of an earlier month."""
    return w.live(w.draw.person(), w.moment(140, 60), outcome, **options)


def won_story(w: World, first: float = 147, last: float = 105) -> Story:
    """A story whose deal was won well before now."""
    story = w.live(w.draw.person(), w.moment(first, last), "won")
    assert story.deal is not None and story.deal.won_at is not None, "no time to win"
    return story


def next_deal(w: World, amount: int | None = None, early: bool = False) -> Deal:
    """A won deal that nobody has billed: the first of a new customer, or a later one."""
    waiting: list[Story] = w.__dict__.setdefault("_waiting", [])
    if waiting and not early:
        story = waiting.pop(0)
        first, contact = story.deal, story.contact
        assert first is not None and first.won_at is not None and contact is not None
        moment = w.office_moment(first.won_at, w.draw.random.randint(3, 8))
        deal = w.deal(contact, first.account, moment, first.owner, "won", amount, (2, 2, 2))
        assert deal.won_at is not None, "no time to win"
        return deal
    story = won_story(w, 149, 138) if early else won_story(w)
    waiting.append(story)
    deal = story.deal
    assert deal is not None
    if amount is not None:
        deal.amount = amount
        deal.lines = [
            (line, part)
            for (line, _), part in zip(deal.lines, w.parts(amount, len(deal.lines)), strict=True)
        ]
    return deal


def all_of(story: Story) -> list[object]:
    """Everything with a name that a story has."""
    things: list[object] = list(story.submissions)
    return things + [thing for thing in (story.prospect, story.lead, story.contact) if thing]


# Values


def corrected_by_rep(w: World, count: int) -> None:
    """The owner corrects a value days after it arrived."""
    for number in range(count):
        story = old_story(w)
        lead = story.ordinary[2]
        assert lead.owner is not None and story.assigned is not None
        header = ("phone", "title", "city")[number % 3]
        new = {
            "phone": w.draw.phone(story.person.firm),
            "title": "Deputy " + lead.values["title"],
            "city": lead.values["city"] + " North",
        }[header]
        when = w.office_moment(story.assigned, w.draw.random.randint(4, 25))
        lead.set(header, new, when, lead.owner)
        w.trap("corrected_by_rep", [lead, story.ordinary[1]], f"{header} by the owner, days later")


def resubmission(w: World, count: int) -> None:
    """The person gives other values in a later form."""
    for number in range(count):
        story = old_story(w)
        header = ("phone", "title")[number % 2]
        new = w.draw.phone(story.person.firm) if header == "phone" else "Head of Technology"
        w.resubmit(story, w.moment(40, 8), {header: new})
        w.trap("resubmission", all_of(story), f"{header} changed by the person in a later form")


def routing_field_corrected(w: World, count: int, country: str, other: str) -> None:
    """A rep corrects the country after the lead was routed."""
    for _ in range(count):
        person = w.draw.person(w.draw.firm(country, 140))
        story = w.live(person, w.moment(60, 30))
        lead = story.ordinary[2]
        assert lead.owner is not None and story.assigned is not None
        lead.set("country", other, w.office_moment(story.assigned, 6), lead.owner)
        w.trap("routing_field_corrected", [lead, story.ordinary[1]], "routed before the correction")


def renewed_consent(w: World, count: int) -> None:
    """Somebody who refused e-mail agrees in a later form."""
    for _ in range(count):
        story = old_story(w, consent=False)
        w.resubmit(story, w.moment(45, 10), {}, consent=True)
        w.trap("renewed_consent", all_of(story), "the person agreed in a later form")


def opted_out_later(w: World, count: int) -> None:
    """Somebody who agreed refuses in a later form."""
    for _ in range(count):
        story = old_story(w)
        w.resubmit(story, w.moment(45, 10), {}, consent=False)
        w.trap("opted_out_later", all_of(story), "the later form counts in every system")


def address_changed_later(w: World, count: int) -> None:
    """The person gets another address months after the form."""
    for _ in range(count):
        story = old_story(w)
        sub, prospect, lead = story.ordinary
        person = story.person
        new = f"{ascii_word(person.first)[:1]}.{ascii_word(person.last)}@{person.firm.domain}"
        when = w.moment(50, 8)
        prospect.set("email", new, when, "Form")
        lead.set("email", new, when + w.between(w.pace.to_crm), w.team.connector)
        w.trap("address_changed_later", [sub, prospect, lead], "the histories have the old address")


def other_notation(w: World, count: int, words: dict[str, str]) -> None:
    """A country in the language of the form, a phone with a trunk zero in brackets."""
    names = sorted(words)
    for number in range(count):
        word = names[number % len(names)]
        person = w.draw.person(w.draw.firm(words[word], 80))
        values = w.values_of(person)
        story = w.live(person, w.moment(140, 30), values=values)
        sub = story.ordinary[0]
        sub.values["country"] = word
        head, tail = sub.values["phone"].split(" ", 1)
        sub.values["phone"] = f"{head} (0){tail.replace(' ', '-')}"
        w.trap("other_notation", all_of(story), "the same country and phone in another notation")


def blank_size(w: World, count: int) -> None:
    """A blank optional field that a rule reads; the next rule decides."""
    for _ in range(count):
        story = old_story(w, with_size=False)
        w.trap("blank_routing_field", all_of(story), "when_blank: next_rule")


# People


def sr_and_jr(w: World, count: int) -> None:
    """Father and son of one name with one address and one phone."""
    for _ in range(count):
        person = w.draw.person(w.draw.firm(size=25))
        for suffix, title, first in (("Sr.", "Owner", 130), ("Jr.", "Junior Partner", 60)):
            one = replace(person, last=f"{person.last} {suffix}", title=title)
            story = w.live(one, w.moment(first, first - 35))
            w.trap("sr_and_jr", all_of(story), "two people with one address and one phone")


def spouses(w: World, count: int) -> None:
    """Two people of one family with one address and one phone."""
    for _ in range(count):
        first = w.draw.person(w.draw.firm(size=12))
        second = replace(w.draw.person(first.firm, first.last), phone=first.phone)
        address = f"{ascii_word(first.last)}@{first.firm.domain}"
        for one in (first, second):
            story = w.live(replace(one, email=address), w.moment(130, 30))
            w.trap("spouses", all_of(story), "two people with one address and one phone")


def job_changer(w: World, count: int) -> None:
    """Somebody who refused e-mail at the old company asks again from a new one."""
    for _ in range(count):
        old = w.draw.person()
        before = w.live(old, w.moment(145, 110), "deal", consent=False)
        firm = w.draw.firm()
        address = f"{ascii_word(old.first)}.{ascii_word(old.last)}@{firm.domain}"
        new = Person(old.first, old.last, firm, address, w.draw.phone(firm), "Chief Engineer")
        after = w.live(new, w.moment(40, 15))
        note = "another employer, address and phone; the old refusal is not this record's"
        w.trap("job_changer", all_of(before) + all_of(after), note)


def merged_person(w: World, count: int) -> None:
    """Two addresses of one person; the leads and the prospects are merged within the hour."""
    for _ in range(count):
        person = w.draw.person()
        address = f"{ascii_word(person.first)}{ascii_word(person.last)[:1]}@{person.firm.domain}"
        moment = w.moment(120, 30)
        kept = w.live(person, moment)
        other = w.arrive(replace(person, email=address), moment + timedelta(hours=26))
        owner = kept.ordinary[2].owner
        assert owner is not None
        chosen = (
            owner if owner in w.roster(w.rule_of(other.ordinary[2], moment).pool, moment) else None
        )
        w.assign(other, chosen)
        assert other.assigned is not None
        sub, prospect, lead = other.ordinary
        lead.merged_into = kept.lead
        lead.merged_at = w.calendar.add(other.assigned, 0.8)
        prospect.is_gone = True
        prospect.merged_into = kept.prospect
        w.answer(kept, lead.merged_at)
        note = "merged into the other record of the person before the promise ran out"
        w.trap("merged_person", [sub, lead, *all_of(kept)], note)


def migrated(w: World, count: int, pool: str, source: str = "Legacy CRM") -> None:
    """Records of an old CRM, imported with the creation dates of the old CRM."""
    for number in range(count):
        person = w.draw.person()
        made = w.draw.moment(w.draw.day(date(2023, 3, 1), date(2025, 9, 1)), w.pace.zone)
        prospect = Record("prospect", w.new_id("prospect"), made, w.values_of(person), source)
        lead = w.lead(prospect, made + timedelta(days=w.draw.random.randint(3, 40)))
        lead.status = "Recycled"
        w.records.append(prospect)
        story = Story(person, [], prospect, lead, "legacy")
        w.stories.append(story)
        imported = at(w.start + timedelta(days=2), "21:00", w.pace.zone)
        owner = w.roster(pool, imported)[0]
        lead.give(owner, imported + timedelta(seconds=20 * number), w.team.admin)
        if number % 3:
            w.resubmit(story, w.moment(60, 10), {"title": "Technical Director"})
        w.trap(
            "migrated", all_of(story), "created long ago in another CRM, imported and routed later"
        )


# Routing


def reassigned_by_manager(w: World, count: int) -> None:
    """A manager gives the lead to another rep weeks later."""
    for _ in range(count):
        story = old_story(w)
        lead = story.ordinary[2]
        others = [rep for rep in w.team.reps if rep is not lead.owner and rep.left_at is None]
        assert story.assigned is not None
        when = w.office_moment(story.assigned, w.draw.random.randint(16, 40))
        lead.give(w.draw.random.choice(others), when, w.team.manager)
        w.trap("reassigned_by_manager", [lead], "moved weeks after the routing")


def territory_change(w: World, count: int, country: str, day: date) -> None:
    """A country goes to another pool from a day on."""
    for side in (-1, 1):
        for number in range(count):
            on = w.calendar.next_open(day + timedelta(days=side * (4 + 3 * number)))
            person = w.draw.person(w.draw.firm(country, 140))
            story = w.live(person, w.draw.moment(on, w.pace.zone))
            w.trap("territory_change", [story.ordinary[2]], "the rule of the day decides")


def absence(w: World, count: int, country: str, first: date) -> None:
    """A member of the pool is away, the others take the leads."""
    for number in range(count):
        on = w.calendar.next_open(first + timedelta(days=number))
        person = w.draw.person(w.draw.firm(country, 140))
        story = w.live(person, w.draw.moment(on, w.pace.zone))
        w.trap("absence", [story.ordinary[2]], "the absent member is left out by declaration")


def rep_left_later(w: World, count: int, country: str) -> None:
    """A rep who has left since got leads while at work."""
    leaver = next(user for user in w.team.reps if user.left_at)
    assert leaver.left_at is not None
    for number in range(count):
        on = w.calendar.next_open(w.start + timedelta(days=1 + number))
        story = w.arrive(w.draw.person(w.draw.firm(country, 140)), w.draw.moment(on, w.pace.zone))
        w.assign(story, leaver)
        w.work(story)
        lead = story.ordinary[2]
        when = leaver.left_at - timedelta(hours=w.draw.random.randint(2, 20))
        lead.give(w.next_of(w.rule_of(lead, when).pool, w.now), when, w.team.manager)
        w.trap("rep_left_later", [lead], "the rep was active when the lead came")


def customer_leads(w: World, count: int) -> list[Account]:
    """Leads of old customers, of their subsidiaries and of subsidiaries of those."""
    tops = []
    for number in range(count):
        top = w.old_customer()
        tops.append(top)
        w.trap(
            "customer_lead",
            [w.live(w.draw.person(firm_of(w, top)), w.moment(130, 20)).lead],
            "leads of customers go to the owner of the account",
        )
        middle = w.old_customer(w.draw.firm(top.country), top)
        leaf = w.old_customer(w.draw.firm(top.country), middle)
        for account, level in ((middle, "one"), (leaf, "two"))[: 1 + number % 2]:
            story = w.live(w.draw.person(firm_of(w, account)), w.moment(130, 20))
            w.trap("subsidiary_lead", [story.lead], f"the customer is {level} level(s) above")
    return tops


def firm_of(w: World, account: Account) -> Firm:
    """The firm behind an account."""
    dialling = w.draw.cities[account.country][0]
    return Firm(account.name, account.domain, account.country, account.city, 140, dialling)


def customer_since_later(w: World, count: int) -> None:
    """A second lead of a firm that became a customer only later."""
    for _ in range(count):
        story = won_story(w)
        assert story.deal is not None and story.deal.won_at is not None
        w.bill(story.deal)
        early = w.live(w.draw.person(story.person.firm), w.moment(150, 148), "Disqualified")
        w.trap("customer_since_later", [early.lead], "no customer yet when the lead came")


def owner_of_account_changed(w: World, count: int) -> None:
    """The account of a customer gets another owner after its lead was routed."""
    for _ in range(count):
        account = w.old_customer()
        story = w.live(w.draw.person(firm_of(w, account)), w.moment(130, 70))
        others = [rep for rep in w.team.reps if rep is not account.owner and not rep.left_at]
        new = w.draw.random.choice(others)
        when = w.office_moment(w.days_before(35), w.draw.random.randint(0, 12))
        account.changes.append(Change(when, "owner", account.owner.id, new.id, w.team.manager))
        account.owner = new
        w.trap("account_owner_changed", [story.lead], "routed to the owner of that time")


def weekend_in_queue(w: World, count: int, industry: str) -> None:
    """A lead of the weekend still waits at the desk on Monday morning."""
    for number in range(count):
        moment = w.now - timedelta(hours=20 + 5 * number)
        person = w.draw.person()
        story = w.arrive(person, moment, industry=industry)
        lead = story.ordinary[2]
        lead.give(
            w.team.desk, lead.created + timedelta(seconds=12), w.team.router, ("crm", "router")
        )
        w.trap("weekend_in_queue", all_of(story), "little business time has passed")


def touch_before_assignment(w: World, count: int, industry: str) -> None:
    """A rep who knows the person calls before taking the lead from the desk."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(120, 20), industry=industry)
        w.assign(story, through_desk=True)
        lead = story.ordinary[2]
        assert story.assigned is not None and lead.owner is not None
        between = w.calendar.add(
            lead.created, w.calendar.hours_between(lead.created, story.assigned) / 2
        )
        between = max(between, lead.created + timedelta(minutes=3))
        assert between < story.assigned
        w.attempt(lead, between, lead.owner, "call")
        w.work(story, attempts=True, after=2)
        w.trap("touch_before_assignment", all_of(story), "called first, then taken from the desk")


def connector_for_seconds(w: World, count: int) -> None:
    """The connector owns every lead for seconds before the router."""
    for story in free(w)[:count]:
        w.trap("connector_for_seconds", [story.ordinary[2]], "routed within a minute")


def free(w: World) -> list[Story]:
    """Stories with a lead that no label names."""
    named = w.truth.records()
    return [
        story
        for story in w.stories
        if story.lead is not None
        and story.submissions
        and all(w.key(thing) not in named for thing in all_of(story))
    ]


# Touches and promises


def dialler_calls(w: World, count: int) -> None:
    """The first try is a call that the dialler's user wrote."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(130, 20))
        w.assign(story)
        w.work(story, way="dialler")
        w.trap("dialler_call", all_of(story), "a human spoke, a program wrote it down")


def sequence_mails(w: World, count: int) -> None:
    """A program mails under the rep's name, the rep calls in time."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(130, 20))
        w.assign(story)
        lead = story.ordinary[2]
        assert story.assigned is not None and lead.owner is not None
        w.sequence(lead, story.assigned + timedelta(minutes=5), lead.owner)
        w.work(story, way="call")
        w.trap("sequence_mail", all_of(story), "the call of the rep is the first try")


def disqualified_at_once(w: World, count: int) -> None:
    """Disqualified without a try, before the promise ran out."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(130, 20))
        w.assign(story)
        lead = story.ordinary[2]
        assert story.assigned is not None and lead.owner is not None
        lead.step("Disqualified", w.calendar.add(story.assigned, 2), lead.owner)
        w.trap("disqualified_in_time", all_of(story), "closed before the promise ran out")


def recycled(w: World, count: int) -> None:
    """Sent back to marketing, and taken up again after another form."""
    for number in range(count):
        story = w.live(w.draw.person(), w.moment(140, 95), "Recycled")
        lead = story.ordinary[2]
        assert lead.owner is not None and lead.status == "Recycled"
        if number % 2:
            when = w.moment(50, 20)
            w.resubmit(story, when, {})
            lead.step("Working", w.office_moment(when, 1), lead.owner)
        w.trap("recycled", all_of(story), "recycled is no step back")


def bought_at_once(w: World, count: int) -> None:
    """The person orders before anybody called."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(110, 60))
        w.assign(story)
        lead = story.ordinary[2]
        assert story.assigned is not None and lead.owner is not None
        moment = w.calendar.add(story.assigned, 1.5)
        lead.step("Working", moment, lead.owner)
        w.convert(story, moment + timedelta(minutes=4), "none")
        deal = story.deal
        assert deal is not None
        deal.steps.clear()
        deal.stage, deal.lost_at = w.STAGES[0], None
        for number, stage in enumerate(w.STAGES[1:4]):
            w.push(deal, stage, moment + timedelta(minutes=12 + 11 * number))
        w.bill(deal)
        w.trap("bought_in_time", [*all_of(story), deal], "bought before the promise ran out")


def stage_set_again(w: World, count: int) -> None:
    """A status is cleared and set again in one move."""
    for _ in range(count):
        story = w.live(w.draw.person(), w.moment(130, 60), "open")
        lead = story.ordinary[2]
        assert lead.steps and lead.steps[-1].new == "Working"
        last = lead.steps.pop()
        lead.steps += [Step(last.at, "New", "", last.by), Step(last.at, "", "Working", last.by)]
        w.trap("stage_set_again", [lead], "cleared and set again in one move")


def support_tickets(w: World, count: int) -> None:
    """A bug report through the same form."""
    for _ in range(count):
        sub = w.submit(w.draw.person(), w.moment(140, 8), topic="Support", consent=None)
        w.trap("support_ticket", [sub], "the handoff carries no tickets")


def event_import(w: World, count: int, per_list: int, owner_day: int = 1) -> None:
    """A list of a trade fair is imported in one minute."""
    for number in range(count):
        fair = w.calendar.next_open(w.days_before(125 - 24 * number).date())
        imported = w.draw.moment(
            w.calendar.next_open(fair + timedelta(days=owner_day)), w.pace.zone, "10:00", "11:00"
        )
        for place in range(per_list):
            seen = w.draw.moment(fair, w.pace.zone, "10:00", "17:00")
            story = w.arrive(
                w.draw.person(),
                seen,
                "event",
                None,
                to_map=imported + timedelta(seconds=place) - seen,
                to_crm=timedelta(seconds=300 - place),
            )
            w.assign(story, delay=timedelta(seconds=6 + place))
            w.work(story, w.draw.random.choice(("open", "Disqualified", "open")))
            if place == 0:
                w.trap("event_import", all_of(story), "a list of many, within its own promise")


NIGHT = ("22:40", "00:20", "01:10", "03:25", "05:05")


def clock_change(w: World, count: int, night: date, clocks: tuple[str, ...] = NIGHT) -> None:
    """Forms of the night of the clock change, outside the repeated hour."""
    for number in range(count):
        clock = clocks[number % len(clocks)]
        story = w.live(w.draw.person(), at(night, clock, w.pace.zone))
        w.trap("clock_change", all_of(story), "its hour occurs once that night")


def repeated_hour(w: World, count: int, first_utc: datetime, checks: tuple[str, ...]) -> None:
    """Forms of the hour that occurs twice: nobody knows which one it was."""
    for number in range(count):
        story = w.arrive(
            w.draw.person(),
            first_utc + timedelta(minutes=5 + 13 * number),
            to_map=timedelta(seconds=40),
            to_crm=timedelta(seconds=150),
        )
        w.assign(story)
        w.work(story)
        for thing in all_of(story):
            for check in checks:
                w.truth.undecided(check, w.key(thing), "its hour occurs twice on local clocks")


def clock_resolution(w: World, count: int) -> None:
    """Both stamps of one minute, but one clock has no seconds."""
    for _ in range(count):
        moment = w.moment(130, 30).replace(second=20)
        story = w.arrive(
            w.draw.person(), moment, to_map=timedelta(seconds=18), to_crm=timedelta(seconds=9)
        )
        w.assign(story, delay=timedelta(seconds=7))
        w.work(story)
        w.trap("clock_resolution", all_of(story), "the CRM cuts the seconds, the others do not")


def still_in_time(w: World, count: int) -> None:
    """Forms of the last minutes, and leads that nobody had to call yet."""
    for number in range(count):
        sub = w.submit(w.draw.person(), w.now - timedelta(minutes=9, seconds=-97 * number))
        w.trap("still_in_time", [sub], "the promise has not run out")
        story = w.arrive(w.draw.person(), w.now - timedelta(minutes=70 - 4 * number))
        w.assign(story)
        w.trap("still_in_time", all_of(story), "the promise has not run out")


def tests_and_staff(w: World, count: int, firm: Firm) -> None:
    """Test entries of the company's own people, left out by `exclude:`."""
    for number in range(count):
        person = Person(
            "Probe",
            f"Testcase{number}",
            firm,
            f"probe{number}@{firm.domain}",
            "+43 1 000 000",
            "Tester",
        )
        sub = w.submit(person, w.moment(120, 10))
        sub.is_test = True
        w.trap("test_entry", [sub], "excluded: tests and staff")
        if number % 2:
            prospect = w.prospect(sub, sub.at + timedelta(seconds=50), "Website")
            w.trap("test_entry", [prospect], "excluded: tests and staff")


# Records that went on


def converted_lead_froze(w: World, count: int) -> None:
    """The lead was converted; later values reach the contact only."""
    for _ in range(count):
        story = w.live(w.draw.person(), w.moment(140, 100), "lost")
        assert story.contact is not None
        w.resubmit(story, w.moment(40, 10), {"phone": w.draw.phone(story.person.firm)})
        w.trap("converted_lead_froze", all_of(story), "the contact has the later value")


def refused_after_conversion(w: World, count: int) -> None:
    """The person refuses e-mail after the lead was converted."""
    for _ in range(count):
        story = w.live(w.draw.person(), w.moment(140, 100), "lost")
        assert story.contact is not None
        w.resubmit(story, w.moment(40, 10), {}, consent=False)
        w.trap("refused_after_conversion", all_of(story), "the contact has the refusal")


def opt_out_carried(w: World, count: int) -> None:
    """A refusal of the lead that its contact has, too."""
    for _ in range(count):
        story = w.live(w.draw.person(), w.moment(140, 80), "deal", consent=False)
        assert story.contact is not None
        w.trap("opt_out_carried", all_of(story), "carried to the contact")


# Deals


def label_deal(w: World, name: str, deal: Deal, note: str) -> None:
    """Labels a deal with its invoices and payments."""
    payments = [paid for invoice in deal.invoices for paid in invoice.payments]
    w.trap(name, [deal, *deal.invoices, *payments], note)


def instalments(w: World, count: int) -> None:
    """Three equal invoices, two weeks apart, of one deal."""
    for _ in range(count):
        deal = next_deal(w, w.draw.random.randrange(20, 90) * 30_000, early=True)
        deal.billing = "Instalments"
        assert deal.won_at is not None
        for number in range(3):
            issued = w.office_moment(deal.won_at, 3 + 14 * number)
            w.pay(w.invoice(deal, issued, deal.amount // 3))
        label_deal(w, "instalments", deal, "they add up to the deal")


def monthly(w: World, count: int) -> None:
    """A subscription with equal invoices every month."""
    for _ in range(count):
        deal = next_deal(w, w.draw.random.randrange(300, 900) * 1_200, early=True)
        deal.billing = "Monthly"
        assert deal.won_at is not None
        subscription = w.new_id("subscription")
        issued = w.office_moment(deal.won_at, 2)
        while issued < w.now - timedelta(hours=5):
            made = w.invoice(deal, issued, deal.amount // 12)
            made.subscription = subscription
            w.pay(made)
            month = issued.month % 12 + 1
            issued = issued.replace(month=month, day=min(issued.day, 28))
        label_deal(w, "monthly_invoices", deal, "a renewal every month, not a repetition")


def partner_billing(w: World, count: int) -> None:
    """A partner pays for the customer."""
    for _ in range(count):
        deal = next_deal(w)
        deal.partner = w.old_customer()
        w.bill(deal)
        label_deal(w, "partner_billing", deal, "the deal names the partner who is billed")


def free_deal(w: World, count: int) -> None:
    """A deal without a price."""
    for _ in range(count):
        deal = next_deal(w, 0)
        label_deal(w, "free_deal", deal, "nothing to invoice")


def collective(w: World, count: int) -> None:
    """Two deals of one customer on one invoice."""
    for _ in range(count):
        first = next_deal(w)
        assert first.won_at is not None
        waiting: list[Story] = w.__dict__["_waiting"]
        waiting[:] = [story for story in waiting if story.contact is not first.contact]
        moment = first.created + timedelta(minutes=5)
        second = w.deal(first.contact, first.account, moment, first.owner, "deal")
        second.steps.clear()
        second.stage = w.STAGES[0]
        for step in first.steps:
            w.push(second, step.new, step.at + timedelta(minutes=7))
        assert second.won_at is not None
        both = w.invoice(first, w.office_moment(second.won_at, 2), 0, key="")
        both.net = first.amount + second.amount
        both.tax = both.net * w.tax_rate(both.account) // 100
        second.invoices.append(both)
        for deal in (first, second):
            deal.billing, deal.collective = "Collective", both.id
        w.pay(both)
        label_deal(w, "collective_invoice", first, "two deals on one invoice")
        w.trap("collective_invoice", [second], "two deals on one invoice")


def credit_and_rebill(w: World, count: int) -> None:
    """An invoice is credited in full and written again."""
    for _ in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        first = w.invoice(deal, w.office_moment(deal.won_at, 1), deal.amount)
        first.credited_at = w.office_moment(first.issued, w.draw.random.randint(1, 2))
        first.credit_id = w.new_id("credit")
        again = w.invoice(deal, first.credited_at + timedelta(minutes=20), deal.amount)
        w.pay(again)
        label_deal(w, "credit_and_rebill", deal, "the first invoice was credited in full")


def part_payments(w: World, count: int) -> None:
    """One invoice paid in two halves."""
    for _ in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        made = w.invoice(deal, w.office_moment(deal.won_at, 2), deal.amount // 100 * 100)
        half = made.total // 2
        w.pay(made, w.office_moment(made.issued, 4), half, "finance", settles=False)
        w.pay(made, w.office_moment(made.issued, 11), made.total - half, "finance")
        label_deal(w, "part_payments", deal, "the parts add up to the invoice")


def retried_payment(w: World, count: int) -> None:
    """A direct debit fails and succeeds at the second try."""
    for number in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        made = w.invoice(deal, w.office_moment(deal.won_at, 2), deal.amount)
        log = ("finance", "psp")[number % 2]
        tried = w.office_moment(made.issued, 6)
        w.pay(made, tried, log=log, status="failure")
        w.pay(made, tried + timedelta(minutes=w.draw.random.randint(3, 50)), log=log)
        label_deal(w, "retried_payment", deal, "the first try failed")


def processor_fee(w: World, count: int) -> None:
    """The processor pays out less than it collected."""
    for number in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        made = w.invoice(deal, w.office_moment(deal.won_at, 2), deal.amount)
        paid = w.pay(made, log="psp")
        assert paid is not None
        if number % 2:
            paid.payout_currency = "USD"
            paid.payout = (paid.amount - paid.fee) * 108 // 100
        label_deal(w, "processor_fee", deal, "the gross charge is the invoice")


def withholding(w: World, count: int) -> None:
    """The customer keeps a tax back and sends the certificate, which is booked as a payment."""
    for _ in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        made = w.invoice(deal, w.office_moment(deal.won_at, 2), deal.amount)
        kept = made.total // 10
        moment = w.office_moment(made.issued, 8)
        w.pay(made, moment, made.total - kept, "finance", settles=False)
        w.pay(made, w.office_moment(moment, 6), kept, "finance", "tax_withheld")
        label_deal(w, "withholding_tax", deal, "the certificate is booked as the rest")


def renewal(w: World, count: int) -> None:
    """The same customer buys the same again."""
    for _ in range(count):
        first = next_deal(w, early=True)
        waiting: list[Story] = w.__dict__["_waiting"]
        waiting[:] = [story for story in waiting if story.contact is not first.contact]
        w.bill(first)
        assert first.won_at is not None
        again = w.deal(
            first.contact,
            first.account,
            w.office_moment(first.won_at, 24),
            first.owner,
            "won",
            first.amount,
            (2, 2, 2),
        )
        assert again.won_at is not None
        w.bill(again)
        label_deal(w, "renewal", first, "two deals of one amount")
        label_deal(w, "renewal", again, "two deals of one amount")


def cent_rounding(w: World, count: int) -> None:
    """The processor rounds a cent away."""
    for number in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        made = w.invoice(deal, w.office_moment(deal.won_at, 2), deal.amount)
        w.pay(made, amount=made.total + (1, -1)[number % 2], log="psp")
        label_deal(w, "cent_rounding", deal, "one cent is rounding")


def two_status_fields(w: World, count: int) -> None:
    """A disqualified lead whose other status field still says otherwise."""
    closed = [story for story in free(w) if story.ordinary[2].status == "Disqualified"]
    for story in closed[:count]:
        w.trap("two_status_fields", [story.lead], "the status field closes it, the other does not")


def won_yesterday(w: World, count: int) -> None:
    """Won in the last days, not invoiced yet."""
    for _ in range(count):
        story = w.live(w.draw.person(), w.moment(120, 70), "deal")
        deal = story.deal
        assert deal is not None and deal.stage == w.STAGES[2]
        w.push(deal, w.STAGES[3], w.calendar.add(w.days_before(w.draw.random.randint(4, 7)), 3))
        w.trap("won_yesterday", [deal], "the promise has not run out")


def date_only(w: World, count: int) -> None:
    """A deal without a history of stages: its close date is a day."""
    for _ in range(count):
        deal = next_deal(w)
        deal.has_history = False
        w.bill(deal)
        label_deal(w, "date_only", deal, "the close date is a day, the invoice came days later")


def tax_on_top(w: World, count: int) -> None:
    """Invoices with tax: net is the deal, gross is the payment."""
    taxed = [deal for deal in w.deals if deal.invoices and deal.invoices[0].tax]
    named = w.truth.records()
    for deal in [deal for deal in taxed if w.key(deal) not in named][:count]:
        label_deal(w, "tax_on_top", deal, "net is the deal, gross is the payment")


def plain_deals(w: World, count: int) -> list[Deal]:
    """Ordinary billed deals."""
    made = [next_deal(w) for _ in range(count)]
    for deal in made:
        w.bill(deal)
    return made


def bill_the_rest(w: World) -> None:
    """Bills every won deal that nothing billed and no label names."""
    named = w.truth.records()
    for deal in w.deals:
        if deal.won_at and not deal.invoices and deal.amount and w.key(deal) not in named:
            w.bill(deal)


def tickets_of(w: World) -> list[Submission]:
    """All support tickets."""
    return [sub for sub in w.submissions if sub.topic == "Support"]
