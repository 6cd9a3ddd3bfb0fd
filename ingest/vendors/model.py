"""The files of `ingest/vendors/` as pydantic models: one class per part of a declaration.

The field descriptions are the reference: the tables of `docs/adding-a-vendor.md` and
`docs/vendor.schema.json` are generated from them.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

from ingest.declared_yaml.conditions import When
from ingest.declared_yaml.types import (
    BlankConsent,
    Block,
    ConsentMeaning,
    Function,
    Id,
    Text,
    TimeZone,
    TouchClass,
    checked,
)
from ingest.naming import header_key
from ingest.vendors.header_format import Format, Header, Stem

Kind = Literal[
    "crm",
    "suite",
    "marketing",
    "finance",
    "capture",
    "enrichment",
    "routing",
    "meetings",
    "ads",
    "events",
    "support",
]


def _has_one_group(pattern: str) -> None:
    # `re.error` is not a ValueError.
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise ValueError(pattern) from error
    if groups != 1:
        raise ValueError(pattern)


def _is_plain_word(token: str) -> None:
    # The words become SQL and are joined; a bar separates the parts of an id.
    if "'" in token or "|" in token or not token.isprintable():
        raise ValueError(token)


FileNamePattern = Annotated[
    str,
    checked(
        _has_one_group, "file_name", "a regular expression with one group, e.g. `^(open|closed)_`"
    ),
]
NullToken = Annotated[
    str,
    checked(_is_plain_word, "null_token", "a word without `'`, `|` and control characters"),
]
Group = Annotated[tuple[Header, ...], Field(min_length=1)]
Filler = Annotated[
    Annotated[Header, Tag("<header>")] | Annotated[Group, Tag("<headers>")],
    Discriminator(lambda value: "<header>" if isinstance(value, str) else "<headers>"),
]
Headers = tuple[Header, ...]
Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Value = Annotated[
    str,
    StringConstraints(max_length=500),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]


class Map(Block):
    """One canonical entity that the rows of an object become."""

    entity: Id = Field(description="Canonical entity, one of `ingest/vendors/mapped.yml`.")
    object: Id | None = Field(
        None,
        description="Name of the object these rows are. The first map has the name of the object "
        "it belongs to, every further map needs a name of its own.",
    )
    columns: dict[Id, tuple[Filler, ...]] = Field(
        min_length=1,
        description="Canonical column: headers that fill it, the best first. `*` matches any "
        "text; case, a leading `*` and surrounding blanks do not matter. One header may fill "
        "several columns. A list among the headers of an id makes it of several columns: see "
        "below.",
    )
    constants: dict[Id, Value] = Field(
        default_factory=dict, description="Canonical column: the same text in every row."
    )
    file_name: dict[Id, FileNamePattern] = Field(
        default_factory=dict,
        description="Canonical column: regular expression with one group over the name of the "
        "file, for a value that only the file name has.",
    )
    systems: dict[Id, Id] = Field(
        default_factory=dict,
        description="`person_system`, `owner_system` …: vendor or kind of the system whose ids "
        "these are. It must be the only such system of the stack, or the only one with "
        "`role: truth`; else the column stays empty.",
    )
    values: dict[Id, dict[Value, Value]] = Field(
        default_factory=dict,
        description="Canonical column: word of the export: word of the entity. Applied in SQL "
        "(`raw_handoff.vendor_values`); the raw table keeps the word. Other words stay as they "
        "are.",
    )


class Consent(Block):
    """What a column with a person's consent to e-mail says."""

    means: ConsentMeaning = Field(
        description="What a yes says: `opt_out`, the person refuses e-mail; `opt_in`, they agree."
    )
    blank: BlankConsent = Field(
        description="What no value says. A person with `no_consent` neither agreed nor refused."
    )
    source: Text = Field(description="Where this is known from.")


class TouchRule(Block):
    """What an activity is, whoever's name is on it. The rules of a stack come first."""

    object: Id | None = Field(
        None,
        description="Object with activities. Without it, the rule is about every table of a "
        "system of this vendor that a stack maps onto touches.",
    )
    when: When = Field(
        description="Conditions by header, as in a stack; all must be true. A header that an "
        "export lacks meets none."
    )
    is_: TouchClass = Field(
        alias="is",
        description="`automated`: a program did it; `attempt`: a person tried to reach the other "
        "side; `conversation`: both sides talked; `none`: no touch at all.",
    )
    source: Text = Field(description="Where this is known from.")


Key = Annotated[Ids, Field(description="Columns that identify a record.")]
Stamps = Annotated[
    Ids, Field(description="Columns that order the versions of a record, the best first.")
]
Identity = Annotated[
    Ids,
    Field(
        max_length=3,
        description="Columns that say who or what a record is, the best first, at most three. Two "
        "rows of one file with the same id are two records if the first column that both fill "
        "differs.",
    ),
]
Times = Annotated[Ids, Field(description="Columns with times whose names do not show it.")]
Numbers = Annotated[Ids, Field(description="Columns with numbers whose names do not show it.")]
MoreIds = Annotated[Ids, Field(description="Columns with ids whose names do not show it.")]


