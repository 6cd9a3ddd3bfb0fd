"""Header texts to column names, the same for every vendor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

MAX_LENGTH = 100

_CASE_STEP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_OTHER = re.compile(r"[^a-z0-9]+")


def fold(header: str) -> str:
    """A header for comparison: no BOM, no blanks or quotes around it, no leading `*`, no case."""
    text = header.strip('\ufeff \t\r\n\xa0"')
    return (text.lstrip("*").strip() or text).casefold()


def is_pattern(header: str) -> bool:
    """Whether a declared header stands for several: a `*` in it means any text."""
    return "*" in fold(header) and header != "*"


@cache
def pattern(header: str) -> re.Pattern[str]:
    """What folded headers a declared header with `*` stands for."""
    return re.compile(".*".join(re.escape(part) for part in fold(header).split("*")))


def normalise(header: str) -> str:
    """A header as a column name in `[a-z0-9_]`; '' when nothing readable is left.

    `sfdcLeadId` -> `sfdc_lead_id`, `Größe (m²)` -> `grosse_m2`, `2nd touch` -> `c_2nd_touch`.
    """
    text = _CASE_STEP.sub("_", header.strip("\ufeff \t\r\n\xa0"))
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    name = _OTHER.sub("_", text).strip("_")[:MAX_LENGTH].strip("_")
    return f"c_{name}" if name[:1].isdigit() else name


def unique(name: str, taken: Iterable[str]) -> str:
    """`name`, or `name_2`, `name_3` … when it is taken."""
    used = set(taken)
    if name not in used:
        return name
    number = 2
    while f"{name}_{number}" in used:
        number += 1
    return f"{name}_{number}"
