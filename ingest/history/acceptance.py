"""Finds the files that the user accepted by name (`--accept`)."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from ingest.history.export_order import export_group
from ingest.plan.planner import Plan, PlanKey


def accepted_keys(plans: Sequence[Plan], globs: Sequence[str]) -> set[PlanKey]:
    """Returns the files that a glob matches, with the other parts of their exports."""

    def group(plan: Plan) -> tuple[str, ...]:
        return (*plan.key[1:], export_group(plan.source.path))

    named = {group(plan) for plan in plans if is_named(plan, globs)}
    return {plan.key for plan in plans if group(plan) in named}


def is_named(plan: Plan, globs: Sequence[str]) -> bool:
    """Whether a glob matches the file, its archive or another location of the same content."""
    names = {
        name.casefold()
        for source in (plan.source, *plan.other_locations)
        for name in (source.path, source.label)
    }
    return any(fnmatchcase(name, glob.casefold()) for name in names for glob in globs)
