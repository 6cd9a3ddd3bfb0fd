"""Cross-field validation of `limits`: one entry for each system and object."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.errors import Problem
from ingest.stack.model import Stack


def check_limits(stack: Stack) -> Iterator[Problem]:
    """Finds two entries of limits for one system and object."""
    seen: dict[tuple[str, str | None], int] = {}
    for index, limit in enumerate(stack.limits):
        first = seen.setdefault((limit.system, limit.object), index)
        if first != index:
            whose = f"'{limit.system}'" + (f", object '{limit.object}'," if limit.object else "")
            yield Problem(
                f"the limits of {whose} are declared twice",
                stack.where("limits", index, "system"),
                f"keep one entry; the first is at {stack.where('limits', first)}",
            )
