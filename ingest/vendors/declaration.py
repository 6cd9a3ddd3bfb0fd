"""One object of a vendor as the rest of ingest uses it: its table, columns, key and formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ingest.declared_yaml.types import BlankConsent, ConsentMeaning
from ingest.naming import header_key, is_pattern, pattern
from ingest.vendors.column_types import column_type
from ingest.vendors.composite_keys import HEADER_JOINER
from ingest.vendors.header_format import Format, fits

MAPPED = "mapped"
# Endings of columns that name the system or object of an id: they have no value of their own.
REFERENCES = ("_system", "_object")
# Columns that separate rows of several kinds, such as totals, or payments among invoices.
ROW_WORDS = ("row_kind", "row_part")


@dataclass(frozen=True)
class ObjectDeclaration:
    """One object of a vendor: its table, columns, key and formats.

    With an `entity`, its rows are stored in raw_mapped.<entity>, as those of a file mapped in the
    stack are. Further entities of the same rows (`also`) are objects of their own.
    """

    vendor: str
    object: str
    columns: Mapping[str, tuple[str, ...]]  # raw column -> headers it is known by
    formats: tuple[Format, ...] = ()
    file_stems: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    key_kind: str = "text"
    stamps: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    id_prefix: Mapping[str, str] = field(default_factory=dict)  # folded header -> prefix
    # Columns with times, numbers and ids whose names do not show it.
    times: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()  # what connectors write before a header: property_email
    limits: tuple[str, ...] = ()  # what is not known of its exports, or not in them
    sources: tuple[str, ...] = ()
    entity: str | None = None
    becomes: str | None = None  # object that its records are converted to
    gives: str | None = None  # people or submissions, for an object with tables of its own
    # Id -> groups of headers that make it together, where a file has no header of `columns`.
    composed: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)  # column -> text of every row
    file_name: Mapping[str, str] = field(default_factory=dict)  # column -> regex over the stem
    systems: Mapping[str, str] = field(default_factory=dict)  # column -> vendor or kind
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column -> translations
    # Column of an own table -> what its yes (opt_in, opt_out) and its blanks say.
    consent: Mapping[str, tuple[ConsentMeaning, BlankConsent]] = field(default_factory=dict)
    also: tuple[ObjectDeclaration, ...] = ()

    @property
    def schema(self) -> str:
        """Schema of its raw table."""
        return f"raw_{MAPPED if self.entity else self.vendor}"

    @cached_property
    def known_columns(self) -> dict[str, tuple[str, ...]]:
        """Raw column -> headers, with the columns that a map fills without a header."""
        given = [*self.constants, *self.file_name]
        return {**{name: () for name in given if not name.endswith(REFERENCES)}, **self.columns}

    @cached_property
    def entities(self) -> set[str]:
        """Canonical entities of its rows, as far as they are declared."""
        named = {one.entity or one.gives for one in (self, *self.also)}
        return {entity for entity in named if entity}

    @property
    def table(self) -> str:
        """Name of its raw table."""
        return self.entity or self.object

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Folded header -> raw column. A declared header wins over a raw column's own name.

        A header of a mapped file that happens to be named like a canonical column is no alias.
        """
        known = {} if self.entity else {header_key(column): column for column in self.columns}
        listed: dict[str, str] = {}
        for column, headers in self.columns.items():
            for header in headers:
                listed.setdefault(header_key(header), column)
        return known | listed

    def headers_of(self, column: str) -> list[str]:
        """Headers a raw column is known by: the one an admin sees first, its own name last."""
        headers = self.known_columns[column]
        if self.entity:
            groups = [HEADER_JOINER.join(group) for group in self.composed.get(column, ())]
            return [*headers, *groups] or [column]
        named = dict.fromkeys([*headers, column])
        return [header for header in named if self.aliases[header_key(header)] == column]

    def column_type(self, column: str) -> str | None:
        """The type of a raw column: `time`, `number`, `id` or None."""
        times, ids = (*self.times, *self.stamps), (*self.ids, *self.keys)
        return column_type(column, times, self.numbers, ids)

    def column_of(self, header: str) -> str | None:
        """The raw column of a header; None when no column has it."""
        folded, bare = header_key(header), header_key(self.bare(header))
        for one in (folded, bare):
            if one in self.aliases:
                return self.aliases[one]
        found = (
            column
            for column, headers in self.columns.items()
            for one in headers
            if is_pattern(one) and pattern(one).fullmatch(folded)
        )
        return next(found, None)

    def bare(self, header: str) -> str:
        """A header without a connector's prefix."""
        folded = header_key(header)
        cut = next((len(one) for one in self.prefixes if folded.startswith(one)), 0)
        return header.strip()[cut:] if cut else header

    def knows(self, header: str) -> bool:
        """Whether a header of a file is declared, for any entity of its rows."""
        return any(
            one.column_of(header) or one.is_part(header) for one in (self, *self.also)
        ) or any(
            form.required([header_key(header)]) or form.usual_of([header_key(header)])
            for form in self.formats
        )

    def is_part(self, header: str) -> bool:
        """Whether a header belongs to an id of several columns."""
        groups = [group for several in self.composed.values() for group in several]
        return any(fits(one, [header_key(header)]) for group in groups for one in group)
