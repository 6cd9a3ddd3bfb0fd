"""The text of a first stack: YAML with a `TODO(person)` wherever a person has to say something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ingest.init.concepts import STAGES, stage_of
from ingest.init.guess_handoffs import Flow
from ingest.init.guess_mappings import Guess
from ingest.init.profile import Rep, Seen, short
from ingest.vendors.catalog import load_vendors

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./@+-]*( [A-Za-z0-9_./@+-]+)*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
MAX_SHOWN = 20


def quoted(text: str) -> str:
    """A text as a YAML scalar, quoted unless it is plain in every place."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    escaped = "".join(_escaped(char) for char in text)
    return f'"{escaped}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def comment(text: str) -> str:
    """A text that cannot leave its comment line."""
    return "".join(char if char.isprintable() else "?" for char in text)[:300]


def _role(name: str | None, functions: Sequence[str]) -> tuple[str, str]:
    """What a system most likely is, and the zone of its stamps."""
    vendor = load_vendors().vendors.get(name or "")
    if vendor is None:
        return "truth" if "route" in functions else "transport", "UTC"
    holds = vendor.kind in ("crm", "suite", "marketing", "finance")
    role = "record" if holds else "transport"
    return "truth" if vendor.kind in ("crm", "suite") and "route" in functions else role, (
        vendor.time_zone
    )


def systems(
    company_currency: str,
    found: Sequence[tuple[str, str | None, list[str], list[str]]],
    guesses: Mapping[str, Sequence[Guess]],
    objects: Sequence[Seen],
    reps: Sequence[Rep],
) -> str:
    """`systems.yml`; `found` are id, vendor, functions and globs of each system."""
    lines = [
        "# The tools, the people who answer for them, business hours and costs.",
        "# Places that need a person are marked TODO(person).",
        "company:",
        "  name: My company  # TODO(person): name shown in the report",
        f"  currency: {company_currency}  # TODO(person): currency of the figures",
        "",
        "systems:",
    ]
    for system, vendor, functions, globs in found:
        for seen in objects:
            if seen.system == system:
                lines.append(comment(f"  # {seen.object}: {seen.rows} rows{_days(seen)}"))
        lines += [f"  - id: {system}", f"    name: {system.replace('_', ' ').capitalize()}"]
        lines += [f"    vendor: {vendor}"] if vendor else []
        role, zone = _role(vendor, functions)
        lines += [
            f"    functions: [{', '.join(functions)}]  # TODO(person): check what it is for",
            f"    role: {role}  # TODO(person): truth, record or transport",
            f"    time_zone: {zone}  # TODO(person): zone of stamps that carry none",
            "    # owner:  # TODO(person): who answers for it (one of owners)",
        ]
        orders = {one.date_order() for one in objects if one.system == system} - {""}
        if orders == {"dmy"} or orders == {"mdy"}:
            lines.append(f"    date_order: {orders.pop()}")
        elif orders:
            lines.append("    # date_order: dmy  # TODO(person): dmy or mdy? The dates do not tell")
        if globs:
            lines.append(f"    files: [{', '.join(quoted(glob) for glob in globs)}]")
        if guesses.get(system):
            lines.append("    tables:")
        for guess in guesses.get(system, ()):
            lines += _table(guess)
    lines += ["", "# TODO(person): who answers for the handoffs; then name them as `owner:` above."]
    lines += ["# owners:", "#   - {id: jo, name: Jo Doe, email: jo@example.com, team: revops}"]
    if reps:
        lines.append("# Not these: the CRM's users, who go into the pools of routing.yml.")
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


def _days(seen: Seen) -> str:
    return f", {seen.first} to {seen.last}" if seen.first else ""


def _table(guess: Guess) -> list[str]:
    lines = [
        "      # TODO(person): no vendor declaration knows this file; check the mapping.",
        f"      - object: {guess.object}",
        f"        files: [{', '.join(quoted(glob) for glob in guess.globs)}]",
        f"        entity: {guess.entity}",
        "        columns:",
    ]
    lines += [f"          {name}: {quoted(header)}" for name, header in guess.columns.items()]
    lines += [comment(f"          # not mapped: {header}") for header in guess.rest]
    if guess.constants:
        constants = ", ".join(f"{name}: {value}" for name, value in guess.constants.items())
        lines.append(f"        constants: {{{constants}}}  # TODO(person): check")
    return lines


