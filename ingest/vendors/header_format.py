"""The headers a file of an object must have and often has."""

from __future__ import annotations

from collections.abc import Collection, Set
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from ingest.declared_yaml.types import Block, Text
from ingest.naming import header_key, is_pattern, pattern

Header = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Stem = Annotated[Text, AfterValidator(str.casefold)]
# How the headers of a format are known, the surest first.
Verified = Literal["measured", "vendor documentation", "public code", "not verified"]


class Format(Block):
    """One way an object is exported: headers it must have, headers it often has."""

    name: Text = Field(alias="format", description="Name of the format.")
    must: tuple[Header, ...] = Field(
        min_length=1,
        description="Headers that a file must have. `*` matches any text.",
    )
    usual: tuple[Header, ...] = Field(
        (),
        alias="any",
        description="Headers that a file often has: each adds to the score. A file must have at "
        "least three of both lists.",
    )
    verified: Verified = Field(
        "not verified",
        description="How the headers are known; [vendors.md](vendors.md) explains the words.",
    )
    stems: tuple[Stem, ...] = Field(
        (),
        description="File names that a file must also have, where only the name of the table shows "
        "whose rows these are.",
    )

    @cached_property
    def _must(self) -> tuple[frozenset[str], tuple[str, ...]]:
        return _split(self.must)

    @cached_property
    def _usual(self) -> tuple[frozenset[str], tuple[str, ...]]:
        return _split(self.usual)

    def has_all(self, headers: Set[str]) -> bool:
        """Whether every required header is among the folded `headers`."""
        exact, patterns = self._must
        return exact <= headers and all(fits(one, headers) for one in patterns)

    def lacks(self, headers: Collection[str]) -> list[str]:
        """Required headers that are not among the folded `headers`."""
        return [one for one in self.must if not fits(one, headers)]

    def required(self, headers: Collection[str]) -> int:
        """How many of the required headers are among the folded `headers`."""
        return _count(self._must, headers)

    def usual_of(self, headers: Collection[str]) -> int:
        """How many of the usual headers are among the folded `headers`."""
        return _count(self._usual, headers)


def _split(headers: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    exact = frozenset(header_key(header) for header in headers if not is_pattern(header))
    return exact, tuple(header for header in headers if is_pattern(header))


def _count(declared: tuple[frozenset[str], tuple[str, ...]], headers: Collection[str]) -> int:
    exact, patterns = declared
    return len(exact & set(headers)) + sum(fits(one, headers) for one in patterns)


def fits(header: str, headers: Collection[str]) -> bool:
    """Whether a declared header matches one of the folded `headers`."""
    return any(pattern(header).fullmatch(one) for one in headers)
