"""Edits of whole leads over all systems: growth, outages, delays, owners."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import Field

from demo.company.reps import INTAKE, USERS
from gate_nights.deals import bill
from gate_nights.edits_of_files import Edit, Texts
from gate_nights.evening import Evening, NightError
from gate_nights.files import Row
from gate_nights.people import NEW_FROM, Lead, add_lead, copy_of, moment, names

Hop = Literal[
    "form_to_map", "map_to_crm", "enrichment_to_crm", "lead_routing", "lead_alert", "first_attempt"
]
_MARKETING = ("marketo/leads-bulk", "marketo/activities-bulk")
_LEAD, _HISTORY = "salesforce/Lead.csv", "salesforce/LeadHistory.csv"
_ENRICHED, _ALERT = "enrichment/enriched_leads.csv", "alerts/alert_log.csv"
_CALLS = ("salesforce/Task.csv", "salesforce/Event.csv")
_IN_CRM = (_LEAD, _HISTORY, _ENRICHED, _ALERT, *_CALLS)
# The series of which every row disappears or becomes late when a hop fails.
_AFTER: dict[str, tuple[str, ...]] = {
    "form_to_map": (*_MARKETING, *_IN_CRM),
    "map_to_crm": _IN_CRM,
    "enrichment_to_crm": (_ENRICHED,),
    "lead_routing": (_ALERT, *_CALLS),
    "lead_alert": (_ALERT,),
    "first_attempt": _CALLS,
}
# The days around the holiday of May.
_HOLIDAYS = (date(2026, 5, 20), date(2026, 5, 29))
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)([ T])(\d\d:\d\d:\d\d)")


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
    models = [each for each in evening.known.models if _matches(each, how.only)]
    if how.good_only:
        models = [each for each in models if each.number not in evening.known.faulty]
    added: list[Lead] = []
    start = evening.now
    while start < until:
        end = min(start + timedelta(days=1), until)
        fits = [(m, d) for m in models if (d := _days_into(m, start, end, until))]
        due = [pair for pair in fits if _LEAD in pair[0].rows]
        is_told = how.leads is not None and end.weekday() < 5
        wanted = how.leads if is_told else _usual_number(evening, start, end, chance)
        assert wanted is not None
        qualified = how.due if end.weekday() < 5 else None
        if qualified is None:
            share = sum(_LEAD in each.rows for each in evening.known.drawn) / len(
                evening.known.drawn
            )
            qualified = sum(chance.random() < share for _ in range(wanted)) if due else 0
        others = [pair for pair in fits if _LEAD not in pair[0].rows]
        chosen = _draw(chance, due, qualified)
        chosen += _draw(chance, others, max(0, wanted - qualified) if others else 0)
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
    chance: random.Random, pairs: list[tuple[Lead, int]], count: int
) -> list[tuple[Lead, int]]:
    """So many of the pairs; one occurs twice only if there are too few."""
    if count and not pairs:
        raise NightError("no earlier lead fits")
    chosen: list[tuple[Lead, int]] = []
    while len(chosen) < count:
        chosen += chance.sample(pairs, min(len(pairs), count - len(chosen)))
    return chosen


def _value(lead: Lead, key: str) -> str:
    """What a condition compares: `form`, `day`, `owner`, or a column of the form."""
    if key == "form":
        return str(lead.form).removeprefix("website/").removesuffix(".csv")
    if key == "day":
        return lead.captured.date().isoformat()
    if key == "owner":
        row = lead.one(_LEAD)
        return next((u.name for u in USERS if row and u.id == row["OwnerId"]), "")
    return lead.rows[str(lead.form)][0].get(key, "")


def _matches(lead: Lead, where: dict[str, Texts]) -> bool:
    return all(
        _value(lead, key) in ([wanted] if isinstance(wanted, str) else wanted)
        for key, wanted in where.items()
    )


class OfNewLeads(Edit):
    """Something that happens to leads which came after the baseline.

    `count` is the number of leads to which it happens, all without it; `least` guards the night.
    """

    where: dict[str, Texts] = Field(default_factory=dict)
    count: int | None = None
    least: int = 1

    def chosen(self, evening: Evening, can: Callable[[Lead], bool]) -> list[Lead]:
        found = [lead for lead in evening.new if _matches(lead, self.where) and can(lead)]
        found = found[: self.count]
        if len(found) < max(self.least, self.count or 0):
            raise NightError(f"only {len(found)} new leads are {self.where or 'suitable'}")
        return found


class Stop(OfNewLeads):
    """A hop does not happen: everything after it is missing."""

    hop: Hop

    def apply(self, evening: Evening) -> None:
        is_late_hop = self.hop != "form_to_map"
        chosen = self.chosen(evening, lambda lead: _LEAD in lead.rows or not is_late_hop)
        for lead in chosen:
            for series in _AFTER[self.hop]:
                _remove(evening, lead, series)
            if self.hop == "map_to_crm":
                lead.rows[_MARKETING[0]][0].update(sfdcType="null", sfdcLeadId="null")
            elif self.hop == "enrichment_to_crm":
                lead.rows[_LEAD][0].update(Ticker__c="", SIC_Code__c="")
            elif self.hop == "lead_routing":
                lead.rows[_LEAD][0].update(OwnerId=INTAKE[0], LastTransferDate="")
                _remove(evening, lead, _HISTORY)
            if self.hop in ("map_to_crm", "lead_routing", "first_attempt"):
                _untouched(evening, lead)


def _remove(evening: Evening, lead: Lead, series: str, is_gone: Callable[[Row], bool] | None = None
            ) -> None:  # fmt: skip
    rows = [row for row in lead.rows.get(series, []) if not is_gone or is_gone(row)]
    gone = {id(row) for row in rows}
    for path in evening.paths(series):
        table = evening.table(path)
        table.rows = [row for row in table.rows if id(row) not in gone]
    if series in lead.rows:
        lead.rows[series] = [row for row in lead.rows[series] if id(row) not in gone]
        if not lead.rows[series]:
            del lead.rows[series]


def _untouched(evening: Evening, lead: Lead) -> None:
    """No rep has worked on the lead: it is an MQL everywhere."""
    if lead.rows.get(_HISTORY):
        _remove(evening, lead, _HISTORY, lambda row: row["Field"] == "Status")
    if crm := lead.one(_LEAD):
        created = crm["CreatedDate"]
        crm.update(Status="MQL", LastActivityDate="", LastModifiedDate=created,
                   SystemModstamp=created)  # fmt: skip
    _remove(evening, lead, _MARKETING[1], _is_sales_step)
    marketing = lead.rows[_MARKETING[0]][0]
    marketing.update(leadStatus="MQL", updatedAt=marketing["createdAt"])


def _is_sales_step(row: Row) -> bool:
    attributes = row["attributes"]
    return '"New Value":"' in attributes and not any(
        f'"New Value":"{value}"' in attributes for value in ("MQL", "Engaged", "true", "false")
    )


class Delay(OfNewLeads):
    """A hop happens later, and everything after it."""

    hop: Hop
    hours: int = Field(ge=1)

    def apply(self, evening: Evening) -> None:
        by = timedelta(hours=self.hours)

        def fits(lead: Lead) -> bool:
            return _LEAD in lead.rows and lead.last_moment + by <= evening.now

        for lead in self.chosen(evening, fits):
            lead.__dict__.pop("last_moment")
            for series in _AFTER[self.hop]:
                for row in lead.rows.get(series, []):
                    _shift(row, by)
            if self.hop == "lead_routing":
                for row in lead.rows.get(_HISTORY, []):
                    _shift(row, by)
                _shift(lead.rows[_LEAD][0], by, ("LastModifiedDate", "SystemModstamp"))
            for row in lead.rows[_MARKETING[1]]:
                if self.hop not in ("form_to_map", "enrichment_to_crm") and _is_sales_step(row):
                    _shift(row, by)
            if self.hop != "form_to_map":
                _shift(lead.rows[_MARKETING[0]][0], by, ("updatedAt",))


def _shift(row: Row, by: timedelta, columns: tuple[str, ...] = ()) -> None:
    """Moves the times of a row, all or of these columns; dates without a time stay."""
    for column in columns or tuple(row):
        found = _STAMP.match(row[column])
        if found and found[3] != "00:00:00":
            later = moment(row[column]) + by
            text = later.strftime(f"%Y-%m-%d{found[2]}%H:%M:%S")
            row[column] = text + row[column][found.end() :]


class Assign(OfNewLeads):
    """The router gives leads to this rep, whatever the rules say."""

    to: str

    def apply(self, evening: Evening) -> None:
        users = evening.table("salesforce/User.csv").rows
        reps = [row["Id"] for row in users if f"{row['FirstName']} {row['LastName']}" == self.to]
        if len(reps) != 1:
            raise NightError(f"there is no rep {self.to}")
        (new,) = reps
        for lead in self.chosen(evening, lambda lead: _LEAD in lead.rows):
            old_id = lead.rows[_LEAD][0]["OwnerId"]
            old_name = next(user.name for user in USERS if user.id == old_id)
            if old_id == new:
                raise NightError(f"a lead belongs to {self.to} already")
            for series in (_LEAD, _HISTORY, _ALERT, *_CALLS):
                for row in lead.rows.get(series, []):
                    row.update({c: new for c, text in row.items() if text == old_id})
                    row.update({c: self.to for c, text in row.items() if text == old_name})
