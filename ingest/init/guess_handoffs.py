"""Guesses the handoffs: which records go to which table, by the ids and addresses both have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection as Connection

from ingest.init.due import due_conditions, won_values
from ingest.init.links import Link
from ingest.init.loaded import LoadedTable
from ingest.init.measure import Measured, candidate_keys
from ingest.init.pairs import FieldPair, field_pairs, pair_tables
from ingest.naming import column_name, unique
from ingest.vendors.catalog import Vendors

# Rows of these entities are about other records: their references are columns, not handoffs.
EVENTS = ("touches", "meetings", "assignments", "stage_changes", "field_changes", "owners")


@dataclass
class Facts:
    """Everything that is known about the tables of a folder."""

    con: Connection
    tables: Sequence[LoadedTable]
    measures: Mapping[str, Mapping[str, Measured]]
    links: Sequence[Link]
    entities: Mapping[str, str]  # label of a table -> entity
    vendors: Vendors
    matchable: frozenset[str] = frozenset()  # labels of tables that can be matched by identity

    def of(self, *entities: str) -> list[LoadedTable]:
        """The tables of some entities."""
        return [one for one in self.tables if self.entities.get(one.label) in entities]

    def kind(self, table: LoadedTable) -> str:
        """The kind of a table's system; of one without declaration, by what else it has."""
        vendor = self.vendors.vendors.get(table.vendor or self._vendor_of(table.system) or "")
        if vendor:
            return vendor.kind
        own = {self.entities.get(one.label) for one in self.tables if one.system == table.system}
        if own & {"opportunities", "owners"} and "people" in own:
            return "crm"
        return "finance" if own & {"invoices", "payments"} else ""

    def _vendor_of(self, system: str) -> str | None:
        return next((one.vendor for one in self.tables if one.system == system and one.vendor), None)

    def key(self, table: LoadedTable) -> str | None:
        """The header of a table's own id."""
        if "record_id" in table.roles or "id" in table.roles:
            return table.roles.get("record_id") or table.roles["id"]
        keys = candidate_keys(table, dict(self.measures[table.label]))
        return keys[0].header if keys else None

    def address(self, table: LoadedTable) -> str | None:
        """The header of the e-mail address."""
        columns = self.measures[table.label].values()
        found = [one for one in columns if one.kind == "email" and 2 * one.filled >= table.rows]
        return found[0].header if found else None


@dataclass
class HandoffGuess:
    """A guessed handoff with its evidence."""

    id: str
    name: str
    source: LoadedTable
    target: LoadedTable
    hop: str | None
    match: tuple[str, str] | None = None  # headers of the ids
    is_identity: bool = False
    cardinality: str | None = None
    evidence: list[str] = field(default_factory=list)
    confidence: str = "low"
    only_when: dict[str, object] = field(default_factory=dict)
    due_notes: list[str] = field(default_factory=list)
    pairs: list[FieldPair] = field(default_factory=list)


def guess_handoffs(facts: Facts) -> list[HandoffGuess]:
    """Guesses the handoffs of every system, in the order of a journey."""
    found: list[HandoffGuess] = []
    people = facts.of("people")
    crm = _preferred([one for one in people if facts.kind(one) in ("crm", "suite")])
    crm = crm or _preferred(people if not facts.of("submissions") else [])
    maps = [one for one in people if facts.kind(one) == "marketing"]
    if not maps and crm is None:
        crm = _preferred(people)
    first = maps or ([crm] if crm else [])
    for source in facts.of("submissions"):
        for target in first:
            _add(facts, found, source, target, "in_map" if maps else "in_crm", True)
    for source in maps:
        _add_people(facts, found, source, crm)
    if crm is not None:
        for source in people:
            if source.system != crm.system and source not in maps:
                _add(facts, found, source, crm, "enriched", True)
        _add_hops(facts, found, crm)
    for source in facts.of("opportunities"):
        for target in facts.of("invoices") or facts.of("payments"):
            _add(facts, found, source, target, "invoiced", False)
    _add_links(facts, found)
    names: list[str] = []
    for handoff in found:
        handoff.id = unique(handoff.id, names)
        names.append(handoff.id)
    return found


def _preferred(tables: Sequence[LoadedTable]) -> LoadedTable | None:
    """Leads before contacts."""
    return min(tables, key=lambda one: ("lead" not in one.object, one.label), default=None)


def _links(facts: Facts, source: LoadedTable, target: LoadedTable) -> list[Link]:
    """The id links from one table to another, the one that most values use first."""
    found = [
        one
        for one in facts.links
        if one.source is source and one.target is target and one.kind == "id"
    ]
    return sorted(found, key=lambda one: (-one.found, one.header))


def _add_people(
    facts: Facts, found: list[HandoffGuess], source: LoadedTable, crm: LoadedTable | None
) -> None:
    """A marketing record may know both its lead and its contact."""
    targets = [one for one in facts.of("people") if facts.kind(one) in ("crm", "suite")]
    linked = [one for one in targets if _links(facts, source, one) or _links(facts, one, source)]
    for target in linked or ([crm] if crm else []):
        is_first = target is (crm if crm in linked or not linked else linked[0])
        handoff = _add(facts, found, source, target, "in_crm" if is_first else None, True)
        if handoff is not None and not is_first and handoff.match:
            handoff.only_when = {handoff.match[0]: {"is_present": True}}
            handoff.due_notes = []


