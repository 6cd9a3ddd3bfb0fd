"""Defines the simple blocks of the stack: systems, people, calendars, service levels."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ingest.stack.types import (
    Block,
    Count,
    Duration,
    Email,
    ErrorLevel,
    Growth,
    Hop,
    Hours,
    Id,
    Share,
    Text,
    TimeZone,
    Weekday,
)

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Company(Block):
    """The audited company and the settings of the audit."""

    name: Text = Field(description="Name shown in the report.")
    currency: Currency = Field(description="ISO 4217 code of the figures, e.g. `USD`.")
    as_of: datetime | None = Field(
        None,
        description="Fixed value of 'now', e.g. `2026-06-30T00:00:00Z` (UTC without a zone). "
        "Without it, now is the latest timestamp in the exports.",
    )


class Owner(Block):
    """A person who is responsible for a handoff. Sales reps are not listed: the CRM names them."""

    id: Id = Field(description="Name that other blocks refer to.")
    name: Text = Field(description="Name shown in the report.")
    email: Email | None = Field(None, description="E-mail address.")
    team: Text | None = Field(None, description="Team of the person.")
    backup: Id | None = Field(None, description="Person who replaces them (`owners`).")
    escalation: Id | None = Field(None, description="Person who is informed next (`owners`).")


class Calendar(Block):
    """Business hours."""

    id: Id = Field(description="Name that service levels refer to.")
    time_zone: TimeZone = Field(description="Time zone of the hours.")
    hours: dict[Weekday, Hours] = Field(
        min_length=1,
        description="Opening hours by weekday; a missing weekday is closed.",
    )
    holidays: list[date] = Field(
        default_factory=list,
        description="Days without business hours, e.g. `2026-12-25`.",
    )


class ServiceLevel(Block):
    """A promised time for one hop, or from one hop to another."""

    id: Id = Field(description="Name that handoffs refer to.")
    hop: Hop = Field(description="Hop at which the time ends.")
    from_hop: Hop | None = Field(
        None, description="Hop at which the time starts. Without it, the previous hop."
    )
    within: Duration = Field(description="Promised time, e.g. `5 min`.")
    clock: Literal["elapsed", "business"] = Field(
        "elapsed",
        description="`elapsed`: all hours count; `business`: only the hours of the calendar.",
    )
    calendar: Id | None = Field(None, description="Calendar of a `business` clock (`calendars`).")
    delay: Literal["system", "human"] = Field(
        description="Whether a system or a human causes delays here."
    )

    @model_validator(mode="after")
    def _clock_has_calendar(self) -> Self:
        if (self.clock == "business") != (self.calendar is not None):
            what = "'calendar' is missing" if self.calendar is None else "'calendar' is not used"
            raise PydanticCustomError(
                "calendar",
                what,
                {"allowed": "`clock: business` with a calendar, `clock: elapsed` without"},
            )
        return self


class Limit(Block):
    """A limit that is independent of the baseline: one violation more fails the build."""

    check: Id = Field(description="Check that is limited (`docs/checks.md`).")
    handoff: Id | None = Field(
        None,
        description="Handoff that is limited (`handoffs`). Without it, the whole check is limited.",
    )
    max_violations: Count | None = Field(None, description="Largest number of violations.")
    max_share: Share | None = Field(None, description="Largest share of the scope in violation.")

    @model_validator(mode="after")
    def _has_limit(self) -> Self:
        if self.max_violations is None and self.max_share is None:
            raise PydanticCustomError(
                "limit", "has no limit", {"allowed": "`max_violations`, `max_share` or both"}
            )
        return self


class Gate(Block):
    """What fails the build: see docs/gate.md."""

    error_level: ErrorLevel = Field(
        default=Decimal("0.01"),
        description="Share of runs in which an unchanged company may fail by chance.",
    )
    limits: list[Limit] = Field(default_factory=list, description="Absolute limits.")


class Loads(Block):
    """When a full export is quarantined instead of loaded: see docs/scheduled-runs.md."""

    max_shrink: Share = Field(
        default=Decimal("0.5"),
        description="Largest share of the previous full export's records that may be missing.",
    )
    max_growth: Growth = Field(
        default=Decimal(10),
        description="Largest number of records, as a multiple of the previous full export's.",
    )
    min_records: Count = Field(
        default=20, description="Smaller changes of the number of records are always accepted."
    )
