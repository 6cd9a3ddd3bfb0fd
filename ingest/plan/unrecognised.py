"""Says why no declaration matches a file, what it resembles most, and what to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.files.table_layout import HEADER_ROWS, Head
from ingest.naming import header_key
from ingest.plan.declared import DeclaredSystem
from ingest.plan.recognise import Match, matches_stem
from ingest.vendors.declaration import ObjectDeclaration

NOTHING_FITS = "no declared header signature fits"
NO_HEADER = "the first line looks like a record, not like a header"
WRITE_HEADER = "export it with its header, or write the names of the columns in a line above"
DECLARE = "declare it under `tables` in the stack"

# Headers that show the language of an export; two of one language are enough.
LANGUAGES = {
    "German": "vorname nachname firma telefon strasse straße ort plz land besitzer anrede "
    "erstelldatum erstellt geändert status e-mail-adresse betrag rechnungsnummer kunde",
    "French": "prénom nom société téléphone ville pays propriétaire adresse statut créé "
    "montant facture client courriel date_de_création",
    "Spanish": "nombre apellido apellidos empresa teléfono ciudad país propietario estado "
    "correo importe factura cliente",
    "Italian": "nome cognome azienda telefono città paese titolare stato indirizzo importo "
    "fattura cliente",
    "Portuguese": "nome sobrenome empresa telefone cidade país proprietário estado endereço "
    "valor fatura cliente",
    "Dutch": "voornaam achternaam bedrijf telefoon plaats land eigenaar e-mailadres bedrag "
    "factuur klant",
    "Norwegian": "fornavn etternavn firma telefon poststed land eier opprettet beløp faktura "
    "kunde e-post",
}
# Values that no header has: an address, a date, a number of four digits or more.
_VALUE = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+|\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*|\d{4,}"
)


class Unrecognised(NamedTuple):
    """Why a file has no plan, in the order of the fields of `Unknown`."""

    message: str
    fix: str


def unrecognised(
    heads: Sequence[Head],
    declarations: Iterable[ObjectDeclaration],
    ranked: Sequence[Match],
    label: str,
    claimed_by: DeclaredSystem | None,
) -> Unrecognised:
    """Explains a file without an allowed match; `ranked` are matches of other vendors.

    Never quotes the first line of a file without a header: it is personal data.
    """
    if ranked and claimed_by:
        what = f"matches the `files` of {claimed_by.id} but looks like {ranked[0].name}"
        return Unrecognised(what, _lines(label, claimed_by))
    hint, shared = _nearest(heads, declarations, label, claimed_by)
    language = _language(heads)
    if not shared and not language and has_no_header(heads):
        return Unrecognised(NO_HEADER, WRITE_HEADER)
    parts = [hint or NOTHING_FITS]
    if language:
        parts.append(f"its headers are {language}: export it in English, or map it")
    again = "export it again with these headers, or " if hint else ""
    return Unrecognised("; ".join(parts), again + _lines(label, claimed_by))


def has_no_header(heads: Sequence[Head]) -> bool:
    """Whether the first line of a table has values that are no names: it is a record."""
    first = next(_rows(heads[:1]), [])
    return any(_VALUE.fullmatch(cell.strip()) for cell in first)


def _rows(heads: Sequence[Head]) -> Iterator[list[str]]:
    """The first rows with several cells, of the best dialect first."""
    for head in heads:
        for row in head.rows[:HEADER_ROWS]:
            if len(row.cells) > 1 and not row.is_broken:
                yield row.cells


def _nearest(
    heads: Sequence[Head],
    declarations: Iterable[ObjectDeclaration],
    label: str,
    claimed_by: DeclaredSystem | None,
) -> tuple[str, int]:
    """Names the object that has most headers of the file, and the headers that the file lacks.

    Returns also the number of headers that they share.

    The name of the file and the vendor of the system only decide between equals.
    """
    stem = re.split(r"[/\\]", label)[-1].rsplit(".", 1)[0].casefold()
    vendor = claimed_by.vendor if claimed_by else None
    best: tuple[tuple[float, ...], str, int] = ((0.0,), "", 0)
    rows = [{header_key(cell) for cell in cells} for cells in _rows(heads)]
    for declaration in declarations:
        is_named = matches_stem(stem, declaration.file_stems)
        for form in declaration.formats:
            for headers in rows:
                have = form.required(headers)
                share = have / len(form.must)
                is_own = declaration.vendor == vendor
                if have < 2 and not (is_own and (is_named or have)):
                    continue
                score = (share + 0.5 * is_own * is_named, have, form.usual_of(headers), is_own)
                if score > best[0]:
                    lacks = form.lacks(headers)
                    name = f"{declaration.vendor}/{declaration.object} {form.name}"
                    why = f"lacks {', '.join(lacks)}" if lacks else "but the rest does not fit"
                    best = score, f"nearest: {name}, {why}", have
    return best[1:]


def _language(heads: Sequence[Head]) -> str | None:
    """The language of a header; None when it is English or not known."""
    for cells in _rows(heads):
        words = {header_key(cell) for cell in cells}
        found = {name: len(words & set(text.split())) for name, text in LANGUAGES.items()}
        name = max(found, key=lambda one: found[one])
        if found[name] > 1:
            return name
    return None


def _lines(label: str, claimed_by: DeclaredSystem | None) -> str:
    """What to write in the stack, for a file that a system claims."""
    if claimed_by is None:
        return DECLARE
    line = f"{{object: NAME, files: ['{label}'], entity: people, columns: {{record_id: HEADER}}}}"
    return (
        f"write under `tables` of {claimed_by.id}: - {line}; or narrow its `files`, so that they "
        "do not match this file"
    )
