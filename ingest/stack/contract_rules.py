"""Cross-field validation of contracts: events name known objects, wanted handoffs carry no data."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.declared_yaml.error_messages import suggestion
from ingest.declared_yaml.reader import KeyPath
from ingest.errors import Problem
from ingest.stack import known_names
from ingest.stack.contracts import Trigger
from ingest.stack.model import Stack


def check_contracts(stack: Stack) -> Iterator[Problem]:
    """Finds contracts that name what does not exist."""
    yield from _events(stack)
    yield from _wanted(stack)


def _events(stack: Stack) -> Iterator[Problem]:
    systems = {system.id: system for system in stack.systems}
    for index, handoff in enumerate(stack.handoffs):
        if not isinstance(handoff.trigger, Trigger) or not handoff.trigger.event_parts:
            continue
        system, name, field, value = handoff.trigger.event_parts
        place: KeyPath = ("handoffs", index, "trigger", "event", *(handoff.trigger.event or {}))
        if system not in systems:
            what = f"unknown system '{system}'"
            yield stack.source.key_problem(place, what, suggestion(system, sorted(systems)))
            continue
        known = known_names.objects_of(systems[system])
        if known is not None and name not in known:
            what = f"unknown object '{name}' of system '{system}'"
            yield stack.source.key_problem(place, what, suggestion(name, sorted(known)))
        if field is None and value != "created":
            yield stack.source.problem(
                place,
                f"an event of a whole record cannot be '{value}'",
                "allowed: created; for a change name the field: "
                f"`{{{system}.{name}.Status: {value}}}`",
            )


def _wanted(stack: Stack) -> Iterator[Problem]:
    wanted = {handoff.id for handoff in stack.handoffs if handoff.target}
    named: list[tuple[str | None, KeyPath]] = [
        (routing.handoff, ("routing", index, "handoff"))
        for index, routing in enumerate(stack.routing)
    ]
    named += [
        (limit.handoff, ("gate", "limits", index, "handoff"))
        for index, limit in enumerate(stack.gate.limits)
    ]
    for name, place in named:
        if name in wanted:
            yield stack.source.problem(
                place,
                f"handoff '{name}' does not exist yet: it has `target: true`",
                "name a handoff that exists, or leave `handoff` out",
            )
