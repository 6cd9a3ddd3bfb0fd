"""Defines the declared stack as pydantic models: one class per block of `stack/*.yml`.

The field descriptions are the reference: `docs/stack.md` and `docs/stack.schema.json` are
generated from them.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, PrivateAttr, Tag, model_validator
from pydantic_core import PydanticCustomError

from ingest.declared_yaml.conditions import When
from ingest.declared_yaml.reader import KeyPath, Source
from ingest.declared_yaml.types import ConsentMeaning
from ingest.stack.answers import Answer
from ingest.stack.blocks import (
    Calendar,
    Company,
    Currency,
    Gate,
    Loads,
    Owner,
    ServiceLevel,
)
from ingest.stack.contracts import Approval, Expected, FailureForm, Token, TriggerForm
from ingest.stack.feasibility import Load, PlatformLimit
from ingest.stack.lifecycle import Lifecycle
from ingest.stack.routing import Routing
from ingest.stack.system import System
from ingest.stack.table_rules import TableRule, TableSum
from ingest.stack.types import (
    Amount,
    Authority,
    Block,
    Cardinality,
    Hop,
    Id,
    Kind,
    Text,
    Value,
)


class End(Block):
    """One end of a handoff."""

    system: Id = Field(description="System (`systems`).")
    object: Id = Field(description="Object of that system, e.g. `lead`.")


class MatchIds(Block):
    """The columns that contain the same id on both sides."""

    source: Text = Field(description="Header on the source side.")
    target: Text = Field(description="Header on the target side.")


Match = Annotated[
    Annotated[Literal["identity"], Tag("<identity>")] | Annotated[MatchIds, Tag("<ids>")],
    Discriminator(lambda value: "<ids>" if isinstance(value, (dict, MatchIds)) else "<identity>"),
]


class Customer(Block):
    """The customer of a deal, who must be the customer of its invoice."""

    source: Text = Field(
        description="Header on the source side: the customer's id or name, e.g. of a deal."
    )
    target: Text = Field(
        description="Header on the target side: the customer's id or name, e.g. of an invoice."
    )
    billed_to: Text | None = Field(
        None,
        description="Header on the source side: a partner who is billed instead. Where it is "
        "filled, the target must name the partner.",
    )


class HandoffField(Block):
    """A field that must arrive unchanged."""

    source: Text = Field(description="Header in the source's export.")
    target: Text = Field(description="Header in the target's export.")
    kind: Kind = Field(description="Type of the value; it decides how two values are compared.")
    authority: Authority = Field(
        "either", description="Which side is right when the values differ."
    )
    compare: Literal["value", "sum"] = Field(
        "value",
        description="`value`: each pair of records has the same value; `sum`: the values of the "
        "many records add up to the value of the one (`cardinality`). Only for `money` and "
        "`number`; what rounding to the currency explains is accepted.",
    )
    corrected_by: Literal["people", "nobody", "anyone"] = Field(
        "people",
        description="Whose changes in the target, after the value arrived, are corrections and no "
        "fault. `people`: users and the person concerned, but no integration, import or "
        "automation. For `consent`, only the person concerned counts.",
    )
    used_for_routing: bool = Field(False, description="Whether routing rules use this field.")
    max_length: int | None = Field(None, ge=1, description="Length of the target field.")
    default: Value | None = Field(
        None, description="Value of the target when the source has no value."
    )
    values: dict[Value, Value] = Field(
        default_factory=dict,
        description="Translations of values, as `source value: target value`.",
    )
    source_means: ConsentMeaning | None = Field(
        None,
        description="Kind `consent` only: what a yes on the source side says. `opt_out`: the "
        "person refuses e-mail; `opt_in`: the person agrees. Without it, the vendor's declaration "
        "decides; if it does not know the column, only words such as `Unsubscribed` are read.",
    )
    target_means: ConsentMeaning | None = Field(None, description="The same for the target side.")
    optional: bool = Field(
        False,
        description="Whether the exports may lack this column. If they do, a note is shown and the "
        "field is not compared. Without it, a column that neither the exports nor the vendor's "
        "declaration has stops the load.",
    )

    @model_validator(mode="after")
    def _means_belong_to_consent(self) -> Self:
        named = [key for key in ("source_means", "target_means") if getattr(self, key)]
        if named and self.kind != "consent":
            verb = "has" if len(named) == 1 else "have"
            keys = " and ".join(f"'{key}'" for key in named)
            raise PydanticCustomError(
                "means",
                f"{keys} {verb} no effect on kind '{self.kind}'",
                {"allowed": "only beside `kind: consent`"},
            )
        return self


class Handoff(Block):
    """A hop between two systems: what starts it, what must arrive, by when, and its owner."""

    id: Id = Field(description="Name; part of the ids of findings.")
    name: Text = Field(description="Name shown in the report.")
    unconfirmed: bool = Field(
        False,
        description="Whether this handoff is a guess that nobody has confirmed: `handoff init` "
        "writes `true`, a person removes the key. What the audit finds there is listed as "
        "unconfirmed and is no violation.",
    )
    from_: End = Field(alias="from", description="System and object that send the record.")
    to: End = Field(description="System and object that receive the record.")
    hop: Hop | None = Field(
        None,
        description="Lifecycle hop of this handoff. Without it, no time is measured: for copies, "
        "links and other handoffs that are no step of a journey.",
    )
    target: bool = Field(
        False,
        description="Whether the handoff is wanted and does not exist yet. Its contract is "
        "judged; its records and fields are not.",
    )
    trigger: TriggerForm | None = Field(
        None,
        description="Event that starts the handoff. A sentence is read, too, but counts as "
        "incomplete.",
    )
    direction: Literal["one_way", "two_way"] = Field(
        "one_way", description="Whether the target may also write back to the source."
    )
    owner: Id | None = Field(
        None, description="Person who is responsible for the handoff (`owners`)."
    )
    backup: Id | None = Field(None, description="Person who replaces the owner (`owners`).")
    service_level: Id | None = Field(
        None,
        description="Promised time (`service_levels`). Without it, the service level of the hop "
        "that no handoff names.",
    )
    failure_path: FailureForm | None = Field(
        None,
        description="What happens when the handoff fails. A sentence is read, too, but counts as "
        "incomplete.",
    )
    idempotency_key: Text | None = Field(
        None,
        description="Header of the value that tells the target that it received the same record "
        "before. The value must be the same each time the record is sent.",
    )
    expected: Expected | None = Field(None, description="Usual volume of the handoff.")
    approval: Approval | None = Field(
        None, description="Approval when a person overrides the result, e.g. the owner of a lead."
    )
    match: Match | None = Field(
        None,
        description="How records of both sides are matched: `identity` (same person), or the "
        "headers of the id on both sides. Without it, records are not matched.",
    )
    cardinality: Cardinality | None = Field(
        None,
        description="How many records belong together: `one_to_one`, `one_to_many` for a deal that "
        "is billed in several invoices, `many_to_one` for several deals on one invoice. Without "
        "it, one record has one counterpart; only deals and invoices may have several, and their "
        "amounts are added up.",
    )
    customer: Customer | None = Field(
        None,
        description="Headers that name the customer on both sides. Without it, the audit does not "
        "judge to whom an invoice is made out.",
    )
    only_when: When | None = Field(
        None,
        description="Only source records that meet these conditions must arrive (see `when`).",
    )
    load: Load | None = Field(
        None,
        description="How much it moves and how often. With the limits of both systems, it says "
        "whether the handoff can keep its promise.",
    )
    fields: list[HandoffField] = Field(
        default_factory=list, description="Fields that must arrive unchanged."
    )


class Costs(Block):
    """Inputs of the cost figures. A figure without one of its inputs is not computed."""

    currency: Currency = Field(description="ISO 4217 code of the amounts.")
    hourly_rate: Amount | None = Field(None, description="Cost of one hour of work on records.")
    minutes_per_manual_fix: Amount | None = Field(
        None, description="Minutes to repair one record by hand."
    )
    value_per_lead: Amount | None = Field(None, description="Average value of one lead.")


class Stack(Block):
    """Everything declared in a stack folder; `ingest.stack.load` returns it."""

    company: Company = Field(description="The company and the settings of the audit.")
    systems: list[System] = Field(min_length=1, description="The tools.")
    owners: list[Owner] = Field(
        default_factory=list, description="People who are responsible for handoffs."
    )
    calendars: list[Calendar] = Field(default_factory=list, description="Business hours.")
    service_levels: list[ServiceLevel] = Field(default_factory=list, description="Promised times.")
    handoffs: list[Handoff] = Field(default_factory=list, description="Hops between systems.")
    tokens: list[Token] = Field(
        default_factory=list, description="Tokens and keys of the handoffs, without their values."
    )
    lifecycle: Lifecycle = Field(default_factory=Lifecycle, description="Stages and status values.")
    routing: list[Routing] = Field(default_factory=list, description="Routing rules per object.")
    rules: list[TableRule] = Field(
        default_factory=list, description="What must be true inside one table."
    )
    sums: list[TableSum] = Field(
        default_factory=list, description="Tables whose amounts must be equal per key."
    )
    limits: list[PlatformLimit] = Field(
        default_factory=list, description="Limits of the systems' APIs, where they differ."
    )
    costs: Costs | None = Field(None, description="Inputs of the cost figures.")
    gate: Gate = Field(default_factory=Gate, description="What fails the build.")
    loads: Loads = Field(default_factory=Loads, description="When a full export is quarantined.")
    answers: list[Answer] = Field(
        default_factory=list, description="What people answered to items of the checklist."
    )

    _source: Source = PrivateAttr(default_factory=Source)

    @property
    def source(self) -> Source:
        """The position of every value in the YAML files."""
        return self._source

    def where(self, *path: str | int) -> str:
        """Returns the position of a value, e.g. `stack/routing.yml:12:7`, by its key path."""
        return str(self._source.at(path))

    def declared_in(self, path: KeyPath) -> str:
        """Returns file and line of a value, e.g. `stack/routing.yml:12`, by its key path."""
        position = self._source.at(path)
        return f"{position.file}:{position.line}"
