"""Casts leads for faults: which lead, which company, which day."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demo.company import calendar
from demo.company.calendar import Timeline
from demo.company.overrides import Override, Planted
from demo.company.population import company_count
from demo.company.reps import USERS
from demo.faults.arrival import FAULTS as ARRIVAL
from demo.faults.consent import FAULTS as CONSENT
from demo.faults.customers import FAULTS as CUSTOMERS
from demo.faults.duplicates import FAULTS as DUPLICATES
from demo.faults.exports import FAULTS as EXPORTS
from demo.faults.fidelity import FAULTS as FIDELITY
from demo.faults.lag import FAULTS as LAG
from demo.faults.lookalikes import TRAPS
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
)
# Share of the leads that faults are planted on, in a company large enough.
_SHARE = 0.01
# Deals need weeks: leads of these stages come early. Days from the first day of the period.
_LATEST = {"won": 75, "opportunity": 85, "meeting": 130}


@dataclass(frozen=True)
class Casting:
    """A fault and the leads it is planted on."""

    kind: FaultType
    variant: int
    leads: list[Planted]


def times(kind: FaultType, leads: int) -> int:
    """How often a fault is planted in a company of a size."""
    wishes = sum(len(each.wishes) for each in FAULTS)
    least = 1 if leads < 900 else 2 if leads < 1400 else 3
    return max(least, int(leads * _SHARE / wishes), int(leads * kind.share))


def _workdays(on: str | None) -> list[date]:
    days = []
    day = calendar.FIRST_DAY
    while day <= calendar.LAST_DAY:
        after = day + timedelta(days=1)
        if on == "saturday":
            suits = day.weekday() == 5
        elif on == "evening":
            suits = calendar.is_workday(day) and calendar.is_workday(after)
        else:
            suits = calendar.is_workday(day)
        if suits:
            days.append(day)
        day = after
    return days


_HOUR_OF = {None: 9, "evening": 16, "saturday": 10}
# Minutes after that hour over which leads are spread.
_SPREAD = {None: 165, "evening": 15, "saturday": 300}


class _Director:
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

    def _captured(self, lead: int, wish: Override) -> int:
        natural = (self.timeline.slot_of(lead).day - calendar.FIRST_DAY).days
        latest = _LATEST.get(wish.stage)
        if latest is not None:
            natural = natural * latest // 160
        days = self.days[wish.on]
        wanted = calendar.FIRST_DAY + timedelta(days=natural)
        day = next((each for each in days if each >= wanted), days[-1])
        start = calendar.seconds_of(day, _HOUR_OF[wish.on])
        minute = self.random.randrange(_SPREAD[wish.on])
        return start + 600 + minute * 60 + (0 if wish.on == "saturday" else minute % 60)

    def cast(self, kind: FaultType, variant: int) -> Casting:
        """Takes the next free leads."""
        leads: list[Planted] = []
        size = 0
        for wish in kind.wishes:
            lead = next(self.numbers)
            if wish.company_of is None:
                company, self.company = self.company, self.company + 1
            else:
                company = leads[wish.company_of].company
            if wish.unique_size:
                size = size or self.size
                wish = replace(wish, employees=size)
            if wish.owner is not None:
                wish = replace(wish, owner=_owner_id(wish.owner))
            if wish.email is not None:
                wish = replace(wish, email=wish.email.format(lead))
            together = leads and wish.on == "saturday"
            captured = leads[0].wish.captured if together else self._captured(lead, wish)
            form = wish.form or ("typeform" if lead % 2 else "gravity")
            leads.append(
                Planted(lead, company, replace(wish, captured=captured, form=form), kind.edits)
            )
        self.size += 7 if size else 0
        return Casting(kind, variant, leads)


def _owner_id(name: str) -> str:
    return next(user.id for user in USERS if user.email.startswith(name + "@"))


def cast_all(leads: int, seed: int, clean: bool) -> list[Casting]:
    """Casts every fault as often as the company is large; traps always."""
    director = _Director(leads, seed)
    kinds: Sequence[FaultType] = TRAPS if clean else (*TRAPS, *FAULTS)
    return [director.cast(kind, variant) for kind in kinds for variant in range(times(kind, leads))]
