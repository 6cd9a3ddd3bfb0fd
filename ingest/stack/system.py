"""Defines the systems of the stack: their files, mappings and exclusions."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from ingest.declared_yaml.conditions import When
from ingest.stack.encodings import Encoding
from ingest.stack.types import (
    Block,
    Completeness,
    Duration,
    Entity,
    Function,
    Glob,
    Id,
    RecordUrl,
    Role,
    Text,
    TimeZone,
    TouchClass,
    Value,
)

Headers = Annotated[list[Text], Field(min_length=2, max_length=20)]
ColumnSource = Annotated[
    Annotated[Text, Tag("<header>")] | Annotated[Headers, Tag("<headers>")],
    Discriminator(lambda value: "<headers>" if isinstance(value, list) else "<header>"),
]


class Table(Block):
    """A mapped file that no vendor declaration recognises, or a file with a fixed object."""

    object: Id = Field(description="Name of the object, which handoffs and rules refer to.")
    files: list[Glob] = Field(
        min_length=1,
        description="Globs below the export folder, e.g. `enrichment/leads*.csv`.",
    )
    entity: Entity | None = Field(
        None,
        description="Canonical entity of the rows. Without it, the file is always read as the "
        "object of this name of the system's vendor.",
    )
    header: Literal["none"] | None = Field(
        None, description="`none`: the files have no header; `names` says what the columns are."
    )
    names: list[Text] = Field(
        default_factory=list,
        description="With `header: none`: a name for every column, in the order of the file. "
        "`columns` uses these names.",
    )
    columns: dict[Id, ColumnSource] = Field(
        default_factory=dict,
        description="Canonical column: header in the file. If the file has no id column, an id may "
        "be a list of headers: their cells are joined.",
    )
    constants: dict[Id, Value] = Field(
        default_factory=dict,
        description="Canonical column: value of every row.",
    )
    unconfirmed: bool = Field(
        False,
        description="Whether the mapping is a guess that nobody has confirmed: `handoff init` "
        "writes `true`, a person removes the key. What the audit finds there is listed as "
        "unconfirmed and is no violation.",
    )
    export: Completeness | None = Field(None, description="As in `systems`, for these files.")
    encoding: Encoding | None = Field(None, description="As in `systems`, for these files.")

    @property
    def plain_columns(self) -> dict[str, str]:
        """Canonical column -> header, for columns with one header."""
        return {name: text for name, text in self.columns.items() if isinstance(text, str)}

    @property
    def composed(self) -> dict[str, list[str]]:
        """Id column -> headers, for ids made of several columns."""
        return {
            name: several for name, several in self.columns.items() if isinstance(several, list)
        }

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.entity and not self.columns:
            raise PydanticCustomError(
                "no_columns",
                "maps no column",
                {"allowed": "columns: {record_id: <header>, …}"},
            )
        if bool(self.header) != bool(self.names) or (self.header and not self.entity):
            raise PydanticCustomError(
                "no_names",
                "'header: none' needs 'names' and 'entity'",
                {"allowed": "header: none, names: [<name of every column>], entity: …"},
            )
        if len(set(self.names)) < len(self.names):
            raise PydanticCustomError("names", "'names' repeats a name", {"allowed": "one of each"})
        if not self.entity and (self.columns or self.constants):
            raise PydanticCustomError(
                "no_entity", "'entity' is missing", {"allowed": _words(Entity)}
            )
        return self


class Exclusion(Block):
    """Records that are no business: tests, staff, demo data."""

    object: Id = Field(description="Object of the system.")
    when: When = Field(description="Conditions by header; all must be true (see `when`).")
    reason: Text = Field(description="Why they are left out; shown with their number.")


class TouchRule(Block):
    """What an activity is, whoever's name is on it; the first rule that applies decides."""

    object: Id = Field(description="Object of the system whose records are activities.")
    when: When = Field(description="Conditions by header; all must be true (see `when`).")
    is_: TouchClass = Field(
        alias="is",
        description="`automated`: a program did it; `attempt`: a person tried to reach the other "
        "side; `conversation`: both sides talked; `none`: no touch at all.",
    )


