"""Validates a declaration against its model and collects every mistake in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ingest.declared_yaml.error_messages import explain, unknown_key
from ingest.declared_yaml.reader import MAX_DEPTH, KeyPath, Node, Source, merge
from ingest.declared_yaml.secrets import check_secrets
from ingest.errors import Problem

Model = TypeVar("Model", bound=BaseModel)


class Validated(Generic[Model]):
    """A declaration with its model, if it has one, and its mistakes.

    `source` is the declaration with misspelt keys corrected and other unknown keys removed, so
    that later checks do not report the same mistake again.
    """

    def __init__(self, root: Node, model: type[Model], *, is_complete: bool = True) -> None:
        """Without `is_complete` a missing block is not a mistake: a file not read may have it."""
        self.model: Model | None = None
        self.source = Source(root)
        self.secrets = check_secrets(self.source)
        self.problems: list[Problem] = []
        for _ in range(MAX_DEPTH):  # each round finds unknown keys one level deeper
            try:
                self.model = model.model_validate(self.source.data)
                break
            except ValidationError as error:
                details = error.errors(include_url=False)
            unknown = [item["loc"] for item in details if item["type"] == "extra_forbidden"]
            if not unknown:
                self.problems += [
                    explain(item, model, self.source)
                    for item in details
                    if not _is_consequence(item)
                    and (is_complete or not _may_be_elsewhere(item["loc"], item["type"]))
                ]
                break
            # An alias shows the same mapping in several places: name all before correcting one.
            named = [(path, *unknown_key(path, model, self.source)) for path in unknown]
            self.problems += [problem for _, problem, _ in named]
            for path, _, meant in named:
                _correct(self.source.node(path[:-1]), str(path[-1]), meant)
            self.source = Source(root)


def _correct(parent: Node, key: str, meant: str | None) -> None:
    """Renames a key of a mapping, or removes it when no other name is near."""
    if isinstance(parent.value, dict) and key in parent.value:
        value = parent.value.pop(key)
        if meant and meant in parent.value:
            merge(parent.value[meant], value, meant, [])
        elif meant:
            parent.value[meant] = value


def _is_consequence(detail: ErrorDetails) -> bool:
    """Whether a list counts as too short only because its items have mistakes of their own."""
    is_short = detail["type"] == "too_short"
    return is_short and len(detail["input"]) >= detail["ctx"]["min_length"]


def _may_be_elsewhere(path: KeyPath, kind: str) -> bool:
    """Whether another file could add what is missing: to a block, not to an item of a list."""
    is_block = not any(isinstance(step, int) for step in path)
    return is_block and kind in ("missing", "too_short")


def all_problems(read: Sequence[Validated[Any]], more: Sequence[Problem]) -> list[Problem]:
    """The problems of all declarations and `more`, each once and in file order.

    A secret hides what else is wrong at its position: that message could quote it.
    """
    secrets = [problem for one in read for problem in one.secrets]
    hidden = {problem.where for problem in secrets}
    found = {*more, *(problem for one in read for problem in one.problems)}
    return sorted([*secrets, *(one for one in found if one.where not in hidden)], key=_place)


def _place(problem: Problem) -> tuple[str, int, int, str]:
    """Line 9 before line 12."""
    parts = problem.where.rsplit(":", 2)
    numbers = [int(part) for part in parts[1:] if part.isdigit()]
    if len(numbers) == 2:
        return parts[0], numbers[0], numbers[1], problem.what
    return problem.where, 0, 0, problem.what
