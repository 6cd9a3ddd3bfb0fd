"""Guesses entity and columns of every table that no vendor declaration recognises."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.init.entities import OWN_TABLES, Features, guess_entity
from ingest.init.guess_columns import guess_columns
from ingest.init.links import Link
from ingest.init.loaded import LoadedTable
from ingest.init.measure import Measured
from ingest.init.profile import Rep
from ingest.init.systems import SystemGuess
from ingest.init.systems_yaml import TableGuess
from ingest.init.unknown_files import UnknownTable
from ingest.vendors.catalog import Vendors

_PROGRAM = re.compile(
    r"(?i)\b(connector|integration|service|sync|api|bot|automation|automated|system|router|"
    r"dialler|dialer|webhook|zapier|workflow)\b"
)


def guess_tables(
    tables: Sequence[LoadedTable],
    systems: Sequence[SystemGuess],
    measures: Mapping[str, Mapping[str, Measured]],
    links: Sequence[Link],
    vendors: Vendors,
) -> tuple[dict[str, str], dict[str, list[TableGuess]]]:
    """Returns the entity of every table, and the guessed mappings by system.

    What a table refers to decides what it is, so that people and deals come first and calls later:
    the guesses are repeated until they stay.
    """
    unknown = {
        f"{system.id}/{table.object}": table for system in systems for table in system.tables
    }
    entities = {
        one.label: _declared_entity(one, vendors) for one in tables if one.label not in unknown
    }
    open_tables = [one for one in tables if one.label in unknown]
    why: dict[str, str] = {}
    for _ in range(3):
        for table in open_tables:
            features = Features(table, measures[table.label], links, entities)
            entities[table.label], why[table.label] = guess_entity(features)
    guessed: dict[str, list[TableGuess]] = {}
    for table in open_tables:
        found = unknown[table.label]
        guessed.setdefault(table.system, []).append(
            _table(table, found, entities, why[table.label], measures, links)
        )
    return entities, guessed


def _declared_entity(table: LoadedTable, vendors: Vendors) -> str:
    """What the rows of a recognised table become."""
    known = OWN_TABLES.get((table.vendor or "", table.object))
    if known:
        return known
    if table.object == "customer":
        return "customers"
    return table.entity or "records"


def _table(
    table: LoadedTable,
    found: UnknownTable,
    entities: Mapping[str, str],
    why: str,
    measures: Mapping[str, Mapping[str, Measured]],
    links: Sequence[Link],
) -> TableGuess:
    entity = entities[table.label]
    own = measures[table.label]
    mapping = guess_columns(table, entity, own, links, entities)
    if entity == "touches" and "kind" not in mapping.columns:
        words = set(table.object.split("_"))
        kinds = ("call", "email", "sms", "task", "event", "voicemail", "alert")
        kind = next((word for word in kinds if word in words), "activity")
        mapping.constants["kind"] = kind
        mapping.constants.setdefault("actor_type", "system" if kind == "alert" else "human")
    used = {
        header
        for filled in mapping.columns.values()
        for header in (filled if isinstance(filled, list) else [filled])
    }
    rest = [header for header in table.headers if header not in used]
    names = [] if found.has_header else table.headers
    return TableGuess(found.object, found.globs, entity, why, mapping, rest, names)


def is_program(rep: Rep) -> bool:
    """Whether an owner is a program, by the name; a queue is neither."""
    name = f"{rep.name} {re.split('@', rep.email)[0].replace('.', ' ').replace('_', ' ')}"
    return bool(_PROGRAM.search(name))
