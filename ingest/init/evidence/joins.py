"""Two tables and the link between their records."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.init.evidence.view import View
from ingest.init.links import Link, compared
from ingest.naming import header_key


@dataclass(frozen=True)
class Join:
    """Two views and the link between their records; `sql` joins them as s and t."""

    link: Link
    source: View
    target: View

    @property
    def sql(self) -> str:
        """The joined rows, of a large table one in so many."""
        s, t = self.source, self.target
        ours = compared(s.table, s.measures[self.link.header])
        theirs = compared(t.table, t.measures[self.link.key])
        return (
            f"(select *, {ours} as link_value from {s.name} where row_number % {s.step} = 0) as s "
            f"inner join (select *, {theirs} as link_value from {t.name}) as t "
            "on s.link_value = t.link_value"
        )

    @property
    def words(self) -> str:
        """How a sentence begins."""
        return f"{self.source.label} by {self.link.header} with {self.target.label}"

    @property
    def has_key(self) -> bool:
        """Whether each value names one record of the target."""
        key = self.target.measures[self.link.key]
        return key.filled == key.distinct


def shared_headers(join: Join) -> list[tuple[str, str]]:
    """Headers of both tables that are written alike."""
    theirs = {header_key(one): one for one in join.target.table.headers}
    found = []
    for header in join.source.table.headers:
        other = theirs.get(header_key(header))
        is_match = header == join.link.header or other == join.link.key
        if other and not is_match and header_key(header) not in ("id", "name"):
            filled = join.source.measures[header].filled, join.target.measures[other].filled
            found += [(header, other)] if all(filled) else []
    moments = {one.header for one in join.source.moments}
    return [(a, b) for a, b in found if a not in moments and a != join.source.key][:12]
