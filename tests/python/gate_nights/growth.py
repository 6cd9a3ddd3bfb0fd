"""Growth: the days go on, with new leads at the company's own rhythm and quality."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from pydantic import Field

from demo.company.reps import USERS
from gate_nights.deals import bill
from gate_nights.edits_of_files import Edit, Texts
from gate_nights.evening import Evening, NightError
from gate_nights.files import Row
from gate_nights.people import NEW_FROM, Lead, add_lead, copy_of, names

_LEAD = "salesforce/Lead.csv"
# The days around the holiday of May.
_HOLIDAYS = (date(2026, 5, 20), date(2026, 5, 29))
# Of the leads of spring that reached the CRM, so many have one of the faults that are copied.
_SHARE_FAULTY = 0.17


class Grow(Edit):
    """New leads until so many days later, at the company's own rhythm.

    `leads` is another number of leads per workday, `due` of leads that reach the CRM; `only` limits
    the models, and `good_only` takes those without a planted fault.
    The deals that were won nine days before the baseline get their invoices, except `unbilled`.
    """

    days: int = Field(ge=1, le=14)
    seed: int = 1
    leads: int | None = None
    due: int | None = None
    only: dict[str, Texts] = Field(default_factory=dict)
    good_only: bool = False
    unbilled: list[str] = Field(default_factory=list)

    def apply(self, evening: Evening) -> None:
        until = evening.now + timedelta(days=self.days)
        grow(evening, until, NEW_FROM + len(evening.new), self)
        bill(evening, self.unbilled)


def grow(evening: Evening, until: datetime, number: int, how: Grow) -> None:
    """Adds the leads of the days up to a moment, numbered from `number` on."""
    chance = random.Random(f"{how.seed}|{evening.now}|{until}")
    taken = {(f["First name"], f["Last name"]) for f in _forms(evening)}
    new_names = names(taken, number - 40_000)
    models = [each for each in evening.known.models if matches(each, how.only)]
    faulty = evening.known.faulty
    if how.good_only:
        models = [each for each in models if each.number not in faulty]
    added: list[Lead] = []
    start = evening.now
    while start < until:
        end = min(start + timedelta(days=1), until)
        fits = [(m, d) for m in models if (d := _days_into(m, start, end, until))]
        due = [pair for pair in fits if _LEAD in pair[0].rows]
        is_told = how.leads is not None and end.weekday() < 5
        wanted = how.leads if is_told else _usual_number(evening, start, end, chance)
        assert wanted is not None
        others = [pair for pair in fits if _LEAD not in pair[0].rows]
        qualified = how.due if end.weekday() < 5 else None
        if qualified is None:
            share = _share_due(evening)
            qualified = sum(chance.random() < share for _ in range(wanted)) if due else 0
        chosen = _draw(chance, due, qualified, faulty)
        chosen += _draw(chance, others, max(0, wanted - qualified) if others else 0, set())
        for model, days in sorted(chosen, key=lambda pair: pair[0].captured):
            added.append(copy_of(model, number + len(added), days, next(new_names)))
        start = end
    for lead in added:
        add_lead(evening.files, lead)
    evening.new += added
    evening.now = until


def _share_due(evening: Evening) -> float:
    """The share of leads that reach the CRM."""
    drawn = evening.known.drawn
    return sum(_LEAD in each.rows for each in drawn) / len(drawn)


def _forms(evening: Evening) -> list[Row]:
    leads = (*evening.known.leads.values(), *evening.new)
    return [lead.rows[lead.form][0] for lead in leads if lead.form]


def _days_into(model: Lead, start: datetime, end: datetime, until: datetime) -> int:
    """Days, in whole weeks, that bring a lead and all that happened to it into a window; else 0."""
    weeks = -((model.captured - start).days // 7)
    days = next((7 * w for w in (weeks - 1, weeks, weeks + 1)
                 if start < model.captured + timedelta(days=7 * w) <= end), 0)  # fmt: skip
    return days if model.last_moment + timedelta(days=days) <= until else 0


def _usual_number(evening: Evening, start: datetime, end: datetime, chance: random.Random) -> int:
    """The number of submissions in the same hours of an earlier week."""

    def is_usual(back: timedelta) -> bool:
        is_drawn = datetime(2026, 3, 16) <= start - back and end - back <= datetime(2026, 6, 12)
        return is_drawn and not _HOLIDAYS[0] <= (start - back).date() <= _HOLIDAYS[1]

    weeks = [back for w in range(1, 16) if is_usual(back := timedelta(days=7 * w))]
    counts = sorted(
        sum(start - back < each.captured <= end - back for each in evening.known.drawn)
        for back in weeks
    )
    # A list that was imported at once is no rhythm.
    return chance.choice([n for n in counts if n <= 1.5 * counts[len(counts) // 2]])


def _draw(
    chance: random.Random, pairs: list[tuple[Lead, int]], count: int, faulty: set[int]
) -> list[tuple[Lead, int]]:
    """So many of the pairs, the usual share with a fault; one occurs twice if they are too few."""
    if count and not pairs:
        raise NightError("no earlier lead fits")
    bad = [pair for pair in pairs if pair[0].number in faulty]
    good = [pair for pair in pairs if pair[0].number not in faulty]
    wanted = sum(chance.random() < _SHARE_FAULTY for _ in range(count)) if bad else 0
    chosen: list[tuple[Lead, int]] = []
    for group, number in ((bad, wanted), (good, count - wanted)):
        drawn: list[tuple[Lead, int]] = []
        while len(drawn) < number and group:
            drawn += chance.sample(group, min(len(group), number - len(drawn)))
        chosen += drawn
    return chosen


def value_of(lead: Lead, key: str) -> str:
    """What a condition compares: `form`, `day`, `owner`, or a column of the form."""
    if key == "form":
        return str(lead.form).removeprefix("website/").removesuffix(".csv")
    if key == "day":
        return lead.captured.date().isoformat()
    if key == "owner":
        row = lead.one(_LEAD)
        return next((u.name for u in USERS if row and u.id == row["OwnerId"]), "")
    return lead.rows[str(lead.form)][0].get(key, "")


def matches(lead: Lead, where: dict[str, Texts]) -> bool:
    return all(
        value_of(lead, key) in ([wanted] if isinstance(wanted, str) else wanted)
        for key, wanted in where.items()
    )
