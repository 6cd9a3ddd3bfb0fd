"""Writes `handoffs.yml` of a first stack, with the evidence of every guess."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.init.facts import HandoffGuess
from ingest.init.links import Link
from ingest.init.paired_tables import FieldPair
from ingest.init.systems_yaml import UNCONFIRMED
from ingest.init.yaml_scalars import comment, yaml_scalar

MAX_NAMES = 20


def handoffs_yaml(handoffs: Sequence[HandoffGuess], links: Sequence[Link]) -> str:
    """Writes the guessed handoffs, and the service levels to fill in."""
    lines = [
        "# Every hop between two systems: what must arrive, by when, who is responsible for it.",
        "# TODO(person): the promised times; then name them as `service_level:` below.",
        "# service_levels:",
    ]
    for hop in dict.fromkeys(handoff.hop for handoff in handoffs if handoff.hop):
        lines.append(f"#   - {{id: {hop}_in_time, hop: {hop}, within: 1 h, delay: system}}")
    names = [one for one in links if one.kind == "name" and one.share >= 0.9][:MAX_NAMES]
    if names:
        lines += [
            "",
            "# Names that stand in another table. A name is no id, so nothing is matched.",
        ]
        lines += [comment(f"#   {one.source.label}: {one.evidence}") for one in names]
    lines += ["", "handoffs:" if handoffs else "handoffs: []  # TODO(person): no pair was found"]
    for handoff in handoffs:
        lines += handoff_lines(handoff)
    return "\n".join(lines) + "\n"


def handoff_lines(handoff: HandoffGuess) -> list[str]:
    """The lines of one handoff, to stand below `handoffs:`."""
    lines = [comment(f"  # {handoff.confidence} confidence: {one}") for one in handoff.evidence]
    lines += [
        f"  - id: {handoff.id}",
        f"    name: {yaml_scalar(handoff.name)}",
        f"    {UNCONFIRMED}",
        f"    from: {{system: {handoff.source.system}, object: {handoff.source.object}}}",
        f"    to: {{system: {handoff.target.system}, object: {handoff.target.object}}}",
    ]
    lines += [f"    hop: {handoff.hop}"] if handoff.hop else []
    lines += [
        "    # trigger: {kind: …, event: {…}}  # TODO(person): what starts it",
        "    # owner:  # TODO(person): who is responsible for it",
        "    # failure_path: {goes_to: …, notices: …, mends: …}  # TODO(person): when it fails",
    ]
    if handoff.match:
        source, target = map(yaml_scalar, handoff.match)
        lines.append(f"    match: {{source: {source}, target: {target}}}")
    elif handoff.is_identity:
        lines.append("    match: identity")
    if handoff.cardinality:
        lines.append(f"    cardinality: {handoff.cardinality}")
    if handoff.customer:
        pair = handoff.customer
        source, target = yaml_scalar(pair.source), yaml_scalar(pair.target)
        lines.append(f"    customer: {{source: {source}, target: {target}}}  # {pair.evidence}")
    lines += [comment(f"    # TODO(person): {note}") for note in handoff.due_notes]
    if handoff.only_when:
        lines.append("    only_when:")
    for header, condition in handoff.only_when.items():
        lines.append(f"      {yaml_scalar(header)}: {_condition(condition)}")
    if handoff.pairs:
        lines.append("    # TODO(person): remove what is not handed over, add what is missing.")
        lines.append("    fields:")
    for pair in handoff.pairs:
        lines += _field(pair)
    return lines


def _condition(condition: object) -> str:
    if isinstance(condition, dict):
        operators = (f"{name}: {_condition(value)}" for name, value in condition.items())
        return f"{{{', '.join(operators)}}}"
    if isinstance(condition, list):
        return f"[{', '.join(map(yaml_scalar, condition))}]"
    return "true" if condition is True else yaml_scalar(str(condition))


def _field(pair: FieldPair) -> list[str]:
    parts = [
        f"source: {yaml_scalar(pair.source)}",
        f"target: {yaml_scalar(pair.target)}",
        f"kind: {pair.kind}",
    ]
    parts += ["used_for_routing: true"] if pair.is_routing_input else []
    parts += ["compare: sum"] if pair.is_sum else []
    parts += [f"source_means: {pair.means}"] if pair.means else []
    parts += [f"target_means: {pair.target_means}"] if pair.target_means else []
    if pair.values:
        values = ", ".join(f"{yaml_scalar(a)}: {yaml_scalar(b)}" for a, b in pair.values)
        parts.append(f"values: {{{values}}}")
    shown = f"  # {pair.evidence}" if pair.compared else ""
    if pair.kind == "consent":
        shown = "  # TODO(person): does a yes mean that they refuse or agree?"
    return [f"      - {{{', '.join(parts)}}}{shown}"]
