"""What a raw column holds, told by its name: a time, a number or an id.

The audit reads such columns as one format per file, and says so where a file does not allow it.
A declaration lists the columns whose names do not tell (`times`, `numbers`, `ids`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

TIME, NUMBER, ID = "time", "number", "id"

_TIME = re.compile(
    r"(^|_)(at|at_utc|on|time|timestamp|modstamp)$|date$|date_utc$|date_entered|^(created|updated)$"
)
_NUMBER = re.compile(
    r"(^|_)(amount|subtotal|total|tax|fee|revenue|price|balance)$"
    r"|^amount_(paid|due|refunded|credited|remaining)$"
)
_ID = re.compile(r"(^|_)id(_metadata)?$")


def kind_of(
    column: str,
    times: Collection[str] = (),
    numbers: Collection[str] = (),
    ids: Collection[str] = (),
) -> str | None:
    """`time`, `number`, `id` or None; what is listed wins over what the name says."""
    for kind, listed in ((TIME, times), (NUMBER, numbers), (ID, ids)):
        if column in listed:
            return kind
    for kind, pattern in ((ID, _ID), (TIME, _TIME), (NUMBER, _NUMBER)):
        if pattern.search(column):
            return kind
    return None
