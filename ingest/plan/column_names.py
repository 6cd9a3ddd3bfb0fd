"""Names the raw column that each column of a file becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.naming import column_name, header_key, is_pattern, pattern, unique
from ingest.vendors.composite_keys import HEADER_JOINER
from ingest.vendors.declaration import ROW_WORDS, ObjectDeclaration

# Columns that connectors write again with every sync: they are not content of a record.
CONNECTOR_COLUMNS = frozenset(
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
    """One column of a file: its header and the name of its raw column."""

    header: str
    name: str
    position: int  # 1-based, in the file; the first one when an id has several columns
    parts: tuple[int, ...] = ()  # positions of all columns when an id has several


@dataclass(frozen=True)
class IdCell:
    """The cell with the id of a record: every record of the file must have one."""

    header: str
    name: str  # of the raw column
    position: int  # 1-based, in the file
    missing: frozenset[str]  # texts that are no id

    def is_missing(self, cells: Sequence[str]) -> bool:
        """Whether the cells of a record lack the id."""
        return cells[self.position - 1].strip(" ") in self.missing


def id_cell(
    columns: Sequence[Column], keys: Sequence[str], null_tokens: Iterable[str]
) -> IdCell | None:
    """Returns the cell of the declared key; None when records of the file may lack an id.

    They may when the file has no such column, when the id is made of several columns, when the
    column is not only an id (a number of an invoice and an email address are optional), and when
    some rows are not records (`row_kind`).
    """
    if {column.name for column in columns} & set(ROW_WORDS):
        return None
    for column in columns:
        if column.name in keys and not column.parts:
            uses = [other for other in columns if other.position == column.position]
            if [other for other in uses if not other.parts] == [column]:
                missing = frozenset({"", *null_tokens})
                return IdCell(column.header, column.name, column.position, missing)
    return None


def name_columns(header: Sequence[str], declaration: ObjectDeclaration) -> list[Column]:
    """Names the raw column of every header: declared, else normalised; duplicates get a number."""
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
    """Returns the columns of a mapped file: one per header, then copies and composed ids.

    `wanted` is column -> its possible headers, the best first; one header may fill several columns.
    Other headers keep their own name, which is never the name of a `declared` column. A column
    that no header fills is composed of the first of its `composed` groups (lists of headers) that
    the file has completely.
    """
    folded = [header_key(text) for text in header]
    names: dict[int, str] = {}
    copies: list[Column] = []
    for column, known in wanted.items():
        index = find_header(folded, known)
        if index is None:
            continue
        if index in names:
            copies.append(Column(header[index], column, index + 1))
        else:
            names[index] = column
    filled = {*names.values(), *(copy.name for copy in copies)}
    for column, groups in (composed or {}).items():
        composed_id = None if column in filled else _compose(header, folded, column, groups)
        if composed_id is not None:
            copies.append(composed_id)
    taken = {*names.values(), *(copy.name for copy in copies), *declared}
    return [*_named(header, names, taken, [column_name(text) for text in header]), *copies]


def _compose(
    header: Sequence[str], folded: Sequence[str], column: str, groups: Sequence[Sequence[str]]
) -> Column | None:
    for group in groups:
        found = [find_header(folded, [text]) for text in group]
        indexes = [index for index in found if index is not None]
        if len(indexes) == len(group):
            parts = tuple(index + 1 for index in indexes)
            return Column(
                HEADER_JOINER.join(header[index] for index in indexes), column, parts[0], parts
            )
    return None


def find_header(folded: Sequence[str], known: Sequence[str]) -> int | None:
    """Returns the index of the first known header among the folded headers of a file."""
    for name in known:
        matches = pattern(name).fullmatch if is_pattern(name) else header_key(name).__eq__
        index = next((number for number, text in enumerate(folded) if matches(text)), None)
        if index is not None:
            return index
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
