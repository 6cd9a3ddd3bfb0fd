"""An export table: its rows of the plan and the SQL of each cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One export.

    `source` is the SQL after `from`; it returns `i` (the lead) and `is_planted`.
    `moment` sorts the rows. Columns map headers to SQL text.
    """

    name: str
    path: str
    source: str
    moment: str
    columns: dict[str, str]
    quoted: bool = False
    null: str = ""
    archived: bool = False  # a file of the Data Export ZIP
    monthly: bool = False  # one file per month: the vendor's export jobs are limited

    @property
    def headers(self) -> list[str]:
        """Headers in file order."""
        return list(self.columns)

    def select(self) -> str:
        """SQL of all rows as text, with the columns `_lead` and `_moment` first."""
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
    """The SQL of `cells` for every header; headers without an entry are empty."""
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
