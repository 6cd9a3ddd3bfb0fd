"""Names that must exist: every reference of the stack as a table of data.

Works on the plain data, so that a mistake in one block does not hide an unknown name in another.
A pattern is a key path in which `*` matches any key or index; `$1` in the place that declares
the names repeats what the first `*` of the pattern matched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.declared_yaml.error_messages import suggestion
from ingest.declared_yaml.reader import KeyPath, Source
from ingest.errors import Problem

# What is named -> how people call it, and the places that name it.
REFERENCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "owners.*.id": (
        "owner",
        (
            "systems.*.owner",
            "owners.*.backup",
            "owners.*.escalation",
            "handoffs.*.owner",
            "handoffs.*.backup",
            "handoffs.*.failure_path.notices",
            "handoffs.*.failure_path.mends",
            "handoffs.*.failure_path.rolls_back",
            "handoffs.*.approval.by",
            "rules.*.owner",
            "sums.*.owner",
            "answers.*.asked",
            "tokens.*.owner",
        ),
    ),
    "systems.*.id": (
        "system",
        (
            "handoffs.*.from.system",
            "handoffs.*.to.system",
            "lifecycle.values.*.system",
            "routing.*.system",
            "rules.*.system",
            "sums.*.left.system",
            "sums.*.right.system",
            "limits.*.system",
            "tokens.*.system",
        ),
    ),
    "calendars.*.id": (
        "calendar",
        ("service_levels.*.calendar", "handoffs.*.failure_path.calendar"),
    ),
    "service_levels.*.id": ("service level", ("handoffs.*.service_level",)),
    "handoffs.*.id": (
        "handoff",
        ("routing.*.handoff", "gate.limits.*.handoff", "tokens.*.used_by.*"),
    ),
    "lifecycle.stages.*.id": ("stage", ("lifecycle.values.*.map.*",)),
    "routing.$1.pools.*.id": ("pool", ("routing.*.rules.*.assign.pool",)),
}
# Lists whose ids (or other key) must differ.
UNIQUE = (
    ("systems.*.id", "system"),
    ("owners.*.id", "owner"),
    ("calendars.*.id", "calendar"),
    ("service_levels.*.id", "service level"),
    ("handoffs.*.id", "handoff"),
    ("tokens.*.id", "token"),
    ("lifecycle.stages.*.id", "stage"),
    ("routing.*.id", "routing"),
    ("rules.*.id", "rule"),
    ("sums.*.id", "sum"),
    ("answers.*.item", "item"),
    ("routing.$1.pools.*.id", "pool"),
    ("routing.$1.rules.*.id", "rule"),
    ("systems.$1.tables.*.object", "table of object"),
)


def find(data: Any, pattern: str) -> Iterator[tuple[KeyPath, str, tuple[str | int, ...]]]:
    """Paths and texts that match a pattern, with what its stars matched."""
    yield from _find(data, tuple(pattern.split(".")), (), ())


def _find(
    data: Any, steps: tuple[str, ...], path: KeyPath, stars: tuple[str | int, ...]
) -> Iterator[tuple[KeyPath, str, tuple[str | int, ...]]]:
    if not steps:
        if isinstance(data, str):
            yield path, data, stars
        return
    step, rest = steps[0], steps[1:]
    if step == "*":
        children: list[tuple[str | int, Any]] = []
        if isinstance(data, list):
            children = list(enumerate(data))
        elif isinstance(data, dict):
            children = list(data.items())
        for key, child in children:
            yield from _find(child, rest, (*path, key), (*stars, key))
    elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
        yield from _find(data[int(step)], rest, (*path, int(step)), stars)
    elif isinstance(data, dict) and step in data:
        yield from _find(data[step], rest, (*path, step), stars)


def unknown_names(source: Source) -> list[Problem]:
    """References to names that the stack does not declare, each with its position."""
    problems = []
    for declared, (noun, places) in REFERENCES.items():
        for place in places:
            for path, name, stars in find(source.data, place):
                allowed = [text for _, text, _ in find(source.data, _filled(declared, stars))]
                if name not in allowed:
                    what = f"unknown {noun} '{name}'"
                    problems.append(Problem(what, str(source.at(path)), suggestion(name, allowed)))
    return problems


def repeated_names(source: Source) -> list[Problem]:
    """Names that are declared twice, each with its position."""
    return [problem for pattern, noun in UNIQUE for problem in _repeated(source, pattern, noun)]


def _filled(pattern: str, stars: tuple[str | int, ...]) -> str:
    return pattern.replace("$1", str(stars[0])) if stars else pattern


def _repeated(source: Source, pattern: str, noun: str) -> list[Problem]:
    problems = []
    seen: dict[tuple[object, ...], KeyPath] = {}
    for path, name, stars in find(source.data, pattern.replace("$1", "*")):
        key = (stars[0] if "$1" in pattern else None, name)
        if key in seen:
            fix = f"rename one of them; the first is at {source.at(seen[key])}"
            problems.append(
                Problem(f"{noun} '{name}' is declared twice", str(source.at(path)), fix)
            )
        else:
            seen[key] = path
    return problems
