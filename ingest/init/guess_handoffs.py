"""Handoffs that probably lie between the systems found, with fields and match ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.init.concepts import CONCEPTS, concept_of
from ingest.init.profile import Link, Seen
from ingest.naming import column_name
from ingest.vendors.catalog import load_vendors

# The part an object plays in a handoff: by name, or by its vendor's kind and what its rows become.
Part = tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]
CAPTURE: Part = (
    frozenset({("form", "submission")}),
    frozenset({("capture", "submissions"), ("meetings", "submissions")}),
)
MAP: Part = (
    frozenset({("marketo", "lead"), ("hubspot", "contact")}),
    frozenset({("marketing", "people")}),
)
CRM: Part = (
    frozenset({("salesforce", "lead"), ("hubspot", "contact"), ("salesforce", "contact")}),
    frozenset({("crm", "people")}),
)
DEAL: Part = (
    frozenset({("salesforce", "opportunity"), ("hubspot", "deal")}),
    frozenset({("crm", "opportunities")}),
)
FINANCE: Part = (
    frozenset({("stripe", "invoice"), ("stripe", "payment")}),
    frozenset({("finance", "invoices"), ("finance", "payments")}),
)
_BEFORE = ("lead", "invoice")


@dataclass(frozen=True)
class Pair:
    """Two headers that probably hold the same thing."""

    source: str
    target: str
    kind: str
    routes: bool


@dataclass
class Flow:
    """A proposed handoff."""

    id: str
    name: str
    source: Seen
    target: Seen
    hop: str
    match: tuple[str, str] | None = None  # headers; None: by identity
    is_paired: bool = True
    pairs: list[Pair] = field(default_factory=list)


def find(objects: Sequence[Seen], known: Sequence[Link], entities: dict[str, str]) -> list[Flow]:
    """The likely handoffs; `entities` gives the entity of each mapped system/object."""
    crm = _first(objects, CRM)
    maps = [s for s in _all(objects, MAP) if crm is None or s.system != crm.system]
    flows: list[Flow] = []
    for source in [*_all(objects, CAPTURE), *_mapped(objects, entities, "submissions")]:
        for target in maps or ([crm] if crm else []):
            flows.append(_flow(source, target, "in_map" if maps else "in_crm", known))
    if crm is not None:
        flows += [_flow(source, crm, "in_crm", known) for source in maps]
        for source in _mapped(objects, entities, "people"):
            # A side table of a known tool (a dispute, a payment method) enriches nothing.
            is_side = any(seen.system == source.system and seen.vendor for seen in objects)
            if is_side and _match(source, crm, known) is None:
                continue
            flows.append(_flow(source, crm, "enriched", known))
        routing = Flow(
            f"{crm.system}_routing", f"{crm.object.title()} assignment", crm, crm, "assigned"
        )
        routing.is_paired = False
        flows.append(routing)
        for target in _mapped(objects, entities, "touches"):
            alert = _flow(crm, target, "alerted", known)
            alert.is_paired, alert.pairs, alert.match = False, [], None
            flows.append(alert)
    deal = _first(objects, DEAL)
    bills = [*_mapped(objects, entities, "invoices"), *_mapped(objects, entities, "payments")]
    bill = _first(objects, FINANCE) or next(iter(bills), None)
    if deal is not None and bill is not None:
        flows.append(_flow(deal, bill, "invoiced", known))
        flows[-1].is_paired = flows[-1].match is not None
    return _named_apart(flows)


def _all(objects: Sequence[Seen], part: Part) -> list[Seen]:
    named, of_kind = part
    vendors = load_vendors().vendors

    def plays(seen: Seen) -> bool:
        vendor = vendors.get(seen.vendor or "")
        kind = (vendor.kind or "", seen.entity or "") if vendor else ("", "")
        return (seen.vendor or "", seen.object) in named or kind in of_kind

    return [seen for seen in objects if plays(seen)]


def _first(objects: Sequence[Seen], part: Part) -> Seen | None:
    """Salesforce before HubSpot, an invoice before a payment, a lead before a contact."""
    found = _all(objects, part)
    return min(
        found,
        key=lambda seen: (seen.vendor == "hubspot", seen.object not in _BEFORE, seen.name),
        default=None,
    )


def _mapped(objects: Sequence[Seen], entities: dict[str, str], entity: str) -> list[Seen]:
    return [seen for seen in objects if entities.get(seen.name) == entity]


def _flow(source: Seen, target: Seen, hop: str, known: Sequence[Link]) -> Flow:
    name = f"{_title(source)} to {_title(target)}"
    ident = column_name(f"{source.system}_to_{target.system}")
    flow = Flow(ident, name, source, target, hop)
    flow.match = _match(source, target, known)
    used = {flow.match[0], flow.match[1]} if flow.match else set()
    flow.pairs = [pair for pair in _pairs(source, target) if not {pair.source, pair.target} & used]
    return flow


def _title(seen: Seen) -> str:
    return seen.system.replace("_", " ").capitalize()


def _match(source: Seen, target: Seen, known: Sequence[Link]) -> tuple[str, str] | None:
    for link in known:
        if link.source is source and link.target is target:
            return source.headers[link.column], _key_header(target)
        if link.source is target and link.target is source:
            return _key_header(source), target.headers[link.column]
    return None


def _key_header(seen: Seen) -> str:
    return seen.headers.get("id") or seen.headers["record_id"]


def _pairs(source: Seen, target: Seen) -> list[Pair]:
    """Fields both sides hold: by concept, and custom fields of the same name."""
    ours, theirs = _fields(source), _fields(target)
    pairs = []
    for key, header in ours.items():
        if key not in theirs or max(len(header), len(theirs[key])) > 200:
            continue
        concept = CONCEPTS.get(key)
        ending = key.rsplit("_", 1)[-1]
        kind = concept.kind if concept else {"date": "date", "id": "id"}.get(ending, "text")
        pairs.append(Pair(header, theirs[key], kind, bool(concept and concept.routes)))
    return pairs


def _fields(seen: Seen) -> dict[str, str]:
    """Concept, or name of a custom field -> header."""
    declared = {
        column
        for item in load_vendors().objects
        if (item.vendor, item.object) == (seen.vendor, seen.object)
        for column in item.columns
    }
    found: dict[str, str] = {}
    for column, header in seen.headers.items():
        concept = concept_of(column)
        if concept is not None:
            found.setdefault(concept, header)
        elif column not in declared and not column.startswith(("record_id", "hs_")):
            found.setdefault(column.removesuffix("_c"), header)
    return found


def _named_apart(flows: list[Flow]) -> list[Flow]:
    seen: dict[str, int] = {}
    for flow in flows:
        seen[flow.id] = seen.get(flow.id, 0) + 1
        if seen[flow.id] > 1:
            flow.id = f"{flow.id}_{seen[flow.id]}"
    return flows
