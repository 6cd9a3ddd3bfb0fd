"""What the edits of a night work on: the files, the leads, and the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gate_nights.files import Files, Row, Table
from gate_nights.people import (
    BASE_NOW,
    FILLED_FROM,
    KEYS,
    Lead,
    lead_number,
    leads_of,
    leads_with_faults,
    models,
    paths_of,
    series_of,
    typeform_numbers,
)


class NightError(ValueError):
    """A night is not what its file says."""


@dataclass(frozen=True)
class Known:
    """The leads of the base, which nobody changes."""

    leads: dict[int, Lead]
    models: list[Lead]
    faulty: set[int]
    drawn: list[Lead]

    @classmethod
    def of(cls, files: Files, labels: str) -> Known:
        """The leads in the files of an evening; `labels` names those with a planted fault."""
        leads = leads_of(files)
        drawn = (lead for lead in leads.values() if lead.number < FILLED_FROM)
        return cls(
            leads,
            models(leads, labels),
            leads_with_faults(labels),
            [lead for lead in drawn if lead.form],
        )


@dataclass
class Evening:
    """The files of one evening. `base` has the text of every file of the baseline."""

    files: Files
    base: Mapping[str, str]
    known: Known
    now: datetime = BASE_NOW
    new: list[Lead] = field(default_factory=list)

    def table(self, name: str) -> Table:
        """A file; an unknown one is an error of the night."""
        try:
            return self.files.table(name)
        except KeyError as missing:
            raise NightError(str(missing)) from missing

    def paths(self, name: str) -> list[str]:
        """The file, the files of a monthly series, or the members of a ZIP."""
        found = [name] if name in self.files.texts else paths_of(self.files, name)
        found = found or [member for member, zip_ in self.files.archives.items() if zip_ == name]
        if not found:
            raise NightError(f"there is no file {name}")
        return found

    def lead_of(self, name: str, row: Row) -> int | None:
        """The number of the lead of a row; None if the row belongs to no lead."""
        series = series_of(name)
        if series not in KEYS:
            return None
        return lead_number(series, row[KEYS[series]], typeform_numbers())
