"""What usually happens: a lead arrives, gets an owner, is called, buys and is invoiced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..drawing import Cell, Person, at
from .setting import (
    ABSENCE,
    ABSENT,
    AMERICA,
    BERLIN,
    BY_ID,
    DACH,
    DEMO,
    ENTERPRISE,
    FIRST_DAY,
    LAST_LEAD_DAY,
    LEFT,
    NOW,
    OFFICE,
    QUEUE,
    QUOTE,
    TERRITORY_DAY,
    USUAL,
    WEBINAR,
    WORLD,
    Rep,
)
from .world import Lead, Thing, World

After = Callable[[Lead], None]
# A lead that wins a deal arrives before this day, so that the deal is billed in the period.
LAST_DAY_OF_WON = date(2025, 11, 14)
# Reps who left the pool: the day from which they get no leads.
LEFT_POOL = date(2025, 12, 1)
STAGES = ("lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer")


class Script:
    """Plans leads in any order, and lets them happen in the order of time."""

    def __init__(self, world: World, faulty: bool) -> None:
        self.world = world
        self.faulty = faulty
        self.draw = world.draw
        self._planned: list[tuple[Lead, After | None]] = []
        self.companies: dict[str, Thing] = {}
        self.partners = [self.draw.firm(size=80) for _ in range(3)]
        self._days: dict[date, list[date]] = {}
        self._turn = {"dach": 0, "america": 0, "world": 0, "enterprise": 0, "takers": 0}

    def day(self, last: date = LAST_LEAD_DAY) -> date:
        """The next of all days up to `last`, in a drawn order: a draw covers the whole period."""
        left = self._days.setdefault(last, [])
        if not left:
            count = (last - FIRST_DAY).days + 1
            left += self.draw.pick([FIRST_DAY + timedelta(days=n) for n in range(count)], count)
        return left.pop()

    def lead(
        self,
        after: After | None = None,
        *,
        form: str = "",
        on: date | None = None,
        person: Person | None = None,
        life: str = "talk",
        clock: tuple[str, str] = ("08:00", "21:00"),
        country: str | None = None,
        size: int | None = None,
        request: str = "Sales",
        owner: Rep | None = None,
    ) -> Lead:
        """Plans a lead; `after` is called when everything usual has happened."""
        form = form or self.draw.random.choice((DEMO, DEMO, QUOTE, WEBINAR))
        on = on or self.day(LAST_DAY_OF_WON if life == "won" else LAST_LEAD_DAY)
        person = person or self.draw.person(self.draw.firm(country, size))
        moment = self.draw.moment(on, BERLIN, *clock).replace(microsecond=0)
        lead = Lead(form, moment, person, life=life, request=request, owner=owner)
        self._planned.append((lead, after))
        return lead

    def plan(self, lead: Lead, after: After | None = None) -> Lead:
        """Plans a lead that is not drawn by `lead`."""
        self._planned.append((lead, after))
        return lead

    def run(self) -> None:
        """Lets everything happen."""
        for lead, _ in sorted(self._planned, key=lambda planned: planned[0].moment):
            self.happen(lead)
            self.world.leads.append(lead)
        for lead, after in self._planned:
            if after:
                after(lead)

    # One lead

    def happen(self, lead: Lead) -> None:
        """Everything from the form to the payment."""
        world, draw = self.world, self.draw
        if lead.form:
            lead.submission, lead.submission_key = world.submit(
                lead.form, lead.moment, lead.person, request=lead.request
            )
        if lead.life == "none":
            return
        created = lead.moment + (lead.lag or draw.seconds(8, USUAL.get(lead.form, 60)))
        world.receive(lead, created)
        scored = (lead.imported or created) + draw.seconds(20, 180)
        name = lead.person.firm.name
        if name not in self.companies:
            self.companies[name] = world.company_of(lead.person.firm, created)
        lead.company = self.companies[name]
        lead.contact.values["associatedcompanyid"] = lead.company.id
        self.move_stage(lead, "marketingqualifiedlead", scored)
        lead.assigned = self._assign(lead, scored + (lead.hold or draw.seconds(10, 400)))
        if lead.life == "fresh":
            return
        lead.tried = OFFICE.add(lead.assigned, draw.random.uniform(0.3, 6.5))
        self._try(lead)

    def pool(self, lead: Lead, when: datetime) -> tuple[str, tuple[Rep, ...]]:
        """The pool that the rules of `stack/routing.yml` name, and who is in it then."""
        on = when.astimezone(ZoneInfo(BERLIN)).date()
        size, country = lead.contact.values.get("numemployees", ""), lead.person.firm.country
        if size and int(size) >= 1000:
            return "enterprise", ENTERPRISE
        if size and int(size) < 20:
            return "queue", (QUEUE,)
        if country == "Germany" or (country == "Austria" and on < TERRITORY_DAY):
            away = ABSENCE[0] <= on <= ABSENCE[1]
            return "dach", tuple(rep for rep in DACH if not (away and rep == ABSENT))
        if country in ("United States", "Canada"):
            return "america", (*AMERICA, *((LEFT,) if on < LEFT_POOL else ()))
        return "world", WORLD

    def next_of(self, pool: str, members: tuple[Rep, ...]) -> Rep:
        """The next member of a round robin."""
        self._turn[pool] += 1
        return members[self._turn[pool] % len(members)]

    def account_owner(self, company: Thing, when: datetime) -> Rep | None:
        """Who owned the account, if the company was a customer then."""
        stages = [change for change in company.history if change[1] == "lifecyclestage"]
        if not any(change[2] == "customer" and change[0] < when for change in stages):
            return None
        owners = [change for change in company.history if change[1] == "hubspot_owner_id"]
        return BY_ID[max(change for change in owners if change[0] <= when)[2]]

    def _assign(self, lead: Lead, when: datetime) -> datetime:
        lead.owner = lead.owner or self.account_owner(lead.company, when)
        pool, members = self.pool(lead, when)
        if lead.owner is None and pool == "queue":
            lead.contact.set("hubspot_owner_id", QUEUE.id, when)
            lead.company.set("hubspot_owner_id", QUEUE.id, when)
            if lead.life == "queued":
                lead.life = "fresh"
                lead.owner = QUEUE
                return when
            lead.owner = self.next_of("takers", WORLD)
            taken = OFFICE.add(when, self.draw.random.uniform(0.3, 5))
            lead.contact.set("hubspot_owner_id", lead.owner.id, taken, "CRM_UI", lead.owner)
            lead.company.set("hubspot_owner_id", lead.owner.id, taken, "CRM_UI", lead.owner)
            return taken
        lead.owner = lead.owner or self.next_of(pool, members)
        lead.contact.set("hubspot_owner_id", lead.owner.id, when)
        if not lead.company.values.get("hubspot_owner_id"):
            lead.company.set("hubspot_owner_id", lead.owner.id, when)
        return when

    def move_stage(self, lead: Lead, stage: str, when: datetime, rep: Rep | None = None) -> None:
        """The contact gets to a stage, and its company where that is further."""
        lead.contact.set(
            "lifecyclestage", stage, when, "CRM_UI" if rep else "AUTOMATION_PLATFORM", rep
        )
        now = lead.company.values.get("lifecyclestage", "lead")
        if STAGES.index(stage) > STAGES.index(now):
            lead.company.set("lifecyclestage", stage, when + timedelta(seconds=1))

    def _try(self, lead: Lead) -> None:
        world, draw, rep = self.world, self.draw, lead.owner
        assert rep is not None
        kind = draw.random.choice(("No answer", "Left voicemail", "Busy", "mail", "Connected"))
        at_once = kind == "Connected" and lead.life in ("talk", "won", "lost")
        if lead.is_silent:
            return
        if kind == "mail":
            lead.touches.append(world.email(lead.contact, lead.tried, rep))
        else:
            outcome = kind if at_once or kind != "Connected" else "No answer"
            lead.touches.append(world.call(lead.contact, lead.tried, outcome, rep))
        lead.contact.set("hs_lead_status", "ATTEMPTED_TO_CONTACT", lead.tried, "CRM_UI", rep)
        if lead.life == "tried":
            return
        if lead.life == "unqualified":
            ended = OFFICE.add(lead.tried, draw.random.uniform(6, 40))
            lead.contact.set("hs_lead_status", "UNQUALIFIED", ended, "CRM_UI", rep)
            return
        lead.talked = lead.tried if at_once else OFFICE.add(lead.tried, draw.random.uniform(4, 40))
        if not at_once:
            self.talk(lead, lead.talked)
        noted = lead.talked + timedelta(minutes=2)
        lead.contact.set("hs_lead_status", "CONNECTED", noted, "CRM_UI", rep)
        self.move_stage(lead, "salesqualifiedlead", noted + timedelta(minutes=1), rep)
        if lead.life in ("won", "lost"):
            self.sell(lead, won=lead.life == "won")

    def talk(self, lead: Lead, when: datetime) -> None:
        """A conversation: a call, an answer, or a meeting that was held."""
        rep = lead.owner
        assert rep is not None
        kind = self.draw.random.choice(("call", "answer", "meeting"))
        if kind == "call":
            key = self.world.call(lead.contact, when, "Connected", rep)
        elif kind == "answer":
            key = self.world.email(lead.contact, when, rep, incoming=True)
        else:
            booked = lead.tried + timedelta(minutes=5)
            key = self.world.meeting(lead.contact, booked, when, rep, "Completed")
        lead.touches.append(key)

    # Deals

    def sell(self, lead: Lead, *, won: bool = True, plan: str = "Single") -> None:
        """A deal of the lead, and its stages."""
        draw, rep = self.draw, lead.owner
        assert rep is not None
        opened = OFFICE.add(lead.talked, draw.random.uniform(6, 24))
        lead.deal = self.world.open_deal(
            lead.company, lead.contact, opened, rep, self.world.amount(), plan=plan
        )
        self.move_stage(lead, "opportunity", opened + timedelta(seconds=2))
        when = opened
        for stage in ("proposalsent", "contractsent", "closedwon" if won else "closedlost"):
            when = OFFICE.add(when, draw.random.uniform(6, 30))
            lead.deal.set("dealstage", stage, when, "CRM_UI", rep)
        if won:
            self.became_customer(lead, when)

    def became_customer(self, lead: Lead, when: datetime) -> None:
        """The contact and the company of a won deal become customers."""
        self.move_stage(lead, "customer", when + timedelta(seconds=3))
        self.world.customers[lead.person.firm.name] = lead.person

    def another_deal(
        self,
        lead: Lead,
        opened: datetime,
        amount: Decimal,
        *,
        plan: str = "Single",
        title: str = "service",
        won: datetime | None = None,
    ) -> Thing:
        """One more deal of the same customer."""
        rep = lead.owner
        assert rep is not None
        deal = self.world.open_deal(
            lead.company, lead.contact, opened, rep, amount, plan=plan, title=title
        )
        when = opened
        for stage in ("proposalsent", "contractsent"):
            when = OFFICE.add(when, self.draw.random.uniform(3, 9))
            deal.set("dealstage", stage, when, "CRM_UI", rep)
        when = won or OFFICE.add(when, self.draw.random.uniform(3, 9))
        deal.set("dealstage", "closedwon", when, "CRM_UI", rep)
        return deal

    def won_at(self, deal: Thing) -> datetime:
        """When a deal was won."""
        return max(change[0] for change in deal.history if change[2] == "closedwon")

    def won_on(self, deal: Thing) -> date:
        """The day on which a deal was won."""
        return self.won_at(deal).astimezone(ZoneInfo(BERLIN)).date()

    def invoice_day(self, deal: Thing) -> date:
        """A day on which the deal is invoiced in time."""
        return OFFICE.next_open(self.won_on(deal) + timedelta(days=self.draw.random.randint(1, 3)))

    def bill(self, lead: Lead) -> dict[str, Cell]:
        """One invoice of the whole amount in time, and its payment."""
        net = Decimal(lead.deal.values["amount"])
        invoice = self.world.invoice(lead.deal, self.invoice_day(lead.deal), net)
        self.settle(invoice)
        return invoice

    def settle(self, invoice: dict[str, Cell]) -> str:
        """One payment of the whole invoice; a payment to come leaves it open."""
        when = self.pay_day(invoice)
        if when > NOW - timedelta(hours=2):
            invoice.update({"Status": "Open", "Balance": invoice["Total"]})
            return ""
        return self.world.pay(invoice, when)

    def pay_day(self, invoice: dict[str, Cell], least: int = 4, most: int = 26) -> datetime:
        """A moment some days after an invoice."""
        issued = invoiced_on(invoice)
        on = issued + timedelta(days=self.draw.random.randint(least, most))
        return at(
            on, f"{self.draw.random.randint(8, 17)}:{self.draw.random.randint(10, 59)}", BERLIN
        )


def invoiced_on(invoice: dict[str, Cell]) -> date:
    """The date of an invoice."""
    month, day, year = (int(part) for part in str(invoice["Transaction date"]).split("/"))
    return date(year, month, day)
