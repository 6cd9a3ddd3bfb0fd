"""Traps and faults that several companies have and others lack."""

from __future__ import annotations

from datetime import timedelta

from .selling import World
from .selling_faults import Handoffs, stage_deal
from .selling_traps import label_deal, next_deal, old_story


def another_legal_form(w: World, count: int) -> None:
    """Finance writes the name of the customer with its legal form."""
    for number in range(count):
        deal = next_deal(w)
        form = (", Inc.", " Inc", " Ltd.", " GmbH")[number % 4]
        w.billing_names[deal.account.number] = deal.account.name + form
        w.bill(deal)
        label_deal(w, "another_legal_form", deal, "the same customer with its legal form")


def invoiced_the_same_day(w: World, count: int) -> None:
    """The invoice has the date of the day on which the deal was won, without a time."""
    for _ in range(count):
        deal = next_deal(w)
        assert deal.won_at is not None
        w.pay(w.invoice(deal, deal.won_at + timedelta(minutes=40), deal.amount))
        label_deal(w, "invoiced_the_same_day", deal, "a date is a day, not its midnight")


def placeholder(w: World, h: Handoffs, count: int) -> None:
    """A filler word instead of the value."""
    for number in range(count):
        story = old_story(w)
        _, prospect, lead = story.ordinary
        header = ("title", "city")[number % 2]
        lead.values[header] = "Unknown"
        w.plant("placeholder", "values_not_placeholders", [lead, prospect], header, h.crm)


def broken_letters(w: World, h: Handoffs, count: int) -> None:
    """Letters outside ASCII that a step read in another encoding."""
    for _ in range(count):
        person = w.draw.person()
        values = w.values_of(person) | {"title": "Geschäftsführer Qualität"}
        story = w.live(person, w.moment(140, 60), values=values)
        _, prospect, lead = story.ordinary
        lead.values["title"] = values["title"].encode().decode("cp1252")
        w.plant("broken_letters", "encoding_intact", [lead, prospect], "title", h.crm)


def account_without_owner(w: World, h: Handoffs, count: int) -> None:
    """A customer whose owner has left."""
    leaver = next(user for user in w.team.reps if user.left_at)
    for _ in range(count):
        account = w.old_customer()
        account.owner = leaver
        w.plant("account_without_owner", "customers_have_active_owner", [account], "has left")


def low_probability(w: World, h: Handoffs, count: int) -> None:
    """A won deal with the probability of an open one."""
    for _ in range(count):
        deal = stage_deal(w)
        deal.probability = 75
        w.plant("rule_broken", "records_obey_rules", [deal], "won with a probability of 75")
