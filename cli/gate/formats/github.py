"""Workflow commands of GitHub Actions: annotations at the line of `stack/` or at the check."""

from __future__ import annotations

from collections.abc import Callable

from cli.gate.formats.words import change, cut, plain, problem, why_not
from cli.gate.report import COULD_NOT_RUN, FAILING, GateReport, Issue, Item, line_of

# GitHub shows ten of a kind per step and drops the rest without a word.
MOST = 10
KINDS = ("error", "warning", "notice")


def as_github(report: GateReport) -> list[str]:
    """At most ten errors, warnings and notices, and how many were left out."""
    said: dict[str, list[str]] = {kind: [] for kind in KINDS}
    said["error"] += [_trouble(trouble) for trouble in _gravest(report)]
    said["error"] += [_annotation("error", item, _failed) for item in report.of(*FAILING)]
    missing = report.of("not_computable")
    said["warning"] += [_annotation("warning", item, why_not) for item in missing]
    better = report.of("resolved", "improved")
    said["notice"] += [_annotation("notice", item, _better) for item in better]
    lines = [line for kind in KINDS for line in said[kind][:MOST]]
    left = [(len(said[kind]) - MOST, kind) for kind in KINDS if len(said[kind]) > MOST]
    if left:
        counted = ", ".join(f"{number} {kind}{'s' * (number > 1)}" for number, kind in left)
        lines.append(f"handoff gate: not shown as annotations: {counted}")
    return lines


def _gravest(report: GateReport) -> list[Issue]:
    return sorted(report.troubles, key=lambda trouble: -trouble.code)


def _failed(item: Item) -> str:
    return f"{change(item)}; owner {item.owner}. {item.remedy}"


def _better(item: Item) -> str:
    return f"{change(item)}: run handoff accept --improvements"


def _annotation(kind: str, item: Item, text: Callable[[Item], str]) -> str:
    path, line = item.location
    word = item.kind.replace("_", " ")
    return _command(kind, path, line, f"{word}: {item.title}", text(item))


def _trouble(trouble: Issue) -> str:
    path, line = line_of(trouble.where) if trouble.where else ("", 0)
    title = "handoff gate could not run" if trouble.code >= COULD_NOT_RUN else "handoff gate"
    # A path outside of the repository has no line to show.
    if path.startswith("/"):
        path = ""
    return _command("error", path, line, title, problem(trouble))


def _command(kind: str, path: str, line: int, title: str, text: str) -> str:
    properties = {"file": path, "line": str(line)} if path else {}
    properties["title"] = cut(title, 200)
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {named}::{_data(cut(text, 1000))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(plain(text)).replace(":", "%3A").replace(",", "%2C")
