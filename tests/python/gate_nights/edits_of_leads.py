"""Edits of new leads over all systems: outages, delays, owners."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from pydantic import Field

from demo.company.reps import INTAKE, USERS
from gate_nights.edits_of_files import Edit, Texts
from gate_nights.evening import Evening, NightError
from gate_nights.files import Row
from gate_nights.growth import matches
from gate_nights.people import Lead, moment

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
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)([ T])(\d\d:\d\d:\d\d)")


class OfNewLeads(Edit):
    """Something that happens to leads which came after the baseline.

    `count` is the number of leads to which it happens, all without it; `least` guards the night.
    """

    where: dict[str, Texts] = Field(default_factory=dict)
    count: int | None = None
    least: int = 1

    def chosen(self, evening: Evening, can: Callable[[Lead], bool]) -> list[Lead]:
        found = [lead for lead in evening.new if matches(lead, self.where) and can(lead)]
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
