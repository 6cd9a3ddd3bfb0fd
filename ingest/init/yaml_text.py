"""Writes the YAML of a first stack, with `TODO(person)` at every entry that a person must check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ingest.init.concepts import STAGES, stage_of
from ingest.init.guess_handoffs import HandoffGuess
from ingest.init.guess_mappings import MappingGuess
from ingest.init.profile import ObjectProfile, Rep, short_id
from ingest.vendors.catalog import load_vendors

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./@+-]*( [A-Za-z0-9_./@+-]+)*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
MAX_SHOWN = 20


def yaml_scalar(text: str) -> str:
    """Writes a text as a YAML scalar, in quotes if it needs them."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    escaped = "".join(_escaped(char) for char in text)
    return f'"{escaped}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def comment(text: str) -> str:
    """Writes a text as one comment line: control characters are replaced."""
    return "".join(char if char.isprintable() else "?" for char in text)[:300]


def _role(name: str | None, functions: Sequence[str]) -> tuple[str, str]:
    """Guesses the role of a system and the time zone of its timestamps."""
    vendor = load_vendors().vendors.get(name or "")
    if vendor is None:
        return "truth" if "route" in functions else "transport", "UTC"
    keeps_records = vendor.kind in ("crm", "suite", "marketing", "finance")
    role = "record" if keeps_records else "transport"
    return "truth" if vendor.kind in ("crm", "suite") and "route" in functions else role, (
        vendor.time_zone
    )


def systems_yaml(
    company_currency: str,
    found: Sequence[tuple[str, str | None, list[str], list[str]]],
    guesses: Mapping[str, Sequence[MappingGuess]],
    objects: Sequence[ObjectProfile],
    reps: Sequence[Rep],
) -> str:
    """Writes `systems.yml`; `found` are id, vendor, functions and globs of each system."""
    lines = [
        "# The tools, the people who are responsible for them, business hours and costs.",
        "# Entries that a person must check or complete are marked TODO(person).",
        "company:",
        "  name: My company  # TODO(person): name shown in the report",
        f"  currency: {company_currency}  # TODO(person): currency of the figures",
        "",
        "systems:",
    ]
    for system, vendor, functions, globs in found:
        for profile in objects:
            if profile.system == system:
                lines.append(comment(f"  # {profile.object}: {profile.rows} rows{_days(profile)}"))
        lines += [f"  - id: {system}", f"    name: {system.replace('_', ' ').capitalize()}"]
        lines += [f"    vendor: {vendor}"] if vendor else []
        role, zone = _role(vendor, functions)
        lines += [
            f"    functions: [{', '.join(functions)}]  # TODO(person): check what it is for",
            f"    role: {role}  # TODO(person): truth, record or transport",
            f"    time_zone: {zone}  # TODO(person): zone of timestamps without one",
            "    # owner:  # TODO(person): who is responsible for it (one of owners)",
        ]
        orders = {one.date_order() for one in objects if one.system == system} - {""}
        if orders == {"dmy"} or orders == {"mdy"}:
            lines.append(f"    date_order: {orders.pop()}")
        elif orders:
            lines.append(
                "    # date_order: dmy  # TODO(person): dmy or mdy? The dates are ambiguous"
            )
        if globs:
            lines.append(f"    files: [{', '.join(yaml_scalar(glob) for glob in globs)}]")
        if guesses.get(system):
            lines.append("    tables:")
        for guess in guesses.get(system, ()):
            lines += _table(guess)
    lines += [
        "",
        "# TODO(person): who is responsible for the handoffs; then name them as `owner:` above.",
    ]
    lines += ["# owners:", "#   - {id: jo, name: Jo Doe, email: jo@example.com, team: revops}"]
    if reps:
        lines.append("# Do not list the CRM's users here: they belong to the pools of routing.yml.")
    lines += [
        comment(f"#   {rep.name} <{rep.email}>{'' if rep.is_active else ' (inactive)'}")
        for rep in reps[:MAX_SHOWN]
    ]
    lines += [f"#   and {len(reps) - MAX_SHOWN} more"] if len(reps) > MAX_SHOWN else []
    lines += [
        "",
        "# TODO(person): business hours, and what a fault costs.",
        "# calendars:",
        "#   - id: office",
        "#     time_zone: Europe/Berlin",
        '#     hours: {mon: "09:00-17:00", tue: "09:00-17:00"}',
        "# costs:",
        f"#   currency: {company_currency}",
        "#   hourly_rate: 60",
        "#   minutes_per_manual_fix: 6",
        "",
    ]
    return "\n".join(lines)


