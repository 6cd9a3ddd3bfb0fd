"""Lines of a file that do not become rows, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NonRecordLine:
    """A line that is not a record, such as a title or a total: its number (1-based) and text."""

    line: int
    kind: str  # preamble, header, footer, blank, empty, empty_column, envelope
    text: str


@dataclass(frozen=True)
class Reject:
    """A record that does not fit the table; `ordinal` is its number among the records."""

    line: int
    ordinal: int
    reason: str
    raw_text: str
