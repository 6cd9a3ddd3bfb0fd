"""Flattens the loads of handoffs and the limits of systems into rows of schema `declared`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.declared_yaml.reader import KeyPath
from ingest.stack.durations import parse_duration
from ingest.stack.model import Stack


def _seconds(duration: str | None) -> int | None:
    return None if duration is None else parse_duration(duration)


def feasibility_rows(stack: Stack) -> Iterator[tuple[str, KeyPath, tuple[Any, ...]]]:
    """Yields table, key path and values of every declared load and limit."""
    for index, handoff in enumerate(stack.handoffs):
        load = handoff.load
        if load is None:
            continue
        yield (
            "handoff_loads",
            ("handoffs", index, "load"),
            (
                handoff.id,
                _seconds(load.every),
                _seconds(load.processing),
                load.records,
                load.records_per_day,
                load.pull,
                load.per_call,
                load.page,
                _seconds(load.window),
            ),
        )
    for index, limit in enumerate(stack.limits):
        yield (
            "platform_limits",
            ("limits", index),
            (
                limit.system,
                limit.object,
                limit.edition,
                limit.licences,
                limit.calls,
                _seconds(limit.per),
                limit.batch_calls,
                limit.calls_per_day,
                limit.records_per_call,
                limit.concurrent,
                limit.change_tracking,
                limit.page_size,
                limit.max_results,
                limit.source,
                limit.as_of,
                _seconds(limit.review_after),
            ),
        )
