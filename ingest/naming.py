"""Header texts and the column names made from them, the same for every vendor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

MAX_LENGTH = 100

_CASE_STEP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_OTHER = re.compile(r"[^a-z0-9]+")


def header_key(header: str) -> str:
    """Returns a header as it is compared: two spellings of one header have the same key.

    Drops a byte order mark, blanks and quotes around the header, a leading `*`, and the case.
    The macro header_key.sql is the same rule in SQL.
    """
    text = header.strip('\ufeff \t\r\n\xa0"')
    return (text.lstrip("*").strip() or text).casefold()


def is_pattern(header: str) -> bool:
    """Whether a declared header is a pattern: a `*` inside it matches any text."""
    return "*" in header_key(header) and header != "*"


@cache
def pattern(header: str) -> re.Pattern[str]:
    """Compiles a declared header with `*` to a pattern for header keys."""
    return re.compile(".*".join(re.escape(part) for part in header_key(header).split("*")))


def column_name(header: str) -> str:
    """Turns a header into a column name in `[a-z0-9_]`; '' when no letter or digit is left.

    `sfdcLeadId` -> `sfdc_lead_id`, `Größe (m²)` -> `grosse_m2`, `2nd touch` -> `c_2nd_touch`.
    """
    text = _CASE_STEP.sub("_", header.strip("\ufeff \t\r\n\xa0"))
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    name = _OTHER.sub("_", text).strip("_")[:MAX_LENGTH].strip("_")
    return f"c_{name}" if name[:1].isdigit() else name


def unique(name: str, taken: Iterable[str]) -> str:
    """Returns `name`, or `name_2`, `name_3` … when it is taken."""
    used = set(taken)
    if name not in used:
        return name
    number = 2
    while f"{name}_{number}" in used:
        number += 1
    return f"{name}_{number}"
