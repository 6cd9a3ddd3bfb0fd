"""Quoted names and values for SQL text, and the limits every connection shares."""

from __future__ import annotations

# Without it DuckDB keeps what it reads and packs until most of the machine's memory is used.
MEMORY = "2GB"


def identifier(name: str) -> str:
    """A quoted SQL identifier. The only place that turns a name into SQL text."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A quoted SQL string. For the few places that take no bound parameter."""
    return "'" + text.replace("'", "''") + "'"


def own_rows(
    schema: str, file_id: str, system: str, object_name: str, table: str
) -> tuple[str, list[str]]:
    """SQL condition, with its values, for the rows one load of a file put into its table.

    A file mapped onto an entity under two objects lands twice in that entity's table.
    """
    if schema == "raw_mapped":
        return "_file = ? and _system = ? and _object = ?", [file_id, system, object_name]
    return "_file = ? and _system = ?", [file_id, system]
