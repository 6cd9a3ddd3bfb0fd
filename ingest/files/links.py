"""Links that an export writes as spreadsheet formulas: the text that they show is the value.

`=HYPERLINK("https://…/00Q…","00Q…")` is how a CSV makes an id clickable. Without its address the
cell has the value that the same record has in every other export.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ingest.files.csv_records import texts_between

LINKS_NOTE = "formulas that are links, read as the text they show"  # and their number


@cache
def _link(quote: str) -> re.Pattern[str]:
    """The formula with its quotes written as `quote`; groups: text, number, address."""
    inside = f'((?:[^"\r\n]|{quote}{quote})*?)'
    address, text = f"{quote}{inside}{quote}", f'(?:{quote}{inside}{quote}|([^",;()\r\n]+))'
    return re.compile(f"=HYPERLINK\\({address}(?: *[,;] *{text})? *\\)", re.IGNORECASE)


def shown_text(formula: str) -> str | None:
    """The text that a formula shows when it is a link, else None; `formula` begins with `=`."""
    found = _link('"').fullmatch(formula)
    return None if found is None else _shown(found).replace('""', '"')


def _shown(found: re.Match[str]) -> str:
    address, text, number = found.groups()
    return str(next(part for part in (text, number, address) if part is not None))


def unwrap_links(path: Path, target: Path) -> int:
    """Copies a UTF-8 CSV and replaces every cell that is a link by its text; returns their number.

    Lines keep their numbers. A link is a cell in quotes, with its own quotes doubled, or a cell
    without quotes.
    """
    count = 0

    def quoted(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f'"{_shown(found).replace(chr(34) * 4, chr(34) * 2)}"'

    in_quotes = re.compile(f'"{_link(chr(34) * 2).pattern}"', re.IGNORECASE)
    bare = re.compile(f"(?<![^,;\t|\r\n\ufeff]){_link(chr(34)).pattern}(?![^,;\t|\r\n])", re.I)
    with target.open("w", encoding="utf-8", newline="") as out:
        for text in texts_between(path, 0, path.stat().st_size):
            out.write(bare.sub(quoted, in_quotes.sub(quoted, text)))
    return count
