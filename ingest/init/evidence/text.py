"""Puts the sentences of the evidence together."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.init.evidence.absent import absent_lines
from ingest.init.evidence.across import across_lines
from ingest.init.evidence.columns import column_lines
from ingest.init.evidence.named import named_lines
from ingest.init.evidence.relations import relation_lines
from ingest.init.evidence.rewritten import rewritten_lines
from ingest.init.evidence.rows import row_lines
from ingest.init.evidence.view import View, make_views, row
from ingest.init.facts import Facts

NAME = "values.txt"
_HEAD = """\
What the values of the exports show, counted by `handoff init`.
It states what is there and judges nothing: a date in the future or an amount below zero can be
right.
`handoff init` writes this file anew. Blank on both sides counts as equal.
"""


def evidence_text(facts: Facts) -> tuple[str, list[str]]:
    """The text of the file, and the lines about what no file tells."""
    links = list(facts.links)
    views = make_views(facts.con, facts.tables, facts.measures, links, facts.entities)
    as_of = _last_creation(facts, views)
    absent = absent_lines(views)
    blocks = [_HEAD, "NOT IN THE FILES", *absent]
    for view in views.values():
        blocks += ["", view.label.upper()]
        blocks += row_lines(facts.con, view)
        blocks += column_lines(facts.con, view, as_of)
        blocks += relation_lines(facts.con, view)
    rewritten, pairs = rewritten_lines(facts.con, views, links)
    across = [
        *across_lines(facts.con, views, links),
        *named_lines(facts.con, views, links, pairs),
        *rewritten,
    ]
    blocks += ["", "BETWEEN TABLES", *across] if across else []
    lines = ["".join(c if c.isprintable() else "?" for c in one) for one in blocks[1:]]
    return "\n".join([_HEAD, *lines]) + "\n", absent


def _last_creation(facts: Facts, views: Mapping[str, View]) -> tuple[str, str] | None:
    """The last day on which a record was created, and the column that says so."""
    found = []
    for view in views.values():
        first = view.creation()
        if first is None or first.is_day_number or not view.has_creation:
            continue
        last = row(facts.con, f"select max({view.moment(first.header)})::date from {view.name}")[0]
        if last is not None:
            found.append((str(last), f"{first.header} of {view.label}"))
    return max(found) if found else None
