"""Tells by the values below the last name of a header whether the names are in place."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Words in a name, and what its values look like.
_TELLING = (
    (frozenset({"email", "mail"}), r"[^@\s]+@[^@\s]+\.\w+"),
    (
        frozenset({"date", "time", "at", "on", "when", "created", "modified", "updated"}),
        r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*",
    ),
    (frozenset({"amount", "total", "price", "revenue"}), r"[-+]?[$€£]? ?\d[\d., ]*"),
)


def is_last_in_place(names: Sequence[str], sample: Sequence[list[str]]) -> bool:
    """Whether the values below the last name are what it says.

    Then no name before it has lost its delimiter: the records have one too many.
    """
    words = set(re.split(r"[^a-z0-9]+", names[-1].casefold())) if names else set()
    kind = next((pattern for known, pattern in _TELLING if words & known), None)
    values = [cells[len(names) - 1].strip() for cells in sample]
    filled = [value for value in values if value]
    return bool(kind and len(filled) > 1 and all(re.fullmatch(kind, one) for one in filled))