def handoffs(flows: Sequence[Flow]) -> str:
    """`handoffs.yml`: the proposed handoffs, and the promises to fill in."""
    lines = [
        "# Every hop between two systems: what must arrive, by when, who answers for it.",
        "# TODO(person): the promised times; then name them as `service_level:` below.",
        "# service_levels:",
    ]
    for hop in dict.fromkeys(flow.hop for flow in flows):
        lines.append(f"#   - {{id: {hop}_in_time, hop: {hop}, within: 1 h, delay: system}}")
    lines += ["", "handoffs:" if flows else "handoffs: []  # TODO(person): no pair was found"]
    for flow in flows:
        lines += [
            f"  - id: {flow.id}",
            f"    name: {quoted(flow.name)}",
            f"    from: {{system: {flow.source.system}, object: {flow.source.object}}}",
            f"    to: {{system: {flow.target.system}, object: {flow.target.object}}}",
            f"    hop: {flow.hop}",
            "    # trigger:  # TODO(person): what starts it",
            "    # owner:  # TODO(person): who answers for it",
            "    # failure_path:  # TODO(person): what happens when it fails",
        ]
        if not flow.is_paired:
            continue
        if flow.match:
            ids = ", ".join(
                f"{side}: {quoted(text)}"
                for side, text in zip(("source", "target"), flow.match, strict=True)
            )
            lines.append(f"    match: {{{ids}}}  # the ids meet in the exports")
        else:
            lines.append(
                "    match: identity  # TODO(person): no column with the other's id was found"
            )
        if flow.pairs:
            lines.append("    # TODO(person): remove what is not handed over, add what is missing.")
            lines.append("    fields:")
        for pair in flow.pairs:
            routes = ", used_for_routing: true" if pair.routes else ""
            lines.append(
                f"      - {{source: {quoted(pair.source)}, target: {quoted(pair.target)}, "
                f"kind: {pair.kind}{routes}}}"
            )
    return "\n".join(lines) + "\n"


def lifecycle(objects: Sequence[Seen]) -> str:
    """`lifecycle.yml`: stages, and every status value seen with its count."""
    lines = ["# What each system's status values mean.", "lifecycle:", "  stages:"]
    lines.append("    # TODO(person): the company's own stages and their order")
    for stage in sorted(STAGES, key=lambda one: (one.order, one.id)):
        lines.append(
            f"    - {{id: {stage.id}, name: {stage.name}, order: {stage.order}, "
            f"meaning: {stage.meaning}}}"
        )
    fields: list[str] = []
    for seen in objects:
        column = seen.status()
        values = seen.counts.get(column or "", Counter())
        if not column or not values or len(values) > 60:
            continue
        known = [(v, n, stage_of(v)) for v, n in values.most_common() if len(v) <= 80]
        mark = "" if any(stage for *_, stage in known) else "# "
        fields += [
            f"    {mark}- system: {seen.system}",
            f"    {mark}  object: {seen.object}",
            f"    {mark}  field: {quoted(seen.headers[column])}",
            f"    {mark}  map:",
        ]
        for value, count, likely in known:
            fix = "" if likely else "  # TODO(person): which stage?"
            off = mark if likely else "# "
            text = f"    {off}    {quoted(value)}: {likely or ''}{fix}  # {count} records"
            fields.append(text)
    live = any(not line.lstrip().startswith("#") for line in fields)
    lines += ["  values:" if live else "  values: []", *fields]
    return "\n".join(lines) + "\n"


def routing(seen: Seen | None, handoff: str | None, reps: Mapping[str, Rep]) -> str:
    """`routing.yml`: no rule yet, but the observed inputs to write them from."""
    lines = ["# Who should get which lead, as data. The lowest `order` that matches decides."]
    if seen is None:
        return "\n".join([*lines, "routing: []  # TODO(person): no CRM export was found", ""])
    lines += ["routing:", "  - id: assignment", f"    system: {seen.system}"]
    lines += [f"    object: {seen.object}"]
    lines += [f"    handoff: {handoff}"] if handoff else []
    lines.append("    # queue_max_age: 1 d  # TODO(person): how long a lead may wait in a queue")
    owner, country = seen.owner(), seen.column("country")
    owners = Counter(
        {
            who: count
            for who, count in seen.counts.get(owner or "", Counter()).most_common()
            if short(who) in reps or who.casefold() in reps
        }
    )
    lines.append("    # TODO(person): pools. Owners seen in the exports:")
    for who, count in owners.most_common(MAX_SHOWN):
        rep = reps.get(short(who)) or reps[who.casefold()]
        state = "" if rep.is_active else ", inactive"
        lines.append(comment(f"    #   {rep.name} <{rep.email}>: {count} records{state}"))
    active = [r.email for w, _ in owners.most_common() if (r := reps.get(short(w))) and r.is_active]
    members = ", ".join(quoted(email) for email in active[:2] if email) or "rep@example.com"
    lines += [
        "    # pools:",
        comment(f"    #   - {{id: first, kind: round_robin, members: [{members}]}}"),
        "    # TODO(person): rules. Inputs seen in the exports:",
    ]
    if country:
        for value, count in seen.counts.get(country, Counter()).most_common(MAX_SHOWN):
            lines.append(comment(f"    #   {seen.headers[country]} {value}: {count} records"))
    size = seen.column("employee_count")
    numbers = [int(v) for v in seen.counts.get(size or "", ()) if v.isdigit()]
    if size and numbers:
        span = f"{min(numbers)} to {max(numbers)}"
        lines.append(comment(f"    #   {seen.headers[size]}: {span}"))
    top = seen.counts.get(country or "", Counter()).most_common(1)
    header, value = (seen.headers[country], top[0][0]) if country and top else ("Country", "US")
    lines += [
        "    # rules:",
        "    #   - id: first",
        "    #     order: 10",
        comment(f"    #     when: {{{quoted(header)}: [{quoted(value)}]}}"),
        "    #     assign: {pool: first}",
        "",
    ]
    return "\n".join(lines)
