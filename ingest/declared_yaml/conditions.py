"""Defines conditions on the values of a record: `when` of rules, `only_when` of handoffs.

when:
  Country: [United States, Canada]      # one of
  Industry: Government                  # exactly this one
  NumberOfEmployees: {gte: 1000}        # an operator; of several, all must be true
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ingest.declared_yaml.types import Block, Bound, Text, Value

TrueOnly = Annotated[Literal["true"], WithJsonSchema({"enum": [True]})]
Values = Annotated[list[Value], Field(min_length=1, max_length=1000)]


class Operators(Block):
    """Tests of one field; if there are several operators, all must be true."""

    is_in: Values | None = Field(None, alias="in", description="Equals one of these values.")
    not_in: Values | None = Field(None, description="Equals no value of this list.")
    gte: Bound | None = Field(None, description="Is at least this.")
    gt: Bound | None = Field(None, description="Is more than this.")
    lte: Bound | None = Field(None, description="Is at most this.")
    lt: Bound | None = Field(None, description="Is less than this.")
    starts_with: Value | None = Field(None, description="Starts with this text.")
    is_blank: TrueOnly | None = Field(None, description="Is empty.")
    is_present: TrueOnly | None = Field(None, description="Is not empty.")

    @model_validator(mode="after")
    def _has_operator(self) -> Self:
        if not self.terms():
            raise PydanticCustomError(
                "operators", "no operator", {"allowed": ", ".join(sorted(OPERATORS))}
            )
        return self

    def terms(self) -> list[tuple[str, list[str | None]]]:
        """Lists each operator with its values, in a fixed order; `is_blank` has the value None."""
        terms: list[tuple[str, list[str | None]]] = []
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if value is None:
                continue
            operator = field.alias or name
            if operator in ("is_blank", "is_present"):
                terms.append((operator, [None]))
            else:
                terms.append((operator, list(value) if isinstance(value, list) else [value]))
        return terms


OPERATORS = frozenset(field.alias or name for name, field in Operators.model_fields.items())


def _tag(value: Any) -> str:
    """Finds which of the three forms a condition has; a tag is never equal to a key."""
    if isinstance(value, list):
        return "<values>"
    return "<operators>" if isinstance(value, (dict, Operators)) else "<value>"


Condition = Annotated[
    Annotated[Values, Tag("<values>")]
    | Annotated[Operators, Tag("<operators>")]
    | Annotated[Value, Tag("<value>")],
    Discriminator(_tag),
]


def _not_empty(when: dict[str, Condition]) -> dict[str, Condition]:
    if not when:
        raise PydanticCustomError(
            "no_condition",
            "no condition",
            {"allowed": "at least one field; for every record write `{Id: {is_present: true}}`"},
        )
    return when


When = Annotated[dict[Text, Condition], AfterValidator(_not_empty)]


def terms_of(when: dict[str, Condition]) -> list[tuple[str, str, list[str | None]]]:
    """Lists header, operator and values of every condition, in the order of the YAML file."""
    terms: list[tuple[str, str, list[str | None]]] = []
    for header, condition in when.items():
        if isinstance(condition, Operators):
            terms += [(header, operator, values) for operator, values in condition.terms()]
        else:
            values = list(condition) if isinstance(condition, list) else [condition]
            terms.append((header, "in", [*values]))
    return terms