def _days(profile: ObjectProfile) -> str:
    return f", {profile.first_day} to {profile.last_day}" if profile.first_day else ""


def _table(guess: MappingGuess) -> list[str]:
    lines = [
        "      # TODO(person): no vendor declaration recognises this file; check the mapping.",
        f"      - object: {guess.object}",
        f"        files: [{', '.join(yaml_scalar(glob) for glob in guess.globs)}]",
        f"        entity: {guess.entity}",
        "        columns:",
    ]
    lines += [f"          {name}: {yaml_scalar(header)}" for name, header in guess.columns.items()]
    lines += [comment(f"          # not mapped: {header}") for header in guess.rest]
    if guess.constants:
        constants = ", ".join(f"{name}: {value}" for name, value in guess.constants.items())
        lines.append(f"        constants: {{{constants}}}  # TODO(person): check")
    return lines


def handoffs_yaml(handoffs: Sequence[HandoffGuess]) -> str:
    """Writes `handoffs.yml`: the guessed handoffs, and the service levels to fill in."""
    lines = [
        "# Every hop between two systems: what must arrive, by when, who is responsible for it.",
        "# TODO(person): the promised times; then name them as `service_level:` below.",
        "# service_levels:",
    ]
    for hop in dict.fromkeys(handoff.hop for handoff in handoffs):
        lines.append(f"#   - {{id: {hop}_in_time, hop: {hop}, within: 1 h, delay: system}}")
    lines += ["", "handoffs:" if handoffs else "handoffs: []  # TODO(person): no pair was found"]
    for handoff in handoffs:
        lines += [
            f"  - id: {handoff.id}",
            f"    name: {yaml_scalar(handoff.name)}",
            f"    from: {{system: {handoff.source.system}, object: {handoff.source.object}}}",
            f"    to: {{system: {handoff.target.system}, object: {handoff.target.object}}}",
            f"    hop: {handoff.hop}",
            "    # trigger:  # TODO(person): what starts it",
            "    # owner:  # TODO(person): who is responsible for it",
            "    # failure_path:  # TODO(person): what happens when it fails",
        ]
        if not handoff.is_paired:
            continue
        if handoff.match:
            ids = ", ".join(
                f"{side}: {yaml_scalar(text)}"
                for side, text in zip(("source", "target"), handoff.match, strict=True)
            )
            lines.append(f"    match: {{{ids}}}  # the exports have these ids in common")
        else:
            lines.append(
                "    match: identity  # TODO(person): no column has the ids of the other side"
            )
        if handoff.pairs:
            lines.append("    # TODO(person): remove what is not handed over, add what is missing.")
            lines.append("    fields:")
        for pair in handoff.pairs:
            routing = ", used_for_routing: true" if pair.is_routing_input else ""
            source, target = yaml_scalar(pair.source), yaml_scalar(pair.target)
            lines.append(
                f"      - {{source: {source}, target: {target}, kind: {pair.kind}{routing}}}"
            )
    return "\n".join(lines) + "\n"


