"""Flattens conditions and routing blocks of a stack into rows of the declared tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.declared_yaml.conditions import Condition, terms_of
from ingest.declared_yaml.reader import KeyPath
from ingest.stack.durations import parse_duration
from ingest.stack.known_names import touch_rules
from ingest.stack.model import Stack
from ingest.stack.system import System


def routing_rows(stack: Stack) -> Iterator[tuple[str, KeyPath, tuple[Any, ...]]]:
    """Yields table, key path and values of the rows that routing blocks become."""
    for index, routing in enumerate(stack.routing):
        here: KeyPath = ("routing", index)
        yield (
            "routings",
            here,
            (
                routing.id,
                routing.system,
                routing.object,
                routing.handoff,
                parse_duration(routing.queue_max_age) if routing.queue_max_age else None,
                routing.when_blank,
                routing.customer_leads,
            ),
        )
        for number, pool in enumerate(routing.pools):
            for place, member in enumerate(pool.periods):
                path = (*here, "pools", number, "members", place)
                yield (
                    "routing_pools",
                    path,
                    (
                        routing.id,
                        pool.id,
                        pool.kind,
                        member.member,
                        member.from_,
                        member.until,
                    ),
                )
        # A single owner becomes a pool with one member, named after the owner.
        single: set[str] = set()
        for number, rule in enumerate(routing.rules):
            path = (*here, "rules", number)
            if rule.assign.owner and rule.assign.owner not in single:
                single.add(rule.assign.owner)
                owner = rule.assign.owner
                yield (
                    "routing_pools",
                    (*path, "assign", "owner"),
                    (
                        routing.id,
                        owner,
                        "owner",
                        owner,
                        None,
                        None,
                    ),
                )
            yield (
                "routing_rules",
                path,
                (
                    routing.id,
                    rule.id,
                    rule.order,
                    rule.assign.pool or rule.assign.owner,
                    len(terms_of(rule.when)),
                    rule.from_,
                    rule.until,
                ),
            )
            for place_of, row in condition_rows(rule.when, (*path, "when")):
                yield "routing_conditions", place_of, (routing.id, rule.id, *row)


def touch_rows(system: System, here: KeyPath) -> Iterator[tuple[KeyPath, tuple[Any, ...]]]:
    """Yields key path and values of the touch rules of a system: its own, then its vendor's."""
    order = 0
    for number, rule in enumerate(system.touches):
        order += 1
        path = (*here, "touches", number, "when")
        for place, row in condition_rows(rule.when, path):
            yield place, (system.id, rule.object, order, rule.is_, "stack", *row)
    for name, known in touch_rules(system):
        order += 1
        for _, row in condition_rows(known.when, ()):
            yield (*here, "vendor"), (system.id, name, order, known.is_, "vendor", *row)


def condition_rows(
    when: dict[str, Condition], here: KeyPath
) -> Iterator[tuple[KeyPath, tuple[Any, ...]]]:
    """Yields key path and number, header, operator and value of every condition."""
    for number, (header, operator, values) in enumerate(terms_of(when), start=1):
        for value in values:
            yield (*here, header), (number, header, operator, value)
