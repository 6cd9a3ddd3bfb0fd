"""Ids made of several columns, for exports that have no column of ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ingest.naming import header_key
from ingest.sql import identifier, literal
from ingest.vendors.column_types import ID, column_type

SEPARATOR = " | "
# Between the headers of an id of several columns, where one header is expected.
HEADER_JOINER = " + "


def key_sql(columns: Sequence[str], null_tokens: Collection[str]) -> str:
    """SQL for the id that the cells of `columns` make together.

    The id is NULL when a cell is blank or one of `null_tokens`: the other cells may also be those
    of another record. A bar inside a cell is doubled, so that a single one always separates: no
    two rows with different cells have the same id.
    """
    cells = [identifier(column) for column in columns]
    tokens = ", ".join(literal(token) for token in sorted({"", *null_tokens}))
    blank = " or ".join(f"trim({cell}) in ({tokens})" for cell in cells)
    parts = f" || {literal(SEPARATOR)} || ".join(f"replace({cell}, '|', '||')" for cell in cells)
    return f"case when {blank} then null else {parts} end"


def wrong_key(column: str, headers: Sequence[str]) -> tuple[str, str] | None:
    """The mistake in an id declared as several headers, and how to correct it."""
    if column_type(column) != ID:
        return f"'{column}' is not an id: it is one column", "name one header"
    if len({header_key(header) for header in headers}) < len(headers):
        return f"'{column}' names a header twice", "keep one of them"
    if len(headers) < 2:
        return f"'{column}' lists one header", "write it without the list, or name the others"
    return None
