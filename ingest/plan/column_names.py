"""Which raw column every column of a file becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.naming import column_name, header_key, is_pattern, pattern, unique
from ingest.vendors.composite_keys import AND
from ingest.vendors.declaration import ObjectDeclaration

# What connectors write anew with every sync: no content of a record.
BOOKKEEPING = frozenset(
    f"{connector}_{name}"
    for connector, names in {
        "fivetran": ("synced",),
        "airbyte": (
            *("raw_id", "ab_id", "extracted_at", "emitted_at", "normalized_at", "loaded_at"),
            *("meta", "generation_id"),
        ),
        "dlt": ("id", "load_id", "parent_id", "root_id", "list_idx"),
    }.items()
    for name in names
)


@dataclass(frozen=True)
class Column:
    """One column of the file: its header and the raw column it lands in."""

    header: str
    name: str
    position: int  # 1-based, in the file; of an id of several columns the first
    parts: tuple[int, ...] = ()  # positions of the columns that make such an id


def name_columns(header: Sequence[str], declaration: ObjectDeclaration) -> list[Column]:
    """The raw column of every header: declared, else normalised; duplicates are numbered."""
    known = [declaration.column_of(text) for text in header]
    taken: set[str] = set()
    names: dict[int, str] = {}
    # Declared columns first: an unknown header must not take the name of a known one.
    for index, column in enumerate(known):
        if column is not None and column not in taken:
            names[index] = column
            taken.add(column)
    named = zip(known, header, strict=True)
    wanted = [column or column_name(declaration.bare(text)) for column, text in named]
    return _named(header, names, taken | set(declaration.columns), wanted)


def map_columns(
    header: Sequence[str],
    wanted: Mapping[str, Sequence[str]],
    declared: Iterable[str],
    composed: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> list[Column]:
    """The columns of a file that is mapped: one per header, then copies and ids of several columns.

    `wanted` is column -> headers it is known by, the best first; one header may fill several
    columns. Other headers keep their own name, which is never that of a `declared` column. What
    no header fills is made of the first of its `composed` groups whose headers are all there.
    """
    folded = [header_key(text) for text in header]
    names: dict[int, str] = {}
    copies: list[Column] = []
    for column, known in wanted.items():
        place = find_header(folded, known)
        if place is None:
            continue
        if place in names:
            copies.append(Column(header[place], column, place + 1))
        else:
            names[place] = column
    filled = {*names.values(), *(copy.name for copy in copies)}
    for column, groups in (composed or {}).items():
        made = None if column in filled else _composed(header, folded, column, groups)
        if made is not None:
            copies.append(made)
    taken = {*names.values(), *(copy.name for copy in copies), *declared}
    return [*_named(header, names, taken, [column_name(text) for text in header]), *copies]


def _composed(
    header: Sequence[str], folded: Sequence[str], column: str, groups: Sequence[Sequence[str]]
) -> Column | None:
    for group in groups:
        found = [find_header(folded, [one]) for one in group]
        places = [place for place in found if place is not None]
        if len(places) == len(group):
            parts = tuple(place + 1 for place in places)
            return Column(AND.join(header[place] for place in places), column, parts[0], parts)
    return None


def find_header(folded: Sequence[str], known: Sequence[str]) -> int | None:
    """Where the first of the known headers stands among the folded ones of a file."""
    for one in known:
        fits = pattern(one).fullmatch if is_pattern(one) else header_key(one).__eq__
        place = next((number for number, text in enumerate(folded) if fits(text)), None)
        if place is not None:
            return place
    return None


def _named(
    header: Sequence[str], names: dict[int, str], taken: set[str], wanted: Sequence[str]
) -> list[Column]:
    for index, text in enumerate(header):
        if index not in names:
            blank = f"unnamed_{index + 1}" if not text.strip() else f"column_{index + 1}"
            names[index] = unique(wanted[index] or blank, taken)
            taken.add(names[index])
    return [Column(text, names[index], index + 1) for index, text in enumerate(header)]
