"""The fixed calendar of the demo company: hours of form submissions, office hours, holidays.

All stamps are whole seconds since 1970 in UTC; the office is in New York.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FIRST_DAY = date(2026, 1, 5)
LAST_DAY = date(2026, 6, 12)
HOUR = 3600
DAY = 86400


def seconds(moment: datetime) -> int:
    """Seconds since 1970 of a naive UTC moment."""
    return int(moment.replace(tzinfo=UTC).timestamp())


# The moment of the export: no stamp is later.
NOW = seconds(datetime(2026, 6, 30, 18, 0, 0))
# New York changes from UTC-5 to UTC-4 at this moment.
SUMMER_TIME = seconds(datetime(2026, 3, 8, 7, 0, 0))
HOLIDAYS = (date(2026, 1, 1), date(2026, 5, 25))

# Weight of form submissions per hour of a New York day: Asia, Europe, then America.
_WORKDAY = (2, 2, 4, 6, 7, 7, 6, 6, 8, 14, 16, 15, 12, 13, 15, 14, 10, 6, 4, 3, 3, 3, 2, 2)
_WEEKEND = (1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1)


def offset(moment: int) -> int:
    """Seconds between UTC and New York time."""
    return 5 * HOUR if moment < SUMMER_TIME else 4 * HOUR


def seconds_of(day: date, hour: int) -> int:
    """Seconds since 1970 at the start of an hour of a New York day."""
    start = seconds(datetime(day.year, day.month, day.day)) + hour * HOUR
    return start + offset(start + 5 * HOUR)


def is_workday(day: date) -> bool:
    """Whether the office is open on a day."""
    return day.weekday() < 5 and day not in HOLIDAYS


@dataclass(frozen=True)
class Slot:
    """An hour with form submissions; `start_weight` is the total weight of all earlier hours."""

    start: int
    weight: int
    start_weight: int
    day: date
    hour: int
    sales_ready: bool


def slots() -> list[Slot]:
    """Every hour of the period; a `sales_ready` one leaves enough time for the first touch."""
    found: list[Slot] = []
    total = 0
    day = FIRST_DAY
    while day <= LAST_DAY:
        workday = is_workday(day)
        midnight = seconds(datetime(day.year, day.month, day.day))
        for hour in range(24):
            weight = (_WORKDAY if workday else _WEEKEND)[hour]
            start = midnight + hour * HOUR
            start += offset(start + 5 * HOUR)
            found.append(Slot(start, weight, total, day, hour, workday and 2 <= hour <= 15))
            total += weight
        day += timedelta(days=1)
    return found


class Timeline:
    """Maps lead numbers to hours: lead `i` of `n` belongs to hour `slot_of(i)`."""

    def __init__(self, leads: int) -> None:
        self.leads = leads
        self.slots = slots()
        self.total = self.slots[-1].start_weight + self.slots[-1].weight
        self._starts = [slot.start_weight for slot in self.slots]

    def slot_of(self, lead: int) -> Slot:
        """The hour in which lead number `lead` submits the form."""
        place = (lead + 0.5) / self.leads * self.total
        return self.slots[bisect_right(self._starts, place) - 1]
