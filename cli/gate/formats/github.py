"""Workflow commands of GitHub Actions: annotations at the declared handoff or at the check."""

from __future__ import annotations

from collections.abc import Callable

from cli.gate.formats.phrases import (
    describe_change,
    format_issue,
    missing_reason,
    one_line,
    shorten,
)
from cli.gate.report import COULD_NOT_RUN, FAILING, GateReport, Issue, Item, split_location

# GitHub shows ten annotations of a kind per step and drops the rest silently.
MOST = 10
KINDS = ("error", "warning", "notice")


def as_github(report: GateReport) -> list[str]:
    """At most ten errors, warnings and notices, and the number of omitted ones."""
    annotations: dict[str, list[str]] = {kind: [] for kind in KINDS}
    annotations["error"] += [_issue(issue) for issue in _by_code(report)]
    annotations["error"] += [
        _command("error", "", 0, fact.kind.replace("_", " "), fact.detail)
        for fact in report.facts_of(is_failure=True)
    ]
    annotations["error"] += [
        _annotation("error", item, _failed) for item in report.items_of(*FAILING)
    ]
    missing = report.items_of("not_computable")
    annotations["warning"] += [_annotation("warning", item, missing_reason) for item in missing]
    better = report.items_of("resolved", "improved")
    annotations["notice"] += [_annotation("notice", item, _better) for item in better]
    moved = "; ".join(one.text for one in report.movement if one.is_moved)
    if report.movement:
        text = moved or "nothing moved since the baseline"
        annotations["notice"].insert(0, _command("notice", "", 0, "moved since the baseline", text))
    lines = [line for kind in KINDS for line in annotations[kind][:MOST]]
    left = [
        (len(annotations[kind]) - MOST, kind) for kind in KINDS if len(annotations[kind]) > MOST
    ]
    if left:
        counted = ", ".join(f"{number} {kind}{'s' * (number > 1)}" for number, kind in left)
        lines.append(f"handoff gate: not shown as annotations: {counted}")
    return lines


def _by_code(report: GateReport) -> list[Issue]:
    return sorted(report.issues, key=lambda issue: -issue.code)


def _failed(item: Item) -> str:
    return f"{describe_change(item)}; owner {item.owner}. {item.remedy}"


def _better(item: Item) -> str:
    return f"{describe_change(item)}: run handoff accept --improvements"


def _annotation(kind: str, item: Item, text: Callable[[Item], str]) -> str:
    path, line = item.location
    word = item.kind.replace("_", " ")
    return _command(kind, path, line, f"{word}: {item.title}", text(item))


def _issue(issue: Issue) -> str:
    path, line = split_location(issue.where) if issue.where else ("", 0)
    title = "handoff gate could not run" if issue.code >= COULD_NOT_RUN else "handoff gate"
    # GitHub cannot show a file outside the repository.
    if path.startswith("/"):
        path = ""
    return _command("error", path, line, title, format_issue(issue))


def _command(kind: str, path: str, line: int, title: str, text: str) -> str:
    properties = {"file": path, "line": str(line)} if path else {}
    properties["title"] = shorten(title, 200)
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {named}::{_data(shorten(text, 1000))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
