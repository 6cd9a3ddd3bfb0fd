"""The declared stack as pydantic models: one class per block of `stack/*.yml`.

The field descriptions are the reference: `docs/stack.md` and `docs/stack.schema.json` are
generated from them.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, PrivateAttr, Tag, model_validator
from pydantic_core import PydanticCustomError

from ingest.declared_yaml.reader import KeyPath, Source
from ingest.stack.blocks import (
    Calendar,
    Company,
    Currency,
    Gate,
    Loads,
    Owner,
    ServiceLevel,
    System,
)
from ingest.stack.conditions import When
from ingest.stack.types import (
    Amount,
    Authority,
    Duration,
    Hop,
    Id,
    Kind,
    Meaning,
    Part,
    PoolKind,
    Text,
    Value,
)


class End(Part):
    """One end of a handoff."""

    system: Id = Field(description="System (`systems`).")
    object: Id = Field(description="Object of that system, e.g. `lead`.")


class MatchIds(Part):
    """The columns that hold the same id on both sides."""

    source: Text = Field(description="Header on the source side.")
    target: Text = Field(description="Header on the target side.")


Match = Annotated[
    Annotated[Literal["identity"], Tag("<identity>")] | Annotated[MatchIds, Tag("<ids>")],
    Discriminator(lambda value: "<ids>" if isinstance(value, (dict, MatchIds)) else "<identity>"),
]


class HandoffField(Part):
    """A field that must survive the handoff."""

    source: Text = Field(description="Header in the source's export.")
    target: Text = Field(description="Header in the target's export.")
    kind: Kind = Field(description="What the value is: decides how two values are compared.")
    authority: Authority = Field("either", description="Which side is right when they differ.")
    used_for_routing: bool = Field(False, description="Whether routing reads it.")
    max_length: int | None = Field(None, ge=1, description="Length of the target field.")
    default: Value | None = Field(None, description="Value the target takes when nothing came.")
    values: dict[Value, Value] = Field(
        default_factory=dict,
        description="Declared translations: source value: target value.",
    )
    optional: bool = Field(
        False,
        description="Whether an export may lack it: a column nobody knows is then noted, and the "
        "field is not compared. Otherwise it stops the loading.",
    )


class Handoff(Part):
    """A hop between two systems: what starts it, what must arrive, by when, who answers."""

    id: Id = Field(description="Name; part of the ids of findings.")
    name: Text = Field(description="Name shown in the report.")
    from_: End = Field(alias="from", description="Where the record comes from.")
    to: End = Field(description="Where it must arrive.")
    hop: Hop = Field(description="Lifecycle hop it serves.")
    trigger: Text | None = Field(None, description="What starts it.")
    direction: Literal["one_way", "two_way"] = Field("one_way", description="Who may write back.")
    owner: Id | None = Field(None, description="Person who answers for it (`owners`).")
    backup: Id | None = Field(None, description="Who stands in (`owners`).")
    service_level: Id | None = Field(None, description="Promised time (`service_levels`).")
    failure_path: Text | None = Field(None, description="What happens when it fails.")
    match: Match | None = Field(
        None,
        description="How records are paired: `identity` (same person) or the headers of the id "
        "on both sides. Without it, nothing is paired.",
    )
    only_when: When | None = Field(
        None,
        description="Only source records that meet these conditions are due (see `when`).",
    )
    fields: list[HandoffField] = Field(
        default_factory=list, description="Fields that must survive."
    )


class Stage(Part):
    """A lifecycle stage."""

    id: Id = Field(description="Name values refer to.")
    name: Text = Field(description="Name shown in the report.")
    order: int = Field(ge=0, le=1000, description="Place on the way forward.")
    meaning: Meaning = Field(description="What a record in it is.")


class StageValues(Part):
    """What the values of one status field mean."""

    system: Id = Field(description="System (`systems`).")
    object: Id = Field(description="Object of that system.")
    field: Text = Field(description="Header of the field.")
    map: dict[Value, Id] = Field(min_length=1, description="Value as held: stage.")


class Lifecycle(Part):
    """Stages and what each system's status values mean."""

    stages: list[Stage] = Field(default_factory=list, description="All stages.")
    values: list[StageValues] = Field(
        default_factory=list, description="Status fields, one entry per field."
    )


