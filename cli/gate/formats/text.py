"""The report for a terminal, a pipe or a log."""

from __future__ import annotations

import textwrap

from cli.gate.formats.phrases import (
    describe_change,
    describe_run,
    format_cost,
    format_count,
    format_issue,
    format_location,
    missing_reason,
    one_line,
)
from cli.gate.report import FAILING, KINDS, GateReport, Item, count

# Number of listed rows that are not failures; the rest is counted.
MOST = 10


def as_text(report: GateReport, width: int = 80) -> list[str]:
    """Lines, at most `width` wide unless a word is longer; the first one is the verdict."""
    lines = _wrap(one_line(report.headline), "", width)
    if report.run_id:
        lines += _wrap(describe_run(report), "", width)
    for issue in report.issues:
        lines += ["", *_wrap(format_issue(issue), "! ", width)]
    for fact in report.facts_of(is_failure=True):
        label = "UNDECLARED  " if fact.kind == "value_new" else "MISSING  "
        lines += ["", *_wrap(one_line(fact.detail), label, width)]
    for item in report.items_of(*FAILING):
        lines += ["", *_failure(item, width)]
    lines += _movement(report, width)
    lines += _facts(report, width)
    better = report.items_of("resolved", "improved")
    lines += _listed("Better than the baseline: run handoff accept --improvements", better, width)
    lines += _open(report.items_of("open"), width)
    lines += _missing(report.items_of("not_computable"), width)
    others = [
        f"{number} {kind.replace('_', ' ')}"
        for kind, number in report.counts.items()
        if number and kind in KINDS[len(FAILING) :]
    ]
    if others:
        lines += ["", *_wrap("Check and handoff: " + ", ".join(others), "", width)]
    if report.run_id:
        lines += ["", *_look_next(report)]
    return [_without_commands(line) for line in lines]


def _failure(item: Item, width: int) -> list[str]:
    head = f"{item.kind.replace('_', ' ').upper()}  {one_line(item.title)}  ({item.severity})"
    owner = one_line(item.owner) + (f", backup {one_line(item.backup)}" if item.backup else "")
    lines = [head, *_wrap(describe_change(item), "  ", width)]
    if item.kind == "lost":
        lines += _wrap(missing_reason(item), "  ", width)
    lines += _wrap(f"owner {owner}; {format_location(item)}", "  ", width)
    return lines + _wrap(f"-> {one_line(item.remedy)}", "  ", width)


def _movement(report: GateReport, width: int) -> list[str]:
    """What moved since the baseline, also on a green night."""
    if not report.movement:
        return []
    moved = [one for one in report.movement if one.is_moved]
    lines = ["", "Moved since the baseline:" if moved else "Nothing moved since the baseline."]
    for one in moved:
        lines += _wrap(one_line(one.text), "  ", width)
    still = [one.handoff_id for one in report.movement if one.handoff_id and not one.is_moved]
    if moved and still:
        lines += _wrap(f"nothing moved: {', '.join(map(one_line, still))}", "  ", width)
    return lines


def _facts(report: GateReport, width: int) -> list[str]:
    """Facts of the night that fail nothing."""
    facts = report.facts_of(is_failure=False)
    if not facts:
        return []
    lines = ["", "The exports of this night:"]
    for fact in facts[:MOST]:
        lines += _wrap(one_line(fact.detail), "  ", width)
    if len(facts) > MOST:
        lines.append(f"  and {len(facts) - MOST} more in results.night_facts")
    return lines


def _open(items: list[Item], width: int) -> list[str]:
    """The findings of a first run, the gravest first."""
    if not items:
        return []
    shown = f", the first {MOST} of {len(items)}" if len(items) > MOST else ""
    lines = ["", f"Open findings{shown}:"]
    for item in items[:MOST]:
        lines += _wrap(f"{one_line(item.title)} ({item.severity})", "  ", width)
        lines += _wrap(f"{format_count(item)}{format_cost(item)}; {one_line(item.owner)}",
                       "    ", width)  # fmt: skip
    return lines


def _missing(items: list[Item], width: int) -> list[str]:
    """Checks without a verdict by their reason, the reason of most checks first."""
    if not items:
        return []
    reasons: dict[str, list[str]] = {}
    for item in items:
        reasons.setdefault(missing_reason(item), []).append(one_line(item.title))
    lines = ["", f"Could not be computed: {count(len(items), 'check')}"]
    ranked = sorted(reasons.items(), key=lambda found: (-len(found[1]), found[0]))
    for reason, titles in ranked[:MOST]:
        more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
        lines += _wrap(f"{', '.join(titles[:3])}{more}: {reason}", "  ", width)
    if len(ranked) > MOST:
        lines.append(f"  and {len(ranked) - MOST} more reasons in results.check_results")
    return lines


def _listed(title: str, items: list[Item], width: int) -> list[str]:
    if not items:
        return []
    lines = ["", title]
    for item in items[:MOST]:
        lines += _wrap(f"{one_line(item.title)}: {_better(item)}", "  ", width)
    if len(items) > MOST:
        lines.append(f"  and {len(items) - MOST} more in results.gate")
    return lines


def _better(item: Item) -> str:
    return f"{format_count(item, before=True)} -> {format_count(item)}"


def _look_next(report: GateReport) -> list[str]:
    lines = [
        "Look next:",
        "  handoff checks explain CHECK   what it means and how to fix a violation",
    ]
    if not report.has_baseline:
        lines.append("  handoff results                all current findings")
        lines.append("  handoff accept                 make these results the baseline")
    table = "gate where is_failure" if report.has_baseline else "findings"
    lines.append(f'  handoff query "from results.{table}"')
    return lines


def _wrap(text: str, label: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=label,
        subsequent_indent=" " * (len(label) + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _without_commands(line: str) -> str:
    """A line that no CI system reads as a command, even where a value was wrapped."""
    return line.replace("::", ": :").replace("##[", "## [")
