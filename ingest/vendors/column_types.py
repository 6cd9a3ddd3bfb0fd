"""The type of a raw column, recognised by its name: a time, a number or an id.

The audit detects one format per such column and file, and reports a file that allows none.
A declaration lists the columns whose names do not show their type (`times`, `numbers`, `ids`).
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


def column_type(
    column: str,
    times: Collection[str] = (),
    numbers: Collection[str] = (),
    ids: Collection[str] = (),
) -> str | None:
    """`time`, `number`, `id` or None; a listed column has the type of its list."""
    for found, listed in ((TIME, times), (NUMBER, numbers), (ID, ids)):
        if column in listed:
            return found
    for found, pattern in ((ID, _ID), (TIME, _TIME), (NUMBER, _NUMBER)):
        if pattern.search(column):
            return found
    return None