class ExportedObject(Block):
    """One object of a vendor: how its files are recognised and what its rows become."""

    object: Id = Field(description="Name of the object, as in `stack/`.")
    formats: tuple[Format, ...] = Field(
        min_length=1, description="Ways it is exported; a file must match one of them."
    )
    file_stems: tuple[Stem, ...] = Field(
        (), description="File names that are typical of it: weak evidence."
    )
    id_prefix: dict[Annotated[Header, AfterValidator(header_key)], Text] = Field(
        default_factory=dict, description="Header: the first characters of its ids."
    )
    limits: tuple[Text, ...] = Field(
        (), description="What is not known or not exported; shown in [vendors.md](vendors.md)."
    )
    sources: tuple[Text, ...] = Field(
        (), description="Where the declaration comes from; shown in [vendors.md](vendors.md)."
    )
    maps: tuple[Map, ...] | None = Field(
        None, min_length=1, description="Canonical entities that its rows become."
    )
    columns: dict[Id, Headers] | None = Field(
        None,
        description="Instead of `maps`, for a vendor with tables of its own: raw column: headers "
        "it is known by.",
    )
    gives: Literal["people", "submissions"] | None = Field(
        None,
        description="With `columns`: the canonical entity that its rows become, if they have a "
        "person. Only these objects can be matched by identity.",
    )
    becomes: Id | None = Field(
        None, description="Object that its records are converted to. Then that record is compared."
    )
    key: Key = ()
    stamp: Stamps = ()
    identity: Identity = ()
    times: Times = ()
    numbers: Numbers = ()
    ids: MoreIds = ()
    consent: dict[Id, Consent] = Field(
        default_factory=dict,
        description="Beside `columns`: raw column with a consent: what it says. In a map, "
        "`is_opted_out` says it.",
    )
    key_kind: Literal["text", "salesforce_id"] = Field(
        "text", description="How the key is compared."
    )
    file_name: dict[Id, FileNamePattern] = Field(default_factory=dict, description="As in a map.")

    @property
    def signature(self) -> dict[str, Any]:
        """What files of the object are recognised by, and what is known of them."""
        names = ("formats", "limits", "sources", "file_stems", "id_prefix", "gives", "becomes")
        return {name: getattr(self, name) for name in names}


class Vendor(Block):
    """A tool, its settings and the objects it exports."""

    id: Id = Field(alias="vendor", description="Name that `stack/` uses.")
    name: Text = Field(description="Name that people use.")
    kind: Kind = Field(
        description="Part it plays in a company (`suite`: CRM and marketing in one). "
        "`handoff init` draws the handoffs by it."
    )
    functions: tuple[Function, ...] = Field(
        min_length=1, description="What the tool is usually for, as in `stack/`."
    )
    time_zone: TimeZone = Field(
        "UTC", description="Zone of stamps that carry none, unless the stack declares one."
    )
    date_order: Literal["dmy", "mdy"] | None = Field(
        None,
        description="Order of dates such as `02/03/2026`, unless the stack declares one.",
    )
    null_tokens: tuple[NullToken, ...] = Field(
        (),
        description='Words its exports write for "no value" besides those of `_common.yml`. '
        "They count in the systems of this vendor only.",
    )
    full_exports: tuple[Stem, ...] = Field(
        (), description="Globs over names of files that contain every record of their objects."
    )
    connectors: tuple[Literal["fivetran", "airbyte", "dlt"], ...] = Field(
        (),
        description="For tables with `columns` and a key: connectors whose columns "
        "(`_common.yml`) are added.",
    )
    header_prefixes: tuple[Text, ...] = Field(
        (), description="What connectors write before a header, e.g. `property_`."
    )
    touches: tuple[TouchRule, ...] = Field(
        (), description="What its activities are; the first rule that applies decides."
    )
    objects: tuple[ExportedObject, ...] = Field(min_length=1, description="What it exports.")


class Entity(Block):
    """A canonical entity: the raw table of mapped files."""

    object: Id = Field(description="Name of the entity.")
    columns: tuple[Id, ...] = Field(min_length=1, description="Columns that a map may fill.")
    key: Key = ()
    stamp: Stamps = ()
    identity: Identity = ()
    numbers: Numbers = ()


class Entities(Block):
    """The canonical entities, `mapped.yml`."""

    vendor: Literal["mapped"] = Field(description="Names the schema, `raw_mapped`.")
    objects: tuple[Entity, ...] = Field(min_length=1, description="Entities.")


class Shared(Block):
    """What all vendors share, `_common.yml`."""

    null_tokens: tuple[NullToken, ...] = Field(description='Words for "no value" in every export.')
    null_words: tuple[NullToken, ...] = Field(
        (), description="Those of `null_tokens` that may also have become a text."
    )
    connector_columns: dict[Id, Headers] = Field(
        min_length=1, description="Raw columns that connectors add to every table of records."
    )
    connector_stamp: Id = Field(description="Column that orders the versions of a record.")
