"""Reads a written report back: its cells, the text outside of them, and what it would load."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "input", "img", "br", "hr"}


@dataclass
class Cell:
    """A shown cell: the table, the key of its row (None where masked), column, value and text."""

    table: str
    key: list[Any] | None
    column: str
    value: str | None
    text: str = ""


class Page(HTMLParser):
    """The parsed page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.cells: list[Cell] = []
        self.outside: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.data = ""
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._cell: list[Cell | None] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        for name in ("src", "data", "srcset", "poster", "background"):
            if name in names:
                self.loads.append(f"{tag} {name}={names[name]}")
        if tag == "a":
            self.links.append(names.get("href") or "")
        elif "href" in names:
            self.loads.append(f"{tag} href={names['href']}")
        if tag in VOID:
            return
        self._open.append((tag, names))
        found = None
        if names.get("data-c"):
            row = next((at for _, at in reversed(self._open) if at.get("data-t")), {})
            key = json.loads(row["data-k"] or "") if row.get("data-k") else None
            found = Cell(str(row.get("data-t")), key, str(names["data-c"]), names.get("data-v"))
            self.cells.append(found)
        self._cell.append(found)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, _ = self._open.pop()
            self._cell.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        tag, names = self._open[-1] if self._open else ("", {})
        if tag == "script" and names.get("type") == "application/json":
            self.data += data
        elif tag == "script":
            self.scripts.append(data)
        elif tag == "style":
            self.loads += re.findall(r"@import[^;]*|url\([^)]*\)", data)
        else:
            cell = next((cell for cell in reversed(self._cell) if cell), None)
            if cell:
                cell.text += data
            else:
                self.outside.append(data)

    def charts(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The rows that the charts draw, by the name of the chart."""
        yield from json.loads(self.data).items()
