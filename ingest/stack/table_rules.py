"""Defines rules inside one table (`rules`) and sums of two tables (`sums`)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ingest.declared_yaml.conditions import When
from ingest.stack.types import Amount, Block, Id, Text

Headers = Annotated[list[Text], Field(min_length=1, max_length=20)]

_KINDS = ("then", "compare", "sum")


class Compare(Block):
    """Two fields of one record that must be in an order."""

    left: Text = Field(description="Header of the first value.")
    is_: Literal["eq", "lt", "lte", "gt", "gte"] = Field(
        alias="is",
        description="What the first value is, compared with the second: `eq` equal, `lt` less or "
        "before, `lte` at most, `gt` more or later, `gte` at least.",
    )
    right: Text = Field(description="Header of the second value.")


class Sum(Block):
    """Amounts of one record that must add up."""

    plus: Headers = Field(description="Headers of the amounts that are added.")
    minus: list[Text] = Field(
        default_factory=list,
        max_length=20,
        description="Headers of the amounts that are subtracted. A blank one counts as 0.",
    )
    equals: Text = Field(description="Header of the total.")
    tolerance: Amount = Field(default=Decimal(0), description="Largest accepted difference.")


class TableRule(Block):
    """What must be true of every record of one object: one of `then`, `compare` and `sum`."""

    id: Id = Field(description="Name; part of the ids of violations.")
    name: Text = Field(description="Name shown in the report.")
    system: Id = Field(description="System (`systems`).")
    object: Id = Field(description="Object of that system.")
    owner: Id | None = Field(None, description="Person who is responsible (`owners`).")
    when: When | None = Field(
        None,
        description="The rule is about records that meet these conditions (see `when`). Without "
        "it, it is about all.",
    )
    then: When | None = Field(
        None,
        description="Conditions that these records must meet. A blank value is not one of a "
        "list and does not start with a text; it is neither more nor less than a number.",
    )
    compare: Compare | None = Field(
        None,
        description="Two fields of which both are times, both are dates or both are numbers. "
        "Records with a blank one are not compared.",
    )
    sum: Sum | None = Field(None, description="Amounts that must add up.")

    @property
    def kind(self) -> str:
        """The key that says what must be true."""
        return next(key for key in _KINDS if getattr(self, key) is not None)

    @model_validator(mode="after")
    def _has_one_kind(self) -> Self:
        if len([key for key in _KINDS if getattr(self, key) is not None]) != 1:
            raise PydanticCustomError(
                "rule",
                "needs one thing that must be true",
                {"allowed": "one of `then`, `compare` and `sum`"},
            )
        return self


class SumSide(Block):
    """The table on one side of a sum."""

    system: Id = Field(description="System (`systems`).")
    object: Id = Field(description="Object of that system.")
    key: Text = Field(description="Header of the id that both tables have.")
    amount: Text = Field(description="Header of the amount.")
    when: When | None = Field(
        None, description="Only records that meet these conditions count (see `when`)."
    )


class TableSum(Block):
    """Two tables whose amounts must be equal when they are added up per key."""

    id: Id = Field(description="Name; part of the ids of violations.")
    name: Text = Field(description="Name shown in the report.")
    owner: Id | None = Field(None, description="Person who is responsible (`owners`).")
    tolerance: Amount = Field(
        default=Decimal(0), description="Largest accepted difference of one key."
    )
    left: SumSide = Field(description="The table whose keys are judged.")
    right: SumSide = Field(description="The table that is compared with it.")
