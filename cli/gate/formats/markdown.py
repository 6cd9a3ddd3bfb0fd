"""The report as a comment on a pull request, or as the summary of a job."""

from __future__ import annotations

import re

from cli.gate.formats.words import change, count, cut, place, problem, why_not
from cli.gate.report import FAILING, GateReport, Item

# Whoever posts the report finds its last comment by this line and edits that.
MARKER = "<!-- handoff-gate -->"
# GitHub takes 65,536 characters.
MOST = 60_000
# Room for the frames of the sections and for what says how much was left out.
FRAMES = 1_200
TOP = 5
PROBLEMS = 20

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~!])")


def as_markdown(report: GateReport) -> str:
    """At most 60,000 characters; what is left out is counted."""
    failing = report.of(*FAILING)
    head = [MARKER, f"## handoff gate: {safe(report.headline)}", ""]
    head += [f"- {safe(problem(trouble), 600)}" for trouble in report.troubles[:PROBLEMS]]
    if len(report.troubles) > PROBLEMS:
        head.append(f"- and {len(report.troubles) - PROBLEMS} more problems")
    if report.run_id:
        head += [*([""] if report.troubles else []), *_counts(report)]
    if failing:
        head += ["", *_table(failing[:TOP])]
    foot = ["", *_reproduce(report)]
    space = MOST - len("\n".join([*head, *foot])) - FRAMES
    body: list[str] = []
    for title, rows, is_open in (
        ("Also failing", [_failure(item) for item in failing[TOP:]], True),
        ("Could not be computed", [_missing(i) for i in report.of("not_computable")], True),
        ("Better than the baseline", [_moved(i) for i in report.of("resolved", "improved")], False),
        ("Waived", [_waived(item) for item in report.of("waived")], False),
        ("Known findings", [_moved(item) for item in report.of("known")], False),
        ("Open findings", [_moved(item) for item in report.of("open")], False),
    ):
        section = _section(title, rows, is_open, space)
        space -= len("\n".join(section)) + 1
        body += section
    return "\n".join([*head, *body, *foot]) + "\n"


def safe(text: str, most: int = 300) -> str:
    """`text` in one line that Markdown, HTML and GitHub's mentions and links leave alone."""
    line = cut(text, most).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _SPECIAL.sub(r"\\\1", line)
    return line.replace("@", "@\u200b").replace("://", ":\u200b//").replace("www.", "www\u200b.")


def _counts(report: GateReport) -> list[str]:
    hidden = "open" if report.has_baseline else "known"
    shown = {kind: number for kind, number in report.counts.items() if kind != hidden}
    judged = f"{report.checks_judged} of {report.checks_in_project} checks judged"
    as_of = f", as of {report.as_of:%Y-%m-%d %H:%M} UTC" if report.as_of else ""
    return [
        "| " + " | ".join(kind.replace("_", " ") for kind in shown) + " |",
        "| " + " | ".join("---:" for _ in shown) + " |",
        "| " + " | ".join(f"{number:,}" for number in shown.values()) + " |",
        "",
        f"{judged}{as_of}.",
    ]


def _table(items: list[Item]) -> list[str]:
    lines = ["| | severity | check | tonight | baseline | owner | declared in |"]
    lines.append("| --- | --- | --- | ---: | ---: | --- | --- |")
    for item in items:
        before = count(item, before=True) if item.scope_before is not None else "none"
        cells = (item.kind.replace("_", " "), item.severity, item.title, count(item), before)
        lines.append("| " + " | ".join(safe(c) for c in (*cells, item.owner, place(item))) + " |")
    return lines


def _section(title: str, rows: list[str], is_open: bool, space: int) -> list[str]:
    """A collapsible list of as many rows as there is space for."""
    if not rows:
        return []
    frame = ["", f"<details{' open' if is_open else ''}>",
             f"<summary>{title}: {len(rows):,}</summary>", ""]  # fmt: skip
    space -= len("\n".join(frame)) + 80
    kept = []
    for row in rows:
        space -= len(row) + 1
        if space < 0:
            break
        kept.append(row)
    left = len(rows) - len(kept)
    more = [f"- and {left:,} more in `results.gate`"] if left else []
    return [*frame, *kept, *more, "", "</details>"]


def _failure(item: Item) -> str:
    word = item.kind.replace("_", " ")
    return f"- {word}: {safe(item.title)}: {safe(change(item))}; {safe(item.owner)}"


def _missing(item: Item) -> str:
    return f"- {safe(item.title)}: {safe(why_not(item))}"


def _moved(item: Item) -> str:
    return f"- {safe(item.title)}: {safe(change(item))}"


def _waived(item: Item) -> str:
    return f"- {safe(item.title)}: {safe(change(item))}: {safe(item.waived_because or '')}"


def _reproduce(report: GateReport) -> list[str]:
    lines = ["Reproduce, on the same exports:", "", "```sh"]
    lines += ["handoff gate", "handoff checks explain CHECK", "```"]
    if report.of("resolved", "improved"):
        lines += ["", "Keep what got better: `handoff accept --improvements`."]
    return lines
