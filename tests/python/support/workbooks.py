"""Writes XLSX files part by part, so that a test decides every byte in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence, Set
from xml.sax.saxutils import escape, quoteattr

# A text; or kind (n number, b boolean, e error, f formula, u formula without a stored value),
# content, and style or value.
Cell = str | tuple[str, str] | tuple[str, str, int] | tuple[str, str, str]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    hidden_rows: Mapping[str, Set[int]] | None = None,
    hidden_sheets: Set[str] = frozenset(),
    prologue: str = "",
    corner: str = "",
    formats: Mapping[int, str] | None = None,
    date1904: bool = False,
    merged: Sequence[str] = (),
) -> bytes:
    """Returns the bytes of a workbook without cells for empty texts; `corner` adds one cell.

    `merged` are the merged ranges of every sheet.
    """
    strings: dict[str, int] = {}
    styles: dict[int, int] = {0: 0}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        listed, relations = [], []
        for number, (name, rows) in enumerate(sheets.items(), 1):
            state = ' state="hidden"' if name in hidden_sheets else ""
            listed.append(
                f"<sheet name={quoteattr(name)} sheetId='{number}'{state} r:id='r{number}'/>"
            )
            relations.append(f"<Relationship Id='r{number}' Target='worksheets/s{number}.xml'/>")
            body = "".join(
                _row(place, row, strings, styles, place in (hidden_rows or {}).get(name, ()))
                for place, row in enumerate(rows, 1)
                if row
            )
            if corner:
                body += f"<row><c r='{corner}'><v>1</v></c></row>"
            sheet = f"<worksheet xmlns='{MAIN}'><sheetData>{body}</sheetData>"
            cells = "".join(f"<mergeCell ref='{ref}'/>" for ref in merged)
            sheet += f"<mergeCells>{cells}</mergeCells></worksheet>" if merged else "</worksheet>"
            archive.writestr(f"xl/worksheets/s{number}.xml", XML + prologue + sheet)
        book = f"<workbookPr date1904='{int(date1904)}'/><sheets>{''.join(listed)}</sheets>"
        archive.writestr(
            "xl/workbook.xml",
            f"{XML}<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'>{book}</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f"{XML}<Relationships xmlns='{PACKAGE}'>{''.join(relations)}</Relationships>",
        )
        texts = "".join(f"<si><t xml:space='preserve'>{_xml(text)}</t></si>" for text in strings)
        archive.writestr("xl/sharedStrings.xml", f"{XML}<sst xmlns='{MAIN}'>{texts}</sst>")
        codes = "".join(
            f"<numFmt numFmtId='{number}' formatCode={quoteattr(code)}/>"
            for number, code in (formats or {}).items()
        )
        cells = "".join(f"<xf numFmtId='{number}'/>" for number in styles)
        archive.writestr(
            "xl/styles.xml",
            f"{XML}<styleSheet xmlns='{MAIN}'><numFmts>{codes}</numFmts>"
            f"<cellXfs>{cells}</cellXfs></styleSheet>",
        )
    return out.getvalue()


def _row(
    number: int,
    cells: Sequence[Cell],
    strings: dict[str, int],
    styles: dict[int, int],
    is_hidden: bool,
) -> str:
    found = []
    for place, cell in enumerate(cells):
        at = f"r='{_letters(place)}{number}'"
        if isinstance(cell, str):
            if cell:
                index = strings.setdefault(cell, len(strings))
                found.append(f"<c {at} t='s'><v>{index}</v></c>")
        elif cell[0] == "u":
            found.append(f"<c {at}><f>{escape(cell[1])}</f><v></v></c>")
        elif cell[0] == "f":
            value = escape(str(cell[2]))
            found.append(f"<c {at} t='str'><f>{escape(cell[1])}</f><v>{value}</v></c>")
        else:
            format_id = cell[2] if len(cell) == 3 and isinstance(cell[2], int) else 0
            style = styles.setdefault(format_id, len(styles))
            found.append(f"<c {at} t='{cell[0]}' s='{style}'><v>{escape(cell[1])}</v></c>")
    hidden = " hidden='1'" if is_hidden else ""
    return f"<row r='{number}'{hidden}>{''.join(found)}</row>"


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _xml(text: str) -> str:
    """Escapes the characters that XML does not allow, as Excel does."""
    safe = "".join(f"_x{ord(c):04X}_" if ord(c) < 32 and c not in "\n\t" else c for c in text)
    return escape(safe)
