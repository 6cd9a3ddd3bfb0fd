"""Guesses the handoffs: which records go to which table, by the ids and addresses both have."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.init.due import due_conditions, won_values
from ingest.init.facts import Facts, HandoffGuess
from ingest.init.link_handoffs import add_links
from ingest.init.links import Link
from ingest.init.loaded import LoadedTable
from ingest.init.paired_tables import FieldPair, pair_tables
from ingest.init.pairs import field_pairs, sum_pair
from ingest.naming import column_name, unique


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
            _add_collective(facts, found, source, target)
    add_links(facts, found)
    names: list[str] = []
    for handoff in found:
        handoff.id = unique(handoff.id[:55].strip("_"), names)
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
    for target in linked or ([crm] if crm and crm is not source else []):
        is_first = target is (crm if crm in linked or not linked else linked[0])
        handoff = _add(facts, found, source, target, "in_crm" if is_first else None, True)
        if handoff is not None and not is_first and handoff.match:
            handoff.only_when = {handoff.match[0]: {"is_present": True}}
            handoff.due_notes = []
            handoff.id = column_name(f"{source.system}_to_{target.system}_{target.object}")


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
    alerts = [one for one in touches if {"alert", "alerts"} & set(one.object.split("_"))]
    for target in alerts:
        alert = _inside(crm, "alerted", "alert", f"{target.label} names these records")
        alert.id, alert.target = column_name(f"{crm.system}_to_{target.system}"), target
        found.append(alert)
    touches = [one for one in touches if one not in alerts]
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
    if hop and not handoff.only_when:
        _expect_links(facts, handoff)
    found.append(handoff)
    return handoff


def _expect_links(facts: Facts, handoff: HandoffGuess) -> None:
    """Where nearly every record has a link, one without it is probably due, too.

    Only a handoff that says which records are due makes a blank link a lost record.
    """
    assert handoff.match is not None
    source, key = handoff.source, facts.key(handoff.source)
    filled = facts.measures[source.label][handoff.match[0]].filled
    if key and key != handoff.match[0] and 0.9 * source.rows <= filled < source.rows:
        handoff.only_when = {key: {"is_present": True}}
        blank = source.rows - filled
        handoff.due_notes.append(
            f"{blank:,} of {source.rows:,} records have no {handoff.match[0]}: are all of them due?"
        )


def _by_address(
    facts: Facts, found: list[HandoffGuess], handoff: HandoffGuess
) -> HandoffGuess | None:
    ours, theirs = facts.address(handoff.source), facts.address(handoff.target)
    are_people = {handoff.source.label, handoff.target.label} <= facts.matchable
    if not are_people:
        return None
    handoff.is_identity = True
    if ours and theirs:
        total, shared = facts.con.execute(
            f"""
            select count(*), coalesce(count_if(address in (
                select lower({handoff.target.column(theirs)}) from {handoff.target.name})), 0)
            from (select distinct lower({handoff.source.column(ours)}) as address
                from {handoff.source.name}) where address is not null
            """
        ).fetchall()[0]
        handoff.evidence.append(
            f"{shared:,} of {total:,} addresses of {ours} stand in {handoff.target.object}.{theirs}"
        )
        handoff.confidence = "high" if shared >= 0.8 * total else "medium" if shared else "low"
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
    if handoff.hop == "invoiced":
        handoff.customer = next(
            (one for one in handoff.pairs if _is_customer(facts, one, target)), None
        )
        handoff.pairs = [one for one in handoff.pairs if one is not handoff.customer]
    if handoff.cardinality == "one_to_many" and handoff.hop == "invoiced":
        ours, theirs = (facts.measures[one.label] for one in (source, target))
        sums = sum_pair(facts.con, paired, ours, theirs, won)
        handoff.pairs = [pair for pair in handoff.pairs if pair.kind != "money"]
        handoff.pairs += [sums] if sums else []


def _is_customer(facts: Facts, pair: FieldPair, target: LoadedTable) -> bool:
    """Whether a field of an invoice names its customer, by id or by name."""
    return any(
        link.source is target
        and link.header == pair.target
        and facts.entities.get(link.target.label) in ("customers", "companies")
        for link in facts.links
    )


def _add_collective(
    facts: Facts, found: list[HandoffGuess], source: LoadedTable, target: LoadedTable
) -> None:
    """Deals that name one invoice together, beside those that an invoice names."""
    known = {one.match for one in found if one.source is source and one.target is target}
    for link in _links(facts, source, target):
        filled = facts.measures[source.label][link.header].filled
        is_new = not any(link.header in (match or ()) for match in known)
        if not is_new or not link.is_repeated or filled == source.rows:
            continue
        is_customer = any(
            facts.entities.get(other.target.label) in ("customers", "companies")
            for other in facts.links
            if other.source is source and other.header == link.header and other.kind == "id"
        )
        if is_customer:
            continue
        handoff = HandoffGuess(
            column_name(f"{source.system}_to_{target.system}_collective"),
            f"{_title(source)} to collective {target.object}",
            source,
            target,
            "invoiced",
            (link.header, link.key),
            cardinality="many_to_one",
            evidence=[link.evidence],
            confidence="medium",
        )
        won = won_values(facts.measures[source.label])
        handoff.only_when = {won[0]: won[1]} if won else {}
        handoff.only_when[link.header] = {"is_present": True}
        found.append(handoff)
        return


def _title(table: LoadedTable) -> str:
    return table.system.replace("_", " ").capitalize()
