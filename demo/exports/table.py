"""An export table: which rows of the plan it holds and how each cell is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One export.

    `source` is the SQL behind `from`; it yields `i` (the lead) and `is_planted`.
    `moment` orders the rows. Columns map headers to SQL text; what is not named stays empty.
    """

    name: str
    path: str
    source: str
    moment: str
    columns: dict[str, str]
    quoted: bool = False
    null: str = ""
    archived: bool = False  # a member of the Data Export ZIP
    monthly: bool = False  # one file per month: the vendor's export jobs are limited

    @property
    def headers(self) -> list[str]:
        """Headers in file order."""
        return list(self.columns)

    def select(self) -> str:
        """All rows as text, with the lead and the moment in front."""
        cells = ", ".join(
            f"coalesce(cast({expression} as varchar), '') as {quote(header)}"
            for header, expression in self.columns.items()
        )
        return (
            f"select i as _lead, is_planted as _planted, {self.moment} as _moment, {cells} "
            f"from {self.source}"
        )


def quote(name: str) -> str:
    """An identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def filled(headers: Iterable[str], cells: dict[str, str]) -> dict[str, str]:
    """Every header, with the SQL of `cells` and an empty text elsewhere."""
    columns = {header: cells.get(header, "''") for header in headers}
    unknown = set(cells) - set(columns)
    if unknown:
        raise ValueError(f"not in the header: {sorted(unknown)}")
    return columns


# ts: as a Data Export writes a stamp; iso: as an API does; day: midnight, as a date-only field.
MACROS = """
create macro ts(x) as cast(make_timestamp(cast(x as bigint) * 1000000) as varchar);
create macro iso(x) as replace(ts(x), ' ', 'T') || 'Z';
create macro isoms(x) as replace(ts(x), ' ', 'T') || '.000Z';
create macro midnight(x) as substr(ts(x), 1, 10) || ' 00:00:00';
create macro date_only(x) as substr(ts(x), 1, 10);
create macro as_bit(x) as case when x then '1' else '0' end;
create macro as_word(x) as case when x then 'true' else 'false' end;
"""
