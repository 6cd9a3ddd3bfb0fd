"""Writes `lifecycle.yml` and `routing.yml` of a first stack, from the values of the exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.init.concepts import STAGES, stage_of
from ingest.init.profile import ObjectProfile, Rep, short_id
from ingest.init.yaml_scalars import comment, yaml_scalar

MAX_SHOWN = 20


def lifecycle_yaml(objects: Sequence[ObjectProfile]) -> str:
    """Writes `lifecycle.yml`: stages, and every status value with its count."""
    fields: list[str] = []
    used: set[str] = set()
    for profile, header in [(one, header) for one in objects for header in one.statuses()]:
        values = profile.counts[header]
        known = [(v, n, stage_of(v)) for v, n in values.items() if len(v) <= 80]
        used |= {stage for *_, stage in known if stage}
        prefix = "" if any(stage for *_, stage in known) else "# "  # no stage known: a comment
        fields += [
            f"    {prefix}- system: {profile.system}",
            f"    {prefix}  object: {profile.object}",
            f"    {prefix}  field: {yaml_scalar(header)}",
            f"    {prefix}  map:",
        ]
        for value, count, likely in known:
            fix = "" if likely else "  # TODO(person): which stage?"
            value_prefix = prefix if likely else "# "
            entry = f"{yaml_scalar(value)}: {likely or ''}{fix}  # {count} records"
            fields.append(f"    {value_prefix}    {entry}")
    lines = ["# What each system's status values mean.", "lifecycle:"]
    lines.append("  # TODO(person): the company's own stages and their order")
    lines.append("  stages:" if used else "  stages: []")
    for stage in sorted(STAGES, key=lambda one: (one.order, one.id)):
        if stage.id in used:
            lines.append(
                f"    - {{id: {stage.id}, name: {stage.name}, order: {stage.order}, "
                f"meaning: {stage.meaning}}}"
            )
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
    owner, country = profile.owner(), profile.header("country")
    owners = {
        person: count
        for person, count in profile.counts.get(owner or "", {}).items()
        if _rep(person, reps)
    }
    lines.append("    # TODO(person): pools. Owners seen in the exports:")
    for person, count in list(owners.items())[:MAX_SHOWN]:
        rep = _rep(person, reps)
        assert rep is not None
        state = "" if rep.is_active else ", inactive"
        lines.append(comment(f"    #   {rep.name} <{rep.email}>: {count} records{state}"))
    active = [r.email for w in owners if (r := _rep(w, reps)) and r.is_active]
    members = ", ".join(yaml_scalar(email) for email in active[:2] if email) or "rep@example.com"
    lines += [
        "    # pools:",
        comment(f"    #   - {{id: first, kind: round_robin, members: [{members}]}}"),
        "    # TODO(person): rules. Inputs seen in the exports:",
    ]
    countries = profile.counts.get(country or "", {})
    for value, count in list(countries.items())[:MAX_SHOWN]:
        lines.append(comment(f"    #   {country} {value}: {count} records"))
    size = profile.header("employee_count")
    numbers = [int(v) for v in profile.counts.get(size or "", ()) if v.isdigit()]
    if size and numbers:
        lines.append(comment(f"    #   {size}: {min(numbers)} to {max(numbers)}"))
    header, value = (country, next(iter(countries))) if country and countries else ("Country", "US")
    lines += [
        "    # rules:",
        "    #   - id: first",
        "    #     order: 10",
        comment(f"    #     when: {{{yaml_scalar(header)}: [{yaml_scalar(value)}]}}"),
        "    #     assign: {pool: first}",
        "",
    ]
    return "\n".join(lines)


def _rep(reference: str, reps: Mapping[str, Rep]) -> Rep | None:
    """The owner whom a record names by id, address or name."""
    return reps.get(short_id(reference)) or reps.get(reference) or reps.get(reference.casefold())