class Pool(Part):
    """Owners that share leads."""

    id: Id = Field(description="Name rules refer to.")
    kind: PoolKind = Field(
        "round_robin",
        description="`round_robin`: people in turn; `queue`: a queue of the CRM; "
        "`owner`: one person.",
    )
    members: list[Text] = Field(
        min_length=1,
        description="Addresses, ids or names of owners as the CRM has them.",
    )


class Assign(Part):
    """Who gets the record: a pool or one owner."""

    pool: Id | None = Field(None, description="Pool of this set-up.")
    owner: Text | None = Field(None, description="Address, id or name of one owner.")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.pool is None) == (self.owner is None):
            raise PydanticCustomError(
                "assign",
                "names no target or two",
                {"allowed": "either `pool` or `owner`"},
            )
        return self


class Rule(Part):
    """One routing rule; all its conditions must hold."""

    id: Id = Field(description="Name shown with every decision.")
    order: int = Field(ge=0, le=1_000_000, description="The lowest that matches decides.")
    when: When = Field(description="Conditions by header.")
    assign: Assign = Field(description="Who gets the record.")


class Routing(Part):
    """Who should get which record of one object."""

    id: Id = Field(description="Name.")
    system: Id = Field(description="System whose records are routed (`systems`).")
    object: Id = Field(description="Object of that system.")
    handoff: Id | None = Field(None, description="Handoff it belongs to (`handoffs`).")
    queue_max_age: Duration | None = Field(
        None, description="How long a record may wait in a queue."
    )
    pools: list[Pool] = Field(default_factory=list, description="Targets of the rules.")
    rules: list[Rule] = Field(default_factory=list, description="Rules.")


class Costs(Part):
    """What a fault costs. Without an input, the figures that need it are not computed."""

    currency: Currency = Field(description="ISO 4217 code of the amounts.")
    hourly_rate: Amount | None = Field(
        None, description="One hour of the person who mends records."
    )
    minutes_per_manual_fix: Amount | None = Field(
        None, description="Minutes one record takes by hand."
    )
    value_per_lead: Amount | None = Field(None, description="What one lead is worth on average.")


class Stack(Part):
    """Everything declared in a stack folder. Get one with `ingest.stack.load`."""

    company: Company = Field(description="The company and the settings of the audit.")
    systems: list[System] = Field(min_length=1, description="The tools.")
    owners: list[Owner] = Field(default_factory=list, description="People who answer.")
    calendars: list[Calendar] = Field(default_factory=list, description="Business hours.")
    service_levels: list[ServiceLevel] = Field(default_factory=list, description="Promised times.")
    handoffs: list[Handoff] = Field(default_factory=list, description="Hops between systems.")
    lifecycle: Lifecycle = Field(default_factory=Lifecycle, description="Stages and status values.")
    routing: list[Routing] = Field(default_factory=list, description="Routing set-ups.")
    costs: Costs | None = Field(None, description="Inputs of the cost figures.")
    gate: Gate = Field(default_factory=Gate, description="What fails the nightly build.")
    loads: Loads = Field(default_factory=Loads, description="When a full export is held back.")

    _source: Source = PrivateAttr(default_factory=Source)

    @property
    def source(self) -> Source:
        """Where every value stands."""
        return self._source

    def where(self, *path: str | int) -> str:
        """`stack/routing.yml:12:7` of a value given by its key path."""
        return str(self._source.at(path))

    def declared_in(self, path: KeyPath) -> str:
        """`stack/routing.yml:12` of a value given by its key path."""
        position = self._source.at(path)
        return f"{position.file}:{position.line}"
