"""Guesses which header of an unknown file fills which column of its entity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.init.concepts import MAPPED
from ingest.init.links import Link
from ingest.init.loaded import LoadedTable
from ingest.init.measure import TIMES, Measured, candidate_keys
from ingest.init.pairs import asks_consent, is_refusal
from ingest.naming import column_name
from ingest.stack import known_names

# Column -> entities whose ids it contains, and words of its header that decide between several.
REFERENCES: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "person_record_id": (("people",), frozenset()),
    "previous_owner_record_id": (("owners",), frozenset({"old", "previous", "from", "before"})),
    "created_by_record_id": (("owners",), frozenset({"created", "creator", "author"})),
    "assigned_by_record_id": (("owners",), frozenset({"by"})),
    "changed_by_record_id": (("owners",), frozenset({"by"})),
    "owner_record_id": (("owners",), frozenset()),
    "parent_record_id": (("companies",), frozenset({"parent"})),
    "converted_person_record_id": (("people",), frozenset()),
    "converted_company_record_id": (("companies",), frozenset()),
    "converted_opportunity_record_id": (("opportunities",), frozenset()),
    "company_record_id": (("companies",), frozenset()),
    "invoice_record_id": (("invoices",), frozenset()),
    "crm_record_id": (("opportunities",), frozenset()),
    "customer_record_id": (("customers", "companies"), frozenset()),
    "merged_into_record_id": (("people", "companies"), frozenset({"merged", "master"})),
}
# Entities whose rows are about any other record.
CHANGES = ("stage_changes", "field_changes")
EVENTS = ("touches", "meetings", "assignments", *CHANGES)
NUMBERS = frozenset(
    [
        "amount",
        "total",
        "subtotal",
        "tax",
        "amount_paid",
        "amount_due",
        "amount_credited",
        "amount_refunded",
        "fee",
        "settled_amount",
        "duration_seconds",
        "employee_count",
    ]
)
# Endings that match too many headers: `first_name` is not a `name`.
_TOO_COMMON = {"name", "date", "time", "title", "url", "total", "number", "status", "stage", "type"}


@dataclass
class ColumnGuess:
    """The guessed mapping of a table."""

    columns: dict[str, str | list[str]] = field(default_factory=dict)  # canonical -> header
    constants: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)  # canonical -> what the values show


def guess_columns(
    table: LoadedTable,
    entity: str,
    measures: Mapping[str, Measured],
    links: Sequence[Link],
    entities: Mapping[str, str],
) -> ColumnGuess:
    """Maps the headers of a table onto the columns of its entity."""
    guess = ColumnGuess()
    allowed = known_names.entity_columns(entity)
    own = [one for one in links if one.source is table]
    foreign = {one.header for one in own if one.is_sure and one.share >= 0.9}
    keys = candidate_keys(table, dict(measures))
    if entity in EVENTS:
        # The id of another table says whom the event is about.
        keys = [one for one in keys if one.header not in foreign]
    if keys:
        guess.columns["record_id"] = keys[0].header
        twice = table.rows - keys[0].distinct
        shown = f"{table.rows:,} rows, {keys[0].distinct:,} values"
        guess.evidence["record_id"] = (
            f"{shown}: {twice} rows repeat a record" if twice else f"{shown}, none twice"
        )
    _add_references(guess, entity, own, entities, allowed)
    _add_objects(guess, measures, entities, allowed)
    for canonical in allowed:
        if canonical in guess.columns or canonical not in MAPPED:
            continue
        if canonical in REFERENCES and entity not in ("touches", "assignments", "meetings"):
            continue
        used = set() if canonical == "number" else _used(guess)
        free = {name: one for name, one in measures.items() if name not in used and one.filled}
        header = _header_of(canonical, free)
        if header is not None:
            guess.columns[canonical] = header
    if "is_opted_out" in allowed and "is_opted_out" not in guess.columns:
        # A column that says yes to mail is no refusal: it stays a field of a handoff.
        for header, one in measures.items():
            if one.kind == "boolean" and asks_consent(header) and is_refusal(header):
                guess.columns["is_opted_out"] = header
                break
    if entity == "invoices" and "number" not in guess.columns and "record_id" in guess.columns:
        guess.columns["number"] = guess.columns["record_id"]
    if entity in ("invoices", "payments"):
        _add_customer(guess, own, entities, allowed)
    if "record_id" not in guess.columns:
        guess.columns["record_id"] = _composed_key(table, measures)
    return guess


def _used(guess: ColumnGuess) -> set[str]:
    return {one for one in guess.columns.values() if isinstance(one, str)}


def _add_references(
    guess: ColumnGuess,
    entity: str,
    own: Sequence[Link],
    entities: Mapping[str, str],
    allowed: Sequence[str],
) -> None:
    ids = [one for one in own if one.kind == "id" and one.header != guess.columns.get("record_id")]
    for canonical, (targets, words) in REFERENCES.items():
        if canonical not in allowed:
            continue
        for link in ids:
            is_own = link.source is link.target
            name = set(column_name(link.header).split("_"))
            if entities.get(link.target.label) not in targets or link.header in _used(guess):
                continue
            if is_own != (canonical in ("parent_record_id", "merged_into_record_id")):
                continue
            if words and not words & name:
                continue
            guess.columns[canonical] = link.header
            guess.evidence[canonical] = link.evidence
            base = canonical.removesuffix("_record_id")
            for name_of, value in (("system", link.target.system), ("object", link.target.object)):
                if f"{base}_{name_of}" in allowed:
                    guess.constants[f"{base}_{name_of}"] = value
            break
    if entity in CHANGES:
        _add_changed_record(guess, ids)


def _add_objects(
    guess: ColumnGuess,
    measures: Mapping[str, Measured],
    entities: Mapping[str, str],
    allowed: Sequence[str],
) -> None:
    """A column that names the object of each row, where rows are about several objects."""
    objects = {label.split("/")[1] for label in entities}
    for canonical in ("person_object", "entity_object"):
        for header, one in measures.items():
            words = {value.casefold() for value in one.values}
            if canonical in guess.constants and words and words <= objects:
                guess.columns[canonical] = header
                guess.evidence[canonical] = f"its values are objects: {', '.join(sorted(words))}"
                del guess.constants[canonical]


def _add_changed_record(guess: ColumnGuess, ids: Sequence[Link]) -> None:
    """The record that changed: the reference that is no user who made the change."""
    for link in ids:
        if link.header not in _used(guess) and "by" not in column_name(link.header).split("_"):
            guess.columns["entity_record_id"] = link.header
            guess.evidence["entity_record_id"] = link.evidence
            guess.constants["entity_system"] = link.target.system
            guess.constants["entity_object"] = link.target.object
            return


def _add_customer(
    guess: ColumnGuess, own: Sequence[Link], entities: Mapping[str, str], allowed: Sequence[str]
) -> None:
    """An invoice often has no id of its customer, only the name."""
    for link in own:
        is_customer = entities.get(link.target.label) in ("customers", "companies")
        if link.kind == "name" and is_customer and "customer_record_id" not in guess.columns:
            guess.columns["customer_record_id"] = link.header
            guess.evidence["customer_record_id"] = f"a name, not an id: {link.evidence}"
            if "customer_name" in allowed:
                guess.columns.setdefault("customer_name", link.header)


def _header_of(canonical: str, columns: Mapping[str, Measured]) -> str | None:
    """The header of a canonical column: its name, a known name, or one that ends in it."""
    names = (canonical, *MAPPED[canonical])
    fitting = {header: one for header, one in columns.items() if _fits(canonical, one)}
    known = {column_name(header).removesuffix("_c"): header for header in reversed(list(fitting))}
    found = next((known[name] for name in names if name in known), None)
    if found is not None:
        return found
    for name in names:
        for header in fitting:
            if name not in _TOO_COMMON and column_name(header).endswith(f"_{name}"):
                return header
    return None


def _fits(canonical: str, column: Measured) -> bool:
    """Whether the values have the kind of the canonical column."""
    if canonical.endswith(("_at", "_on")):
        return column.kind in TIMES
    if canonical.startswith("is_"):
        return column.kind == "boolean" or (column.kind == "word" and column.distinct <= 4)
    if canonical in NUMBERS:
        return column.kind in ("integer", "number", "epoch", "boolean")
    if canonical == "email" or canonical.endswith("_email"):
        return column.kind == "email"
    return column.kind not in TIMES or column.kind == "epoch"


def _composed_key(table: LoadedTable, measures: Mapping[str, Measured]) -> str | list[str]:
    """Without a key: the leftmost columns that may make one together, else the first column."""
    filled = [one for one in measures.values() if one.filled == table.rows and one.distinct > 1]
    ids = [one.header for one in filled if one.is_id]
    times = [one.header for one in filled if one.kind in TIMES]
    parts = [*ids[:2], *times[:1]] if len(ids) < 2 else ids[:2]
    if len(parts) > 1:
        return parts
    return table.headers[0]
