"""Rows of tables as HTML: each shown cell names its table, its row and its column.

So a reader, or a test, can look every figure up: the row has `data-t` (table) and `data-k` (key),
the cell `data-c` (column), a number also `data-v` (the value as stored).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from cli.report.mask import EMPTY, Masker
from cli.report.words import say
from cli.terminal import format_share, format_span
from ingest.errors import printable

# Longer texts are cut: a cell of an export can have 10 MB.
LONGEST = 160


@dataclass(frozen=True)
class Source:
    """A query for the rows of one documented table, and how its cells are masked."""

    table: str
    key: tuple[str, ...]
    query: str
    masks: dict[str, str] = field(default_factory=dict)


class Record:
    """One row. Its texts are masked wherever they are read."""

    def __init__(self, source: Source, values: dict[str, Any], masker: Masker) -> None:
        self._source, self._values, self._masker = source, values, masker

    def __getitem__(self, column: str) -> Any:
        """The value of a cell: masked if it is a text."""
        value = self._values[column]
        rule = self._source.masks.get(column)
        if rule is not None:
            value = self._masker.cell(rule, value, self._values)
        elif isinstance(value, str):
            value = self._masker.text(value)
        return value

    @property
    def at(self) -> Markup:
        """The attributes that name the row; without the key where a part of it is masked."""
        key = [_plain(self._values[column]) for column in self._source.key]
        shown = [_plain(self[column]) for column in self._source.key]
        name = Markup(' data-t="{}"').format(self._source.table)
        if key != shown:
            return name
        return name + Markup(' data-k="{}"').format(json.dumps(key))

    def text(self, column: str) -> Markup:
        """A text of the row."""
        value = self[column]
        shown = "" if value is None else shorten(str(value))
        return Markup('<span data-c="{}">{}</span>').format(column, shown)

    def word(self, column: str) -> Markup:
        """An id of our own vocabulary (status, verdict, hop) in words."""
        value = self[column]
        return Markup('<span data-c="{}">{}</span>').format(column, "" if not value else say(value))

    def figure(self, column: str, unit: str = "") -> Markup:
        """A number, time or amount of the row; `unit` is `share`, `span` or the currency."""
        value = self[column]
        if value is None:
            return Markup('<span data-c="{}" data-v="">–</span>').format(column)
        return Markup('<span class="n" data-c="{}" data-v="{}">{}</span>').format(
            column, plain_text(value), show(value, unit)
        )

    def money(self, column: str, currency: str = "currency") -> Markup:
        """An amount with its currency."""
        if self[column] is None:
            return self.figure(column)
        return Markup('<span class="money">{} {}</span>').format(
            self.figure(column), self.text(currency)
        )

    def value(self, column: str) -> Markup:
        """A value of an export; an empty one is said to be empty."""
        value = self[column]
        return Markup('<span class="v" data-c="{}">{}</span>').format(
            column, EMPTY if value in (None, "") else shorten(str(value))
        )

    def url(self, column: str) -> str | None:
        """An address on the web; None for one with personal data, which masked leads nowhere."""
        url = self[column]
        is_web = isinstance(url, str) and url.startswith(("https://", "http://"))
        return url if is_web and url == self._values[column] else None

    def link(self, column: str, shown: str = "", word: str = "open") -> Markup:
        """A link into the system of the record, named by the column `shown`; else nothing."""
        url = self.url(column)
        if url is None:
            return Markup("")
        label = self.text(shown) if shown and self[shown] else word
        return Markup('<a href="{}" rel="noreferrer noopener" target="_blank">{}</a>').format(
            url, label
        )


def shorten(text: str) -> str:
    """A text on one line, without control characters, cut where it is too long."""
    text = printable(text[: LONGEST + 1])
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def plain_text(value: Any) -> str:
    """A value as the tests compare it."""
    return "" if value is None else str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def show(value: Any, unit: str = "") -> str:
    """A number as people read it."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if unit == "share":
        return format_share(float(value))
    if unit == "span":
        return format_span(value)
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return shorten(str(value))


def chart_rows(records: Sequence[Record], columns: Sequence[str]) -> list[dict[str, Any]]:
    """Cells for a chart, as stored."""
    return [{column: _plain(record[column]) for column in columns} for record in records]
