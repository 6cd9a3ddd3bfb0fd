"""Flattens a stack into text tables: schema `declared` of the database.

Every row has a `declared_in` (file and line). Values are passed as data in Arrow arrays; no text of
the stack becomes part of SQL or Jinja.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

import pyarrow as pa

from ingest.declared_yaml.reader import KeyPath
from ingest.naming import column_name
from ingest.stack.answers import answer_rows
from ingest.stack.contract_tables import contract_rows, levels_of_wanted
from ingest.stack.declared_keys import key_rows
from ingest.stack.durations import parse_duration, parse_hours
from ingest.stack.export_columns import named_columns
from ingest.stack.feasibility_tables import feasibility_rows
from ingest.stack.known_names import clock, consent_of, null_tokens
from ingest.stack.model import Handoff, HandoffField, MatchIds, Stack
from ingest.stack.routing_tables import condition_rows, routing_rows, touch_rows
from ingest.stack.rule_tables import rule_rows
from ingest.stack.table_columns import COLUMNS

Row = tuple[Any, ...]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Amounts of `costs` without a currency.
_MINUTES = ("minutes_per_manual_fix",)


def declared_tables(stack: Stack) -> dict[str, pa.Table]:
    """Returns one text table per name in `COLUMNS`, with `declared_in`; a table may be empty."""
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for name, path, row in _rows(stack):
        rows[name].append((*row, stack.declared_in(path)))
    return {name: _table((*COLUMNS[name], "declared_in"), found) for name, found in rows.items()}


def _table(columns: tuple[str, ...], rows: list[Row]) -> pa.Table:
    for row in rows:
        if len(row) != len(columns):
            raise AssertionError(f"{columns} got {len(row)} values")
    arrays = [
        pa.array([_text(row[index]) for row in rows], pa.string()) for index in range(len(columns))
    ]
    return pa.table(arrays, names=list(columns))


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _seconds(duration: str | None) -> int | None:
    return None if duration is None else parse_duration(duration)


def _rows(stack: Stack) -> Iterator[tuple[str, KeyPath, Row]]:
    """Yields table, key path and values of every declared row."""
    company = stack.company
    as_of = company.as_of
    if as_of is not None:
        as_of = as_of.astimezone(UTC) if as_of.tzinfo else as_of
    stamp = as_of.strftime("%Y-%m-%d %H:%M:%S") if as_of else None
    yield "company", ("company",), (company.name, company.currency, stamp)
    yield from _people_and_systems(stack)
    yield from _times(stack)
    yield from _handoffs(stack)
    yield from contract_rows(stack)
    yield from _stages(stack)
    yield from routing_rows(stack)
    yield from rule_rows(stack)
    yield from feasibility_rows(stack)
    for column in named_columns(stack):
        yield (
            "columns",
            column.path,
            (column.system, column.object, column.header, column.purpose),
        )
    if stack.costs:
        for cost in ("hourly_rate", "minutes_per_manual_fix", "value_per_lead"):
            amount = getattr(stack.costs, cost)
            if amount is not None:
                currency = None if cost in _MINUTES else stack.costs.currency
                yield "costs", ("costs", cost), (cost, f"{amount:f}", currency)
    yield "gate", ("gate", "error_level"), (f"{stack.gate.error_level:f}",)
    for index, limit in enumerate(stack.gate.limits):
        share = None if limit.max_share is None else f"{limit.max_share:f}"
        yield (
            "limits",
            ("gate", "limits", index),
            (limit.check, limit.handoff, limit.max_violations, share),
        )
    yield from answer_rows(stack.answers)
    yield from key_rows(stack.source.data)


def _people_and_systems(stack: Stack) -> Iterator[tuple[str, KeyPath, Row]]:
    for index, system in enumerate(stack.systems):
        yield (
            "systems",
            ("systems", index),
            (
                system.id,
                system.name,
                system.vendor,
                system.role,
                *clock(system),
                system.decimal_mark,
                null_tokens(system),
                _seconds(system.resolution),
                system.owner,
                system.record_url,
            ),
        )
        if system.unconfirmed:
            yield "unconfirmed", ("systems", index, "unconfirmed"), (system.id, None, None)
        for number, table in enumerate(system.tables):
            if table.unconfirmed:
                mapped: KeyPath = ("systems", index, "tables", number, "unconfirmed")
                yield "unconfirmed", mapped, (system.id, table.object, None)
        for number, function in enumerate(system.functions):
            path = ("systems", index, "functions", number)
            yield "system_functions", path, (system.id, function)
        for number, exclusion in enumerate(system.exclude):
            here: KeyPath = ("systems", index, "exclude", number)
            for place, row in condition_rows(exclusion.when, (*here, "when")):
                yield (
                    "exclusions",
                    place,
                    (system.id, exclusion.object, number + 1, exclusion.reason, *row),
                )
        for number, user in enumerate(system.integration_users):
            path = ("systems", index, "integration_users", number)
            yield "integration_users", path, (system.id, user)
        for place, row in touch_rows(system, ("systems", index)):
            yield "touch_rules", place, row
    for index, owner in enumerate(stack.owners):
        yield (
            "owners",
            ("owners", index),
            (
                owner.id,
                owner.name,
                owner.email,
                owner.team,
                owner.backup,
                owner.escalation,
            ),
        )


def _times(stack: Stack) -> Iterator[tuple[str, KeyPath, Row]]:
    for index, calendar in enumerate(stack.calendars):
        for weekday in sorted(calendar.hours, key=WEEKDAYS.index):
            opens, closes = parse_hours(calendar.hours[weekday])
            yield (
                "calendars",
                ("calendars", index, "hours", weekday),
                (
                    calendar.id,
                    calendar.time_zone,
                    WEEKDAYS.index(weekday) + 1,
                    opens,
                    closes,
                ),
            )
        for number, day in enumerate(calendar.holidays):
            path = ("calendars", index, "holidays", number)
            yield "holidays", path, (calendar.id, day.isoformat())
    wanted = levels_of_wanted(stack)
    for index, level in enumerate(stack.service_levels):
        if level.id in wanted:
            continue
        yield (
            "service_levels",
            ("service_levels", index),
            (
                level.id,
                level.from_hop,
                level.hop,
                parse_duration(level.within),
                level.clock,
                level.calendar,
                level.delay,
            ),
        )


def _handoffs(stack: Stack) -> Iterator[tuple[str, KeyPath, Row]]:
    for index, handoff in enumerate(stack.handoffs):
        if handoff.target:
            continue  # `contracts` has it; nothing is judged on data.
        here: KeyPath = ("handoffs", index)
        ids = handoff.match if isinstance(handoff.match, MatchIds) else None
        customer = handoff.customer
        yield (
            "handoffs",
            here,
            (
                handoff.id,
                handoff.name,
                handoff.from_.system,
                handoff.from_.object,
                handoff.to.system,
                handoff.to.object,
                handoff.hop,
                None if handoff.trigger is None else str(handoff.trigger),
                handoff.direction,
                handoff.owner,
                handoff.backup,
                handoff.service_level,
                None if handoff.failure_path is None else str(handoff.failure_path),
                "declared_id" if ids else handoff.match or "none",
                ids.source if ids else None,
                ids.target if ids else None,
                handoff.cardinality,
                customer.source if customer else None,
                customer.target if customer else None,
                customer.billed_to if customer else None,
            ),
        )
        if handoff.unconfirmed:
            yield "unconfirmed", (*here, "unconfirmed"), (None, None, handoff.id)
        for number, field in enumerate(handoff.fields):
            path = (*here, "fields", number)
            yield (
                "handoff_fields",
                path,
                (
                    handoff.id,
                    column_name(field.target),
                    field.source,
                    field.target,
                    field.kind,
                    field.authority,
                    field.max_length,
                    field.default,
                    field.used_for_routing,
                    *_consents(stack, handoff, field),
                    field.compare,
                    field.corrected_by,
                ),
            )
            for value, becomes in field.values.items():
                row = (handoff.id, column_name(field.target), value, becomes)
                yield "field_values", (*path, "values", value), row
        if handoff.only_when:
            for path, row in condition_rows(handoff.only_when, (*here, "only_when")):
                yield "handoff_conditions", path, (handoff.id, *row)


def _consents(stack: Stack, handoff: Handoff, field: HandoffField) -> Iterator[str | None]:
    """What a yes and a blank say, on the source and on the target side."""
    systems = {system.id: system for system in stack.systems}
    for end, header, means in (
        (handoff.from_, field.source, field.source_means),
        (handoff.to, field.target, field.target_means),
    ):
        if field.kind == "consent":
            yield from consent_of(systems[end.system], end.object, header, means)
        else:
            yield from (None, None)


def _stages(stack: Stack) -> Iterator[tuple[str, KeyPath, Row]]:
    for index, stage in enumerate(stack.lifecycle.stages):
        place: KeyPath = ("lifecycle", "stages", index)
        yield "stages", place, (stage.id, stage.name, stage.order, stage.meaning, stage.accepted)
    for index, field in enumerate(stack.lifecycle.values):
        for value, stage_id in field.map.items():
            path = ("lifecycle", "values", index, "map", value)
            row = (
                field.system,
                field.object,
                field.field,
                field.pipeline,
                field.from_,
                field.until,
                value,
                stage_id,
            )
            yield "stage_values", path, row
