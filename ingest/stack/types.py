"""Defines the basic types of the stack format: names, texts, durations and lists of words."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, WithJsonSchema

from ingest.declared_yaml.types import Block as Block
from ingest.declared_yaml.types import Bound as Bound
from ingest.declared_yaml.types import Function as Function
from ingest.declared_yaml.types import Id as Id
from ingest.declared_yaml.types import Text as Text
from ingest.declared_yaml.types import TimeZone as TimeZone
from ingest.declared_yaml.types import TouchClass as TouchClass
from ingest.declared_yaml.types import Value as Value
from ingest.declared_yaml.types import checked
from ingest.stack import durations

Role = Literal["truth", "record", "transport"]
Hop = Literal[
    "captured",
    "in_map",
    "in_crm",
    "enriched",
    "assigned",
    "alerted",
    "first_attempt",
    "first_conversation",
    "meeting",
    "opportunity",
    "won",
    "invoiced",
]
Kind = Literal[
    "text",
    "email",
    "phone",
    "number",
    "money",
    "date",
    "timestamp",
    "boolean",
    "consent",
    "picklist",
    "multi",
    "id",
]
Meaning = Literal["open", "won", "lost", "recycled"]
PoolKind = Literal["round_robin", "queue", "owner"]
Authority = Literal["source", "target", "either"]
Cardinality = Literal["one_to_one", "one_to_many", "many_to_one"]
Completeness = Literal["full", "partial"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Entity = Literal[
    "people",
    "companies",
    "owners",
    "submissions",
    "assignments",
    "touches",
    "meetings",
    "stage_changes",
    "field_changes",
    "opportunities",
    "invoices",
    "payments",
    "merges",
    "field_definitions",
    "records",  # any other table: not a canonical entity, but handoffs may use it
]


Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=320)]
Amount = Annotated[
    Decimal, Field(ge=0, le=10**12), WithJsonSchema({"type": "number", "minimum": 0})
]
Count = Annotated[int, Field(ge=0, le=10**12)]
Share = Annotated[
    Decimal, Field(ge=0, le=1), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})
]
Growth = Annotated[
    Decimal, Field(gt=1, le=10**6), WithJsonSchema({"type": "number", "exclusiveMinimum": 1})
]
ErrorLevel = Annotated[
    Decimal,
    Field(ge=Decimal("0.000001"), le=Decimal("0.5")),
    WithJsonSchema({"type": "number", "minimum": 0.000001, "maximum": 0.5}),
]
Duration = Annotated[
    str,
    checked(durations.parse_duration, "duration", durations.DURATION_HELP),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{1,9} ?(s|sec|seconds?|min|minutes?|h|hours?|d|days?|w|weeks?)$",
        }
    ),
]
Hours = Annotated[
    str,
    checked(durations.parse_hours, "hours", durations.HOURS_HELP),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{2}:[0-5][0-9] ?- ?[0-9]{2}:[0-5][0-9]$"}),
]
RecordUrl = Annotated[
    str, StringConstraints(pattern=r"^https?://[^\s<>\"]*\{id\}[^\s<>\"]*$", max_length=500)
]
Glob = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^/\\].*$")]
