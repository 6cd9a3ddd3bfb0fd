"""Defines what the arithmetic of a handoff needs: its load, and the limits of a system's API."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ingest.stack.types import Block, Count, Duration, Id, Text

Positive = Annotated[int, Field(ge=1, le=10**12)]
# Keys of `limits` that are numbers of the API itself. They need a source and a date.
NUMBERS = (
    "calls",
    "batch_calls",
    "calls_per_day",
    "records_per_call",
    "concurrent",
    "change_tracking",
    "page_size",
    "max_results",
)


class Load(Block):
    """How many records a handoff moves, how often, and in calls of which size."""

    every: Duration | None = Field(
        None,
        description="Time between the starts of two runs: the polling interval or the schedule. "
        "Leave it out for a handoff that an event starts.",
    )
    processing: Duration | None = Field(
        None, description="Time from the start of a run until its records are in the target."
    )
    records: Count | None = Field(
        None,
        description="Number of all records of the source, which a full pull moves. Without it, the "
        "records in the exports count.",
    )
    records_per_day: Count | None = Field(
        None,
        description="Number of records that are new or changed per day. Without it, the new "
        "records per day in the exports count.",
    )
    pull: Literal["full", "changes"] | None = Field(
        None,
        description="`full`: each run moves all records; `changes`: only those that are new or "
        "changed since the previous run.",
    )
    per_call: Positive | None = Field(
        None, description="Records that one call writes into the target: the batch size."
    )
    page: Positive | None = Field(
        None,
        description="Records that one call reads from the source. Without it, the page size in "
        "the limits of the source.",
    )
    window: Duration | None = Field(
        None,
        description="Time in which a run must end, e.g. `6 h` for a load at night. Without it, "
        "the time until the next run (`every`).",
    )


class PlatformLimit(Block):
    """Limits of the API of one system. They replace those that handoff knows of the vendor."""

    system: Id = Field(description="System (`systems`).")
    object: Id | None = Field(
        None, description="Object with limits of its own. Without it, all objects of the system."
    )
    edition: Id | None = Field(
        None,
        description="Edition that the company has, e.g. `enterprise`, where the limits of the "
        "vendor differ by edition.",
    )
    licences: Count | None = Field(
        None, description="Number of user licences, where the vendor grants calls per licence."
    )
    calls: Positive | None = Field(None, description="Calls that are allowed in the time `per`.")
    per: Duration | None = Field(None, description="Time in which `calls` are allowed.")
    batch_calls: Positive | None = Field(
        None,
        description="Calls with several records that are allowed in the time `per`, where they "
        "have a limit of their own.",
    )
    calls_per_day: Positive | None = Field(None, description="Calls that are allowed per day.")
    records_per_call: Positive | None = Field(
        None, description="Largest number of records that one call writes."
    )
    concurrent: Positive | None = Field(None, description="Calls that may run at the same time.")
    change_tracking: bool | None = Field(
        None, description="Whether the system can list what changed since a time."
    )
    page_size: Positive | None = Field(
        None, description="Largest number of records that one call reads."
    )
    max_results: Positive | None = Field(
        None, description="Largest number of records that one query reaches over all its pages."
    )
    source: Text | None = Field(
        None, description="Where the numbers are known from, e.g. a page of the vendor."
    )
    as_of: date | None = Field(
        None, description="Day on which they were last compared with the source."
    )
    review_after: Duration | None = Field(
        None, description="Age at which they are stale. Without it, a year."
    )

    @model_validator(mode="after")
    def _numbers_are_whole(self) -> Self:
        timed = self.calls is not None or self.batch_calls is not None
        if timed and self.per is None:
            raise PydanticCustomError(
                "limit_window",
                "the calls have no time",
                {"allowed": "`per` beside `calls`, e.g. `calls: 100` with `per: 1 min`"},
            )
        if self.per is not None and not timed:
            raise PydanticCustomError(
                "limit_window",
                "'per' has no effect without `calls`",
                {"allowed": "`calls` or `batch_calls` beside `per`"},
            )
        numbers = [key for key in NUMBERS if getattr(self, key) is not None]
        if not numbers and self.edition is None and self.licences is None:
            raise PydanticCustomError(
                "limit_empty",
                "has no limit",
                {"allowed": f"`edition`, `licences` or a limit: {', '.join(NUMBERS)}"},
            )
        for key in ("source", "as_of"):
            if numbers and getattr(self, key) is None:
                raise PydanticCustomError(
                    "limit_source",
                    f"the limits have no '{key}'",
                    {"allowed": "`source` and `as_of` beside every limit"},
                )
        return self
