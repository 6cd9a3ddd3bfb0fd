"""The types that every declaration uses: names, texts, time zones, functions of a tool."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

Function = Literal["capture", "enrich", "score", "route", "sync", "notify", "report", "recover"]

# What a yes in a column with a consent to e-mail says, and what no value says.
ConsentMeaning = Literal["opt_in", "opt_out"]
BlankConsent = Literal["opted_out", "not_opted_out", "no_consent"]


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
