"""Reads the tabs: titles, headers and cells, masked for the audience."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cli.database import Audit
from cli.evidence.tabs import (
    EVIDENCE,
    FACTS,
    INPUT,
    LONG,
    MATRIX,
    NUMBER,
    TABS,
    TEXT,
    Column,
    Tab,
)
from cli.report.cells import Record
from cli.report.mask import Masker
from cli.report.read import make_masker
from cli.report.words import VERDICTS, say

# Records of the tab Evidence, and of the tab Waiting: all of them are in memory at once.
MOST_RECORDS = 50_000
# Written by `make docs` from the descriptions of the tables.
DESCRIPTIONS = Path(__file__).with_name("descriptions.json")

AUDIENCES = {
    True: "external: personal data is masked, ids stay, so the file is pseudonymous",
    False: "internal: contains personal data",
}
INPUT_NOTES = {
    "decision": "You choose: waive, fix, not a fault or ask.",
    "comment": "You write: the reason of a waiver, or why it is not a fault.",
    "waiver owner": "You write: who is responsible for the waiver.",
    "waiver until": "You write: the last day of the waiver.",
}


@dataclass(frozen=True)
class Sheet:
    """A tab with its cells: per row one value per header, and per column its kind."""

    title: str
    headers: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    # Kinds of single cells where a column has several: by row.
    cell_kinds: tuple[str, ...] = ()


def read_sheets(audit: Audit, audience: str, limit: int) -> list[Sheet]:
    """All tabs whose table exists, then the dictionary of their columns."""
    masker = make_masker(audit, audience)
    tabs = [tab for tab in TABS if audit.has(tab.source.table)]
    sheets = []
    for tab in tabs:
        rows = audit.named(tab.source.query, limit=limit, in_all=MOST_RECORDS)
        records = [Record(tab.source, row, masker) for row in rows]
        sheets.append(_sheet(tab, records, masker, limit))
    return [*sheets, _dictionary(tabs)]


def _sheet(tab: Tab, records: Sequence[Record], masker: Masker, limit: int) -> Sheet:
    if tab.shape == FACTS:
        return _facts(tab, records, masker, limit)
    if tab.shape == MATRIX:
        return _matrix(tab, records)
    blank = (None,) * len(tab.inputs)
    return Sheet(
        tab.title,
        (*tab.inputs, *(column.header for column in tab.columns)),
        (*(INPUT for _ in tab.inputs), *(column.kind for column in tab.columns)),
        tuple((*blank, *_cells(record, tab.columns)) for record in records),
    )


def _cells(record: Record, columns: Sequence[Column]) -> Iterator[Any]:
    for column in columns:
        yield record.url(column.name) if column.kind == "link" else record[column.name]


def _facts(tab: Tab, records: Sequence[Record], masker: Masker, limit: int) -> Sheet:
    """One row of a table, written downwards."""
    rows = [
        (column.header, record[column.name], _description(column))
        for record in records[:1]
        for column in tab.columns
    ]
    kinds = [column.kind for _ in records[:1] for column in tab.columns]
    rows += [
        ("audience", AUDIENCES[masker.is_external], "The reader for whom the file was written."),
        (
            f"records per finding in {EVIDENCE}",
            limit,
            "The longest waits and the oldest first; `handoff records CHECK --csv` lists all.",
        ),
    ]
    headers = ("figure", "value", "what it is")
    return Sheet(tab.title, headers, (TEXT, LONG, LONG), tuple(rows), (*kinds, TEXT, NUMBER))


def _matrix(tab: Tab, records: Sequence[Record]) -> Sheet:
    """The first columns as they are, then one column per value of the last but one."""
    *firsts, across, cell = tab.columns
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for record in records:
        key = tuple(record[column.name] for column in firsts)
        found.setdefault(key, {})[record[across.name]] = record[cell.name]
    seen = {name for cells in found.values() for name in cells}
    names = [name for name in VERDICTS if name in seen] + sorted(seen - set(VERDICTS))
    return Sheet(
        tab.title,
        (*(column.header for column in firsts), *(say(name) for name in names)),
        (*(column.kind for column in firsts), *(cell.kind for _ in names)),
        tuple((*key, *(cells.get(name) for name in names)) for key, cells in found.items()),
    )


def _dictionary(tabs: Sequence[Tab]) -> Sheet:
    """Where the cells of every column come from."""
    rows: list[tuple[Any, ...]] = []
    for tab in tabs:
        rows += [(tab.title, name, INPUT_NOTES[name], None, None) for name in tab.inputs]
        *firsts, across, cell = tab.columns
        for column in (*firsts, cell) if tab.shape == MATRIX else tab.columns:
            header = (
                f"one column per {across.header}"
                if (tab.shape == MATRIX and column is cell)
                else column.header
            )
            rows.append((tab.title, header, _description(column), column.table, column.column))
    headers = ("tab", "column", "what it is", "table", "column of the table")
    return Sheet("Dictionary", headers, (TEXT, TEXT, LONG, TEXT, TEXT), tuple(rows))


def _description(column: Column) -> str:
    return descriptions().get(f"{column.table}.{column.column}", "")


@cache
def descriptions() -> dict[str, str]:
    """What each column of the tables means, by `schema.table.column`."""
    found: dict[str, str] = json.loads(DESCRIPTIONS.read_text("utf-8"))
    return found
