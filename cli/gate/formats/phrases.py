"""Phrases of all formats, and escaping of text."""

from __future__ import annotations

import re

from cli.gate.report import STATUSES, GateReport, Issue, Item
from cli.terminal import format_share

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def one_line(text: str) -> str:
    """One line without control characters, surrogates and repeated spaces."""
    return " ".join(_SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text)).split())


def shorten(text: str, most: int) -> str:
    """`text` in one line of at most `most` characters."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1] + "…"


def format_count(item: Item, before: bool = False) -> str:
    """`3 of 40 (7.5%)`, of this night or of the baseline."""
    scope = item.scope_before if before else item.scope
    violations = item.violations_before if before else item.violations
    rate = item.rate_before if before else item.rate
    if not scope:
        return "no verdict"
    shown = format_share(float(rate)) if rate is not None else "?"
    return f"{violations or 0:,} of {scope:,} ({shown})"


def describe_change(item: Item) -> str:
    """Count of this night, baseline and limit in one phrase."""
    text = format_count(item)
    if item.scope_before is not None:
        text += f", baseline {format_count(item, before=True)}"
    if item.waived:
        text += f", {item.waived:,} waived"
    moved = describe_movement(item)
    if moved:
        text += f", {moved}"
    if item.because and item.kind != "lost":
        text += f"; {one_line(item.because)}"
    if item.unconfirmed:
        text += f", {item.unconfirmed:,} unconfirmed"
    if item.kind == "over_limit":
        text += f", limit of {one_line(item.limit or '')}"
    return text


def describe_movement(item: Item) -> str:
    """What moved since the baseline; empty where nothing did."""
    parts = (
        (item.new_violations, "new"),
        (item.turned_bad, "of known records"),
        (item.mended, "mended"),
        (item.left_violations, "left the scope"),
    )
    return ", ".join(f"{number:,} {what}" for number, what in parts if number)


def describe_run(report: GateReport) -> str:
    """The run and the statuses of its checks in one line; empty without a run."""
    as_of = f" as of {report.as_of:%Y-%m-%d %H:%M} UTC" if report.as_of else ""
    found = [
        f"{report.statuses[status]} {status.replace('_', ' ')}"
        for status in STATUSES
        if report.statuses.get(status)
    ]
    ran = sum(report.statuses.values())
    of = f" of {report.checks_in_project}" if ran < report.checks_in_project else ""
    checks = f"{ran}{of} checks: " + (", ".join(found) or "none ran")
    return f"run {one_line(report.run_id or '')}{as_of}, {checks}"


def format_cost(item: Item) -> str:
    """`, cost 27.30 EUR`; empty where the stack does not declare what the cost needs."""
    if item.cost is None:
        return ""
    return f", cost {item.cost:,.2f} {one_line(item.cost_currency or '')}".rstrip()


def missing_reason(item: Item) -> str:
    """The reason for a missing verdict."""
    return one_line(item.reason or "no record is in scope any more")


def format_location(item: Item) -> str:
    """File and line as `stack/handoffs.yml:17`."""
    path, line = item.location
    return f"{one_line(path)}:{line}"


def format_issue(issue: Issue) -> str:
    """An issue in one line: place, message, fix."""
    where = f"{one_line(issue.where)}: " if issue.where else ""
    fix = f" -> {one_line(issue.fix)}" if issue.fix else ""
    return where + one_line(issue.what) + fix
