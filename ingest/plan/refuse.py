"""Refuses an object that a file only refers to: calls that name their lead are no leads."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.naming import column_name, header_key
from ingest.plan.recognise import Match
from ingest.vendors.declaration import ObjectDeclaration

LEAST_ROWS = 2
_OWN = frozenset({"id", "record_id", "key", "guid", "uuid"})


def refusal(match: Match) -> str | None:
    """Why a file is not the object that its headers look like; None when nothing speaks against.

    An id in the first column that is different in every row is the file's own. If the declaration
    does not know it, and the key it asks for stands further right, the key is that of another
    record.
    """
    headers = match.head.names(match.header)
    rows = [cells for cells in match.head.sample(match.header) if len(cells) >= len(headers)]
    key = _key_place(match.declaration, headers)
    if key is None or key == 0 or len(rows) < LEAST_ROWS:
        return None
    for place in range(key):
        header = headers[place]
        # Connectors begin the names of their own columns with an underscore: _airbyte_ab_id.
        is_foreign = match.declaration.knows(header) or header.startswith("_")
        is_own = _is_id(header) and not is_foreign
        if not is_own or not _is_unique(rows, place) or _is_about(header, match.declaration):
            continue
        if place == 0 or not _is_unique(rows, key):
            return f"{header} is the id of its rows, so {headers[key]} is that of another record"
    return None


def _key_place(declaration: ObjectDeclaration, headers: Sequence[str]) -> int | None:
    """The column with the key of the object."""
    if len(declaration.keys) != 1:
        return None
    found = (
        place
        for place, header in enumerate(headers)
        if declaration.column_of(header) == declaration.keys[0]
    )
    return next(found, None)


def _is_id(header: str) -> bool:
    name = column_name(header)
    return (
        name in _OWN or name.endswith(("_id", "_key", "_guid")) or header_key(header)[-2:] == "id"
    )


def _is_about(header: str, declaration: ObjectDeclaration) -> bool:
    """Whether the id is named like the object: another id of the same record."""
    name = header_key(header)
    words = {declaration.object, *declaration.file_stems}
    words |= {word.rstrip("s") for word in words}
    return any(word and word.replace("_", "") in name.replace("_", "") for word in words)


def _is_unique(rows: Sequence[Sequence[str]], place: int) -> bool:
    values = [cells[place] for cells in rows]
    return all(values) and len(set(values)) == len(values)
