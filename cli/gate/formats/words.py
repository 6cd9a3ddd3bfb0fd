"""Phrases every format shares, and text made safe to show."""

from __future__ import annotations

import re

from cli.gate.report import Issue, Item
from cli.terminal import share

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """One line without characters that a terminal, a log or an XML reader would obey."""
    return " ".join(_SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text)).split())


def cut(text: str, most: int) -> str:
    """`text` as `plain`, at most so long."""
    line = plain(text)
    return line if len(line) <= most else line[: most - 1] + "…"


def count(item: Item, before: bool = False) -> str:
    """`3 of 40 (7.5%)`, tonight or in the baseline."""
    scope = item.scope_before if before else item.scope
    violations = item.violations_before if before else item.violations
    rate = item.rate_before if before else item.rate
    if not scope:
        return "no verdict"
    shown = share(float(rate)) if rate is not None else "?"
    return f"{violations or 0:,} of {scope:,} ({shown})"


def change(item: Item) -> str:
    """Tonight, the baseline and the limit in one phrase."""
    said = count(item)
    if item.scope_before is not None:
        said += f", baseline {count(item, before=True)}"
    if item.waived:
        said += f", {item.waived:,} waived"
    if item.kind == "over_limit":
        said += f", limit of {plain(item.limit or '')}"
    return said


def why_not(item: Item) -> str:
    """Why there is no verdict."""
    return plain(item.reason or "no record is in scope any more")


def place(item: Item) -> str:
    """File and line as `stack/handoffs.yml:17`."""
    path, line = item.location
    return f"{plain(path)}:{line}"


def problem(trouble: Issue) -> str:
    """A trouble in one line."""
    where = f"{plain(trouble.where)}: " if trouble.where else ""
    fix = f" -> {plain(trouble.fix)}" if trouble.fix else ""
    return where + plain(trouble.what) + fix
