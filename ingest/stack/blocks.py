"""The parts of the stack that stand alone: systems, people, calendars, service levels."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from ingest.stack.encodings import Encoding
from ingest.stack.types import (
    Completeness,
    Count,
    Duration,
    Email,
    Entity,
    ErrorLevel,
    Function,
    Glob,
    Growth,
    Hop,
    Hours,
    Id,
    Part,
    Role,
    Share,
    Text,
    TimeZone,
    Value,
    Weekday,
)

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Headers = Annotated[list[Text], Field(min_length=2, max_length=20)]
Filler = Annotated[
    Annotated[Text, Tag("<header>")] | Annotated[Headers, Tag("<headers>")],
    Discriminator(lambda value: "<headers>" if isinstance(value, list) else "<header>"),
]


class Company(Part):
    """The audited company and the settings of the audit."""

    name: Text = Field(description="Name shown in the report.")
    currency: Currency = Field(description="ISO 4217 code of the figures, e.g. `USD`.")
    as_of: datetime | None = Field(
        None,
        description="Pins 'now', e.g. `2026-06-30T00:00:00Z` (UTC when it carries no zone). "
        "Without it, now is the latest moment in the exports.",
    )


class Table(Part):
    """A file no vendor declaration knows (or a known one whose recognition is pinned)."""

    object: Id = Field(description="Name of the object; handoffs and rules call it by this name.")
    files: list[Glob] = Field(
        min_length=1,
        description="Globs below the export folder, e.g. `enrichment/leads*.csv`.",
    )
    entity: Entity | None = Field(
        None,
        description="Canonical entity its rows become. Without it, the file is pinned to "
        "the object of that name of the system's vendor.",
    )
    columns: dict[Id, Filler] = Field(
        default_factory=dict,
        description="Canonical column: header in the file. An id may be a list of headers, where "
        "the file has no column of ids: together they make it.",
    )
    constants: dict[Id, Value] = Field(
        default_factory=dict,
        description="Canonical column: the same value for every row.",
    )
    export: Completeness | None = Field(None, description="As in `systems`, for these files.")
    encoding: Encoding | None = Field(None, description="As in `systems`, for these files.")

    @property
    def plain_columns(self) -> dict[str, str]:
        """Canonical column: the one header that fills it."""
        return {name: text for name, text in self.columns.items() if isinstance(text, str)}

    @property
    def composed(self) -> dict[str, list[str]]:
        """Id: the headers that make it together."""
        return {
            name: several for name, several in self.columns.items() if isinstance(several, list)
        }

    @model_validator(mode="after")
    def _mapped(self) -> Self:
        if self.entity and not self.columns:
            raise PydanticCustomError(
                "no_columns",
                "maps no column",
                {"allowed": "columns: {record_id: <header>, …}"},
            )
        if not self.entity and (self.columns or self.constants):
            raise PydanticCustomError(
                "no_entity", "'entity' is missing", {"allowed": _words(Entity)}
            )
        return self


class System(Part):
    """One tool of the company; two Salesforce orgs are two systems."""

    id: Id = Field(description="Name other parts refer to.")
    name: Text = Field(description="Name shown in the report.")
    vendor: Id | None = Field(
        None,
        description="Kind of export it gives, e.g. `salesforce`; left out when mapped.",
    )
    functions: list[Function] = Field(min_length=1, description="What it is for.")
    role: Role = Field(
        description="`truth`: decides a value; `record`: keeps a copy; `transport`: passes it on."
    )
    time_zone: TimeZone | None = Field(
        None,
        description="Zone of stamps that carry none. Without it, the vendor's, which is mostly "
        "`UTC`.",
    )
    date_order: Literal["dmy", "mdy"] | None = Field(
        None,
        description="How dates with slashes are written. Without it the values of a column decide, "
        "and what the vendor always writes; where nothing tells, they are no dates.",
    )
    decimal_mark: Literal["point", "comma"] | None = Field(
        None,
        description="What stands before decimals. Without it, the values of a column decide; "
        "where they do not tell (`1,234`), they are no numbers.",
    )
    resolution: Duration | None = Field(
        None, description="Clock resolution of its exports, e.g. `1 min` for a report."
    )
    owner: Id | None = Field(None, description="Person who answers for it (`owners`).")
    export: Completeness | None = Field(
        None,
        description="`full`: every file holds all records of its object, so a record that is "
        "missing was deleted; `partial`: it says nothing of others. Without it, a Salesforce "
        "Data Export is full and everything else partial.",
    )
    encoding: Encoding | None = Field(
        None,
        description="Encoding of its text files, a codec of Python such as `cp1250`, `shift_jis` "
        "or `mac_roman`. Without it, a file is read as UTF-8, UTF-16 or UTF-32 where its bytes "
        "show that, else as Windows-1252 with a warning. A byte order mark decides first.",
    )
    files: list[Glob] = Field(
        default_factory=list,
        description="Globs below the export folder: files that belong to this system.",
    )
    tables: list[Table] = Field(
        default_factory=list, description="Files mapped by hand to a canonical entity."
    )

    @model_validator(mode="after")
    def _encoding_has_files(self) -> Self:
        # The encoding must be known before the headers can show whose file it is.
        if self.encoding and not self.files and not self.tables:
            raise PydanticCustomError(
                "encoding",
                "'encoding' needs 'files'",
                {"allowed": "`encoding` with `files: [<glob>, …]`, the files it is for"},
            )
        return self


class Owner(Part):
    """A person who answers for a handoff. Not the sales reps: the CRM export names those."""

    id: Id = Field(description="Name other parts refer to.")
    name: Text = Field(description="Name shown in the report.")
    email: Email | None = Field(None, description="Address.")
    team: Text | None = Field(None, description="Team.")
    backup: Id | None = Field(None, description="Who stands in (`owners`).")
    escalation: Id | None = Field(None, description="Who is told next (`owners`).")


class Calendar(Part):
    """Business hours."""

    id: Id = Field(description="Name service levels refer to.")
    time_zone: TimeZone = Field(description="Zone the hours are meant in.")
    hours: dict[Weekday, Hours] = Field(
        min_length=1,
        description="Opening hours by weekday; a missing weekday is closed.",
    )
    holidays: list[date] = Field(
        default_factory=list,
        description="Days without business hours, e.g. `2026-12-25`.",
    )


class ServiceLevel(Part):
    """A promised time for one hop, or for the way between two."""

    id: Id = Field(description="Name handoffs refer to.")
    hop: Hop = Field(description="Hop it ends at.")
    from_hop: Hop | None = Field(
        None, description="Hop it starts at. Without it, the hop reached before."
    )
    within: Duration = Field(description="The promise, e.g. `5 min`.")
    clock: Literal["elapsed", "business"] = Field(
        "elapsed", description="Whether nights and weekends count."
    )
    calendar: Id | None = Field(None, description="Calendar of a `business` clock (`calendars`).")
    delay: Literal["system", "human"] = Field(description="Who causes a delay here.")

    @model_validator(mode="after")
    def _clock_has_calendar(self) -> Self:
        if (self.clock == "business") != (self.calendar is not None):
            what = "'calendar' is missing" if self.calendar is None else "'calendar' has no use"
            raise PydanticCustomError(
                "calendar",
                what,
                {"allowed": "`clock: business` with a calendar, `clock: elapsed` without"},
            )
        return self


class Limit(Part):
    """A limit that holds whatever the baseline says: one violation beyond it fails the build."""

    check: Id = Field(description="Check it limits (`docs/checks.md`).")
    handoff: Id | None = Field(
        None, description="Handoff (`handoffs`). Without it, the check as a whole is limited."
    )
    max_violations: Count | None = Field(None, description="Most records in violation.")
    max_share: Share | None = Field(None, description="Largest share of the scope in violation.")

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.max_violations is None and self.max_share is None:
            raise PydanticCustomError(
                "limit", "limits nothing", {"allowed": "`max_violations`, `max_share` or both"}
            )
        return self


class Gate(Part):
    """What fails the nightly build: see docs/gate.md."""

    error_level: ErrorLevel = Field(
        default=Decimal("0.01"),
        description="Share of nights on which an unchanged company may fail by chance.",
    )
    limits: list[Limit] = Field(default_factory=list, description="Absolute limits.")


class Loads(Part):
    """When a full export is held back instead of loaded: see docs/nights.md."""

    max_shrink: Share = Field(
        default=Decimal("0.5"),
        description="Largest share of its records a full export may have lost.",
    )
    max_growth: Growth = Field(
        default=Decimal(10), description="How many times as many records it may have."
    )
    min_records: Count = Field(
        default=20, description="Fewer records gained or lost are nothing to wonder about."
    )


def _words(literal: Any) -> str:
    return ", ".join(literal.__args__)
