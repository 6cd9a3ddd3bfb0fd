"""The types that every declaration uses: names, texts, time zones, functions of a tool."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

Function = Literal["capture", "enrich", "score", "route", "sync", "notify", "report", "recover"]

# What a yes in a column with a consent to e-mail says, and what no value says.
ConsentMeaning = Literal["opt_in", "opt_out"]
BlankConsent = Literal["opted_out", "not_opted_out", "no_consent"]

# What an activity is: done by a program, tried by a person, both sides talked, or no touch at all.
TouchClass = Literal["automated", "attempt", "conversation", "none"]

_NUMBER = re.compile(r"-?[0-9]{1,14}([.][0-9]{1,4})?")


class Block(BaseModel):
    """Base class of every block of a declaration: rejects unknown keys, and is immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


def checked(check: Callable[[str], object], code: str, allowed: str) -> BeforeValidator:
    """Returns a validator that keeps the text as written; its error lists what is allowed."""

    def validate(value: Any) -> Any:
        try:
            check(value)
        except (ValueError, AttributeError, TypeError) as error:
            message = f"'{value}' is not allowed" if isinstance(value, str) else "not a text"
            raise PydanticCustomError(code, message, {"allowed": allowed}) from error
        return value

    return BeforeValidator(validate)


def _zone(name: str) -> None:
    # zoneinfo also raises on odd paths; every failure means "no such zone".
    try:
        zoneinfo.ZoneInfo(name)
    except Exception as error:
        raise ValueError(name) from error


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
TimeZone = Annotated[
    str,
    checked(
        _zone,
        "time_zone",
        "a name of the IANA time zone database, e.g. `Europe/Berlin`",
    ),
]


def _bound(text: str) -> None:
    # condition_outcome.sql compares it as a number or as an ordered text.
    if not _NUMBER.fullmatch(text):
        date.fromisoformat(text)


# A value of an export as text: numbers and booleans keep their spelling in the YAML file.
Value = Annotated[
    str,
    StringConstraints(max_length=500),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
Bound = Annotated[
    str,
    checked(_bound, "bound", "a number such as `1000` or `0.5`, or a date such as `2026-12-25`"),
    WithJsonSchema({"type": ["number", "string"]}),
]
