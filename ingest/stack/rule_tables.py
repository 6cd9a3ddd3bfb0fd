"""Flattens rules inside one table and sums of two tables into rows of the declared tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.declared_yaml.reader import KeyPath
from ingest.stack.model import Stack
from ingest.stack.routing_tables import condition_rows
from ingest.stack.table_rules import TableRule

Rows = Iterator[tuple[str, KeyPath, tuple[Any, ...]]]


def rule_rows(stack: Stack) -> Rows:
    """Yields table, key path and values of the rows that `rules` and `sums` become."""
    for index, rule in enumerate(stack.rules):
        here: KeyPath = ("rules", index)
        tolerance = f"{rule.sum.tolerance:f}" if rule.sum else None
        yield (
            "rules",
            here,
            (
                rule.id,
                rule.name,
                rule.system,
                rule.object,
                rule.owner,
                rule.kind,
                rule.compare.is_ if rule.compare else None,
                tolerance,
            ),
        )
        for path, role, header in terms(rule):
            yield "rule_terms", (*here, *path), (rule.id, role, header)
        for part in ("when", "then"):
            for place, row in condition_rows(getattr(rule, part) or {}, (*here, part)):
                yield "rule_conditions", place, (rule.id, part, *row)
    for index, total in enumerate(stack.sums):
        here = ("sums", index)
        yield "sums", here, (total.id, total.name, total.owner, f"{total.tolerance:f}")
        for name in ("left", "right"):
            side = getattr(total, name)
            yield (
                "sum_sides",
                (*here, name),
                (total.id, name, side.system, side.object, side.key, side.amount),
            )
            for place, row in condition_rows(side.when or {}, (*here, name, "when")):
                yield "sum_conditions", place, (total.id, name, *row)


def terms(rule: TableRule) -> Iterator[tuple[KeyPath, str, str]]:
    """Lists key path, role and header of the fields that `compare` or `sum` reads."""
    if rule.compare:
        yield ("compare", "left"), "left", rule.compare.left
        yield ("compare", "right"), "right", rule.compare.right
    if rule.sum:
        for role in ("plus", "minus"):
            for number, header in enumerate(getattr(rule.sum, role)):
                yield ("sum", role, number), role, header
        yield ("sum", "equals"), "equals", rule.sum.equals
