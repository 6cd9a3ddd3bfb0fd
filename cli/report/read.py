"""Reads everything that a report shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from cli.database import Audit
from cli.report.cells import Record
from cli.report.mask import EXTERNAL, Masker
from cli.report.sources import SOURCES

# Rows of one list in the appendix, and of all evidence together.
MOST_ROWS = 400
MOST_RECORDS = 4000

REPS = """
select record_id, email, full_name from canonical.owners
where
    lower(coalesce(full_name, '')) not in (
        select lower(owner) from report.report_handoffs where owner is not null
        union all
        select lower(owner) from report.report_systems where owner is not null
    )
"""


@dataclass
class Content:
    """The rows of every part of the report, in the order of their queries."""

    audience: str
    limit: int
    parts: dict[str, list[Record]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> list[Record]:
        """The rows of one part."""
        return self.parts[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is a part of this name."""
        return name in self.parts


def make_masker(audit: Audit, audience: str) -> Masker:
    """The masker of one file; it knows the reps, whose names it replaces in texts."""
    return Masker(audience, audit.rows(REPS) if audience == EXTERNAL else ())


def read_content(audit: Audit, audience: str, limit: int) -> Content:
    """Reads all parts; `limit` is the number of records that a finding shows."""
    is_external = audience == EXTERNAL
    masker = make_masker(audit, audience)
    content = Content(audience, limit)
    for name, source in SOURCES.items():
        rows = audit.named(
            source.query,
            limit=limit,
            level="team" if is_external else "person",
            most=MOST_ROWS,
            in_all=MOST_RECORDS,
        )
        content.parts[name] = [Record(source, row, masker) for row in rows]
    return content
