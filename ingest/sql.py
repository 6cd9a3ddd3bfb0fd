"""Quotes names and values for SQL text, and sets the limits of every connection."""

from __future__ import annotations

# Without this limit DuckDB caches data until it uses most of the machine's memory.
MEMORY = "2GB"


def identifier(name: str) -> str:
    """Quotes an SQL identifier. No other function turns a name into SQL text."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quotes an SQL string, for the few statements that accept no bound parameter."""
    return "'" + text.replace("'", "''") + "'"


def row_object(schema: str, table: str) -> str:
    """Returns SQL for the object of a raw row: only mapped tables contain several objects."""
    return "_object" if schema == "raw_mapped" else literal(table)


def own_rows(
    schema: str, file_id: str, system: str, object_name: str, table: str
) -> tuple[str, list[str]]:
    """Returns an SQL condition, and its values, for the rows of one file in one raw table.

    A file that is mapped under two objects onto one entity has two sets of rows in its table.
    """
    if schema == "raw_mapped":
        return "_file = ? and _system = ? and _object = ?", [file_id, system, object_name]
    return "_file = ? and _system = ?", [file_id, system]
