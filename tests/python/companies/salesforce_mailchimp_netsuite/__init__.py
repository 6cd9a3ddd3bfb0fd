"""A form tool, trade fairs, Mailchimp, Salesforce, NetSuite and a card processor."""

from __future__ import annotations

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
from ..truth import Ledger
from ..wide import WideDraw
from ..words import CITIES
from .exports import tables
from .ids import Ids
from .plan import plant_faults, plant_traps
from .stack import STACK
from .world import World

ZONE = "Europe/Berlin"
NOW = datetime(2026, 7, 13, 8, 30, tzinfo=UTC)
START = date(2026, 2, 11)
TERRITORY = date(2026, 5, 4)
STAFF = Firm("Corvid Analytics", "corvid.example", "Germany", "Hamburg", 160, "+49")
HOLIDAYS = ((4, 3), (4, 6), (5, 1), (5, 14), (5, 25))
CALENDAR = Calendar(
    ZONE,
    time(9),
    time(17),
    frozenset(range(5)),
    frozenset(date(2026, month, day) for month, day in HOLIDAYS),
)


class Named(World):
    """The same company with the names of its records."""

    def key(self, thing: object) -> str:
        """`system/object/id` of a thing; ids of Salesforce have 18 characters."""
        if isinstance(thing, Submission):
            return f"{'forms/entry' if thing.form == 'site' else 'fairs/scan'}/{thing.id}"
        if isinstance(thing, Record):
            place = "mailchimp/member" if thing.kind == "prospect" else f"salesforce/{thing.kind}"
            return f"{place}/{thing.id}"
        if isinstance(thing, Account):
            return f"salesforce/account/{thing.id}"
        if isinstance(thing, Deal):
            return f"salesforce/opportunity/{thing.id}"
        if isinstance(thing, Invoice):
            return f"netsuite/transaction/{thing.id}"
        if isinstance(thing, Payment):
            place = "netsuite/customer_payment" if thing.log == "finance" else "cards/charge"
            return f"{place}/{thing.id}"
        if isinstance(thing, Touch):
            return f"salesforce/{'event' if thing.kind == 'meeting' else 'task'}/{thing.id}"
        if isinstance(thing, tuple) and thing[0] == "line":
            return f"salesforce/line_item/{thing[1]}"
        if isinstance(thing, tuple) and thing[0] == "customer":
            return f"netsuite/customer_list/{thing[1]}"
        raise TypeError(thing)


class Draw(WideDraw):
    """A draw with customers in Japan, too."""

    cities = CITIES | {"Japan": ("+81", ("Osaka", "Sapporo", "Fukuoka"))}


def team(new_id: Ids) -> Team:
    """The users, the pools and the rules; `stack.py` declares the same."""

    def user(name: str, **options: object) -> User:
        address = name.lower().replace(" ", ".") + f"@{STAFF.domain}"
        place = "queue" if options.get("kind") == "queue" else "user"
        return User(new_id(place), name, address, **options)  # type: ignore[arg-type]

    names = (
        *("Aiko Mori", "Bertil Ek", "Carmen Ruiz", "Dwight Lane", "Erin Hughes", "Felix Brandt"),
        *("Greta Vogel", "Hannes Kuhn", "Ines Maier", "Jun Arai", "Kaori Endo", "Luca Conti"),
        *("Maelle Petit", "Nuria Vidal", "Olaf Berg", "Pippa Hall", "Quinn Doyle"),
        *("Rosa Keller", "Stefan Wolf"),
    )
    everybody = {name.split()[0].lower(): user(name) for name in names}
    leaver = user("Theo Ravel", left_at=at(date(2026, 3, 16), "17:00", ZONE))

    def always(*members: str) -> list[tuple[User, date | None, date | None]]:
        return [(everybody[member], None, None) for member in members]

    pools = {
        "public": always("rosa", "stefan"),
        "strategic": always("aiko", "bertil"),
        "americas": always("carmen", "dwight", "erin"),
        "dach": always("felix", "greta", "hannes"),
        "austria": always("greta", "ines"),
        "japan": always("jun", "kaori"),
        "south": [
            (everybody["luca"], None, date(2026, 4, 12)),
            (everybody["luca"], date(2026, 5, 11), None),
            *always("maelle", "nuria"),
            (leaver, None, date(2026, 3, 16)),
        ],
        "north": always("olaf", "pippa", "quinn"),
        "legacy": always("quinn"),
    }
    countries = {
        "americas": ("United States", "Canada"),
        "dach": ("Germany", "Austria"),
        "japan": ("Japan",),
        "south": ("France", "Italy", "Spain"),
    }

    def of(pool: str) -> Rule:
        return Rule(pool, lambda lead, moment: lead.values["country"] in countries[pool], pool)

    def large(lead: Record, moment: datetime) -> bool:
        return bool(lead.values["size"]) and int(lead.values["size"]) >= 1000

    rules = [
        Rule("legacy", lambda lead, moment: lead.source == "Old CRM", "legacy"),
        Rule("public", lambda lead, moment: lead.industry == "Public sector", "public", True),
        Rule("strategic", large, "strategic"),
        of("americas"),
        Rule(
            "austria",
            lambda lead, moment: (
                lead.values["country"] == "Austria"
                and moment.astimezone(ZoneInfo(ZONE)).date() >= TERRITORY
            ),
            "austria",
        ),
        *(of(pool) for pool in ("dach", "japan", "south")),
        Rule("north", lambda lead, moment: True, "north"),
    ]
    return Team(
        connector=user("Mailchimp Sync", is_program=True),
        router=user("Lead Router", is_program=True),
        enricher=user("Firmographic Sync", is_program=True),
        dialler=user("Dialler Service", is_program=True),
        manager=user("Ulla Sommer"),
        admin=user("Viktor Admin"),
        desk=user("Public Desk", kind="queue"),
        pools=pools,
        rules=rules,
    )


def draw(seed: int, faulty: bool) -> Company:
    """Draws the company; a faulty one has the same kinds of traps and planted faults."""
    new_id = Ids()
    truth = Ledger()
    world = Named(Draw(seed + 900), truth, team(new_id), CALENDAR, Pace(ZONE), START, NOW, new_id)
    world.back_sync = "Salesforce Sync"
    taxes = {"Germany": 19, "Austria": 20, "Japan": 10}
    world.tax_rate = lambda account: taxes.get(account.country, 0)
    plant_traps(world, STAFF, TERRITORY)
    if faulty:
        plant_faults(world)
    assert not world.future()
    return Company(tables(world), STACK, truth)
