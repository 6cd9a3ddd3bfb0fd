"""Leaves out links that only say that two columns name the records of a third table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.init.links import Link


def without_siblings(links: Sequence[Link]) -> list[Link]:
    """Leaves out links between two columns that both name the records of a third table.

    The users who created categories are found among those who created orders, and say nothing.
    """
    ends: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for link in links:
        if link.kind == "id":
            ends.setdefault(link.begin, set()).add(link.end)

    def is_sibling(link: Link) -> bool:
        ours, theirs = ends[link.begin], ends.get(link.end, set())
        return link.begin in theirs or bool(ours & theirs)

    return [
        one
        for one in links
        if one.kind != "id" or one.is_own_id or one.source is one.target or not is_sibling(one)
    ]
