"""Typeform and webinars, ActiveCampaign, Zoho CRM, Xero, a bank and a direct debit processor."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from ..drawing import Calendar, Company, Firm, at
from ..selling import (
    Account,
    Deal,
    Invoice,
    Pace,
    Payment,
    Record,
    Rule,
    Submission,
    Team,
    Touch,
    User,
)
from ..selling import World as Selling
from ..truth import Ledger
from ..wide import WideDraw
from .exports import tables
from .plan import plant_faults, plant_traps
from .stack import STACK

ZONE = "America/Chicago"
NOW = datetime(2026, 5, 26, 15, 30, tzinfo=UTC)
START = date(2025, 12, 29)
TERRITORY = date(2026, 3, 16)
STAFF = Firm("Pellworth Software", "pellworth.example", "United States", "Tulsa", 90, "+1")
CALENDAR = Calendar(
    ZONE,
    time(9),
    time(18),
    frozenset(range(5)),
    frozenset({date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25)}),
)
PACE = Pace(
    ZONE,
    to_map=(65, 260),
    to_crm=(70, 500),
    to_owner=(5, 30),
    attempt_hours=(0.3, 4.0),
    talk_days=(1, 9),
    event_days=(0.1, 0.7),
    invoice_days=(1, 4),
    pay_days=(6, 22),
)


class World(Selling):
    """The same company with the names of its records."""

    STAGES = ("Qualification", "Needs Analysis", "Proposal", "Closed Won", "Closed Lost")

    def key(self, thing: object) -> str:
        """`system/object/id` of a thing."""
        if isinstance(thing, Submission):
            place = "web/submission" if thing.form == "site" else "webinar/attendee"
            return f"{place}/{thing.id}"
        if isinstance(thing, Record):
            place = "mailer/contact" if thing.kind == "prospect" else f"zoho/{thing.kind}"
            return f"{place}/{thing.id}"
        if isinstance(thing, Account):
            return f"zoho/account/{thing.id}"
        if isinstance(thing, Deal):
            return f"zoho/deal/{thing.id}"
        if isinstance(thing, Invoice):
            return f"xero/invoice/{thing.id}"
        if isinstance(thing, Payment):
            return f"{'bank/receipt' if thing.log == 'finance' else 'debits/payment'}/{thing.id}"
        if isinstance(thing, Touch):
            return f"zoho/call/{thing.id}"
        if isinstance(thing, tuple) and thing[0] == "line":
            return f"zoho/deal_line/{thing[1]}"
        raise TypeError(thing)


class Ids:
    """Ids as each system writes them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"ids {seed}")
        self.counts = {"prospect": 41_200, "event": 300, "invoice": 1200, "site": 0}

    def __call__(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 700) + 1
        number = self.counts[kind]
        if kind in ("lead", "contact", "account", "deal", "user", "line"):
            module = ("lead", "contact", "account", "deal", "user", "line").index(kind)
            return f"51720890{module}{number * 7919 % 10**9:09d}{number % 9 + 1}"
        if kind == "site":
            return "".join(
                self.random.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(20)
            )
        shapes = {
            "event": f"WB-{number}",
            "invoice": f"INV-{number}",
            "credit": f"CN-{number}",
            "payment": f"PM{number:06d}",
            "touch": f"TCH-{number}",
        }
        return shapes.get(kind, str(number))


def day_of(moment: datetime) -> date:
    """The day of a moment in Chicago."""
    return moment.astimezone(ZoneInfo(ZONE)).date()


def team(new_id: Ids) -> Team:
    """The users, the pools and the rules; `stack.py` declares the same."""

    def user(name: str, **options: object) -> User:
        address = name.lower().replace(" ", ".") + f"@{STAFF.domain}"
        return User(new_id("user"), name, address, **options)  # type: ignore[arg-type]

    abby, brent, chloe, derek, elsa, frank, gina, hank, irma, jack = (
        user(name)
        for name in (
            *("Abby Stone", "Brent Cole", "Chloe Marsh", "Derek Boyd", "Elsa Frost"),
            *("Frank Nash", "Gina Lowe", "Hank Dale", "Irma Reed", "Jack Thorn"),
        )
    )
    leaver = user("Kurt Vale", left_at=at(date(2026, 2, 9), "17:00", ZONE))
    pools: dict[str, list[tuple[User, date | None, date | None]]] = {
        "large": [(abby, None, None), (brent, None, None)],
        "america": [
            (chloe, None, None),
            (derek, None, date(2026, 2, 1)),
            (derek, date(2026, 3, 2), None),
            (elsa, None, None),
            (leaver, None, date(2026, 2, 9)),
        ],
        "north": [(frank, None, None), (gina, None, None)],
        "britain": [(gina, None, None), (hank, None, None)],
        "others": [(irma, None, None), (jack, None, None), (hank, None, None)],
        "legacy": [(jack, None, None)],
    }

    def large(lead: Record, moment: datetime) -> bool:
        return bool(lead.values["size"]) and int(lead.values["size"]) >= 900

    north = ("United Kingdom", "Norway", "Netherlands")
    rules = [
        Rule("legacy", lambda lead, moment: lead.source == "Old CRM", "legacy"),
        Rule("large", large, "large"),
        Rule(
            "america",
            lambda lead, moment: lead.values["country"] in ("United States", "Canada"),
            "america",
        ),
        Rule(
            "britain",
            lambda lead, moment: (
                lead.values["country"] == "United Kingdom" and day_of(moment) >= TERRITORY
            ),
            "britain",
        ),
        Rule("north", lambda lead, moment: lead.values["country"] in north, "north"),
        Rule("others", lambda lead, moment: True, "others"),
    ]
    return Team(
        connector=user("Mailer Sync", is_program=True),
        router=user("Assignment Rules", is_program=True),
        enricher=user("Data Filler", is_program=True),
        dialler=user("Phone Bridge", is_program=True),
        manager=user("Laura Quist"),
        admin=user("Owen Admin"),
        desk=user("Spare Desk", kind="queue"),
        pools=pools,
        rules=rules,
    )


def draw(seed: int, faulty: bool) -> Company:
    """Draws the company; a faulty one has the same kinds of traps and planted faults."""
    new_id = Ids(seed)
    truth = Ledger()
    world = World(WideDraw(seed + 500), truth, team(new_id), CALENDAR, PACE, START, NOW, new_id)
    world.customers_keep_owner = False
    world.back_sync = "Zoho Bridge"
    plant_traps(world, STAFF, TERRITORY)
    if faulty:
        plant_faults(world)
    assert not world.future()
    return Company(tables(world), STACK, truth)
