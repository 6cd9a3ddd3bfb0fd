"""What a vendor declaration says of one object: its table, columns, key and signatures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ingest.naming import header_key, is_pattern, pattern
from ingest.vendors.column_types import kind_of
from ingest.vendors.composite_keys import AND

MAPPED = "mapped"
# Columns of a mapping that say whose record an id means, and hold no value of their own.
REFERENCES = ("_system", "_object")


@dataclass(frozen=True)
class Format:
    """One way an object is exported: headers it must have, headers it often has.

    A header with `*` in it stands for every header that fits.
    """

    name: str
    must: tuple[str, ...]
    usual: tuple[str, ...]
    verified: str = "not verified"
    stems: tuple[str, ...] = ()  # file names it must have too: what its headers do not tell

    @cached_property
    def _must(self) -> tuple[frozenset[str], tuple[str, ...]]:
        return _split(self.must)

    @cached_property
    def _usual(self) -> tuple[frozenset[str], tuple[str, ...]]:
        return _split(self.usual)

    def has_all(self, headers: Collection[str]) -> bool:
        """Whether every required header is among the folded `headers`."""
        exact, patterns = self._must
        return exact <= set(headers) and all(_fits(one, headers) for one in patterns)

    def lacks(self, headers: Collection[str]) -> list[str]:
        """Required headers that are not among the folded `headers`."""
        return [one for one in self.must if not _fits(one, headers)]

    def required(self, headers: Collection[str]) -> int:
        """How many of the required headers are among the folded `headers`."""
        exact, patterns = self._must
        return len(exact & set(headers)) + sum(_fits(one, headers) for one in patterns)

    def usual_of(self, headers: Collection[str]) -> int:
        """How many of the usual headers are among the folded `headers`."""
        exact, patterns = self._usual
        return len(exact & set(headers)) + sum(_fits(one, headers) for one in patterns)


def _split(headers: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    exact = frozenset(header_key(header) for header in headers if not is_pattern(header))
    return exact, tuple(header for header in headers if is_pattern(header))


def _fits(header: str, headers: Collection[str]) -> bool:
    return any(pattern(header).fullmatch(one) for one in headers)


@dataclass(frozen=True)
class ObjectDeclaration:
    """One object of a vendor: its table, columns, key and signatures.

    With an `entity`, its rows land in raw_mapped.<entity> as a file mapped in the stack does.
    What the same rows become besides (`also`) is an object of its own.
    """

    vendor: str
    object: str
    columns: dict[str, tuple[str, ...]]  # raw column -> headers it is known by
    formats: tuple[Format, ...] = ()
    file_stems: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    key_kind: str = "text"
    stamps: tuple[str, ...] = ()
    id_prefix: dict[str, str] = field(default_factory=dict)  # folded header -> prefix
    # Columns that hold times, numbers and ids although their names do not tell.
    times: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()  # what connectors put before a header: property_email
    limits: tuple[str, ...] = ()  # what is not known of its exports, or not in them
    sources: tuple[str, ...] = ()
    entity: str | None = None
    # Id -> groups of headers that make it together, where no header of `columns` is there.
    composed: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)  # column -> text of every row
    file_name: Mapping[str, str] = field(default_factory=dict)  # column -> regex over the stem
    systems: Mapping[str, str] = field(default_factory=dict)  # column -> vendor or kind
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column -> translations
    also: tuple[ObjectDeclaration, ...] = ()

    @property
    def schema(self) -> str:
        """Schema of its raw table."""
        return f"raw_{MAPPED if self.entity else self.vendor}"

    @cached_property
    def known_columns(self) -> dict[str, tuple[str, ...]]:
        """Raw column -> headers, with the columns a map fills without a header of the file."""
        given = [*self.constants, *self.file_name]
        return {**{name: () for name in given if not name.endswith(REFERENCES)}, **self.columns}

    @property
    def table(self) -> str:
        """Name of its raw table."""
        return self.entity or self.object

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Folded header -> raw column. A declared header wins over a raw column's own name.

        A canonical column's name says nothing about the headers of a file.
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
            groups = [AND.join(group) for group in self.composed.get(column, ())]
            return [*headers, *groups] or [column]
        named = dict.fromkeys([*headers, column])
        return [header for header in named if self.aliases[header_key(header)] == column]

    def kind(self, column: str) -> str | None:
        """What a raw column holds: `time`, `number`, `id` or None."""
        return kind_of(column, (*self.times, *self.stamps), self.numbers, (*self.ids, *self.keys))

    def column_of(self, header: str) -> str | None:
        """The raw column a header is known for."""
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
        """Whether a header of a file is declared, for whatever its rows become."""
        return any(
            one.column_of(header) or one.is_part(header) for one in (self, *self.also)
        ) or any(
            form.required([header_key(header)]) or form.usual_of([header_key(header)])
            for form in self.formats
        )

    def is_part(self, header: str) -> bool:
        """Whether an id of several columns may be made of a header."""
        groups = [group for several in self.composed.values() for group in several]
        return any(_fits(one, [header_key(header)]) for group in groups for one in group)


@dataclass(frozen=True)
class Vendor:
    """What holds for all exports of a vendor."""

    id: str
    name: str
    kind: str | None = None  # the part it plays in a stack: crm, marketing, finance …
    functions: tuple[str, ...] = ()  # what its tool is usually for
    null_tokens: tuple[str, ...] = ()  # its words for "no value" besides the usual ones
    time_zone: str = "UTC"  # of stamps that carry none, when the stack does not say
    date_order: str | None = None
    full_exports: tuple[str, ...] = ()  # names of files that hold every record


def signatures(item: dict[str, Any]) -> dict[str, Any]:
    """How files of an object are recognised."""
    return {
        "formats": tuple(_format(one) for one in item.get("formats") or ()),
        "limits": texts(item.get("limits")),
        "sources": texts(item.get("sources")),
        "file_stems": tuple(stem.casefold() for stem in texts(item.get("file_stems"))),
        "id_prefix": {header_key(k): str(v) for k, v in (item.get("id_prefix") or {}).items()},
    }


def _format(one: dict[str, Any]) -> Format:
    return Format(
        name=str(one["format"]),
        must=texts(one.get("must")),
        usual=texts(one.get("any")),
        verified=str(one.get("verified", "not verified")),
        stems=tuple(stem.casefold() for stem in texts(one.get("stems"))),
    )


def headers_of(columns: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Column -> headers it is known by."""
    return {
        str(name): texts([one for one in _listed(headers) if not isinstance(one, list)])
        for name, headers in columns.items()
    }


def composed_of(columns: dict[str, Any]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Column -> the lists among its headers: each makes an id together."""
    found = {
        str(name): tuple(texts(one) for one in _listed(headers) if isinstance(one, list))
        for name, headers in columns.items()
    }
    return {name: groups for name, groups in found.items() if groups}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def texts(value: Any) -> tuple[str, ...]:
    """One text or several, or none."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value)
