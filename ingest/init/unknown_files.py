"""Finds the header of every file that no vendor declaration recognises, and the files like it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ingest.files.discover import Source
from ingest.files.table_layout import HEADER_ROWS, Head, heads
from ingest.files.unknown import Unknown
from ingest.init.entities import WORDS
from ingest.naming import column_name, header_key, unique
from ingest.plan.declared import DeclaredTable
from ingest.plan.unrecognised import has_no_header

# A date or number at the end of a file name; digits inside a word (`a101`) belong to the name.
_DATE = re.compile(r"_\d.*$|\d{4,}.*$")


@dataclass
class UnknownTable:
    """A table of one or more files with the same header."""

    folder: str  # name of the system it probably belongs to
    object: str
    globs: list[str]
    headers: list[str]
    has_header: bool = True
    is_top: bool = False  # its files are in no folder
    question: str = ""  # why a person must look at it

    @property
    def identity(self) -> tuple[str, ...]:
        """Folder and headers: equal for two files of the same table."""
        own = "" if self.has_header else self.object
        return self.folder, own, *sorted(header_key(text) for text in self.headers)

    def declared(self) -> DeclaredTable:
        """The table as a plain list of records, to read its values."""
        first = next(header for header in self.headers if header.strip())
        table = DeclaredTable(self.object, self.globs, "records", {"record_id": first})
        return table if self.has_header else replace(table, names=tuple(self.headers))


def unknown_tables(
    unknown: Sequence[Unknown], sources: Sequence[Source], company: str
) -> list[UnknownTable]:
    """One table per header; `sources` are all files: a glob may not match those of another table.

    `company` names the system of files that lie beside each other with nothing in common.
    """
    tables: list[UnknownTable] = []
    names = [source.label for source in sources]
    for item in unknown:
        table = _table(item, names, company)
        if table is None:
            continue
        known = next((one for one in tables if one.identity == table.identity), None)
        if known is not None:
            known.globs = list(dict.fromkeys([*known.globs, *table.globs]))
            continue
        taken = [one.object for one in tables if one.folder == table.folder]
        table.object = unique(table.object, taken)
        tables.append(table)
    return tables


def _table(item: Unknown, names: Sequence[str], company: str) -> UnknownTable | None:
    if item.text is None:
        return None
    found = heads(item.text.path)
    headers, is_headerless = find_header(found), False
    if headers is None:
        is_headerless = has_no_header(found)
        width = max((len(cells) for cells in found[0].sample(-1)), default=0) if found else 0
        headers = [f"column {number}" for number in range(1, width + 1)]
        if not is_headerless or width < 2 or found[0].fit() < 0.9:
            return None
    stem = column_name(item.source.stem)
    alone = sum("/" not in name for name in names) == 1 and re.sub(r"_?\d.*$", "", stem)
    folder = folder_of(item.source) or _common_prefix(stem, names) or alone or company
    return UnknownTable(
        folder=_id(folder) or "tool",
        object=_object(stem, folder),
        globs=[_glob(item.source.label, names)],
        headers=headers,
        has_header=not is_headerless,
        is_top=not folder_of(item.source),
        question=item.message,
    )


def folder_of(source: Source) -> str:
    """The folder or archive of a file, as a name; '' for a file at the top."""
    path = PurePosixPath(source.path)
    name = path.parts[0] if len(path.parts) > 1 else path.stem if source.member else ""
    inside = PurePosixPath(source.member or "").parts
    if not name and len(inside) > 1:
        name = inside[0]
    name = column_name(name)
    # A date or a number names no system.
    return name if any(char.isalpha() for char in re.sub(r"^c_", "", name)) else ""


def _common_prefix(stem: str, names: Sequence[str]) -> str:
    """Finds the tool in the file names: `xero_invoices` and `xero_contacts` belong to `xero`."""
    word = stem.split("_")[0]
    others = {column_name(PurePosixPath(name).stem) for name in names if "/" not in name}
    family = {other for other in others if other.split("_")[0] == word and other != word}
    objects = {one for words in WORDS.values() for one in words}
    # What follows the name of a tool is an object: `xero_invoices`, but not `campaign_table`.
    has_object = any(set(other.split("_")[1:]) & objects for other in family)
    is_tool = len(family) > 1 and len(word) > 2 and word not in objects
    return word if is_tool and has_object else ""


def _object(stem: str, folder: str) -> str:
    """The object in a file name, in the singular and without the date or the tool."""
    name = _DATE.sub("", stem).removeprefix(f"{folder}_crm_exports_")
    name = name.removeprefix(f"{folder}_").removesuffix("_dataset").removeprefix("all_")
    *words, last = name.split("_")
    if last.endswith("ies") and len(last) > 4:
        last = f"{last[:-3]}y"
    elif last.endswith(("sses", "xes", "ches", "shes")):
        last = last[:-2]
    elif last.endswith("s") and not last.endswith("ss") and len(last) > 3:
        last = last[:-1]
    return _id("_".join([*words, last])) or "record"


def _id(name: str) -> str:
    text = name[:50].strip("_")
    return text if text[:1].isalpha() else ""


def escape_glob(label: str) -> str:
    """Turns a path into a glob that matches only this path."""
    return re.sub(r"([\[?*])", r"[\1]", label)


def find_header(found: Sequence[Head]) -> list[str] | None:
    """Returns the headers of the first row that looks like a header, or None.

    Empty names at its end are those of a delimiter too many.
    """
    for head in found:
        for row in head.rows[:HEADER_ROWS]:
            cells = list(row.cells)
            while cells and not cells[-1].strip():
                cells.pop()
            headers = [cell for cell in cells if cell.strip() and len(cell) <= 200]
            folded = {header_key(header) for header in headers}
            texts = sum(any(char.isalpha() or char == "#" for char in one) for one in headers)
            is_full = len(headers) == len(cells) and len(folded) >= 0.8 * len(headers)
            if len(headers) > 1 and is_full and texts == len(headers) and not _has_values(headers):
                return headers
    return None


def _has_values(cells: Sequence[str]) -> bool:
    """Whether cells are values: an address or a moment is no header."""
    return any(re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+|\d{4}-\d\d-\d\d.*", one) for one in cells)


def _glob(label: str, names: Sequence[str]) -> str:
    """Returns a glob for the file and its later exports: dates and numbers may change."""
    exact = escape_glob(label)
    folder, _, name = label.rpartition("/")
    loose = re.sub(r"\d[\d_.:T-]*(?=\D|$)", "*", name.rsplit(".", 1)[0])
    loose = loose if "*" in loose else f"{loose}*"
    if any(char in label for char in "*[?"):
        return exact
    pattern = f"{folder}/{loose}" if folder else loose
    pattern += f".{name.rsplit('.', 1)[1]}" if "." in name else ""
    regex = re.compile(".*".join(re.escape(part) for part in pattern.split("*")), re.IGNORECASE)
    stems = {re.sub(r"[_-]?\d[\d_.:T-]*", "", one) for one in names if regex.fullmatch(one)}
    return pattern if len(stems) <= 1 else exact
