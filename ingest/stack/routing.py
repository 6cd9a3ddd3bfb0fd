"""Defines the routing blocks of the stack: pools, their members, and rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from ingest.declared_yaml.conditions import When
from ingest.stack.types import Block, Duration, Id, PoolKind, Text

FROM = "First day on which it is in force, in the time zone of the system."
UNTIL = "Last day on which it is in force."


def _check_period(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise PydanticCustomError(
            "period", "'until' is before 'from'", {"allowed": "a last day on or after the first"}
        )


class Member(Block):
    """A member of a pool for a time; several entries leave out the days between them."""

    member: Text = Field(description="E-mail address, id or name of an owner, as in the CRM.")
    from_: date | None = Field(default=None, alias="from", description=FROM)
    until: date | None = Field(default=None, description=UNTIL)

    @model_validator(mode="after")
    def _has_period(self) -> Self:
        _check_period(self.from_, self.until)
        return self


PoolMember = Annotated[
    Annotated[Text, Tag("<member>")] | Annotated[Member, Tag("<period>")],
    Discriminator(lambda value: "<period>" if isinstance(value, (dict, Member)) else "<member>"),
]


class Pool(Block):
    """Owners who share leads."""

    id: Id = Field(description="Name that rules refer to.")
    kind: PoolKind = Field(
        "round_robin",
        description="`round_robin`: people in turn; `queue`: a queue of the CRM; "
        "`owner`: one person.",
    )
    members: list[PoolMember] = Field(
        min_length=1,
        description="E-mail addresses, ids or names of owners, as in the CRM. A member who joins, "
        "leaves or is away has one entry per period: `{member: ada@acme.example, from: "
        "2026-01-01, until: 2026-07-31}`.",
    )

    @property
    def periods(self) -> list[Member]:
        """The members with their periods; a plain text is a member at all times."""
        return [
            member if isinstance(member, Member) else Member(member=member)
            for member in self.members
        ]


class Assign(Block):
    """The target of a rule: a pool or one owner."""

    pool: Id | None = Field(None, description="Pool of this routing.")
    owner: Text | None = Field(None, description="E-mail address, id or name of one owner.")

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if (self.pool is None) == (self.owner is None):
            raise PydanticCustomError(
                "assign",
                "needs one target",
                {"allowed": "either `pool` or `owner`"},
            )
        return self


class Rule(Block):
    """One routing rule; all its conditions must be true."""

    id: Id = Field(description="Name shown with every decision of this rule.")
    order: int = Field(
        ge=0,
        le=1_000_000,
        description="Of the rules that match, the one with the lowest order decides.",
    )
    from_: date | None = Field(default=None, alias="from", description=FROM)
    until: date | None = Field(default=None, description=UNTIL)
    when: When = Field(description="Conditions by header.")
    assign: Assign = Field(description="The target: a pool or one owner.")

    @model_validator(mode="after")
    def _has_period(self) -> Self:
        _check_period(self.from_, self.until)
        return self


class Routing(Block):
    """Rules that assign the records of one object to owners."""

    id: Id = Field(description="Name of the routing.")
    system: Id = Field(description="System whose records are routed (`systems`).")
    object: Id = Field(description="Object of that system.")
    handoff: Id | None = Field(
        None, description="Handoff that this routing is part of (`handoffs`)."
    )
    queue_max_age: Duration | None = Field(
        None, description="How long a record may wait in a queue."
    )
    when_blank: Literal["missing", "next_rule"] = Field(
        "missing",
        description="What a blank field means to a rule. `missing`: the lead lacks a field, if the "
        "rule would send it to another pool than the rule that decides; `next_rule`: the rule does "
        "not match, and the next one decides.",
    )
    customer_leads: Literal["account_owner"] | None = Field(
        None,
        description="Who gets the leads of customers. `account_owner`: the owner of the account, "
        "whatever the rules say. Without it, the rules alone decide, and no lead is judged by the "
        "owner of its account.",
    )
    pools: list[Pool] = Field(default_factory=list, description="Targets of the rules.")
    rules: list[Rule] = Field(default_factory=list, description="Rules.")
