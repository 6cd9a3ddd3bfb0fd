"""Writes the tabs as an Excel workbook.

Each cell is written by the type of its value: a text stays a text, whatever it begins with.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cli.evidence.sheets import Sheet
from cli.evidence.tabs import COMMENT, DECISION, DECISIONS, LINK, OWNER, UNTIL

# Limits of the format: characters of a cell, characters of a link, links of a tab.
MOST_CHARACTERS, MOST_OF_LINK, MOST_LINKS = 32_767, 2_079, 65_000
FIRST_YEAR = 1900
EXACT_INTEGER = 10**15

FORMATS = {
    "number": "#,##0",
    "money": "#,##0.00",
    "share": "0.0%",
    "moment": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
}
WIDTHS = {"long": 60, "number": 12, "money": 14, "share": 10, "moment": 19, "flag": 10}
WIDTHS |= {"link": 40, "input": 16}
NARROW, WIDE = 10, 44  # texts, by their longest cell


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self.head: Format = book.add_format(
            {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "text_wrap": True,
             "valign": "top"}
        )  # fmt: skip
        self.ask: Format = book.add_format({"bg_color": "#FFF8DC", "locked": False})
        self.ask_day: Format = book.add_format(
            {"bg_color": "#FFF8DC", "locked": False, "num_format": FORMATS["day"]}
        )
        self.link: Format = book.add_format({"font_color": "#0B5394", "underline": 1})
        self.kinds: dict[str, Format] = {
            kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()
        }


def workbook_bytes(sheets: Sequence[Sheet], as_of: datetime | None) -> bytes:
    """The bytes of the workbook; `as_of` is its time of creation, so that it has no clock."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    moment = as_of or datetime(2000, 1, 1)
    book.set_properties({"title": "handoff: evidence", "created": moment})
    styles = Styles(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.title), sheet, styles, moment.date())
    book.close()
    return out.getvalue()


def _write(page: Worksheet, sheet: Sheet, styles: Styles, today: date) -> None:
    page.freeze_panes(1, 0)
    page.set_row(0, 30)
    for column, header in enumerate(sheet.headers):
        page.write_string(0, column, header, styles.head)
        page.set_column(column, column, _width(sheet, column))
    links = 0
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            kind = sheet.kinds[column]
            if sheet.cell_kinds and column == 1:
                kind = sheet.cell_kinds[number - 1]
            if kind == LINK and value is not None and links < MOST_LINKS:
                links += 1
                _write_link(page, number, column, value, styles)
            elif sheet.headers[column] in (DECISION, COMMENT, OWNER, UNTIL) and value is None:
                day = sheet.headers[column] == UNTIL
                page.write_blank(number, column, None, styles.ask_day if day else styles.ask)
            else:
                write_cell(page, number, column, value, styles.kinds.get(kind), styles)
    last = len(sheet.rows)
    page.autofilter(0, 0, last, len(sheet.headers) - 1)
    if last:
        _validate(page, sheet, last, today)


def write_cell(
    page: Worksheet, row: int, column: int, value: Any, style: Format | None, styles: Styles
) -> None:
    """Writes a value by its type; an empty one is not written."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, (datetime, date)) and value.year >= FIRST_YEAR:
        kind = "moment" if isinstance(value, datetime) else "day"
        page.write_datetime(row, column, value, styles.kinds[kind])
    elif _is_number(value):
        page.write_number(row, column, value, style)
    else:
        page.write_string(row, column, inert(str(value)))


def _is_number(value: Any) -> bool:
    """Whether Excel keeps the value: it has 15 digits, and no infinity."""
    if isinstance(value, int):
        return abs(value) < EXACT_INTEGER
    return isinstance(value, (float, Decimal)) and math.isfinite(value)


def inert(text: str) -> str:
    """A text that fits into a cell and that the library does not take for its own markup."""
    if len(text) > MOST_CHARACTERS:
        text = text[: MOST_CHARACTERS - 1] + "…"
    # The library writes such a text as it is, as XML of a text with formats.
    if text.startswith("<r>") and text.endswith("</r>"):
        text = f" {text[: MOST_CHARACTERS - 1]}"
    return text


def _write_link(page: Worksheet, row: int, column: int, url: str, styles: Styles) -> None:
    if len(url) > MOST_OF_LINK:
        page.write_string(row, column, inert(url))
    else:
        page.write_url(row, column, url, styles.link, string=inert(url))


def _width(sheet: Sheet, column: int) -> int:
    fixed = WIDTHS.get(sheet.kinds[column])
    if fixed:
        return fixed
    cells = (len(str(row[column])) for row in sheet.rows[:200] if row[column] is not None)
    longest = max((len(sheet.headers[column]), *cells)) + 3
    return min(max(longest, NARROW), WIDE)


def _validate(page: Worksheet, sheet: Sheet, last: int, today: date) -> None:
    """Which values the columns to fill may have; Excel refuses the others."""
    rules: dict[str, dict[str, Any]] = {
        DECISION: {
            "validate": "list",
            "source": list(DECISIONS),
            "error_title": "Not a decision",
            "error_message": f"Choose one of: {', '.join(DECISIONS)}.",
        },
        COMMENT: {
            "validate": "length",
            "criteria": "<=",
            "value": 1000,
            "input_message": "A reason is needed for: waive, not a fault.",
            "error_message": "At most 1,000 characters.",
        },
        UNTIL: {
            "validate": "date",
            "criteria": ">=",
            "value": today,
            "input_message": "The last day of the waiver, e.g. 2026-12-31.",
            "error_message": "A day that is not before the moment of the audit.",
        },
    }
    for name, rule in rules.items():
        if name in sheet.headers:
            column = sheet.headers.index(name)
            page.data_validation(1, column, last, column, rule)
