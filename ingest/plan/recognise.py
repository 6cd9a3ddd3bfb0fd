"""Scores which vendor object a file contains and which row is its header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.files.table_layout import HEADER_ROWS, Head
from ingest.naming import header_key
from ingest.vendors.declaration import ObjectDeclaration
from ingest.vendors.header_format import Format

# Weights of the evidence. Required headers decide; a file name only breaks ties.
REQUIRED_HEADER = 2.0
USUAL_HEADER = 1.0
SHARE_OF_KNOWN_HEADERS = 5.0
ID_PREFIX = 4.0
FILE_NAME = 1.0

# Many objects have common headers such as Id and Name, so a match needs this many pieces.
LEAST_EVIDENCE = 3


@dataclass(frozen=True)
class Match:
    """One interpretation of a file and the evidence for it."""

    score: float
    declaration: ObjectDeclaration
    format: Format
    head: Head
    header: int  # index into head.rows
    evidence: str

    @property
    def name(self) -> str:
        """`vendor/object format`, as messages show it."""
        return f"{self.declaration.vendor}/{self.declaration.object} {self.format.name}"


def rank_matches(
    heads: Sequence[Head], declarations: Iterable[ObjectDeclaration], stem: str
) -> list[Match]:
    """Lists every object whose required headers are in one row, best first.

    There is one match per object, with its best format, delimiter and header row.
    """
    best: dict[tuple[str, str], Match] = {}
    rows = [
        (head, number, headers, frozenset(headers))
        for head in heads
        for number in range(min(len(head.rows), HEADER_ROWS))
        if len(headers := [header_key(cell) for cell in head.names(number)]) > 1
    ]
    for declaration in declarations:
        for form in declaration.formats:
            if form.stems and not matches_stem(stem, form.stems):
                continue
            for head, number, headers, known in rows:
                if not form.has_all(known):
                    continue
                match = _score(declaration, form, head, number, headers, stem)
                if match is None:
                    continue
                key = (declaration.vendor, declaration.object)
                if key not in best or _is_better(match, best[key]):
                    best[key] = match
    return sorted(best.values(), key=lambda match: (-match.score, match.name))


def _is_better(match: Match, other: Match) -> bool:
    """Whether a match has the higher score, or the upper header row of the same text.

    With the lower row as the header, the records above it would become preamble lines.
    """
    if match.head is other.head and match.header != other.header:
        return match.header < other.header
    return match.score > other.score


def _score(
    declaration: ObjectDeclaration,
    form: Format,
    head: Head,
    number: int,
    headers: list[str],
    stem: str,
) -> Match | None:
    usual = form.usual_of(headers)
    known = sum(declaration.knows(header) for header in headers)
    score = REQUIRED_HEADER * len(form.must) + USUAL_HEADER * usual
    score += SHARE_OF_KNOWN_HEADERS * known / len(headers)
    evidence = [
        f"{len(form.must)} of {len(form.must)} required and {usual} of {len(form.usual)} "
        f"usual headers",
        f"{known} of {len(headers)} headers declared",
    ]
    pieces = len(form.must) + usual
    for header, prefix in declaration.id_prefix.items():
        values = _values(head, number, headers, header)
        if values:
            # At least half must match: the first rows may contain totals and broken records.
            fits = 2 * sum(value.startswith(prefix) for value in values) >= len(values)
            score += ID_PREFIX if fits else -ID_PREFIX
            pieces += 1 if fits else -1
            evidence.append(f"ids {'start' if fits else 'do not start'} with {prefix}")
            break
    if pieces < LEAST_EVIDENCE:
        return None
    if matches_stem(stem, declaration.file_stems + form.stems):
        score += FILE_NAME
        evidence.append("file name")
    return Match(score, declaration, form, head, number, "; ".join(evidence))


def _values(head: Head, number: int, headers: list[str], header: str) -> list[str]:
    """The values below one header in the sample rows, preferably of rows with all cells."""
    if header not in headers:
        return []
    index = headers.index(header)
    sample = [cells for cells in head.sample(number) if len(cells) > max(index, 1)]
    fitting = [cells for cells in sample if len(cells) == len(headers)]
    return [cells[index] for cells in fitting or sample if cells[index]]


def matches_stem(stem: str, stems: Sequence[str]) -> bool:
    """Whether a file is named like one of `stems`, perhaps with a suffix such as a date."""
    return any(stem == one or stem.startswith((f"{one}_", f"{one}-", f"{one} ")) for one in stems)
