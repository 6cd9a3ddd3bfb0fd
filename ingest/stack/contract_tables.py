"""Flattens the contracts of the handoffs and the tokens into rows of the declared tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.declared_yaml.reader import KeyPath
from ingest.stack.contracts import FailurePath, Trigger
from ingest.stack.durations import parse_duration
from ingest.stack.model import Handoff, Stack

Rows = Iterator[tuple[str, KeyPath, tuple[Any, ...]]]


def contract_rows(stack: Stack) -> Rows:
    """Yields table, key path and values of the rows that contracts and tokens become."""
    for index, handoff in enumerate(stack.handoffs):
        here: KeyPath = ("handoffs", index)
        yield (
            "contracts",
            here,
            (
                handoff.id,
                handoff.name,
                handoff.from_.system,
                handoff.from_.object,
                handoff.to.system,
                handoff.to.object,
                handoff.hop,
                handoff.direction,
                handoff.owner,
                handoff.backup,
                handoff.target,
            ),
        )
        for path, term, value in _terms(handoff):
            if value is not None:
                yield "contract_terms", (*here, *path), (handoff.id, term, value)
        for number, field in enumerate(handoff.fields):
            place = (*here, "fields", number)
            yield "contract_fields", place, (handoff.id, field.source, field.kind, field.authority)
    for index, token in enumerate(stack.tokens):
        here = ("tokens", index)
        yield (
            "tokens",
            here,
            (
                token.id,
                token.system,
                token.role,
                token.kept_in,
                token.owner,
                token.expires,
                token.scopes is not None,
                token.needed_scopes is not None,
            ),
        )
        for number, name in enumerate(token.used_by):
            yield "token_uses", (*here, "used_by", number), (token.id, name)
        for key, scopes in (("scopes", token.scopes), ("needed_scopes", token.needed_scopes)):
            for number, scope in enumerate(scopes or ()):
                place = (*here, key, number)
                yield "token_scopes", place, (token.id, scope, key == "needed_scopes")


def levels_of_wanted(stack: Stack) -> set[str]:
    """Returns the service levels that only wanted handoffs promise: no data can keep them yet."""
    levels = [
        {handoff.service_level for handoff in stack.handoffs if handoff.target is is_wanted}
        for is_wanted in (True, False)
    ]
    return {level for level in levels[0] - levels[1] if level}


def _terms(handoff: Handoff) -> Iterator[tuple[KeyPath, str, Any]]:
    """Yields key path, name and value of every term of a contract; the value may be None."""
    for key in ("owner", "backup", "service_level", "idempotency_key"):
        yield (key,), key, getattr(handoff, key)
    trigger, path = handoff.trigger, handoff.failure_path
    if trigger is not None:
        yield ("trigger",), "trigger", str(trigger)
    if isinstance(trigger, Trigger):
        yield ("trigger", "kind"), "trigger_kind", trigger.kind
        yield ("trigger", "event"), "trigger_event", " ".join(trigger.event or ()) or None
        yield ("trigger", "interval"), "interval_seconds", _seconds(trigger.interval)
        yield ("trigger", "overlap"), "overlap_seconds", _seconds(trigger.overlap)
        yield ("trigger", "clock"), "clock", trigger.clock
        field = trigger.event_parts[2] if trigger.event_parts else None
        yield ("trigger", "event"), "event_field", field
    if path is not None:
        yield ("failure_path",), "failure_path", str(path)
    if isinstance(path, FailurePath):
        for key in ("goes_to", "notices", "mends", "rolls_back"):
            yield ("failure_path", key), key, getattr(path, key)
        yield ("failure_path", "within"), "mended_within_seconds", _seconds(path.within)
        key = "retries" if path.retries else "retry_horizon"
        yield ("failure_path", key), "retry_horizon_seconds", path.horizon_seconds
    if handoff.expected:
        yield ("expected",), "expected_per_day", f"{handoff.expected.per_day:f}"
    if handoff.approval:
        yield ("approval",), "approved_by", handoff.approval.by
        yield ("approval", "written_in"), "approval_written_in", handoff.approval.written_in


def _seconds(duration: str | None) -> int | None:
    return None if duration is None else parse_duration(duration)
