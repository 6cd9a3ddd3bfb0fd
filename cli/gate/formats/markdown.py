"""The report as a comment on a pull request, or as the summary of a job."""

from __future__ import annotations

import re

from cli.gate.formats.phrases import (
    describe_change,
    describe_run,
    format_count,
    format_issue,
    format_location,
    missing_reason,
    shorten,
)
from cli.gate.report import FAILING, GateReport, Item

# A workflow finds its previous comment by this line and edits it.
MARKER = "<!-- handoff-gate -->"
# GitHub accepts 65,536 characters.
MAX_CHARACTERS = 60_000
# Reserved for the frames of the sections and the numbers of omitted rows.
RESERVED = 1_200
TABLE_ROWS = 5
MAX_PROBLEMS = 20

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~!])")


def as_markdown(report: GateReport) -> str:
    """Returns at most 60,000 characters, with the number of omitted rows."""
    failing = report.items_of(*FAILING)
    head = [MARKER, f"## handoff gate: {safe(report.headline)}", ""]
    head += [f"- {safe(format_issue(issue), 600)}" for issue in report.issues[:MAX_PROBLEMS]]
    if len(report.issues) > MAX_PROBLEMS:
        head.append(f"- and {len(report.issues) - MAX_PROBLEMS} more problems")
    if report.run_id:
        head += [*([""] if report.issues else []), *_counts(report)]
    lacking = report.facts_of(is_failure=True)
    if lacking:
        head += ["", *(f"- {safe(fact.detail)}" for fact in lacking[:MAX_PROBLEMS])]
    if failing:
        head += ["", *_table(failing[:TABLE_ROWS])]
    foot = ["", *_reproduce(report)]
    space = MAX_CHARACTERS - len("\n".join([*head, *foot])) - RESERVED
    body: list[str] = []
    for title, rows, is_open in (
        ("Also failing", [_failure(item) for item in failing[TABLE_ROWS:]], True),
        ("Moved since the baseline", _movement(report), True),
        (
            "The exports of this night",
            [f"- {safe(fact.detail)}" for fact in report.facts_of(is_failure=False)],
            False,
        ),
        ("Could not be computed", [_missing(i) for i in report.items_of("not_computable")], True),
        (
            "Better than the baseline",
            [_moved(i) for i in report.items_of("resolved", "improved")],
            False,
        ),
        ("Waived", [_waived(item) for item in report.items_of("waived")], False),
        ("Unconfirmed", [_moved(item) for item in report.items_of("unconfirmed")], False),
        ("Known findings", [_moved(item) for item in report.items_of("known")], False),
        ("Open findings", [_moved(item) for item in report.items_of("open")], False),
    ):
        section = _section(title, rows, is_open, space)
        space -= len("\n".join(section)) + 1
        body += section
    return "\n".join([*head, *body, *foot]) + "\n"


def safe(text: str, most: int = 300) -> str:
    """`text` in one line, escaped for Markdown, HTML and the mentions and links of GitHub."""
    line = shorten(text, most).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _SPECIAL.sub(r"\\\1", line)
    return line.replace("@", "@\u200b").replace("://", ":\u200b//").replace("www.", "www\u200b.")


def _counts(report: GateReport) -> list[str]:
    hidden = "open" if report.has_baseline else "known"
    shown = {kind: number for kind, number in report.counts.items() if kind != hidden}
    return [
        "| " + " | ".join(kind.replace("_", " ") for kind in shown) + " |",
        "| " + " | ".join("---:" for _ in shown) + " |",
        "| " + " | ".join(f"{number:,}" for number in shown.values()) + " |",
        "",
        f"{safe(describe_run(report))}.",
    ]


def _table(items: list[Item]) -> list[str]:
    lines = ["| | severity | check | tonight | baseline | owner | declared in |"]
    lines.append("| --- | --- | --- | ---: | ---: | --- | --- |")
    for item in items:
        before = format_count(item, before=True) if item.scope_before is not None else "none"
        cells = (item.kind.replace("_", " "), item.severity, item.title, format_count(item), before)
        lines.append(
            "| " + " | ".join(safe(c) for c in (*cells, item.owner, format_location(item))) + " |"
        )
    return lines


def _section(title: str, rows: list[str], is_open: bool, space: int) -> list[str]:
    """A collapsible list of the rows that fit into `space` characters."""
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
    return f"- {word}: {safe(item.title)}: {safe(describe_change(item))}; {safe(item.owner)}"


def _movement(report: GateReport) -> list[str]:
    """What moved since the baseline, one line per handoff."""
    return [f"- {safe(one.text)}" for one in report.movement]


def _missing(item: Item) -> str:
    return f"- {safe(item.title)}: {safe(missing_reason(item))}"


def _moved(item: Item) -> str:
    return f"- {safe(item.title)}: {safe(describe_change(item))}"


def _waived(item: Item) -> str:
    return f"- {safe(item.title)}: {safe(describe_change(item))}: {safe(item.waived_because or '')}"


def _reproduce(report: GateReport) -> list[str]:
    lines = ["Reproduce, on the same exports:", "", "```sh"]
    lines += ["handoff gate", "handoff checks explain CHECK", "```"]
    if report.items_of("resolved", "improved"):
        lines += ["", "Keep the improvements: `handoff accept --improvements`."]
    return lines
