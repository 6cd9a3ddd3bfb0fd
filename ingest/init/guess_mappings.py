"""Guesses a first mapping for every file that no vendor declaration recognises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ingest.files.discover import Source
from ingest.files.table_layout import HEADER_ROWS, Head, heads
from ingest.files.unknown import Unknown
from ingest.init.concepts import ENTITIES, MAPPED, column_for
from ingest.naming import column_name, header_key
from ingest.stack import known_names


@dataclass
class MappingGuess:
    """A guessed mapping: `columns` are canonical column -> header, `rest` the other headers."""

    folder: str
    object: str
    globs: list[str]
    entity: str
    columns: dict[str, str]
    rest: list[str]
    constants: dict[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, ...]:
        """Folder, entity and headers: equal for two files of the same table."""
        headers = sorted(header_key(text) for text in [*self.columns.values(), *self.rest])
        return self.folder, self.entity, *headers


def guess_mappings(unknown: Sequence[Unknown], sources: Sequence[Source]) -> list[MappingGuess]:
    """Guesses one mapping per table; files with the same headers and entity are one table.

    `sources` are all files of the folder: a glob may not match the files of another table.
    """
    guesses: list[MappingGuess] = []
    names = [source.label for source in sources]
    for item in unknown:
        guess = _guess(item, names)
        if guess is None:
            continue
        for known in guesses:
            if known.identity == guess.identity:
                known.globs = list(dict.fromkeys([*known.globs, *guess.globs]))
                break
        else:
            guesses.append(guess)
    return guesses


def _guess(item: Unknown, names: Sequence[str]) -> MappingGuess | None:
    if item.text is None:
        return None
    found = _find_header(heads(item.text.path))
    if found is None:
        return None
    headers, sample = found
    stem = column_name(item.source.stem)
    path = PurePosixPath(item.source.member or item.source.path)
    folder = column_name(path.parts[0]) if len(path.parts) > 1 else _common_prefix(stem, names)
    entity = _entity({*stem.split("_"), *folder.split("_")}, headers)
    columns: dict[str, str] = {}
    key = _key_header(headers, sample, stem)
    if key is not None:
        columns["record_id"] = key
    for canonical in known_names.entity_columns(entity):
        header = column_for(canonical, headers) if canonical in MAPPED else None
        if header is not None and header not in columns.values():
            columns.setdefault(canonical, header)
    if not columns:
        columns["record_id"] = headers[0]
    constants = {"kind": "alert", "actor_type": "system"} if entity == "touches" else {}
    return MappingGuess(
        folder=_id(folder) or "tool",
        object=_id(re.sub(r"_?\d.*$", "", stem)) or "record",
        globs=[_glob(item.source.label, names)],
        entity=entity,
        columns=columns,
        rest=[header for header in headers if header not in columns.values()],
        constants=constants,
    )


def _common_prefix(stem: str, names: Sequence[str]) -> str:
    """Finds the tool in the file names: `xero_invoices` and `xero_contacts` belong to `xero`."""
    word = stem.split("_")[0]
    others = {column_name(PurePosixPath(name).stem) for name in names if "/" not in name}
    family = {other for other in others if other.split("_")[0] == word}
    return word if len(family) > 1 else re.sub(r"_?\d.*$", "", stem)


def _id(name: str) -> str:
    return name[:50].strip("_")


def escape_glob(label: str) -> str:
    """Turns a path into a glob that matches only this path."""
    return re.sub(r"([\[?*])", r"[\1]", label)


def _find_header(found: list[Head]) -> tuple[list[str], list[list[str]]] | None:
    """Returns the headers and sample rows of the first row that looks like a header, or None."""
    for head in found:
        for number, row in enumerate(head.rows[:HEADER_ROWS]):
            headers = [cell for cell in row.cells if cell.strip() and len(cell) <= 200]
            folded = {header_key(header) for header in headers}
            texts = sum(any(char.isalpha() for char in header) for header in headers)
            is_full = len(headers) == len(row.cells) and len(folded) >= 0.8 * len(headers)
            if len(headers) > 1 and is_full and texts == len(headers):
                return row.cells, head.sample(number)
    return None


def _entity(words: set[str], headers: list[str]) -> str:
    if words & {"line", "lines", "item", "items"}:
        return "records"
    for entity, hints, needed in ENTITIES:
        fits = not hints or bool(hints & words)
        if fits and all(column_for(name, headers) for name in needed):
            return entity
    return "records"


def _key_header(headers: list[str], sample: list[list[str]], stem: str) -> str | None:
    """Finds the column with a different value in every row, ids of the table itself first."""

    def rank(header: str) -> int:
        name = column_name(header)
        if name == "id" or name.removesuffix("_id") in (stem, stem.removesuffix("s")):
            return 0
        is_id = name.endswith("_id") or name.startswith("id_")
        return 1 if is_id and name.removesuffix("_id") in stem else 2 if is_id else 3

    for header in sorted(headers, key=rank):
        index = headers.index(header)
        values = [cells[index] for cells in sample if len(cells) > index]
        if all(values) and len(set(values)) == len(sample) and rank(header) < 3:
            return header
    return None


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
