"""Forms, Account Engagement (Pardot), Dynamics 365 and Chargebee, with a router and a dialler."""

from __future__ import annotations

import random
import uuid
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

ZONE = "Europe/Vienna"
NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
START = date(2026, 7, 1)
TERRITORY = date(2026, 9, 14)
STAFF = Firm("Halden Metering", "halden-metering.example", "Austria", "Vienna", 120, "+43")
CALENDAR = Calendar(
    ZONE,
    time(9),
    time(17),
    frozenset(range(5)),
    frozenset({date(2026, 8, 14), date(2026, 10, 26)}),
)


class World(Selling):
    """The same company with the names of its records."""

    def key(self, thing: object) -> str:
        """`system/object/id` of a thing."""
        if isinstance(thing, Submission):
            return f"{'site' if thing.form == 'site' else 'events'}/submission/{thing.id}"
        if isinstance(thing, Record):
            return f"{'pardot' if thing.kind == 'prospect' else 'crm'}/{thing.kind}/{thing.id}"
        if isinstance(thing, Account):
            return f"crm/account/{thing.id}"
        if isinstance(thing, Deal):
            return f"crm/opportunity/{thing.id}"
        if isinstance(thing, Invoice):
            return f"billing/invoice/{thing.id}"
        if isinstance(thing, Payment):
            log = "billing/transaction" if thing.log == "finance" else "psp/payment"
            return f"{log}/{thing.id}"
        if isinstance(thing, Touch):
            return f"crm/activity/{thing.id}"
        if isinstance(thing, tuple) and thing[0] == "line":
            return f"crm/opportunity_line/{thing[1]}"
        if isinstance(thing, tuple) and thing[0] == "customer":
            return f"billing/customer/{thing[1]}"
        raise TypeError(thing)


class Ids:
    """Ids as each system writes them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"ids {seed}")
        self.counts = {"site": 30210, "event": 510, "prospect": 418_200_300, "touch": 90_000}

    def __call__(self, kind: str) -> str:
        if kind in ("lead", "contact", "account", "deal", "user", "line"):
            return str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        self.counts[kind] = self.counts.get(kind, 2000) + 1
        number = self.counts[kind]
        shapes = {
            "event": f"FAIR-{number}",
            "invoice": f"INV-{number}",
            "credit": f"CN-{number}",
            "payment": f"txn_{number}",
            "subscription": f"sub_{number}",
            "touch": f"ACT-{number}",
        }
        return shapes.get(kind, str(number))


def team(new_id: Ids) -> Team:
    """The users, the pools and the rules; `stack.py` declares the same."""

    def user(name: str, **options: object) -> User:
        address = name.lower().replace(" ", ".") + f"@{STAFF.domain}"
        return User(new_id("user"), name, address, **options)  # type: ignore[arg-type]

    names = (
        *("Ada Prohaska", "Bruno Kainz", "Clara Wessely", "Doris Lackner", "Egon Pichler"),
        *("Flora Steindl", "Georg Haslinger", "Hanna Mitterer", "Ilse Gruber", "Jonas Riedl"),
        *("Karla Egger", "Leo Moser", "Mira Fuchs", "Nora Brunner", "Oskar Lang"),
    )
    (
        ada,
        bruno,
        clara,
        doris,
        egon,
        flora,
        georg,
        hanna,
        ilse,
        jonas,
        karla,
        leo,
        mira,
        nora,
        oskar,
    ) = (user(name) for name in names)
    leaver = user("Paula Winkler", left_at=at(date(2026, 8, 3), "17:00", ZONE))
    pools: dict[str, list[tuple[User, date | None, date | None]]] = {
        "public": [(ada, None, None), (bruno, None, None)],
        "enterprise": [(clara, None, None), (doris, None, None), (egon, None, None)],
        "dach": [(flora, None, None), (georg, None, None), (hanna, None, None)],
        "austria": [(flora, None, None), (ilse, None, None)],
        "germany": [(georg, None, None), (hanna, None, None), (jonas, None, None)],
        "west": [
            (karla, None, None),
            (leo, None, date(2026, 8, 9)),
            (leo, date(2026, 9, 7), None),
            (mira, None, None),
            (leaver, None, date(2026, 8, 3)),
        ],
        "rest": [(nora, None, None), (oskar, None, None)],
        "legacy": [(oskar, None, None)],
    }

    def large(lead: Record, moment: datetime) -> bool:
        return bool(lead.values["size"]) and int(lead.values["size"]) >= 1000

    west = ("United Kingdom", "France", "Netherlands", "Spain", "Italy")
    rules = [
        Rule("legacy", lambda lead, moment: lead.source == "Legacy CRM", "legacy"),
        Rule("public", lambda lead, moment: lead.industry == "Public sector", "public", True),
        Rule("enterprise", large, "enterprise"),
        Rule(
            "dach",
            lambda lead, moment: (
                lead.values["country"] in ("Austria", "Germany") and day_of(moment) < TERRITORY
            ),
            "dach",
        ),
        Rule("austria", lambda lead, moment: lead.values["country"] == "Austria", "austria"),
        Rule("germany", lambda lead, moment: lead.values["country"] == "Germany", "germany"),
        Rule("west", lambda lead, moment: lead.values["country"] in west, "west"),
        Rule("rest", lambda lead, moment: True, "rest"),
    ]
    return Team(
        connector=user("Pardot Connector", is_program=True),
        router=user("Router Service", is_program=True),
        enricher=user("Enrichment Sync", is_program=True),
        dialler=user("Dialler Service", is_program=True),
        manager=user("Maria Thaler"),
        admin=user("Anton Admin"),
        desk=user("Public Sector Desk", kind="queue"),
        pools=pools,
        rules=rules,
    )


def day_of(moment: datetime) -> date:
    """The day of a moment in Vienna."""
    return moment.astimezone(ZoneInfo(ZONE)).date()


def draw(seed: int, faulty: bool) -> Company:
    """Draws the company; a faulty one has the same kinds of traps and planted faults."""
    new_id = Ids(seed)
    truth = Ledger()
    world = World(WideDraw(seed), truth, team(new_id), CALENDAR, Pace(ZONE), START, NOW, new_id)
    world.tax_rate = lambda account: 20 if account.country == "Austria" else 0
    plant_traps(world, STAFF, TERRITORY)
    if faulty:
        plant_faults(world)
    assert not world.future()
    return Company(tables(world), STACK, truth)
