"""What company A is: its period, clocks, reps, pools and forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from ..drawing import Calendar, at

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
FIRST_DAY = date(2025, 9, 1)
LAST_DAY = date(2026, 2, 2)
NOW = at(LAST_DAY, "11:30", BERLIN)
# Leads of ordinary life end here, so that every promise has run out long before now.
LAST_LEAD_DAY = date(2026, 1, 9)
HOLIDAYS = (
    *(date(2025, 10, 3), date(2025, 12, 24), date(2025, 12, 25), date(2025, 12, 26)),
    *(date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 6)),
)
OFFICE = Calendar(BERLIN, time(9), time(17), frozenset(range(5)), frozenset(HOLIDAYS))
# Austria belongs to the team of the rest of the world from this day on.
TERRITORY_DAY = date(2025, 12, 1)
ABSENCE = (date(2025, 11, 10), date(2025, 11, 30))


@dataclass(frozen=True)
class Rep:
    """A user of HubSpot who can own records."""

    id: str
    user: str
    first: str
    last: str
    email: str
    kind: str = "PERSON"

    @property
    def name(self) -> str:
        """Name as the export shows it."""
        return f"{self.first} {self.last}"


def _rep(number: int, first: str, last: str, kind: str = "PERSON") -> Rep:
    email = f"{first}.{last}@pumpwerk.example".lower().replace(" ", "")
    return Rep(str(71000 + number), str(5100 + number), first, last, email, kind)


DACH = (_rep(1, "Liesl", "Aumann"), _rep(2, "Ottokar", "Brehm"), _rep(3, "Ferdinand", "Cramer"))
AMERICA = (_rep(4, "Darlene", "Dawkins"), _rep(5, "Leroy", "Ellsworth"))
WORLD = (_rep(6, "Maren", "Fossum"), _rep(7, "Ignacio", "Galindo"), _rep(8, "Odile", "Hachette"))
ENTERPRISE = (_rep(9, "Waltraud", "Ingwersen"), _rep(10, "Desmond", "Jeffries"))
ACCOUNT_MANAGER = _rep(11, "Kim", "Lachlan")
MANAGER = _rep(12, "Renata", "Moravec")
QUEUE = _rep(13, "Small Business", "Queue", "QUEUE")
CONNECTOR = _rep(14, "Data", "Connector")
DIALLER = _rep(15, "Dialler", "Connector")
LEFT = _rep(16, "Humphrey", "Oddie")
PEOPLE = (*DACH, *AMERICA, *WORLD, *ENTERPRISE, ACCOUNT_MANAGER, MANAGER)
EVERYBODY = (*PEOPLE, QUEUE, CONNECTOR, DIALLER, LEFT)
BY_ID = {rep.id: rep for rep in EVERYBODY}
ABSENT = DACH[1]

TOPICS = {"Beratung": "Consulting", "Schulung": "Training", "Ersatzteile": "Spare parts"}
CODES = {
    **{"Austria": "AT", "Canada": "CA", "France": "FR", "Germany": "DE", "Italy": "IT"},
    **{"Netherlands": "NL", "Norway": "NO", "Poland": "PL", "Spain": "ES"},
    **{"United Kingdom": "GB", "United States": "US"},
}

DEMO, QUOTE, WEBINAR = "demo_form", "quote_form", "webinar_form"
HANDOFF = {DEMO: "demo_to_hubspot", QUOTE: "quote_to_hubspot", WEBINAR: "webinar_to_hubspot"}
# Promise and longest usual delay of each form, in seconds.
PROMISED = {DEMO: 600, QUOTE: 1800, WEBINAR: 14_400}
USUAL = {DEMO: 240, QUOTE: 900, WEBINAR: 9_000}
MESSAGE_LENGTH = 80

LIFECYCLE = {
    "lead": "Lead",
    "marketingqualifiedlead": "Marketing Qualified Lead",
    "salesqualifiedlead": "Sales Qualified Lead",
    "opportunity": "Opportunity",
    "customer": "Customer",
}
LEAD_STATUS = {
    "NEW": "New",
    "ATTEMPTED_TO_CONTACT": "Attempted to contact",
    "CONNECTED": "Connected",
    "UNQUALIFIED": "Unqualified",
    "BAD_TIMING": "Bad timing",
}
DEAL_STAGE = {
    "qualifiedtobuy": "Qualified to buy",
    "proposalsent": "Proposal sent",
    "contractsent": "Contract sent",
    "closedwon": "Closed Won",
    "closedlost": "Closed Lost",
}
PROBABILITY = {
    "qualifiedtobuy": "0.2",
    "proposalsent": "0.5",
    "contractsent": "0.8",
    "closedwon": "1.0",
    "closedlost": "0.0",
}
