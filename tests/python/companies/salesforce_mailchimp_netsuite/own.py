"""Traps and faults that only this company has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from .. import selling_faults as faults
from ..drawing import ascii_word
from ..selling import Deal, Record
from ..selling_traps import all_of, label_deal, next_deal, old_story
from .world import World

# An export of leads that was written before the others.
OLDER_EXPORT = datetime(2026, 5, 5, 20, 0, tzinfo=UTC)
SCRIPT = (("健一", "渡辺"), ("美咲", "小林"), ("翔太", "山本"), ("陽子", "佐々木"))


def father_and_son(w: World, count: int) -> None:
    """Father and son of one name in one firm, with one phone and two addresses."""
    for _ in range(count):
        person = w.draw.person(w.draw.firm(size=25))
        for suffix, title, first in (("Sr.", "Owner", 130), ("Jr.", "Junior Partner", 60)):
            address = person.email.replace("@", f".{suffix.lower()}@").replace(".@", "@")
            one = replace(person, last=f"{person.last} {suffix}", title=title, email=address)
            story = w.live(one, w.moment(first, first - 35))
            w.trap("father_and_son", all_of(story), "two people: Sr. and Jr., two addresses")


def couple(w: World, count: int) -> None:
    """Two people of one family name at one firm with one phone."""
    for _ in range(count):
        first = w.draw.person(w.draw.firm(size=12))
        second = replace(w.draw.person(first.firm, first.last), phone=first.phone)
        for one in (first, second):
            story = w.live(one, w.moment(130, 30))
            w.trap("couple", all_of(story), "two given names, two addresses, one phone")


def switchboard(w: World, count: int) -> None:
    """Two colleagues who give the number of the switchboard."""
    for _ in range(count):
        first = w.draw.person(w.draw.firm(size=480))
        second = replace(w.draw.person(first.firm), phone=first.phone)
        for one in (first, second):
            story = w.live(one, w.moment(130, 30))
            w.trap("switchboard", all_of(story), "two colleagues, one number of the firm")


def namesakes(w: World, count: int) -> None:
    """Two people of one name in two firms of two countries."""
    for _ in range(count):
        first = w.draw.person(w.draw.firm("Germany", 140))
        firm = w.draw.firm("Japan", 140)
        address = f"{ascii_word(first.first)}.{ascii_word(first.last)}@{firm.domain}"
        second = replace(first, firm=firm, email=address, phone=w.draw.phone(firm))
        for one in (first, second):
            story = w.live(one, w.moment(130, 30))
            w.trap("namesakes", all_of(story), "one name, two firms, two countries")


def married_name(w: World, count: int) -> None:
    """The person gives a double name in a later form."""
    for _ in range(count):
        story = old_story(w)
        name = f"{story.person.last}-Lindqvist"
        w.resubmit(story, w.moment(40, 10), {"last": name})
        w.trap("married_name", all_of(story), "the person gave the double name in a later form")


def japanese_script(w: World, count: int) -> None:
    """A name in Japanese script, in every system."""
    for number in range(count):
        person = w.draw.person(w.draw.firm("Japan", 80))
        first, last = SCRIPT[number % len(SCRIPT)]
        values = w.values_of(person) | {"first": first, "last": last, "title": "部長"}
        story = w.live(person, w.moment(140, 30), values=values)
        w.trap("japanese_script", all_of(story), "the same letters in every system")


def reminder(w: World, count: int) -> None:
    """An open task of the rep beside a try in time."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(130, 20))
        assigned = w.assign(story)
        lead = story.ordinary[2]
        assert lead.owner is not None
        w.remind(lead, assigned + timedelta(minutes=2), lead.owner)
        w.work(story, way="call")
        w.trap("reminder", all_of(story), "an open task is no touch; the call came in time")


def merged_contacts(w: World, count: int) -> None:
    """A rep types in a contact that exists, and merges the two within the hour."""
    for _ in range(count):
        story = w.live(w.draw.person(), w.moment(140, 100), "lost")
        kept = story.contact
        assert kept is not None and kept.owner is not None
        when = w.office_moment(kept.created, 5)
        made = Record("contact", w.new_id("contact"), when, dict(kept.values), "Typed in")
        made.owner = made.created_by = kept.owner
        made.account = kept.account
        made.merged_into, made.merged_at = kept, when + timedelta(minutes=25)
        w.records.append(made)
        w.trap("merged_contacts", [*all_of(story), made], "merged by the rep within the hour")


