"""Cross-field validation: finds blocks of a stack that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ingest.declared_yaml.error_messages import suggestion
from ingest.errors import Problem, closest
from ingest.naming import column_name
from ingest.stack import known_names
from ingest.stack.answers import item_ids
from ingest.stack.contract_rules import check_contracts
from ingest.stack.limits import check_limits
from ingest.stack.model import MatchIds, Stack
from ingest.stack.routing import Member
from ingest.stack.service_levels import check_service_levels
from ingest.stack.stage_values import check_stage_values, check_stages
from ingest.vendors.composite_keys import wrong_key


def check_consistency(stack: Stack) -> list[Problem]:
    """Finds contradictions in a stack whose blocks are valid one by one."""
    return [problem for check in CHECKS for problem in check(stack)]


def _owners(stack: Stack) -> Iterator[Problem]:
    for index, owner in enumerate(stack.owners):
        for key in ("backup", "escalation"):
            if getattr(owner, key) == owner.id:
                yield Problem(
                    f"'{owner.id}' is their own {key}",
                    stack.where("owners", index, key),
                    "name another person or leave it out",
                )


def _handoffs(stack: Stack) -> Iterator[Problem]:
    hops = {level.id: level.hop for level in stack.service_levels}
    for index, handoff in enumerate(stack.handoffs):
        hop = hops.get(handoff.service_level or "", handoff.hop)
        if hop != handoff.hop and handoff.hop is None:
            yield Problem(
                f"service level '{handoff.service_level}' ends at '{hop}', "
                "but the handoff is for no hop",
                stack.where("handoffs", index, "service_level"),
                f"add `hop: {hop}`, or leave `service_level` out",
            )
        elif hop != handoff.hop:
            allowed = [level.id for level in stack.service_levels if level.hop == handoff.hop]
            yield Problem(
                f"service level '{handoff.service_level}' ends at '{hop}', "
                f"but the handoff is for '{handoff.hop}'",
                stack.where("handoffs", index, "service_level"),
                f"allowed: {', '.join(allowed) or 'none is declared for this hop'}",
            )
        if handoff.customer and handoff.match is None:
            yield Problem(
                "customers are compared, but records are not matched",
                stack.where("handoffs", index, "customer"),
                "add `match: {source: …, target: …}`",
            )
        if handoff.fields and handoff.match is None:
            yield Problem(
                "fields are compared, but records are not matched",
                stack.where("handoffs", index, "fields"),
                "add `match: identity` or `match: {source: …, target: …}`",
            )
        yield from _identity(stack, index)
        yield from _cardinality(stack, index)
        seen: set[str] = set()
        for number, field in enumerate(handoff.fields):
            if column_name(field.target) in seen:
                yield Problem(
                    f"target field '{field.target}' is listed twice",
                    stack.where("handoffs", index, "fields", number, "target"),
                    "keep one source for each target field",
                )
            seen.add(column_name(field.target))


def _identity(stack: Stack, index: int) -> Iterator[Problem]:
    """Finds handoffs that match by person although one side has no people."""
    handoff = stack.handoffs[index]
    systems = {system.id: system for system in stack.systems}
    if handoff.match != "identity":
        return
    for end, allowed in ((handoff.from_, {"people", "submissions"}), (handoff.to, {"people"})):
        objects = known_names.objects_of(systems[end.system])
        if objects is None or end.object not in objects:
            continue  # `_objects` names it.
        if not known_names.entities_of(systems[end.system], end.object) & allowed:
            words = " or ".join(sorted(allowed))
            yield Problem(
                f"'{end.object}' of '{end.system}' gives no {words} that identity could match",
                stack.where("handoffs", index, "match"),
                "name the id on both sides: `match: {source: …, target: …}`",
            )


def _cardinality(stack: Stack, index: int) -> Iterator[Problem]:
    """Finds handoffs and fields whose groups of records cannot be formed or added up."""
    handoff = stack.handoffs[index]
    if handoff.cardinality == "one_to_many" and not isinstance(handoff.match, MatchIds):
        yield Problem(
            "without a shared id, a source record has one counterpart only",
            stack.where("handoffs", index, "cardinality"),
            "add `match: {source: …, target: …}`, or leave `cardinality` out",
        )
    for number, field in enumerate(handoff.fields):
        if field.compare == "value":
            continue
        where = stack.where("handoffs", index, "fields", number, "compare")
        if field.kind not in ("money", "number"):
            yield Problem(
                f"values of kind '{field.kind}' have no sum", where, "allowed: money, number"
            )
        elif handoff.cardinality in (None, "one_to_one"):
            yield Problem(
                "a sum needs several records on one side",
                where,
                "add `cardinality: one_to_many` or `many_to_one` to the handoff",
            )


def _pools(stack: Stack) -> Iterator[Problem]:
    for index, routing in enumerate(stack.routing):
        for number, pool in enumerate(routing.pools):
            where = ("routing", index, "pools", number, "members")
            # Of the entries before, the one that is in force at the same time.
            for position, member in enumerate(pool.periods):
                others = [other for other in pool.periods[:position] if _overlap(member, other)]
                if any(other.member.lower() == member.member.lower() for other in others):
                    yield Problem(
                        f"'{member.member}' is listed twice in pool '{pool.id}'",
                        stack.where(*where, position),
                        "keep one of them, or give them periods that do not overlap",
                    )
                elif pool.kind == "owner" and others:
                    yield Problem(
                        f"pool '{pool.id}' of kind owner has several members at a time",
                        stack.where(*where, position),
                        "keep one member, or make it `kind: round_robin`",
                    )


def _overlap(one: Member, other: Member) -> bool:
    """Whether two members are in a pool on the same day."""
    return (one.until or date.max) >= (other.from_ or date.min) and (other.until or date.max) >= (
        one.from_ or date.min
    )


def _vendors(stack: Stack) -> Iterator[Problem]:
    known = sorted(known_names.vendors())
    for index, system in enumerate(stack.systems):
        if system.vendor and system.vendor not in known:
            yield Problem(
                f"unknown vendor '{system.vendor}'",
                stack.where("systems", index, "vendor"),
                suggestion(system.vendor, known)
                + "; for any other tool leave `vendor` out and map its files in `tables`",
            )
        if not system.vendor and not system.tables:
            yield Problem(
                f"system '{system.id}' has neither a vendor nor tables",
                stack.where("systems", index),
                "add `vendor:` or map its files in `tables:`",
            )


def _objects(stack: Stack) -> Iterator[Problem]:
    known = {system.id: known_names.objects_of(system) for system in stack.systems}
    named: list[tuple[str, str, tuple[str | int, ...]]] = []
    for index, handoff in enumerate(stack.handoffs):
        named.append((handoff.from_.system, handoff.from_.object, ("handoffs", index, "from")))
        named.append((handoff.to.system, handoff.to.object, ("handoffs", index, "to")))
    for index, system in enumerate(stack.systems):
        for number, exclusion in enumerate(system.exclude):
            named.append((system.id, exclusion.object, ("systems", index, "exclude", number)))
        for number, touch in enumerate(system.touches):
            named.append((system.id, touch.object, ("systems", index, "touches", number)))
    for index, values in enumerate(stack.lifecycle.values):
        named.append((values.system, values.object, ("lifecycle", "values", index)))
    for index, routing in enumerate(stack.routing):
        named.append((routing.system, routing.object, ("routing", index)))
    for index, rule in enumerate(stack.rules):
        named.append((rule.system, rule.object, ("rules", index)))
    for index, limit in enumerate(stack.limits):
        if limit.object is not None:
            named.append((limit.system, limit.object, ("limits", index)))
    for index, total in enumerate(stack.sums):
        for key in ("left", "right"):
            side = getattr(total, key)
            named.append((side.system, side.object, ("sums", index, key)))
    for system_id, name, path in named:
        allowed = known[system_id]
        if allowed is not None and name not in allowed:
            yield Problem(
                f"unknown object '{name}' of system '{system_id}'",
                stack.where(*path, "object"),
                suggestion(name, sorted(allowed)),
            )


def _touches(stack: Stack) -> Iterator[Problem]:
    """Finds touch rules about an object whose records are no activities."""
    for index, system in enumerate(stack.systems):
        for number, rule in enumerate(system.touches):
            entities = known_names.entities_of(system, rule.object)
            if entities and "touches" not in entities:
                yield Problem(
                    f"the records of '{rule.object}' are no activities",
                    stack.where("systems", index, "touches", number, "object"),
                    "name an object with activities, such as tasks, calls or mails",
                )


def _tables(stack: Stack) -> Iterator[Problem]:
    for index, system in enumerate(stack.systems):
        for number, table in enumerate(system.tables):
            path = ("systems", index, "tables", number)
            if table.entity is None:
                objects = known_names.vendors().get(system.vendor or "", None)
                if objects is not None and table.object not in objects:
                    yield Problem(
                        f"'{table.object}' is not an object of vendor '{system.vendor}'",
                        stack.where(*path, "object"),
                        suggestion(table.object, sorted(objects)) + "; or add `entity:`",
                    )
                continue
            allowed = known_names.entity_columns(table.entity)
            for block in ("columns", "constants"):
                for name in getattr(table, block):
                    if name not in allowed:
                        yield Problem(
                            f"{table.entity} have no column '{name}'",
                            str(stack.source.key_at((*path, block, name))),
                            suggestion(name, sorted(allowed)),
                        )
                    if block == "constants" and name in table.columns:
                        yield Problem(
                            f"'{name}' is both a column and a constant",
                            str(stack.source.key_at((*path, block, name))),
                            "keep one of them",
                        )
            for name, group in table.composed.items():
                wrong = wrong_key(name, group) if name in allowed else None
                if wrong:
                    yield Problem(wrong[0], stack.where(*path, "columns", name), wrong[1])


def _findings(stack: Stack) -> Iterator[Problem]:
    """Finds rules and sums with the id of a handoff or of each other: a finding has one owner."""
    known: dict[str, tuple[str, int]] = {}
    named = [("handoffs", "handoff", [handoff.id for handoff in stack.handoffs])]
    named.append(("rules", "rule", [rule.id for rule in stack.rules]))
    named.append(("sums", "sum", [total.id for total in stack.sums]))
    for key, noun, ids in named:
        for index, name in enumerate(ids):
            first = known.setdefault(name, (key, index))
            if first[0] != key:
                yield Problem(
                    f"{noun} '{name}' has the id of another declaration",
                    stack.where(key, index, "id"),
                    f"rename one of them; the first is at {stack.where(*first, 'id')}",
                )


def _answers(stack: Stack) -> Iterator[Problem]:
    for index, answer in enumerate(stack.answers):
        if answer.item not in item_ids():
            close = closest(answer.item, list(item_ids()))
            yield Problem(
                f"the checklist has no item '{answer.item}'",
                stack.where("answers", index, "item"),
                (f"did you mean '{close}'? " if close else "")
                + "docs/checklist-items.md lists all items",
            )


CHECKS = (
    _owners,
    _findings,
    check_service_levels,
    _handoffs,
    check_contracts,
    check_stages,
    check_stage_values,
    _pools,
    _vendors,
    _objects,
    check_limits,
    _touches,
    _tables,
    _answers,
)
