"""Leads of the demo company over all files, and new leads made from them.

A new lead is an earlier lead at a later date: the same weekday and hour, the same waits, the same
faults, with a name, an address and ids of its own. So growth has the rhythm and the quality of
the company's past.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property

from demo.company import word_lists as words
from demo.company.ids import ALPHABET, PREFIXES, salesforce_id
from gate_nights.files import Files, Row, Table

# Numbers of leads: the drawn company, the weeks up to the baseline, the nights after it.
FILLED_FROM, NEW_FROM = 40_000, 50_000
BASE_NOW = datetime(2026, 6, 30, 18)
_FORMS = {
    "website/typeform-demo-request.csv": ("#", "Submit Date (UTC)"),
    "website/gravity-contact-sales.csv": ("Entry Id", "Entry Date"),
    "website/newsletter.csv": ("submission_id", "submitted_at"),
}
# Path (of a monthly file: without the month) and the column whose id leads to the lead.
KEYS = {
    **{path: column for path, (column, _) in _FORMS.items()},
    "marketo/leads-bulk": "id",
    "marketo/activities-bulk": "leadId",
    "enrichment/enriched_leads.csv": "enrichment_id",
    "alerts/alert_log.csv": "alert_id",
    "salesforce/Lead.csv": "Id",
    "salesforce/LeadHistory.csv": "LeadId",
    "salesforce/Task.csv": "WhoId",
    "salesforce/Event.csv": "WhoId",
}
_MOMENTS = {"marketo/leads-bulk": "createdAt", "marketo/activities-bulk": "activityDate"}
# Faults that a copy of the lead has, too, and that do no harm which cannot be undone.
_COPIED_FAULTS = {
    "assigned_late", "touched_late", "late_in_crm", "late_in_marketing", "alerted_late",
    "enriched_late", "wrong_owner", "no_rule", "size_unknown", "industry_defaulted",
    "source_defaulted", "state_differs", "title_placeholder", "title_invented", "value_differs",
    "value_truncated", "routing_input_blanked", "form_phone_lost",
}  # fmt: skip
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ANY_DIGIT = re.compile(r"\d")
_SALESFORCE = re.compile("(" + "|".join(sorted(PREFIXES.values())) + r")(\d)(\w{5})\w{3}")
_KIND = {prefix: kind for kind, prefix in PREFIXES.items()}


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def series_of(path: str) -> str:
    """The path without its month: `marketo/leads-bulk-2026-05.csv` is one of the leads-bulk."""
    return re.sub(r"-\d{4}-\d\d\.csv$", "", path)


def paths_of(files: Files, series: str) -> list[str]:
    """The files of a series, or the one file."""
    return sorted(path for path in files.texts if series_of(path) == series)


def number_of(cell: str) -> int | None:
    """The number of the lead that an id of any system belongs to; None for other text."""
    if found := _SALESFORCE.fullmatch(cell):
        number = 0
        for letter in found[3]:
            number = number * 62 + ALPHABET.index(letter)
        return number
    if found := re.fullmatch(r"(?:enr-|al-|nl-0*)(\d+)", cell):
        return int(found[1])
    return None


@cache
def typeform_numbers() -> dict[str, int]:
    """The number of the lead by the id that Typeform gives."""
    return {md5(f"form{n}"): n for n in range(60_000)}


@dataclass
class Lead:
    """The rows of one lead by file series."""

    number: int
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def one(self, series: str) -> Row | None:
        """The only row of a series; None if there are several or no rows."""
        found = self.rows.get(series, [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def form(self) -> str | None:
        """The form that the lead filled in; None if not exactly one."""
        forms = [path for path in _FORMS if path in self.rows]
        return forms[0] if len(forms) == 1 and self.one(forms[0]) else None

    @cached_property
    def captured(self) -> datetime:
        """When the form was sent."""
        row = self.rows[str(self.form)][0]
        return moment(row[_FORMS[str(self.form)][1]])

    @cached_property
    def last_moment(self) -> datetime:
        """The latest time in any row."""
        cells = (c for rows in self.rows.values() for row in rows for c in row.values())
        found = [moment(cell) for cell in cells if _STAMP.match(cell) and "00:00:00" not in cell]
        return max(found)


def moment(cell: str) -> datetime:
    found = _STAMP.match(cell)
    assert found, cell
    return datetime.fromisoformat(f"{found[1]} {found[2]}")


def leads_of(files: Files) -> dict[int, Lead]:
    """All leads by number."""
    typeform = typeform_numbers()
    leads: dict[int, Lead] = {}
    for path in sorted(files.texts):
        series = series_of(path)
        if series not in KEYS:
            continue
        for row in files.table(path).rows:
            number = lead_number(series, row[KEYS[series]], typeform)
            if number is not None:
                lead = leads.setdefault(number, Lead(number))
                lead.rows.setdefault(series, []).append(row)
    return leads


def lead_number(series: str, cell: str, typeform: dict[str, int]) -> int | None:
    if series.startswith("website/typeform"):
        return typeform.get(cell)
    if series.startswith("website/gravity"):
        return int(cell) - 20_000 if cell.isdecimal() and len(cell) == 5 else None
    if series.startswith("marketo"):
        return int(cell) - 100_000 if cell.isdecimal() and len(cell) == 6 else None
    return number_of(cell)


def models(leads: dict[int, Lead], faults: str) -> list[Lead]:
    """The leads of the drawn company from which new ones can be made, by number.

    They came through one form after the change to summer time, are not converted, and have no
    fault that another record shares or that does harm which cannot be undone.
    """
    excluded = leads_with_faults(faults, _COPIED_FAULTS)
    return [lead for number, lead in sorted(leads.items()) if _can_be_model(lead, excluded)]


def leads_with_faults(faults: str, except_for: Collection[str] = ()) -> set[int]:
    """The numbers of the leads with a planted fault, by the labels of the demo company."""
    found: set[int] = set()
    for fault in csv.DictReader(io.StringIO(faults)):
        if fault["fault"] in except_for:
            continue
        for series in ("website/typeform", "website/gravity", "marketo", "other"):
            if series.split("/")[0] in (fault["system"], "other"):
                number = lead_number(series, fault["record_id"], typeform_numbers())
                found |= set() if number is None else {number}
    return found


def _can_be_model(lead: Lead, excluded: set[int]) -> bool:
    marketing = lead.one("marketo/leads-bulk")
    if lead.number in excluded or lead.number >= FILLED_FROM or not lead.form or not marketing:
        return False
    customer = lead.one("salesforce/Lead.csv")
    if "salesforce/Lead.csv" in lead.rows and not customer:
        return False
    if marketing["sfdcContactId"] != "null" or (customer and customer["IsConverted"] != "0"):
        return False
    # A lead of a customer goes to the owner of the account, and a shared address is a duplicate.
    return datetime(2026, 3, 16) <= lead.captured < datetime(2026, 6, 13)


@dataclass(frozen=True)
class Name:
    """A name that no other lead of the company has."""

    first: str
    last: str
    address: str  # the part of the address before the @


def names(taken: set[tuple[str, str]], start: int) -> Iterator[Name]:
    """New names, in a fixed order from `start` on."""
    first, last = words.FIRST_NAMES, words.LAST_NAMES
    for n in range(start, start + len(first) * len(last)):
        place = n * 7919 % (len(first) * len(last))
        a, b = first[place % len(first)], last[place // len(first)]
        if (a[0], b[0]) not in taken:
            yield Name(a[0], b[0], f"{a[1]}.{b[1]}".lower())


def copy_of(model: Lead, number: int, days: int, name: Name) -> Lead:
    """The model as a new person, a whole number of days later."""
    form = model.one(str(model.form))
    assert form
    old_email = form["Email"]
    new_email = f"{name.address}@{old_email.split('@')[1]}"
    phone = str(2_000_000 + (model.number * 7_654_321 + 13) % 8_000_000)
    exact = {
        form["First name"]: name.first,
        form["Last name"]: name.last,
        md5(f"form{model.number}"): md5(f"form{number}"),
        md5(f"net{model.number}")[:10]: md5(f"net{number}")[:10],
    }

    def cell(column: str, text: str) -> str:
        if text.lower() == old_email.lower():
            return new_email.upper() if text.isupper() else new_email
        if "name" in column.lower() or column in ("#", "Network ID"):
            return exact.get(text, text)
        if not _ANY_DIGIT.search(text):
            return text
        if found := _SALESFORCE.fullmatch(text):
            mine = number_of(text) == model.number and found[1] not in (
                PREFIXES["User"], PREFIXES["Account"], PREFIXES["Group"],
            )  # fmt: skip
            return salesforce_id(_KIND[found[1]], number, int(found[2])) if mine else text
        text = _renumbered(column, text, model.number, number)
        text = text.replace(phone, str(2_000_000 + (number * 7_654_321 + 13) % 8_000_000))
        return _DAY.sub(lambda day: _later(day[0], days), text)

    rows = {
        series: [{column: cell(column, text) for column, text in row.items()} for row in found]
        for series, found in model.rows.items()
    }
    return Lead(number, rows)


def _renumbered(column: str, text: str, old: int, new: int) -> str:
    if column == "marketoGUID":
        return str(int(text) + (new - old) * 16)
    for start, width in (("", 100_000), ("", 20_000), ("000", 47_110_000)):
        if text == f"{start}{width + old}":
            return f"{start}{width + new}"
    if text in (f"enr-{old}", f"al-{old}"):
        return text.replace(str(old), str(new))
    return f"nl-{new:07}" if text == f"nl-{old:07}" else text


def _later(day: str, days: int) -> str:
    return (datetime.fromisoformat(day) + timedelta(days=days)).date().isoformat()


def add_lead(files: Files, lead: Lead) -> None:
    """Appends the rows of a lead to the files; the monthly files by the month of the row."""
    for series, rows in lead.rows.items():
        for row in rows:
            path = series
            if series in _MOMENTS:
                path = f"{series}-{row[_MOMENTS[series]][:7]}.csv"
                if path not in files.texts:
                    model = files.table(paths_of(files, series)[0])
                    files.add(path, Table(list(model.columns), [], model.quoted))
            files.table(path).rows.append(row)


def is_new(number: int | None) -> bool:
    """Whether a lead came after the baseline."""
    return number is not None and number >= NEW_FROM


def stamp(when: datetime) -> str:
    """A time as Salesforce and Stripe write it."""
    return when.replace(tzinfo=UTC).strftime("%Y-%m-%d %H:%M:%S")