def cleaned_member(w: World, count: int) -> None:
    """A member whose mails came back: no export tells whether the person refused."""
    for _ in range(count):
        story = old_story(w)
        _, prospect, lead = story.ordinary
        w.cleaned.append(prospect)
        for thing in (prospect, lead):
            why = "a cleaned member has neither given nor withdrawn consent"
            w.truth.undecided("consent_survives", w.key(thing), why)


def older_export(w: World, count: int) -> None:
    """Leads that an older export of the same folder has with older values."""
    for number in range(count):
        moment = w.office_moment(OLDER_EXPORT - timedelta(days=8), number)
        story = w.live(w.draw.person(), moment, "Disqualified")
        lead = story.ordinary[2]
        assert lead.owner is not None and lead.touched < w.now
        when = w.office_moment(OLDER_EXPORT, 9)
        lead.set("phone", w.draw.phone(story.person.firm), when, lead.owner)
        w.trap("older_export", all_of(story), "the later version of the record counts")


def amount_corrected(w: World, count: int) -> None:
    """An edit of a deal repeats its stage in the history of Salesforce."""
    for _ in range(count):
        deal = next_deal(w)
        step = deal.steps[1]
        same = type(step)(step.at + timedelta(minutes=30), step.new, step.new, step.by)
        deal.steps.insert(2, same)
        w.bill(deal)
        label_deal(w, "amount_corrected", deal, "a row of the history without a change of stage")


def deal_of(w: World, country: str) -> Deal:
    """A won and billed deal of a new customer in a country."""
    person = w.draw.person(w.draw.firm(country, 480))
    deal = w.live(person, w.moment(147, 105), "won").deal
    assert deal is not None and deal.won_at is not None, "no time to win"
    w.bill(deal)
    return deal


def foreign_currency(w: World, count: int) -> None:
    """A deal in pounds or dollars with its invoice in the same currency."""
    for number in range(count):
        deal = deal_of(w, ("United Kingdom", "Japan", "Canada", "United States")[number % 4])
        label_deal(w, "foreign_currency", deal, "deal, invoice and payment in one currency")


def tax_on_top(w: World, count: int) -> None:
    """The invoice has a tax that the deal lacks."""
    for number in range(count):
        deal = deal_of(w, ("Germany", "Austria", "Japan")[number % 3])
        label_deal(w, "tax_on_top", deal, "net is the deal, gross is the payment")


def short_ids(w: World, count: int) -> None:
    """Contacts whose account is exported with an id of 15 characters."""
    named = w.truth.records()
    for one in [one for one in w.records if one.kind == "contact" and w.key(one) not in named][
        :count
    ]:
        w.trap("short_ids", [one], "the same account in 15 and in 18 characters")


# Faults


def wrong_currency(w: World, h: faults.Handoffs, count: int) -> None:
    """The invoice has the number of the deal in another currency."""
    for _ in range(count):
        deal = next_deal(w)
        made = w.bill(deal)
        made.currency = "CHF"
        w.plant(
            "wrong_currency",
            "values_agree",
            [deal, made],
            "invoiced in another currency",
            h.invoice,
            made.payments,
        )


def only_a_reminder(w: World, h: faults.Handoffs, count: int) -> None:
    """A lead for which the rep only wrote an open task."""
    for _ in range(count):
        story = w.arrive(w.draw.person(), w.moment(120, 45))
        assigned = w.assign(story)
        sub, prospect, lead = story.ordinary
        assert lead.owner is not None
        w.remind(lead, assigned + timedelta(minutes=6), lead.owner)
        w.plant(
            "only_a_reminder",
            "first_attempt_within_sla",
            [sub, lead],
            "an open task, no try",
            h.attempt,
            [prospect],
            ("first_conversation_within_sla", *faults.LATE),
        )


def role_mailbox(w: World, h: faults.Handoffs, count: int) -> None:
    """The address of a lead is that of a department."""
    for number in range(count):
        person = w.draw.person()
        desk = ("info", "sales", "office", "support")[number % 4]
        story = w.live(replace(person, email=f"{desk}@{person.firm.domain}"), w.moment(140, 60))
        _, prospect, lead = story.ordinary
        w.plant("role_mailbox", "shared_inboxes_not_people", [lead, prospect], "a desk reads it")