def _add_hops(facts: Facts, found: list[HandoffGuess], crm: LoadedTable) -> None:
    """The hops inside the CRM: only those whose events are in the exports."""
    words = {column_name(header) for header in crm.headers}
    about = {"people": facts.of("assignments")}
    if about["people"] or any("owner" in word for word in words):
        found.append(_inside(crm, "assigned", "assignment", "it has an owner"))
    touches = [
        one
        for one in facts.of("touches")
        if any(link.target is crm for link in facts.links if link.source is one)
    ]
    if touches:
        names = ", ".join(one.label for one in touches)
        for hop in ("first_attempt", "first_conversation"):
            title = hop.replace("_", " ")
            found.append(_inside(crm, hop, title, f"activities of these records are in {names}"))


def _inside(crm: LoadedTable, hop: str, title: str, why: str) -> HandoffGuess:
    name = f"{crm.object.replace('_', ' ').capitalize()} {title}"
    return HandoffGuess(
        column_name(f"{crm.system}_{hop}"), name, crm, crm, hop, evidence=[why], confidence="medium"
    )


def _add(
    facts: Facts,
    found: list[HandoffGuess],
    source: LoadedTable,
    target: LoadedTable,
    hop: str | None,
    may_be_identity: bool,
) -> HandoffGuess | None:
    """Adds a handoff that ids or addresses prove; none without either."""
    name = f"{_title(source)} to {_title(target)}"
    handoff = HandoffGuess(
        column_name(f"{source.system}_to_{target.system}"), name, source, target, hop
    )
    out, back = _links(facts, source, target), _links(facts, target, source)
    if back and (not out or back[0].found >= out[0].found):
        link = back[0]
        handoff.match = (link.key, link.header)
        handoff.cardinality = "one_to_many" if link.is_repeated else None
    elif out:
        link = out[0]
        handoff.match = (link.header, link.key)
        handoff.cardinality = "many_to_one" if link.is_repeated else None
    elif may_be_identity:
        return _by_address(facts, found, handoff)
    else:
        return None
    handoff.evidence = [link.evidence]
    handoff.confidence = "high" if link.share >= 0.95 and link.found >= 10 else "medium"
    _complete(facts, handoff)
    found.append(handoff)
    return handoff


def _by_address(
    facts: Facts, found: list[HandoffGuess], handoff: HandoffGuess
) -> HandoffGuess | None:
    ours, theirs = facts.address(handoff.source), facts.address(handoff.target)
    are_people = {handoff.source.label, handoff.target.label} <= facts.matchable
    if not are_people:
        return None
    handoff.is_identity = True
    for link in facts.links:
        if link.kind == "email" and link.source is handoff.source and link.target is handoff.target:
            handoff.evidence.append(link.evidence)
            handoff.confidence = "high" if link.share >= 0.8 else "medium"
            break
    if ours and theirs:
        _complete(facts, handoff, (ours, theirs))
    found.append(handoff)
    return handoff


def _complete(
    facts: Facts, handoff: HandoffGuess, addresses: tuple[str, str] | None = None
) -> None:
    """Adds the fields that agree, and the records that are not due."""
    source, target = handoff.source, handoff.target
    match = handoff.match or addresses
    assert match is not None
    paired = pair_tables(facts.con, source, target, match, handoff.match is None)
    skip = match if handoff.match else ()
    handoff.pairs = field_pairs(
        facts.con, paired, facts.measures[source.label], facts.measures[target.label], skip
    )
    won = won_values(facts.measures[source.label]) if handoff.hop == "invoiced" else None
    if won:
        handoff.only_when[won[0]] = won[1]
    conditions, notes = due_conditions(facts.con, paired, facts.measures[source.label], won)
    handoff.only_when |= conditions
    handoff.due_notes += notes
    if handoff.cardinality in ("one_to_many", "many_to_one") and handoff.hop == "invoiced":
        handoff.pairs = [
            FieldPair(
                **{**pair.__dict__, "is_sum": True}  # several invoices add up to the deal
            )
            if pair.kind == "money"
            else pair
            for pair in handoff.pairs
        ]


def _title(table: LoadedTable) -> str:
    return table.system.replace("_", " ").capitalize()


def _add_links(facts: Facts, found: list[HandoffGuess]) -> None:
    """Handoffs without a hop: the other ids that stand in another table.

    A record that names another one promises that it is there. The other way is no promise, unless
    nearly every record is named.
    """
    known = {(one.source.label, one.target.label) for one in found}
    for link in facts.links:
        ends = (link.source.label, link.target.label)
        is_inside = link.source.system == link.target.system
        if link.kind != "id" or link.source is link.target or ends in known:
            continue
        if facts.entities.get(link.source.label) in EVENTS or ends[::-1] in known:
            continue
        if facts.entities.get(link.target.label) in EVENTS or link.found < 2:
            continue
        if is_inside and link.source.vendor and link.target.vendor:
            continue  # the audit knows the links between the tables of a vendor
        if link.key != facts.key(link.target) and is_inside:
            continue
        handoff = HandoffGuess(
            column_name(f"{link.source.system}_{link.source.object}_to_{link.target.object}"),
            f"{link.source.object.replace('_', ' ').capitalize()} to "
            f"{link.target.object.replace('_', ' ')}",
            link.source,
            link.target,
            None,
            (link.header, link.key),
            cardinality="many_to_one" if link.is_repeated else None,
            evidence=[link.evidence],
            confidence="high" if link.share >= 0.95 and link.found >= 10 else "medium",
        )
        if link.values and facts.measures[ends[0]][link.header].filled < link.source.rows:
            handoff.only_when = {link.header: {"is_present": True}}
        if not is_inside:
            paired = pair_tables(
                facts.con, link.source, link.target, (link.header, link.key), False
            )
            handoff.pairs = field_pairs(
                facts.con,
                paired,
                facts.measures[ends[0]],
                facts.measures[ends[1]],
                (link.header, link.key),
            )
        known.add(ends)
        found.append(handoff)
