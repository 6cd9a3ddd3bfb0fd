"""Assigns faults to leads, companies and days."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demo.company import calendar
from demo.company.calendar import Timeline
from demo.company.overrides import Override, PlantedLead
from demo.company.population import company_count
from demo.company.reps import USERS
from demo.faults.arrival import FAULTS as ARRIVAL
from demo.faults.arrival import REFUSED
from demo.faults.consent import FAULTS as CONSENT
from demo.faults.customers import FAULTS as CUSTOMERS
from demo.faults.duplicates import FAULTS as DUPLICATES
from demo.faults.exports import FAULTS as EXPORTS
from demo.faults.fidelity import FAULTS as FIDELITY
from demo.faults.lag import FAULTS as LAG
from demo.faults.lookalikes import LOOKALIKES
from demo.faults.money import FAULTS as MONEY
from demo.faults.planted_rows import FaultType
from demo.faults.repeats import FAULTS as REPEATS
from demo.faults.routing import FAULTS as ROUTING

FAULTS: tuple[FaultType, ...] = (
    *FIDELITY,
    *ARRIVAL,
    *CONSENT,
    *DUPLICATES,
    *REPEATS,
    *ROUTING,
    *CUSTOMERS,
    *LAG,
    *EXPORTS,
    *MONEY,
    *REFUSED,
)
# Share of leads with a planted fault in a large company.
_SHARE = 0.01
# Latest day (from the first day of the period) for leads of a stage: deals need weeks.
_LATEST = {"won": 75, "opportunity": 85, "meeting": 130}


@dataclass(frozen=True)
class Placement:
    """A fault and its leads."""

    kind: FaultType
    variant: int
    leads: list[PlantedLead]


def plantings(kind: FaultType, leads: int) -> int:
    """Number of plantings of a fault in a company with `leads` leads."""
    overrides = sum(len(each.overrides) for each in FAULTS)
    least = 1 if leads < 900 else 2 if leads < 1400 else 3
    return max(least, int(leads * _SHARE / overrides), int(leads * kind.share))


def _workdays(on: str | None) -> list[date]:
    days = []
    day = calendar.FIRST_DAY
    while day <= calendar.LAST_DAY:
        after = day + timedelta(days=1)
        if on == "saturday":
            is_suitable = day.weekday() == 5
        elif on == "evening":
            is_suitable = calendar.is_workday(day) and calendar.is_workday(after)
        else:
            is_suitable = calendar.is_workday(day)
        if is_suitable:
            days.append(day)
        day = after
    return days


_HOUR_OF = {None: 9, "evening": 16, "saturday": 10}
# Number of minutes after that hour among which leads are distributed.
_SPREAD = {None: 165, "evening": 15, "saturday": 300}


class _Placer:
    def __init__(self, leads: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.timeline = Timeline(leads)
        self.company = company_count(leads)
        self.size = 20_000
        self.numbers = self._shuffled(leads)
        self.days = {on: _workdays(on) for on in _HOUR_OF}

    def _shuffled(self, leads: int) -> Iterator[int]:
        order = list(range(leads))
        self.random.shuffle(order)
        return iter(order)

    def _captured(self, lead: int, override: Override) -> int:
        natural = (self.timeline.slot_of(lead).day - calendar.FIRST_DAY).days
        latest = _LATEST.get(override.stage)
        if latest is not None:
            natural = natural * latest // 160
        days = self.days[override.on]
        wanted = calendar.FIRST_DAY + timedelta(days=natural)
        day = next((each for each in days if each >= wanted), days[-1])
        start = calendar.seconds_of(day, _HOUR_OF[override.on])
        minute = self.random.randrange(_SPREAD[override.on])
        return start + 600 + minute * 60 + (0 if override.on == "saturday" else minute % 60)

    def place(self, kind: FaultType, variant: int) -> Placement:
        """Assigns the next free leads to a fault."""
        leads: list[PlantedLead] = []
        size = 0
        for override in kind.overrides:
            lead = next(self.numbers)
            if override.company_of is None:
                company, self.company = self.company, self.company + 1
            else:
                company = leads[override.company_of].company
            if override.unique_size:
                size = size or self.size
                override = replace(override, employees=size)
            if override.owner is not None:
                override = replace(override, owner=_owner_id(override.owner))
            if override.email is not None:
                override = replace(override, email=override.email.format(lead))
            together = leads and override.on == "saturday"
            captured = leads[0].override.captured if together else self._captured(lead, override)
            form = override.form or ("typeform" if lead % 2 else "gravity")
            leads.append(
                PlantedLead(
                    lead, company, replace(override, captured=captured, form=form), kind.edits
                )
            )
        self.size += 7 if size else 0
        return Placement(kind, variant, leads)


def _owner_id(name: str) -> str:
    return next(user.id for user in USERS if user.email.startswith(name + "@"))


def place_faults(leads: int, seed: int, clean: bool) -> list[Placement]:
    """Assigns every fault to leads; a clean company gets the lookalikes only."""
    placer = _Placer(leads, seed)
    kinds: Sequence[FaultType] = LOOKALIKES if clean else (*LOOKALIKES, *FAULTS)
    return [
        placer.place(kind, variant) for kind in kinds for variant in range(plantings(kind, leads))
    ]
