"""Defines the lifecycle: stages, and what the status values of each system mean."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ingest.stack.types import Block, Id, Meaning, Text, Value


class Stage(Block):
    """A lifecycle stage."""

    id: Id = Field(description="Name that status values refer to.")
    name: Text = Field(description="Name shown in the report.")
    order: int = Field(
        ge=0, le=1000, description="Position of the stage: records move to higher numbers."
    )
    meaning: Meaning = Field(
        description="Whether a record in this stage is open, won, lost or recycled."
    )
    accepted: bool = Field(
        False,
        description="Whether sales accepted a lead that is in this stage. Without any such stage, "
        "the stages `sal` and `sql` are taken.",
    )


class StageValues(Block):
    """The meaning of the values of one status field, in one pipeline or period if they differ."""

    system: Id = Field(description="System (`systems`).")
    object: Id = Field(description="Object of that system.")
    field: Text = Field(description="Header of the field.")
    pipeline: Value | None = Field(
        None,
        description="Pipeline in which the values have this meaning, as the object's pipeline "
        "column writes it. Without it, they have it in every pipeline.",
    )
    from_: date | None = Field(
        None,
        alias="from",
        description="First day on which the values have this meaning. Without it, from the start.",
    )
    until: date | None = Field(
        None,
        description="Last day on which the values have this meaning, e.g. before a stage got "
        "another name. Without it, they still have it.",
    )
    map: dict[Value, Id] = Field(min_length=1, description="Value in the export: stage.")


class Lifecycle(Block):
    """The stages, and the meaning of each system's status values."""

    stages: list[Stage] = Field(default_factory=list, description="All stages.")
    values: list[StageValues] = Field(
        default_factory=list,
        description="Status fields: one entry per field, or several for pipelines and periods.",
    )
