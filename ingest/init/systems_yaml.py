"""Writes `systems.yml` of a first stack, with the evidence of every guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.init.clock import Zone
from ingest.init.guess_columns import ColumnGuess
from ingest.init.profile import ObjectProfile, Rep
from ingest.init.systems import SystemGuess
from ingest.init.yaml_scalars import comment, yaml_scalar
from ingest.vendors.catalog import load_vendors

MAX_SHOWN = 20
UNCONFIRMED = "unconfirmed: true  # TODO(person): remove it when the guesses below are right"


@dataclass
class TableGuess:
    """A guessed table: its entity and columns, and why."""

    object: str
    globs: list[str]
    entity: str
    why: str
    mapping: ColumnGuess
    rest: list[str] = field(default_factory=list)  # headers that fill no column
    names: list[str] = field(default_factory=list)  # of the columns of a file without a header


def role_of(name: str | None, functions: Sequence[str]) -> tuple[str, str]:
    """Guesses the role of a system and the time zone of its timestamps."""
    vendor = load_vendors().vendors.get(name or "")
    if vendor is None:
        return "truth" if "route" in functions else "transport", "UTC"
    keeps_records = vendor.kind in ("crm", "suite", "marketing", "finance")
    role = "record" if keeps_records else "transport"
    is_truth = vendor.kind in ("crm", "suite") and "route" in functions
    return "truth" if is_truth else role, vendor.time_zone


def system_lines(
    system: SystemGuess,
    tables: Sequence[TableGuess],
    objects: Sequence[ObjectProfile],
    zone: Zone | None,
    programs: Sequence[Rep],
) -> list[str]:
    """The lines of one system, to stand below `systems:`."""
    lines = [
        comment(f"  # {one.object}: {one.table.rows:,} rows{_days(one)}")
        for one in objects
        if one.system == system.id
    ]
    lines += [comment(f"  # TODO(person): {question}") for question in system.questions]
    lines += [f"  - id: {system.id}", f"    name: {system.id.replace('_', ' ').capitalize()}"]
    lines.append(f"    {UNCONFIRMED}")
    lines += [f"    vendor: {system.vendor}"] if system.vendor else []
    role, usual = role_of(system.vendor, system.functions)
    lines += [
        f"    functions: [{', '.join(system.functions)}]  # TODO(person): check what it is for",
        f"    role: {role}  # TODO(person): truth, record or transport",
    ]
    if zone is not None:
        lines.append(comment(f"    # {zone.evidence}"))
        lines.append(f"    time_zone: {zone.name}  # measured")
    else:
        lines.append(
            f"    time_zone: {usual}  # TODO(person): zone of timestamps without one; not measured"
        )
    lines.append("    # owner:  # TODO(person): who is responsible for it (one of owners)")
    orders = {one.date_order() for one in objects if one.system == system.id} - {""}
    if orders - {"?"} in ({"dmy"}, {"mdy"}):
        lines.append(f"    date_order: {(orders - {'?'}).pop()}")
    elif orders:
        lines.append("    # date_order: dmy  # TODO(person): dmy or mdy? The dates are ambiguous")
    if system.globs:
        lines.append(f"    files: [{', '.join(yaml_scalar(glob) for glob in system.globs)}]")
    if programs:
        lines.append(
            "    # TODO(person): users that are programs, by their names; people are none."
        )
        names = ", ".join(yaml_scalar(rep.email or rep.name) for rep in programs)
        lines.append(f"    integration_users: [{names}]")
    lines += ["    tables:"] if tables else []
    for table in tables:
        lines += table_lines(table)
    return lines


def _days(profile: ObjectProfile) -> str:
    return f", {profile.first_day} to {profile.last_day}" if profile.first_day else ""


def table_lines(table: TableGuess) -> list[str]:
    """The lines of one table, to stand below `tables:`."""
    files = ", ".join(yaml_scalar(glob) for glob in table.globs)
    lines = [
        comment(f"      # No vendor declaration recognises it. {table.entity}: {table.why}."),
        f"      - object: {table.object}",
        f"        {UNCONFIRMED}",
        f"        files: [{files}]",
        f"        entity: {table.entity}",
    ]
    if table.names:
        names = ", ".join(map(yaml_scalar, table.names))
        lines += [
            "        header: none",
            f"        names: [{names}]  # TODO(person): what the columns are",
        ]
    lines.append("        columns:")
    for name, header in table.mapping.columns.items():
        if name in table.mapping.evidence:
            lines.append(comment(f"          # {table.mapping.evidence[name]}"))
        text = (
            yaml_scalar(header)
            if isinstance(header, str)
            else f"[{', '.join(yaml_scalar(one) for one in header)}]"
        )
        lines.append(f"          {name}: {text}")
    lines += [comment(f"          # not mapped: {header}") for header in table.rest]
    if table.mapping.constants:
        pairs = table.mapping.constants.items()
        constants = ", ".join(f"{name}: {yaml_scalar(value)}" for name, value in pairs)
        lines.append(f"        constants: {{{constants}}}")
    return lines


def systems_yaml(currency: str, systems: Sequence[list[str]], reps: Sequence[Rep]) -> str:
    """Writes `systems.yml` from the lines of every system; '' is no currency."""
    why = "currency of the figures" if currency else "no file names a currency"
    currency = currency or "USD"
    lines = [
        "# The tools, the people who are responsible for them, business hours and costs.",
        "# Entries that a person must check or complete are marked TODO(person). What rests on an",
        "# entry with `unconfirmed: true` is listed as unconfirmed and is no violation.",
        "company:",
        "  name: My company  # TODO(person): name shown in the report",
        f"  currency: {currency}  # TODO(person): {why}",
        "",
        "systems:",
    ]
    for block in systems:
        lines += block
    lines += [
        "",
        "# TODO(person): who is responsible for the handoffs; then name them as `owner:` above.",
        "# owners:",
        "#   - {id: jo, name: Jo Doe, email: jo@example.com, team: revops}",
    ]
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
        f"#   currency: {currency}",
        "#   hourly_rate: 60",
        "#   minutes_per_manual_fix: 6",
        "",
    ]
    return "\n".join(lines)


def column_names(mapping: ColumnGuess) -> Mapping[str, str]:
    """The guessed columns that have one header."""
    return {name: one for name, one in mapping.columns.items() if isinstance(one, str)}
