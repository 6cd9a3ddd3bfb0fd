"""Which raw column every column of a file becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.declarations import ObjectDeclaration
from ingest.names import fold, normalise, unique


@dataclass(frozen=True)
class Column:
    """One column of the file: its header and the raw column it lands in."""

    header: str
    name: str
    position: int  # 1-based, in the file


def name_columns(
    header: Sequence[str],
    declaration: ObjectDeclaration,
    mapping: dict[str, str] | None = None,
    reserved: set[str] | None = None,
) -> list[Column]:
    """The raw column of every header: declared, else normalised; duplicates are numbered.

    `mapping` (folded header -> column) replaces the declaration's aliases; `reserved` columns
    are filled with constants and stay free.
    """
    known = declaration.aliases if mapping is None else mapping
    declared = set(declaration.columns)
    taken: set[str] = set(reserved or ())
    names: dict[int, str] = {}
    # Declared columns first: an unknown header must not take the name of a known one.
    for index, text in enumerate(header):
        column = known.get(fold(text))
        if column is not None and column not in taken:
            names[index] = column
            taken.add(column)
    for index, text in enumerate(header):
        if index not in names:
            blank = f"unnamed_{index + 1}" if not text.strip() else f"column_{index + 1}"
            wanted = known.get(fold(text)) or normalise(text) or blank
            names[index] = unique(wanted, taken | declared)
            taken.add(names[index])
    return [Column(text, names[index], index + 1) for index, text in enumerate(header)]
