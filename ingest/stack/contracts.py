"""Defines the contract of a handoff: trigger, failure path, volume, approval, and the tokens."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ingest.declared_yaml.types import checked
from ingest.stack.durations import parse_duration
from ingest.stack.types import Block, Duration, Id, Text, Value

TriggerKind = Literal["webhook", "workflow", "polling", "schedule", "button"]
Destination = Literal["dead_letter", "queue", "email", "nowhere"]
KeptIn = Literal["vault", "platform", "environment", "config_file", "code", "document"]
# Key of a trigger -> the kinds of trigger that have it.
_KINDS_WITH = {
    "interval": ("polling", "schedule"),
    "overlap": ("polling",),
    "clock": ("polling",),
}
EVENT_HELP = (
    "one line `system.object.field: value`, or `system.object: created` for a new record, e.g. "
    "`{crm.opportunity.StageName: Closed Won}`"
)


def _one_event(event: dict[str, str]) -> dict[str, str]:
    parts = [name.split(".", 2) for name in event]
    if len(parts) != 1 or len(parts[0]) < 2 or not all(parts[0]):
        raise PydanticCustomError("event", "not one event", {"allowed": EVENT_HELP})
    return event


Event = Annotated[dict[Text, Value], AfterValidator(_one_event)]


class Trigger(Block):
    """What starts a handoff."""

    kind: TriggerKind = Field(
        description="`webhook`: the source sends a message when the event happens; `workflow`: a "
        "rule of the source sends it; `polling`: the target or a tool asks for changes; "
        "`schedule`: a batch runs at fixed times; `button`: a person starts it."
    )
    event: Event | None = Field(None, description=f"What happened in which system: {EVENT_HELP}.")
    interval: Duration | None = Field(
        None, description="`polling` and `schedule`: time between two runs."
    )
    overlap: Duration | None = Field(
        None, description="`polling`: time before the previous run that is read again."
    )
    clock: Text | None = Field(
        None,
        description="`polling`: header of the time that says what changed, e.g. `SystemModstamp`.",
    )

    @model_validator(mode="after")
    def _keys_fit_the_kind(self) -> Self:
        for key, kinds in _KINDS_WITH.items():
            if getattr(self, key) is not None and self.kind not in kinds:
                raise PydanticCustomError(
                    "trigger",
                    f"'{key}' has no effect on kind '{self.kind}'",
                    {"allowed": f"only with {' or '.join(f'`kind: {kind}`' for kind in kinds)}"},
                )
        return self

    @property
    def event_parts(self) -> tuple[str, str, str | None, str] | None:
        """System, object, field (None for a new record) and value of the event."""
        for name, value in (self.event or {}).items():
            system, kind, *field = name.split(".", 2)
            return system, kind, field[0] if field else None, value
        return None

    def __str__(self) -> str:
        """The trigger on one line, as reports show it."""
        event = "".join(f" {name} = {value}" for name, value in (self.event or {}).items())
        every = f" every {self.interval}" if self.interval else ""
        return f"{self.kind}{every}{':' if event else ''}{event}"


class FailurePath(Block):
    """What happens to a record that could not be handed over."""

    goes_to: Destination = Field(
        description="Where a rejected record goes: `dead_letter` (a log of rejected records), "
        "`queue`, `email` or `nowhere`."
    )
    notices: Id | None = Field(None, description="Person who notices a failure first (`owners`).")
    mends: Id | None = Field(None, description="Person who mends it (`owners`).")
    rolls_back: Id | None = Field(
        None, description="Person who rolls back what arrived wrongly (`owners`)."
    )
    within: Duration | None = Field(None, description="Time within which it is mended.")
    calendar: Id | None = Field(
        None,
        description="Calendar of `within` (`calendars`). Without it, all hours count.",
    )
    retries: list[Duration] | None = Field(
        None,
        min_length=1,
        description="Time from the first attempt to each retry, e.g. `[1 min, 5 min, 30 min]`.",
    )
    retry_horizon: Duration | None = Field(
        None,
        description="Time from the first attempt to the last retry, instead of `retries`. Without "
        "both, the default of the vendor counts where one is documented "
        "(`seeds/contracts/retry_horizons.csv`).",
    )

    @model_validator(mode="after")
    def _times_are_clear(self) -> Self:
        if self.calendar and not self.within:
            raise PydanticCustomError(
                "failure_path", "'calendar' is not used", {"allowed": "only beside `within`"}
            )
        if self.retries and self.retry_horizon:
            raise PydanticCustomError(
                "failure_path",
                "'retries' and 'retry_horizon' say the same",
                {"allowed": "one of them"},
            )
        seconds = [parse_duration(retry) for retry in self.retries or ()]
        if seconds != sorted(set(seconds)):
            raise PydanticCustomError(
                "failure_path",
                "'retries' do not increase",
                {"allowed": "the time from the first attempt to each retry, e.g. `[1 min, 5 min]`"},
            )
        return self

    @property
    def horizon_seconds(self) -> int | None:
        """Seconds from the first attempt to the last retry; None when not declared."""
        last = self.retries[-1] if self.retries else self.retry_horizon
        return parse_duration(last) if last else None

    def __str__(self) -> str:
        """The failure path on one line, as reports show it."""
        people = [
            f"{person} {verb}"
            for person, verb in (
                (self.notices, "notices"),
                (self.mends, "mends"),
                (self.rolls_back, "rolls back"),
            )
            if person
        ]
        within = [f"within {self.within}"] if self.within else []
        return "; ".join([self.goes_to.replace("_", " "), *people, *within])


def _is_block(value: Any) -> bool:
    return isinstance(value, (dict, Block))


TriggerForm = Annotated[
    Annotated[Text, Tag("<sentence>")] | Annotated[Trigger, Tag("<trigger>")],
    Discriminator(lambda value: "<trigger>" if _is_block(value) else "<sentence>"),
]
FailureForm = Annotated[
    Annotated[Text, Tag("<sentence>")] | Annotated[FailurePath, Tag("<failure_path>")],
    Discriminator(lambda value: "<failure_path>" if _is_block(value) else "<sentence>"),
]


Volume = Annotated[
    Decimal,
    Field(gt=0, le=10**9),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 10**9}),
]


class Expected(Block):
    """Usual volume of a handoff."""

    per_day: Volume = Field(description="Records on a usual day.")


class Approval(Block):
    """Approval of an override."""

    by: Id = Field(description="Person who approves (`owners`).")
    written_in: Text | None = Field(
        None, description="Document or page that describes when an override is right."
    )


def _expiry(text: str) -> None:
    if text != "never":
        date.fromisoformat(text)


Expiry = Annotated[
    str,
    checked(_expiry, "expires", "a date such as `2026-12-25`, or `never`"),
    WithJsonSchema({"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|never)$"}),
]


class Token(Block):
    """A token, key or password that a handoff uses. Its value is never declared."""

    id: Id = Field(description="Name of the token: your own, not a part of its value.")
    system: Id = Field(description="System that it opens (`systems`).")
    used_by: list[Id] = Field(
        default_factory=list, description="Handoffs that use it (`handoffs`)."
    )
    scopes: list[Text] | None = Field(
        None, description="Permissions it has, as the system names them."
    )
    needed_scopes: list[Text] | None = Field(
        None, description="Permissions that the handoffs need, in the same words."
    )
    role: Text | None = Field(
        None, description="Role or profile of its user, e.g. `Integration user`."
    )
    kept_in: KeptIn | None = Field(
        None,
        description="Where the value is kept. `vault`: a secret store; `platform`: the connection "
        "settings of an integration tool; `environment`: variables of a server. A value in a "
        "`config_file`, in `code` or in a `document` is a finding.",
    )
    owner: Id | None = Field(None, description="Person who renews it (`owners`).")
    expires: Expiry | None = Field(None, description="Last day on which it works, or `never`.")