class System(Block):
    """One tool of the company; two Salesforce orgs are two systems."""

    id: Id = Field(description="Name that other blocks refer to.")
    name: Text = Field(description="Name shown in the report.")
    unconfirmed: bool = Field(
        False,
        description="Whether this system is a guess that nobody has confirmed: `handoff init` "
        "writes `true`, a person removes the key. What the audit finds there is listed as "
        "unconfirmed and is no violation.",
    )
    vendor: Id | None = Field(
        None,
        description="Vendor whose exports it has, e.g. `salesforce`. Leave it out when all files "
        "are mapped.",
    )
    functions: list[Function] = Field(min_length=1, description="What the system is used for.")
    role: Role = Field(
        description="`truth`: its values are right; `record`: it keeps a copy; `transport`: it "
        "passes values on."
    )
    time_zone: TimeZone | None = Field(
        None,
        description="Time zone of timestamps without a zone. Without it, the vendor's default, "
        "which is mostly `UTC`.",
    )
    date_order: Literal["dmy", "mdy"] | None = Field(
        None,
        description="Order of day and month in dates with slashes. Without it, the values of a "
        "column or the vendor's declaration decide; if both leave it open, the values are not "
        "read as dates.",
    )
    decimal_mark: Literal["point", "comma"] | None = Field(
        None,
        description="Decimal separator. Without it, the values of a column decide; if they leave "
        "it open (`1,234`), they are not read as numbers.",
    )
    resolution: Duration | None = Field(
        None, description="Clock resolution of its exports, e.g. `1 min` for a report."
    )
    owner: Id | None = Field(
        None, description="Person who is responsible for the system (`owners`)."
    )
    record_url: RecordUrl | None = Field(
        None,
        description="Address of a record in the system, with `{id}` and, if needed, `{object}`: "
        "`https://acme.lightning.force.com/{id}` or "
        "`https://app.hubspot.com/contacts/1234567/{object}/{id}`. Lists of records link to it.",
    )
    export: Completeness | None = Field(
        None,
        description="`full`: every export contains all records of its object, so a missing record "
        "was deleted. `partial`: a missing record implies nothing. Without it, a Salesforce "
        "Data Export is full and every other export is partial.",
    )
    encoding: Encoding | None = Field(
        None,
        description="Encoding of its text files, a codec of Python such as `cp1250`, `shift_jis` "
        "or `mac_roman`. Without it, a file is read as UTF-8, UTF-16 or UTF-32 where its bytes "
        "show that, else as Windows-1252 with a warning. A byte order mark decides first.",
    )
    files: list[Glob] = Field(
        default_factory=list,
        description="Globs below the export folder: files that belong to this system.",
    )
    exclude: list[Exclusion] = Field(
        default_factory=list,
        description="Records that no check judges. They are counted in "
        "`audit.audit_exports__exclusions`.",
    )
    integration_users: list[Text] = Field(
        default_factory=list,
        description="Addresses, ids or names of users that are programs, as in the system. A lead "
        "that such a user still owns is unassigned. Its mails and tasks are no human touch; its "
        "calls and meetings are those of the people who had them.",
    )
    touches: list[TouchRule] = Field(
        default_factory=list,
        description="What its activities are, where the defaults of the vendor and the evidence "
        "of an activity (duration, outcome, direction) do not tell it. The first rule that applies "
        "decides.",
    )
    tables: list[Table] = Field(
        default_factory=list, description="Files that are mapped onto canonical entities."
    )

    @model_validator(mode="after")
    def _encoding_has_files(self) -> Self:
        # The encoding must be known before the headers can show whose file it is.
        if self.encoding and not self.files and not self.tables:
            raise PydanticCustomError(
                "encoding",
                "'encoding' needs 'files'",
                {"allowed": "`encoding` with `files: [<glob>, …]`, the files it is for"},
            )
        return self


def _words(literal: Any) -> str:
    return ", ".join(literal.__args__)
