"""The report for a terminal, a pipe or a log."""

from __future__ import annotations

import textwrap

from cli.gate.formats.words import change, count, place, plain, problem, why_not
from cli.gate.report import FAILING, KINDS, GateReport, Item

# What is no failure is listed up to here, the rest counted.
MOST = 10


def as_text(report: GateReport, width: int = 80) -> list[str]:
    """Lines no wider than `width` wherever words allow it; the first is the verdict."""
    lines = [plain(report.headline)]
    if report.run_id:
        as_of = f" as of {report.as_of:%Y-%m-%d %H:%M} UTC" if report.as_of else ""
        judged = f"{report.checks_judged} of {report.checks_in_project} checks"
        lines.append(f"night {plain(report.run_id)}{as_of}, {judged} judged")
    for trouble in report.troubles:
        lines += ["", *_wrapped(problem(trouble), "! ", width)]
    for item in report.of(*FAILING):
        lines += ["", *_failure(item, width)]
    better = report.of("resolved", "improved")
    lines += _listed("Better than the baseline: run handoff accept --improvements", better, width)
    missing = report.of("not_computable")
    lines += _listed("Could not be computed", missing, width)
    others = [
        f"{number} {kind.replace('_', ' ')}"
        for kind, number in report.counts.items()
        if number and kind in KINDS[len(FAILING) :]
    ]
    if others:
        lines += ["", *_wrapped("Check and handoff: " + ", ".join(others), "", width)]
    if report.run_id:
        lines += ["", *_look_next(report)]
    return [_harmless(line) for line in lines]


def _failure(item: Item, width: int) -> list[str]:
    head = f"{item.kind.replace('_', ' ').upper()}  {plain(item.title)}  ({item.severity})"
    owner = plain(item.owner) + (f", backup {plain(item.backup)}" if item.backup else "")
    lines = [head, *_wrapped(change(item), "  ", width)]
    if item.kind == "lost":
        lines += _wrapped(why_not(item), "  ", width)
    lines += _wrapped(f"owner {owner}; {place(item)}", "  ", width)
    return lines + _wrapped(f"-> {plain(item.remedy)}", "  ", width)


def _listed(title: str, items: list[Item], width: int) -> list[str]:
    if not items:
        return []
    lines = ["", title]
    for item in items[:MOST]:
        what = why_not(item) if item.kind == "not_computable" else _better(item)
        lines += _wrapped(f"{plain(item.title)}: {what}", "  ", width)
    if len(items) > MOST:
        lines.append(f"  and {len(items) - MOST} more in results.gate")
    return lines


def _better(item: Item) -> str:
    return f"{count(item, before=True)} -> {count(item)}"


def _look_next(report: GateReport) -> list[str]:
    lines = ["Look next:", "  handoff checks explain CHECK   what it means and how to mend it"]
    if not report.has_baseline:
        lines.append("  handoff results                what is wrong now")
        lines.append("  handoff accept                 take this state over as the baseline")
    lines.append(f"  duckdb {plain(report.database)}: from results.gate where is_failure")
    return lines


def _wrapped(text: str, label: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=label,
        subsequent_indent=" " * (len(label) + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _harmless(line: str) -> str:
    """A line that no CI system takes for a command, wherever a value was broken."""
    return line.replace("::", ": :").replace("##[", "## [")