def lifecycle_yaml(objects: Sequence[ObjectProfile]) -> str:
    """Writes `lifecycle.yml`: stages, and every status value with its count."""
    lines = ["# What each system's status values mean.", "lifecycle:", "  stages:"]
    lines.append("    # TODO(person): the company's own stages and their order")
    for stage in sorted(STAGES, key=lambda one: (one.order, one.id)):
        lines.append(
            f"    - {{id: {stage.id}, name: {stage.name}, order: {stage.order}, "
            f"meaning: {stage.meaning}}}"
        )
    fields: list[str] = []
    for profile in objects:
        column = profile.status()
        values = profile.counts.get(column or "", Counter())
        if not column or not values or len(values) > 60:
            continue
        known = [(v, n, stage_of(v)) for v, n in values.most_common() if len(v) <= 80]
        prefix = "" if any(stage for *_, stage in known) else "# "  # no stage known: a comment
        fields += [
            f"    {prefix}- system: {profile.system}",
            f"    {prefix}  object: {profile.object}",
            f"    {prefix}  field: {yaml_scalar(profile.headers[column])}",
            f"    {prefix}  map:",
        ]
        for value, count, likely in known:
            fix = "" if likely else "  # TODO(person): which stage?"
            value_prefix = prefix if likely else "# "
            entry = f"{yaml_scalar(value)}: {likely or ''}{fix}  # {count} records"
            fields.append(f"    {value_prefix}    {entry}")
    has_entries = any(not line.lstrip().startswith("#") for line in fields)
    lines += ["  values:" if has_entries else "  values: []", *fields]
    return "\n".join(lines) + "\n"


def routing_yaml(
    profile: ObjectProfile | None, handoff: str | None, reps: Mapping[str, Rep]
) -> str:
    """Writes `routing.yml`: no rules yet, but the observed inputs to write them from."""
    lines = ["# The routing rules. The matching rule with the lowest `order` decides."]
    if profile is None:
        return "\n".join([*lines, "routing: []  # TODO(person): no CRM export was found", ""])
    lines += ["routing:", "  - id: assignment", f"    system: {profile.system}"]
    lines += [f"    object: {profile.object}"]
    lines += [f"    handoff: {handoff}"] if handoff else []
    lines.append("    # queue_max_age: 1 d  # TODO(person): how long a lead may wait in a queue")
    owner, country = profile.owner(), profile.column("country")
    owners = Counter(
        {
            person: count
            for person, count in profile.counts.get(owner or "", Counter()).most_common()
            if short_id(person) in reps or person.casefold() in reps
        }
    )
    lines.append("    # TODO(person): pools. Owners seen in the exports:")
    for person, count in owners.most_common(MAX_SHOWN):
        rep = reps.get(short_id(person)) or reps[person.casefold()]
        state = "" if rep.is_active else ", inactive"
        lines.append(comment(f"    #   {rep.name} <{rep.email}>: {count} records{state}"))
    active = [
        r.email for w, _ in owners.most_common() if (r := reps.get(short_id(w))) and r.is_active
    ]
    members = ", ".join(yaml_scalar(email) for email in active[:2] if email) or "rep@example.com"
    lines += [
        "    # pools:",
        comment(f"    #   - {{id: first, kind: round_robin, members: [{members}]}}"),
        "    # TODO(person): rules. Inputs seen in the exports:",
    ]
    if country:
        for value, count in profile.counts.get(country, Counter()).most_common(MAX_SHOWN):
            lines.append(comment(f"    #   {profile.headers[country]} {value}: {count} records"))
    size = profile.column("employee_count")
    numbers = [int(v) for v in profile.counts.get(size or "", ()) if v.isdigit()]
    if size and numbers:
        span = f"{min(numbers)} to {max(numbers)}"
        lines.append(comment(f"    #   {profile.headers[size]}: {span}"))
    top = profile.counts.get(country or "", Counter()).most_common(1)
    header, value = (profile.headers[country], top[0][0]) if country and top else ("Country", "US")
    lines += [
        "    # rules:",
        "    #   - id: first",
        "    #     order: 10",
        comment(f"    #     when: {{{yaml_scalar(header)}: [{yaml_scalar(value)}]}}"),
        "    #     assign: {pool: first}",
        "",
    ]
    return "\n".join(lines)
