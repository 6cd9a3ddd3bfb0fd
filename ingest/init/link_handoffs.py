"""Handoffs without a hop: the ids of one table that another one contains."""

from __future__ import annotations

from dataclasses import replace

from ingest.init.due import due_conditions
from ingest.init.facts import Facts, HandoffGuess
from ingest.init.links import Link
from ingest.init.paired_tables import pair_tables
from ingest.init.pairs import field_pairs
from ingest.naming import column_name

# Rows of these entities are about other records: their references are columns, not handoffs.
EVENTS = ("touches", "meetings", "assignments", "stage_changes", "field_changes", "owners")


def add_links(facts: Facts, found: list[HandoffGuess]) -> None:
    """Handoffs without a hop: the other ids that stand in another table.

    A record that names another one promises that it is there. The other way is no promise, unless
    nearly every record is named.
    """
    known = {(one.source.label, one.target.label) for one in found}
    used: set[tuple[str, str]] = set()
    for link in facts.links:
        if link.kind != "id" or link.source is link.target:
            continue
        column = (link.source.label, link.header)
        is_first, used = column not in used, used | {column}
        if is_first and _is_promise(facts, link, known):
            known |= {(link.source.label, link.target.label)}
            found.append(_linked(facts, _crm_first(facts, link)))


def _is_promise(facts: Facts, link: Link, known: set[tuple[str, str]]) -> bool:
    """Whether a link is a handoff that no other one covers."""
    ends = (link.source.label, link.target.label)
    entities = [facts.entities.get(label, "") for label in ends]
    is_inside = link.source.system == link.target.system
    if ends in known or ends[::-1] in known or link.found < 2:
        return False
    if set(entities) & set(EVENTS):
        return False
    if is_inside and link.source.vendor and link.target.vendor:
        return False  # the audit knows the links between the tables of a vendor
    is_column = entities[0] in ("people", "companies", "opportunities")
    return not (is_inside and (is_column or not link.is_own_id))


def _crm_first(facts: Facts, link: Link) -> Link:
    """A customer of finance comes from the CRM: the link is read from there."""
    is_own = facts.key(link.source) == link.header
    kinds = facts.kind(link.source), facts.kind(link.target)
    if not is_own or kinds[0] != "finance" or kinds[1] not in ("crm", "suite"):
        return link
    return replace(
        link,
        source=link.target,
        header=link.key,
        target=link.source,
        key=link.header,
        values=link.key_values,
        found=link.used,
        key_values=link.values,
        used=link.found,
        is_repeated=False,
    )


def _linked(facts: Facts, link: Link) -> HandoffGuess:
    source, target = link.source, link.target
    ours, theirs = facts.measures[source.label], facts.measures[target.label]
    match = (link.header, link.key)
    handoff = HandoffGuess(
        column_name(f"{source.system}_{source.object}_to_{target.object}"),
        f"{source.object.replace('_', ' ').capitalize()} to {target.object.replace('_', ' ')}",
        source,
        target,
        None,
        match,
        cardinality="many_to_one" if link.is_repeated else None,
        evidence=[link.evidence],
        confidence="high" if link.share >= 0.95 and link.found >= 10 else "medium",
    )
    if ours[link.header].filled < source.rows:
        handoff.only_when = {link.header: {"is_present": True}}
    paired = pair_tables(facts.con, source, target, match, False)
    conditions, handoff.due_notes = due_conditions(facts.con, paired, ours, None)
    handoff.only_when |= conditions
    if source.system != target.system:
        handoff.pairs = field_pairs(facts.con, paired, ours, theirs, match)
    return handoff
