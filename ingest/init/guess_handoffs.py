"""Guesses the handoffs between the systems of the exports, with their fields and ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.init.concepts import CONCEPTS, concept_of
from ingest.init.profile import Link, ObjectProfile
from ingest.naming import column_name
from ingest.vendors.catalog import load_vendors

# The objects at one end of a handoff: by vendor and object, or by the vendor's kind and the entity
# of the rows.
HandoffEnd = tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]
CAPTURE: HandoffEnd = (
    frozenset({("form", "submission")}),
    frozenset({("capture", "submissions"), ("meetings", "submissions")}),
)
MAP: HandoffEnd = (
    frozenset({("marketo", "lead"), ("hubspot", "contact")}),
    frozenset({("marketing", "people")}),
)
CRM: HandoffEnd = (
    frozenset({("salesforce", "lead"), ("hubspot", "contact"), ("salesforce", "contact")}),
    frozenset({("crm", "people")}),
)
DEAL: HandoffEnd = (
    frozenset({("salesforce", "opportunity"), ("hubspot", "deal")}),
    frozenset({("crm", "opportunities")}),
)
FINANCE: HandoffEnd = (
    frozenset({("stripe", "invoice"), ("stripe", "payment")}),
    frozenset({("finance", "invoices"), ("finance", "payments")}),
)
_PREFERRED = ("lead", "invoice")


@dataclass(frozen=True)
class FieldPair:
    """Two headers whose columns probably contain the same field."""

    source: str
    target: str
    kind: str
    is_routing_input: bool


@dataclass
class HandoffGuess:
    """A guessed handoff."""

    id: str
    name: str
    source: ObjectProfile
    target: ObjectProfile
    hop: str
    match: tuple[str, str] | None = None  # headers of the ids; None: matched by identity
    is_paired: bool = True
    pairs: list[FieldPair] = field(default_factory=list)


def guess_handoffs(
    objects: Sequence[ObjectProfile], known: Sequence[Link], entities: dict[str, str]
) -> list[HandoffGuess]:
    """Guesses the handoffs; `entities` is the entity of each mapped `system/object`."""
    crm = _preferred(objects, CRM)
    maps = [s for s in _all(objects, MAP) if crm is None or s.system != crm.system]
    handoffs: list[HandoffGuess] = []
    for source in [*_all(objects, CAPTURE), *_mapped(objects, entities, "submissions")]:
        for target in maps or ([crm] if crm else []):
            handoffs.append(_guess_handoff(source, target, "in_map" if maps else "in_crm", known))
    if crm is not None:
        handoffs += [_guess_handoff(source, crm, "in_crm", known) for source in maps]
        for source in _mapped(objects, entities, "people"):
            # A side table of a known tool (disputes, payment methods) does not enrich people.
            is_side = any(profile.system == source.system and profile.vendor for profile in objects)
            if is_side and _matching_ids(source, crm, known) is None:
                continue
            handoffs.append(_guess_handoff(source, crm, "enriched", known))
        routing = HandoffGuess(
            f"{crm.system}_routing", f"{crm.object.title()} assignment", crm, crm, "assigned"
        )
        routing.is_paired = False
        handoffs.append(routing)
        for target in _mapped(objects, entities, "touches"):
            alert = _guess_handoff(crm, target, "alerted", known)
            alert.is_paired, alert.pairs, alert.match = False, [], None
            handoffs.append(alert)
    deal = _preferred(objects, DEAL)
    bills = [*_mapped(objects, entities, "invoices"), *_mapped(objects, entities, "payments")]
    bill = _preferred(objects, FINANCE) or next(iter(bills), None)
    if deal is not None and bill is not None:
        handoffs.append(_guess_handoff(deal, bill, "invoiced", known))
        handoffs[-1].is_paired = handoffs[-1].match is not None
    return _with_unique_ids(handoffs)


def _all(objects: Sequence[ObjectProfile], end: HandoffEnd) -> list[ObjectProfile]:
    named, of_kind = end
    vendors = load_vendors().vendors

    def is_end(profile: ObjectProfile) -> bool:
        vendor = vendors.get(profile.vendor or "")
        kind = (vendor.kind or "", profile.entity or "") if vendor else ("", "")
        return (profile.vendor or "", profile.object) in named or kind in of_kind

    return [profile for profile in objects if is_end(profile)]


def _preferred(objects: Sequence[ObjectProfile], end: HandoffEnd) -> ObjectProfile | None:
    """Prefers Salesforce to HubSpot, an invoice to a payment and a lead to a contact."""
    found = _all(objects, end)
    return min(
        found,
        key=lambda profile: (
            profile.vendor == "hubspot",
            profile.object not in _PREFERRED,
            profile.name,
        ),
        default=None,
    )


def _mapped(
    objects: Sequence[ObjectProfile], entities: dict[str, str], entity: str
) -> list[ObjectProfile]:
    return [profile for profile in objects if entities.get(profile.name) == entity]


def _guess_handoff(
    source: ObjectProfile, target: ObjectProfile, hop: str, known: Sequence[Link]
) -> HandoffGuess:
    name = f"{_title(source)} to {_title(target)}"
    ident = column_name(f"{source.system}_to_{target.system}")
    handoff = HandoffGuess(ident, name, source, target, hop)
    handoff.match = _matching_ids(source, target, known)
    used = {handoff.match[0], handoff.match[1]} if handoff.match else set()
    handoff.pairs = [
        pair for pair in _pairs(source, target) if not {pair.source, pair.target} & used
    ]
    return handoff


def _title(profile: ObjectProfile) -> str:
    return profile.system.replace("_", " ").capitalize()


def _matching_ids(
    source: ObjectProfile, target: ObjectProfile, known: Sequence[Link]
) -> tuple[str, str] | None:
    for link in known:
        if link.source is source and link.target is target:
            return source.headers[link.column], _key_header(target)
        if link.source is target and link.target is source:
            return _key_header(source), target.headers[link.column]
    return None


def _key_header(profile: ObjectProfile) -> str:
    return profile.headers.get("id") or profile.headers["record_id"]


def _pairs(source: ObjectProfile, target: ObjectProfile) -> list[FieldPair]:
    """Pairs the fields that both sides have: by concept, or custom fields by name."""
    ours, theirs = _fields(source), _fields(target)
    pairs = []
    for key, header in ours.items():
        if key not in theirs or max(len(header), len(theirs[key])) > 200:
            continue
        concept = CONCEPTS.get(key)
        ending = key.rsplit("_", 1)[-1]
        kind = concept.kind if concept else {"date": "date", "id": "id"}.get(ending, "text")
        pairs.append(
            FieldPair(header, theirs[key], kind, bool(concept and concept.is_routing_input))
        )
    return pairs


def _fields(profile: ObjectProfile) -> dict[str, str]:
    """Returns concept, or name of a custom field -> header."""
    declared = {
        column
        for item in load_vendors().objects
        if (item.vendor, item.object) == (profile.vendor, profile.object)
        for column in item.columns
    }
    found: dict[str, str] = {}
    for column, header in profile.headers.items():
        concept = concept_of(column)
        if concept is not None:
            found.setdefault(concept, header)
        elif column not in declared and not column.startswith(("record_id", "hs_")):
            found.setdefault(column.removesuffix("_c"), header)
    return found


def _with_unique_ids(handoffs: list[HandoffGuess]) -> list[HandoffGuess]:
    counts: dict[str, int] = {}
    for handoff in handoffs:
        counts[handoff.id] = counts.get(handoff.id, 0) + 1
        if counts[handoff.id] > 1:
            handoff.id = f"{handoff.id}_{counts[handoff.id]}"
    return handoffs
