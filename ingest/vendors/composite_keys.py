"""Ids made of several columns, for exports that have no column of ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ingest.naming import header_key
from ingest.sql import identifier, literal
from ingest.vendors.column_types import ID, kind_of

SEPARATOR = " | "
# Between the headers of an id of several columns, where one header is expected.
AND = " + "


def key_sql(columns: Sequence[str], nothing: Collection[str]) -> str:
    """SQL for the id that the cells of `columns` make; `nothing` are the texts for no value.

    NULL when a part holds nothing: what is left may be that of another record, too. A bar inside
    a part is doubled, so that a single one is always a separator: no two rows of different parts
    have the same id.
    """
    cells = [identifier(column) for column in columns]
    tokens = ", ".join(literal(token) for token in sorted({"", *nothing}))
    blank = " or ".join(f"trim({cell}) in ({tokens})" for cell in cells)
    parts = f" || {literal(SEPARATOR)} || ".join(f"replace({cell}, '|', '||')" for cell in cells)
    return f"case when {blank} then null else {parts} end"


def wrong_key(column: str, headers: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong in an id declared as several headers, and what to do; None when nothing is."""
    if kind_of(column) != ID:
        return f"'{column}' is no id: it is one column", "name one header"
    if len({header_key(header) for header in headers}) < len(headers):
        return f"'{column}' names a header twice", "keep one of them"
    if len(headers) < 2:
        return f"'{column}' lists one header", "write it without the list, or name the others"
    return None
