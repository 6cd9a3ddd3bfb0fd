"""Cross-field validation of `lifecycle`: one value has one meaning at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ingest.errors import Problem
from ingest.stack import known_names
from ingest.stack.lifecycle import StageValues
from ingest.stack.model import Stack


def check_stages(stack: Stack) -> Iterator[Problem]:
    """Finds stages in which a lead is accepted and given up at once."""
    for index, stage in enumerate(stack.lifecycle.stages):
        if stage.accepted and stage.meaning in ("lost", "recycled"):
            yield Problem(
                f"sales cannot accept a lead in a stage that means '{stage.meaning}'",
                stack.where("lifecycle", "stages", index, "accepted"),
                "leave `accepted` out, or give the stage the meaning `open`",
            )


def check_stage_values(stack: Stack) -> Iterator[Problem]:
    """Finds status values that mean two things at once, and pipelines of objects without one."""
    entries = stack.lifecycle.values
    for index, entry in enumerate(entries):
        here = ("lifecycle", "values", index)
        if entry.from_ and entry.until and entry.from_ > entry.until:
            yield Problem(
                f"'from' {entry.from_} is after 'until' {entry.until}",
                stack.where(*here, "from"),
                "swap the two days",
            )
        if entry.pipeline and not _has_pipelines(stack, entry.system, entry.object):
            yield Problem(
                f"{entry.system}/{entry.object} has no pipeline column",
                stack.where(*here, "pipeline"),
                "leave `pipeline` out, or map the column as `pipeline` in `tables`",
            )
        for number in range(index):
            earlier = entries[number]
            repeated = sorted(
                {_spelling(value) for value in entry.map}
                & {_spelling(value) for value in earlier.map}
            )
            if repeated and _overlap(entry, earlier):
                yield Problem(
                    f"value '{repeated[0]}' of field '{entry.field}' has two meanings at once",
                    stack.where(*here, "map"),
                    f"the first is at {stack.where('lifecycle', 'values', number, 'map')}; give "
                    "each entry its own `pipeline`, or a period with `from` and `until`",
                )


def _has_pipelines(stack: Stack, system_id: str, name: str) -> bool:
    system = next(one for one in stack.systems if one.id == system_id)
    tables = [table for table in system.tables if table.object == name and table.entity]
    if tables:
        return any("pipeline" in table.columns for table in tables)
    known = known_names.vendors().get(system.vendor or "", {}).get(name)
    return known is None or "pipeline" in known.columns


def _spelling(value: str) -> str:
    # As macros/text/normalise_stage.sql compares them.
    return value.lower().translate(str.maketrans("", "", " _-"))


def _overlap(one: StageValues, other: StageValues) -> bool:
    """Whether two entries give values of one field a meaning on the same day."""
    same = (one.system, one.object, one.field) == (other.system, other.object, other.field)
    pipelines = {one.pipeline and _spelling(one.pipeline)} | {
        other.pipeline and _spelling(other.pipeline)
    }
    return (
        same
        and (len(pipelines) == 1 or None in pipelines)
        and (one.from_ or date.min) <= (other.until or date.max)
        and (other.from_ or date.min) <= (one.until or date.max)
    )
