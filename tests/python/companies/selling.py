"""A company that sells: people fill in forms, leads are routed and worked, deals are invoiced.

Nothing here knows a vendor. A company renders these objects as its exports.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .drawing import Calendar, Draw, Firm, Person
from .truth import Ledger, Row

Values = dict[str, str]
FIELDS = ("first", "last", "email", "company", "title", "phone", "country", "city", "size")


@dataclass(eq=False)
class User:
    """A user, a queue or a program of the CRM."""

    id: str
    name: str
    email: str
    kind: str = "user"
    is_program: bool = False
    left_at: datetime | None = None


@dataclass(eq=False)
class Change:
    """A field that got another value; `by` is a user or the words of a log."""

    at: datetime
    header: str
    old: str
    new: str
    by: User | str


@dataclass(eq=False)
class Move:
    """A change of owner; `logs` are the logs that tell it."""

    at: datetime
    old: User
    new: User
    by: User
    logs: tuple[str, ...] = ("crm",)


@dataclass(eq=False)
class Step:
    """A move from one stage to another."""

    at: datetime
    old: str
    new: str
    by: User


@dataclass(eq=False)
class Submission:
    """A form that somebody filled in."""

    id: str
    form: str
    at: datetime
    values: Values
    topic: str
    consent: bool | None
    is_test: bool = False


@dataclass(eq=False)
class Record:
    """A prospect, a lead or a contact."""

    kind: str
    id: str
    created: datetime
    values: Values
    source: str = ""
    opted_out: bool = False
    owner: User | None = None
    created_by: User | None = None
    changes: list[Change] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    status: str = "New"
    industry: str = ""
    lead: Record | None = None
    contact: Record | None = None
    account: Account | None = None
    deal: Deal | None = None
    converted_at: datetime | None = None
    merged_into: Record | None = None
    merged_at: datetime | None = None
    is_gone: bool = False

    def set(self, header: str, new: str, when: datetime, by: User | str) -> None:
        """Gives a field another value and writes it into the history."""
        old = self.values.get(header, "")
        self.changes.append(Change(when, header, old, new, by))
        self.values[header] = new

    def opt(self, out: bool, when: datetime, by: User | str) -> None:
        """Changes the opt-out and writes it into the history."""
        self.changes.append(
            Change(when, "opted_out", flag(self.opted_out), flag(out), by),
        )
        self.opted_out = out

    def step(self, new: str, when: datetime, by: User) -> None:
        """Moves the record to another status."""
        self.steps.append(Step(when, self.status, new, by))
        self.status = new

    def give(self, new: User, when: datetime, by: User, logs: tuple[str, ...] = ("crm",)) -> None:
        """Gives the record to another owner."""
        assert self.owner is not None
        self.moves.append(Move(when, self.owner, new, by, logs))
        self.owner = new

    @property
    def touched(self) -> datetime:
        """The moment of the last change that the record itself shows."""
        moments = [self.created, *(change.at for change in self.changes)]
        moments += [move.at for move in self.moves] + [step.at for step in self.steps]
        moments += [moment for moment in (self.converted_at, self.merged_at) if moment]
        return max(moments)


@dataclass(eq=False)
class Account:
    """A company record of the CRM."""

    id: str
    number: str
    name: str
    domain: str
    country: str
    city: str
    owner: User
    created: datetime
    parent: Account | None = None
    customer_since: datetime | None = None
    is_old_customer: bool = False
    changes: list[Change] = field(default_factory=list)
    payer: Person | None = None

    @property
    def is_customer(self) -> bool:
        """Whether it is a customer today."""
        return self.is_old_customer or self.customer_since is not None

    def was_customer(self, moment: datetime) -> bool:
        """Whether it was a customer at a moment."""
        since = self.customer_since
        return self.is_old_customer or (since is not None and since <= moment)


@dataclass(eq=False)
class Touch:
    """An activity with a person: `kind` is call, mail, meeting or task."""

    id: str
    log: str
    record: Record
    at: datetime
    kind: str
    subject: str
    by: User
    owner: User
    direction: str = "Outgoing"
    seconds: int = 0


@dataclass(eq=False)
class Invoice:
    """An invoice; amounts in cents."""

    id: str
    deal: Deal | None
    account: Account
    issued: datetime
    net: int
    tax: int
    number_of_deal: str
    currency: str = "EUR"
    credited_at: datetime | None = None
    credit_id: str = ""
    payments: list[Payment] = field(default_factory=list)
    is_settled: bool = False
    subscription: str = ""
    total_is: int | None = None
    is_test: bool = False

    @property
    def total(self) -> int:
        """What is to be paid."""
        return self.net + self.tax if self.total_is is None else self.total_is


@dataclass(eq=False)
class Payment:
    """A payment or a failed try; amounts in cents."""

    id: str
    log: str
    invoice: Invoice
    at: datetime
    amount: int
    status: str = "success"
    method: str = "bank_transfer"
    fee: int = 0
    payout_currency: str = "EUR"
    payout: int | None = None


@dataclass(eq=False)
class Deal:
    """An opportunity; the amount in cents, without tax."""

    id: str
    number: str
    name: str
    contact: Record
    account: Account
    owner: User
    created: datetime
    amount: int
    billing: str = "Once"
    steps: list[Step] = field(default_factory=list)
    stage: str = ""
    won_at: datetime | None = None
    lost_at: datetime | None = None
    probability: int | None = None
    partner: Account | None = None
    invoices: list[Invoice] = field(default_factory=list)
    lines: list[tuple[str, int]] = field(default_factory=list)
    collective: str = ""
    has_history: bool = True
    due: date | None = None

    @property
    def status(self) -> str:
        """Open, won or lost."""
        return "Won" if self.won_at else "Lost" if self.lost_at else "Open"


@dataclass(eq=False)
class Story:
    """What happened to one person."""

    person: Person
    submissions: list[Submission]
    prospect: Record | None
    lead: Record | None
    rule: str = ""
    assigned: datetime | None = None
    attempted: datetime | None = None
    talked: datetime | None = None
    contact: Record | None = None
    deal: Deal | None = None

    @property
    def ordinary(self) -> tuple[Submission, Record, Record]:
        """Submission, prospect and lead of a story that arrived everywhere."""
        assert self.prospect is not None and self.lead is not None
        return self.submissions[0], self.prospect, self.lead


@dataclass(frozen=True)
class Rule:
    """A routing rule: a test of a lead at a moment, and the users of its pool at a moment."""

    id: str
    test: Callable[[Record, datetime], bool]
    pool: str
    desk: bool = False


@dataclass
class Team:
    """The users of a company and what routes its leads."""

    connector: User
    router: User
    enricher: User
    dialler: User
    manager: User
    admin: User
    desk: User
    pools: dict[str, list[tuple[User, date | None, date | None]]]
    rules: list[Rule]
    extra: list[User] = field(default_factory=list)

    @property
    def reps(self) -> list[User]:
        """Everybody who is in a pool."""
        seen: list[User] = []
        for members in self.pools.values():
            seen += [user for user, _, _ in members if user not in seen]
        return seen

    @property
    def users(self) -> list[User]:
        """Everybody the CRM knows."""
        own = [self.connector, self.router, self.enricher, self.dialler]
        return [*own, self.manager, self.admin, self.desk, *self.reps, *self.extra]


@dataclass(frozen=True)
class Pace:
    """How fast things go: least and most of every delay."""

    zone: str
    to_map: tuple[int, int] = (20, 240)
    to_crm: tuple[int, int] = (130, 700)
    to_owner: tuple[int, int] = (6, 40)
    attempt_hours: tuple[float, float] = (0.4, 5.5)
    talk_days: tuple[int, int] = (1, 7)
    event_days: tuple[float, float] = (0.4, 1.6)
    invoice_days: tuple[int, int] = (1, 5)
    pay_days: tuple[int, int] = (5, 24)


class World:
    """Everything that happened, and the truth about it."""

    def __init__(
        self,
        draw: Draw,
        truth: Ledger,
        team: Team,
        calendar: Calendar,
        pace: Pace,
        start: date,
        now: datetime,
        new_id: Callable[[str], str],
    ) -> None:
        self.draw, self.truth, self.team = draw, truth, team
        self.calendar, self.pace, self.start, self.now = calendar, pace, start, now
        self.new_id = new_id
        self.stories: list[Story] = []
        self.records: list[Record] = []
        self.submissions: list[Submission] = []
        self.accounts: list[Account] = []
        self.touches: list[Touch] = []
        self.deals: list[Deal] = []
        self.invoices: list[Invoice] = []
        self.payments: list[Payment] = []
        self.tax_rate: Callable[[Account], int] = lambda account: 0
        self._turns: dict[str, int] = {}
        self._numbers = 0
        self.twins: list[Account] = []
        self._minutes: set[datetime] = set()
        self.customers_keep_owner = True
        self.back_sync = "Dynamics Connector"
        self.billing_names: dict[str, str] = {}

    # People and moments

    def days_before(self, days: float) -> datetime:
        """A moment so many days before now."""
        return self.now - timedelta(days=days)

    def moment(self, first: float, last: float, office: bool = True) -> datetime:
        """A moment between two numbers of days before now; `office`: on a working day."""
        span = (self.days_before(first).date(), self.days_before(last).date())
        on = self.draw.day(*span)
        if office:
            on = self.calendar.next_open(on)
        return self.draw.moment(on, self.pace.zone, "07:30", "18:30")

    def office_moment(self, after: datetime, days: int) -> datetime:
        """A moment in business hours, so many days later."""
        on = (after + timedelta(days=days)).astimezone(ZoneInfo(self.pace.zone)).date()
        on = self.calendar.next_open(on)
        return self.draw.moment(on, self.pace.zone, "09:15", "16:30")

    def between(self, bounds: tuple[int, int]) -> timedelta:
        """A drawn number of seconds."""
        return self.draw.seconds(*bounds)

    def values_of(self, person: Person, with_size: bool = True) -> Values:
        """What a person types into a form."""
        return {
            "first": person.first,
            "last": person.last,
            "email": person.email,
            "company": person.firm.name,
            "title": person.title,
            "phone": person.phone,
            "country": person.firm.country,
            "city": person.firm.city,
            "size": str(person.firm.size) if with_size else "",
        }

    # Routing

    def account_of(self, domain: str) -> Account | None:
        """The account with a domain."""
        return next((account for account in self.accounts if account.domain == domain), None)

    def roster(self, pool: str, moment: datetime) -> list[User]:
        """The members of a pool on the day of a moment."""
        on = moment.astimezone(ZoneInfo(self.pace.zone)).date()
        members = self.team.pools[pool]
        here = []
        for user, first, last in members:
            if (first is None or first <= on) and (last is None or on <= last) and user not in here:
                here.append(user)
        return here

    def rule_of(self, lead: Record, moment: datetime) -> Rule:
        """The rule that decides."""
        return next(rule for rule in self.team.rules if rule.test(lead, moment))

    def next_of(self, pool: str, moment: datetime) -> User:
        """The member of a pool whose turn it is."""
        members = [user for user in self.roster(pool, moment) if user.left_at is None]
        turn = self._turns.get(pool, 0)
        self._turns[pool] = turn + 1
        return members[turn % len(members)]

    def owner_for(self, lead: Record, moment: datetime) -> tuple[str, User]:
        """Rule and owner of a lead, by the policy for customers and the rules."""
        account = self.account_of(lead.values["email"].split("@")[1])
        top = account if self.customers_keep_owner else None
        while top is not None and not top.was_customer(moment):
            top = top.parent
        if top is not None:
            return "customer", top.owner
        rule = self.rule_of(lead, moment)
        return rule.id, self.next_of(rule.pool, moment)

    # One person

    def submit(
        self,
        person: Person,
        moment: datetime,
        form: str = "site",
        topic: str = "Demo",
        consent: bool | None = True,
        values: Values | None = None,
        with_size: bool = True,
    ) -> Submission:
        """A form that nothing has followed yet."""
        filled = dict(values or self.values_of(person, with_size))
        answer = consent if form == "site" else None
        made = Submission(self.new_id(form), form, moment, filled, topic, answer)
        self.submissions.append(made)
        return made

    def prospect(self, sub: Submission, created: datetime, source: str) -> Record:
        """The prospect of a submission."""
        made = Record("prospect", self.new_id("prospect"), created, dict(sub.values), source)
        made.opted_out = sub.consent is False
        self.records.append(made)
        return made

    def lead(self, prospect: Record, created: datetime, industry: str = "") -> Record:
        """The lead of a prospect, owned by the connector."""
        made = Record("lead", self.new_id("lead"), created, dict(prospect.values), prospect.source)
        made.opted_out = prospect.opted_out
        made.owner = made.created_by = self.team.connector
        made.industry = prospect.industry = industry
        prospect.lead = made
        self.records.append(made)
        return made

    def assign(
        self,
        story: Story,
        owner: User | None = None,
        delay: timedelta | None = None,
        through_desk: bool = False,
    ) -> datetime:
        """Routes the lead of a story; a lead of a desk waits there until office hours."""
        lead = story.ordinary[2]
        moment = lead.created + (delay or self.between(self.pace.to_owner))
        rule = self.rule_of(lead, moment)
        story.rule = rule.id
        by, logs = self.team.router, ("crm", "router")
        if through_desk or (rule.desk and owner is None):
            lead.give(self.team.desk, moment, by, logs)
            hours = self.draw.random.uniform(0.3, 2.2)
            moment = self.calendar.add(moment, hours)
            if moment > self.now - timedelta(minutes=20):
                return moment
            story.rule, chosen = self.owner_for(lead, moment)
            lead.give(chosen, moment, chosen, ("crm",))
        else:
            story.rule, chosen = (rule.id, owner) if owner else self.owner_for(lead, moment)
            lead.give(chosen, moment, by, logs)
        story.assigned = moment
        return moment

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
        """An activity."""
        made = Touch(
            self.new_id("touch"), log, record, moment, kind, subject, by, owner or by, direction
        )
        made.seconds = seconds
        self.touches.append(made)
        return made

    def attempt(self, record: Record, moment: datetime, by: User, way: str = "") -> Touch:
        """A human tries: a call without an answer, or a mail of one's own."""
        way = way or self.draw.random.choice(("call", "mail", "dialler"))
        if way == "mail":
            subject = f"Your enquiry, {record.values['first']}"
            return self.touch(record, moment, "mail", by, subject)
        if way == "dialler":
            made = self.touch(record, moment, "call", self.team.dialler, "Call", "dialler")
            made.owner = by
            return made
        return self.touch(record, moment, "call", by, "Call, no answer")

    def conversation(self, record: Record, moment: datetime, by: User, way: str = "") -> Touch:
        """Both sides talk: an answered call, a reply, a meeting that was held."""
        way = way or self.draw.random.choice(("call", "reply", "meeting", "dialler"))
        seconds = self.draw.random.randint(70, 1500)
        if way == "reply":
            return self.touch(record, moment, "mail", by, "RE: Your enquiry", direction="Incoming")
        if way == "meeting":
            return self.touch(record, moment, "meeting", by, "Meeting", seconds=1800)
        if way == "dialler":
            made = self.touch(
                record, moment, "call", self.team.dialler, "Call", "dialler", seconds=seconds
            )
            made.owner = by
            return made
        return self.touch(record, moment, "call", by, "Call", seconds=seconds)

    def sequence(self, record: Record, moment: datetime, owner: User) -> Touch:
        """A mail that a program sends under the name of the owner."""
        return self.touch(record, moment, "mail", owner, "[Sequence] Welcome, step 1")

    def arrive(
        self,
        person: Person,
        moment: datetime,
        form: str = "site",
        consent: bool | None = True,
        industry: str = "",
        with_size: bool = True,
        to_map: timedelta | None = None,
        to_crm: timedelta | None = None,
        source: str = "",
        values: Values | None = None,
    ) -> Story:
        """A submission with its prospect and its lead, which nobody owns yet."""
        sub = self.submit(person, moment, form, "Demo", consent, values, with_size)
        if to_map is None:
            days = self.draw.random.uniform(*self.pace.event_days)
            to_map = timedelta(days=days) if form != "site" else self.between(self.pace.to_map)
        source = source or ("Website" if form == "site" else "Trade fair")
        prospect = self.prospect(sub, moment + to_map, source)
        created = prospect.created + (to_crm or self.between(self.pace.to_crm))
        while to_crm is None and created.replace(second=0) in self._minutes:
            created += timedelta(minutes=1)
        self._minutes.add(created.replace(second=0))
        lead = self.lead(prospect, created, industry)
        story = Story(person, [sub], prospect, lead)
        self.stories.append(story)
        return story

    def work(
        self,
        story: Story,
        outcome: str = "open",
        way: str = "",
        after: float | None = None,
        talks: bool = True,
        attempts: bool = True,
    ) -> None:
        """The owner tries, talks and decides, as far as the time until now allows."""
        lead = story.ordinary[2]
        if story.assigned is None or lead.owner is None or lead.owner.kind == "queue":
            return
        owner = lead.owner
        hours = self.draw.random.uniform(*self.pace.attempt_hours) if after is None else after
        tried = self.calendar.add(story.assigned, hours)
        if not attempts or tried > self.now - timedelta(minutes=30):
            return
        self.attempt(lead, tried, owner, way)
        story.attempted = tried
        lead.step("Working", tried + timedelta(minutes=self.draw.random.randint(2, 9)), owner)
        if not talks:
            return
        talked = self.office_moment(tried, self.draw.random.randint(*self.pace.talk_days))
        if talked > self.now - timedelta(hours=1):
            return
        self.conversation(lead, talked, owner)
        story.talked = talked
        decided = self.office_moment(talked, self.draw.random.randint(1, 4))
        if decided > self.now - timedelta(hours=2):
            return
        if outcome in ("Disqualified", "Recycled"):
            lead.step(outcome, decided, owner)
        elif outcome in ("won", "lost", "deal"):
            self.convert(story, decided, outcome)

    def live(
        self, person: Person, moment: datetime, outcome: str = "open", **options: object
    ) -> Story:
        """An ordinary story from the form to the outcome."""
        story = self.arrive(person, moment, **options)  # type: ignore[arg-type]
        self.assign(story)
        self.work(story, outcome)
        return story

    def resubmit(
        self, story: Story, moment: datetime, changes: Values, consent: bool | None = True
    ) -> Submission:
        """The person fills in another form later, perhaps with other values or consent."""
        prospect = story.prospect
        assert prospect is not None
        values = {**prospect.values, **changes}
        sub = self.submit(story.person, moment, "site", "Pricing", consent, values)
        story.submissions.append(sub)
        seen = moment + self.between(self.pace.to_map)
        synced = seen + self.between(self.pace.to_crm)
        target = story.contact or story.lead
        assert target is not None
        for header, new in changes.items():
            if prospect.values.get(header, "") != new:
                prospect.set(header, new, seen, "Form")
                target.set(header, new, synced, self.team.connector)
        if consent is not None and prospect.opted_out == consent:
            prospect.opt(not consent, seen, "Form")
            target.opt(not consent, synced, self.team.connector)
        self.answer(story, synced)
        return sub

    def answer(self, story: Story, moment: datetime) -> None:
        """The owner takes up a later form of somebody who is known."""
        target = story.contact or story.lead
        assert target is not None and target.owner is not None
        tried = self.calendar.add(moment, self.draw.random.uniform(*self.pace.attempt_hours))
        if tried < self.now - timedelta(minutes=30):
            self.attempt(target, tried, target.owner)
            talked = self.office_moment(tried, self.draw.random.randint(1, 4))
            if talked < self.now - timedelta(hours=1):
                self.conversation(target, talked, target.owner)

    # Accounts and deals

    def account(
        self,
        firm: Firm,
        owner: User,
        created: datetime,
        old_customer: bool = False,
        parent: Account | None = None,
    ) -> Account:
        """An account."""
        self._numbers += 1
        made = Account(
            self.new_id("account"),
            f"AC-{1000 + self._numbers}",
            firm.name,
            firm.domain,
            firm.country,
            firm.city,
            owner,
            created,
            parent,
        )
        made.is_old_customer = old_customer
        self.accounts.append(made)
        return made

    def old_customer(self, firm: Firm | None = None, parent: Account | None = None) -> Account:
        """An account that has been a customer for years."""
        firm = firm or self.draw.firm()
        on = self.draw.day(date(2023, 2, 1), date(2025, 3, 1))
        owner = self.draw.random.choice([user for user in self.team.reps if user.left_at is None])
        created = self.draw.moment(on, self.pace.zone)
        made = self.account(firm, owner, created, parent is None, parent)
        if parent is None:
            made.payer = self.draw.person(firm)
        return made

    def convert(self, story: Story, moment: datetime, outcome: str) -> None:
        """The lead becomes a contact with an account and a deal."""
        _, prospect, lead = story.ordinary
        owner = lead.owner
        assert owner is not None
        lead.step("Qualified", moment, owner)
        lead.converted_at = moment
        firm = story.person.firm
        account = self.account_of(firm.domain) or self.account(firm, owner, moment)
        contact = Record("contact", self.new_id("contact"), moment, dict(lead.values), lead.source)
        contact.opted_out, contact.owner, contact.created_by = lead.opted_out, owner, owner
        contact.account, contact.lead = account, lead
        self.records.append(contact)
        lead.contact = prospect.contact = story.contact = contact
        lead.account = account
        deal = self.deal(contact, account, moment, owner, outcome)
        lead.deal = story.deal = deal

    STAGES = ("Qualify", "Develop", "Propose", "Close Won", "Close Lost")

    def deal(
        self,
        contact: Record,
        account: Account,
        moment: datetime,
        owner: User,
        outcome: str = "won",
        amount: int | None = None,
        gaps: Sequence[int] = (),
    ) -> Deal:
        """A deal that moves one stage at a time."""
        self._numbers += 1
        sum_of = self.draw.random.randrange(1_200, 24_000) * 100 if amount is None else amount
        name = f"{account.name} {self.draw.random.choice(('meters', 'gauges', 'sensors'))}"
        number = f"D-{4000 + self._numbers}"
        made = Deal(
            self.new_id("deal"), number, f"{name} {number}", contact, account, owner, moment, sum_of
        )
        made.stage = self.STAGES[0]
        made.due = (moment + timedelta(days=45)).date()
        self.deals.append(made)
        left = list(gaps) or [self.draw.random.randint(2, 6) for _ in range(3)]
        steps = {"won": self.STAGES[1:4], "deal": self.STAGES[1:3]}
        path = steps.get(outcome, (self.STAGES[1], self.STAGES[4]))
        when = moment
        for stage, gap in zip(path, left, strict=False):
            when = self.office_moment(when, gap)
            if when > self.now - timedelta(hours=3):
                return made
            self.push(made, stage, when)
        return made

    def push(self, deal: Deal, stage: str, when: datetime) -> None:
        """Moves a deal to a stage."""
        deal.steps.append(Step(when, deal.stage, stage, deal.owner))
        deal.stage = stage
        if stage == self.STAGES[3]:
            self.win(deal, when)
        elif stage == self.STAGES[4]:
            deal.lost_at = when

    def win(self, deal: Deal, when: datetime) -> None:
        """The deal is won: the account is a customer from now on."""
        deal.won_at = when
        account = deal.account
        if not account.is_customer:
            account.customer_since = when
            account.changes.append(Change(when, "customer", "false", "true", deal.owner))
        if account.payer is None:
            account.payer = self.person_of(deal.contact, account)
        count = self.draw.random.randint(1, 3)
        parts = self.parts(deal.amount, count)
        deal.lines = [(self.new_id("line"), part) for part in parts]

    def person_of(self, contact: Record, account: Account) -> Person:
        """The person of a contact."""
        story = next(story for story in self.stories if story.contact is contact)
        return replace(story.person, email=contact.values["email"])

    def parts(self, amount: int, count: int) -> list[int]:
        """An amount in several parts that add up to it."""
        share = amount // count // 100 * 100
        return [share] * (count - 1) + [amount - share * (count - 1)]

    # Money

    def invoice(
        self,
        deal: Deal | None,
        issued: datetime,
        net: int,
        account: Account | None = None,
        key: str | None = None,
    ) -> Invoice:
        """An invoice to the partner of the deal, or else to its customer."""
        payer = account or (deal.partner or deal.account if deal else None)
        assert payer is not None
        tax = net * self.tax_rate(payer) // 100
        number = deal.number if deal and key is None else key or ""
        made = Invoice(self.new_id("invoice"), deal, payer, issued, net, tax, number)
        self.invoices.append(made)
        if deal is not None:
            deal.invoices.append(made)
        return made

    def pay(
        self,
        invoice: Invoice,
        moment: datetime | None = None,
        amount: int | None = None,
        log: str = "",
        method: str = "bank_transfer",
        status: str = "success",
        settles: bool = True,
    ) -> Payment | None:
        """A payment, unless its moment lies ahead."""
        moment = moment or self.office_moment(
            invoice.issued, self.draw.random.randint(*self.pace.pay_days)
        )
        if moment > self.now - timedelta(hours=1):
            return None
        log = log or self.draw.random.choice(("finance", "finance", "psp"))
        sum_of = invoice.total if amount is None else amount
        made = Payment(self.new_id("payment"), log, invoice, moment, sum_of, status, method)
        if log == "psp":
            made.method = "card"
            made.fee = sum_of * 14 // 1000 + 25
        invoice.payments.append(made)
        self.payments.append(made)
        if settles and status == "success":
            invoice.is_settled = True
        return made

    def bill(self, deal: Deal, days: int | None = None) -> Invoice:
        """The one invoice of a deal, paid within the term."""
        assert deal.won_at is not None
        gap = self.draw.random.randint(*self.pace.invoice_days) if days is None else days
        made = self.invoice(deal, self.office_moment(deal.won_at, gap), deal.amount)
        self.pay(made)
        return made

    def future(self) -> list[datetime]:
        """Moments after now, which no export can have."""
        moments = [sub.at for sub in self.submissions] + [one.touched for one in self.records]
        moments += [one.at for one in self.touches] + [one.at for one in self.payments]
        moments += [step.at for deal in self.deals for step in deal.steps]
        moments += [one.issued for one in self.invoices]
        moments += [change.at for account in self.accounts for change in account.changes]
        return [moment for moment in moments if moment > self.now]

    # Labels

    def key(self, thing: object) -> str:
        """`system/object/id` of a thing; each company knows its own."""
        raise NotImplementedError

    def trap(self, name: str, things: Sequence[object], note: str) -> None:
        """An innocent that looks like a fault."""
        for thing in things:
            self.truth.trap(name, self.key(thing), note)

    def plant(
        self,
        family: str,
        check: str,
        things: Sequence[object],
        note: str,
        handoff: str = "",
        around: Sequence[object] = (),
        hurts: Sequence[str] = (),
    ) -> None:
        """A fault: one of the things must be found; the things around it are touched, too.

        `hurts` are the other checks that the things and those around may violate because of it.
        """
        rows = [Row(check, self.key(thing), handoff) for thing in things]
        touched = [self.key(thing) for thing in around]
        planted = self.truth.fault(family, rows, note, touched)
        for key in [row.record for row in rows] + touched:
            for other in (check, *hurts):
                self.truth.consequence(planted, other, key)


def flag(value: bool) -> str:
    """A yes or no as the logs write it."""
    return "true" if value else "false"
