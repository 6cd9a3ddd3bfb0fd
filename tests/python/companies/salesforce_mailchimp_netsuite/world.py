"""What this company has beside the common story: currencies, older exports, cleaned addresses."""

from __future__ import annotations

from datetime import datetime

from ..selling import Account, Deal, Invoice, Record, Touch, User
from ..selling import World as Selling

CURRENCIES = {"United Kingdom": "GBP", "United States": "USD", "Canada": "USD", "Japan": "USD"}


def currency_of(account: Account) -> str:
    """The currency in which a company buys."""
    return CURRENCIES.get(account.country, "EUR")


class World(Selling):
    """The company, still without the names of its records."""

    STAGES = ("Discovery", "Evaluation", "Proposal", "Closed Won", "Closed Lost")

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        # Members whose mails came back: Mailchimp keeps neither a yes nor a no of them.
        self.cleaned: list[Record] = []
        # Open tasks that remind a rep of something; nobody was contacted.
        self.reminders: list[Touch] = []

    def invoice(
        self,
        deal: Deal | None,
        issued: datetime,
        net: int,
        account: Account | None = None,
        key: str | None = None,
    ) -> Invoice:
        """An invoice in the currency of the deal."""
        made = super().invoice(deal, issued, net, account, key)
        made.currency = currency_of(deal.account if deal else made.account)
        return made

    def touch(
        self,
        record: Record,
        moment: datetime,
        kind: str,
        by: User,
        subject: str,
        log: str = "crm",
        direction: str = "Outgoing",
        seconds: int = 0,
        owner: User | None = None,
    ) -> Touch:
        """An activity: a meeting is an event with an id of its own kind."""
        made = super().touch(record, moment, kind, by, subject, log, direction, seconds, owner)
        if kind == "meeting":
            made.id = self.new_id("meeting")
        return made

    def remind(self, record: Record, moment: datetime, owner: User) -> None:
        """An open task for the owner of a record."""
        made = Touch(self.new_id("touch"), "crm", record, moment, "task", "Call back", owner, owner)
        self.reminders.append(made)
