"""Which vendor, object and header row a file is: scored, explained, with the runner-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.files.table_layout import HEADER_ROWS, Head
from ingest.naming import header_key
from ingest.vendors.declaration import Format, ObjectDeclaration

# Weights of the evidence. Required headers decide; a file name only breaks ties.
MUST, USUAL, KNOWN_SHARE, PREFIX, STEM = 2.0, 1.0, 5.0, 4.0, 1.0

# Two common headers such as Id and Name say nothing: this many pieces must agree.
LEAST_EVIDENCE = 3


@dataclass(frozen=True)
class Match:
    """One reading of a file and the evidence for it."""

    score: float
    declaration: ObjectDeclaration
    format: Format
    head: Head
    header: int  # index into head.rows
    evidence: str

    @property
    def name(self) -> str:
        """vendor/object format."""
        return f"{self.declaration.vendor}/{self.declaration.object} {self.format.name}"


def rank(
    heads: Sequence[Head], declarations: Iterable[ObjectDeclaration], stem: str
) -> list[Match]:
    """Every object whose required headers stand in one row, best first.

    One match per object: its best format, delimiter and header row.
    """
    best: dict[tuple[str, str], Match] = {}
    rows = [
        (head, number, headers)
        for head in heads
        for number in range(min(len(head.rows), HEADER_ROWS))
        if len(headers := [header_key(cell) for cell in head.names(number)]) > 1
    ]
    for declaration in declarations:
        for form in declaration.formats:
            if form.stems and not _stem_fits(stem, form.stems):
                continue
            for head, number, headers in rows:
                if not form.has_all(headers):
                    continue
                match = _score(declaration, form, head, number, headers, stem)
                if match is None:
                    continue
                key = (declaration.vendor, declaration.object)
                if key not in best or _is_better(match, best[key]):
                    best[key] = match
    return sorted(best.values(), key=lambda match: (-match.score, match.name))


def _is_better(match: Match, other: Match) -> bool:
    """The higher score; but of two header rows the upper one, or records would become titles."""
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
    score = MUST * len(form.must) + USUAL * usual + KNOWN_SHARE * known / len(headers)
    evidence = [
        f"{len(form.must)} of {len(form.must)} required and {usual} of {len(form.usual)} "
        f"usual headers",
        f"{known} of {len(headers)} headers declared",
    ]
    pieces = len(form.must) + usual
    for header, prefix in declaration.id_prefix.items():
        values = _values(head, number, headers, header)
        if values:
            # Most, not all: totals and broken records are among the first rows too.
            fits = 2 * sum(value.startswith(prefix) for value in values) >= len(values)
            score += PREFIX if fits else -PREFIX
            pieces += 1 if fits else -1
            evidence.append(f"ids {'start' if fits else 'do not start'} with {prefix}")
            break
    if pieces < LEAST_EVIDENCE:
        return None
    if _stem_fits(stem, declaration.file_stems + form.stems):
        score += STEM
        evidence.append("file name")
    return Match(score, declaration, form, head, number, "; ".join(evidence))


def _values(head: Head, number: int, headers: list[str], header: str) -> list[str]:
    if header not in headers:
        return []
    place = headers.index(header)
    sample = [cells for cells in head.sample(number) if len(cells) > max(place, 1)]
    fitting = [cells for cells in sample if len(cells) == len(headers)]
    return [cells[place] for cells in fitting or sample if cells[place]]


def _stem_fits(stem: str, stems: Sequence[str]) -> bool:
    return any(stem == one or stem.startswith((f"{one}_", f"{one}-", f"{one} ")) for one in stems)


def nearest(heads: Sequence[Head], declarations: Iterable[ObjectDeclaration]) -> str:
    """What an unrecognised file comes closest to and which headers it lacks for that."""
    best: tuple[float, str] = (0.0, "")
    for head in heads:
        for row in head.rows[:HEADER_ROWS]:
            headers = {header_key(cell) for cell in row.cells}
            for declaration in declarations:
                for form in declaration.formats:
                    have = form.required(headers)
                    share = have / len(form.must) if form.must else 0.0
                    if have > 1 and share > best[0]:
                        lacks = form.lacks(headers)
                        name = f"{declaration.vendor}/{declaration.object} {form.name}"
                        why = f"lacks {', '.join(lacks)}" if lacks else "but the rest does not fit"
                        best = (share, f"nearest: {name}, {why}")
    return best[1]
