"""Studies a folder of exports: its systems, tables, links and handoffs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import Problem, UserError
from ingest.init.clock import Zone, measure_zones
from ingest.init.concepts import FUNCTION, concept_of
from ingest.init.facts import Facts, HandoffGuess
from ingest.init.guess_handoffs import guess_handoffs
from ingest.init.guess_tables import guess_tables
from ingest.init.links import find_links
from ingest.init.loaded import load_tables
from ingest.init.measure import measure
from ingest.init.profile import ObjectProfile, Rep, owners_of, profile_tables
from ingest.init.systems import (
    SystemGuess,
    declared_systems,
    group_systems,
    question_second_vendors,
)
from ingest.init.systems_yaml import TableGuess, column_names
from ingest.init.unknown_files import unknown_tables
from ingest.naming import column_name
from ingest.plan.declared import DeclaredSystem
from ingest.plan.folder_scan import FolderScan, scan_folder
from ingest.plan.planner import Planner
from ingest.vendors.catalog import Vendors, load_vendors


@dataclass
class Study:
    """What a folder of exports shows."""

    systems: list[SystemGuess]
    scan: FolderScan
    facts: Facts
    guessed: dict[str, list[TableGuess]]  # by system
    handoffs: list[HandoffGuess]
    zones: dict[str, Zone]
    profiles: list[ObjectProfile]
    reps: list[Rep]

    @property
    def currency(self) -> str:
        """The most frequent currency of the exports; '' when no file names one."""
        counts = Counter[str]()
        for columns in self.facts.measures.values():
            for header, one in columns.items():
                if concept_of(header) == "currency":
                    counts.update(one.values)
        codes = [code for code, _ in counts.most_common() if len(code) == 3 and code.isalpha()]
        return codes[0].upper() if codes else ""


def study(exports: Path, scratch: Path, known: Sequence[DeclaredSystem] = ()) -> Study:
    """Studies a folder; `known` are the systems of a stack that is there already.

    Raises `UserError` when there is no readable export.
    """
    vendors = load_vendors()
    systems = _find_systems(exports, scratch, vendors, known)
    scan = scan_folder(exports, scratch, Planner(declared_systems(systems), vendors))
    con, tables = load_tables(scan.plans, scratch)
    measures = {table.label: measure(con, table) for table in tables}
    links = find_links(con, tables, measures)
    entities, guessed = guess_tables(tables, systems, measures, links, vendors)
    matchable = frozenset(
        one.label for one in tables if entities.get(one.label) in ("people", "submissions")
    )
    facts = Facts(con, tables, measures, links, entities, vendors, matchable)
    mapped: Mapping[str, Mapping[str, str]] = {
        f"{system}/{table.object}": column_names(table.mapping)
        for system, found in guessed.items()
        for table in found
    }
    handoffs = guess_handoffs(facts)
    zones = measure_zones(facts, handoffs)
    profiles = profile_tables(con, tables, measures, entities, mapped)
    for system in systems:
        _add_functions(system, guessed.get(system.id, []))
    reps = owners_of(con, profiles)
    return Study(systems, scan, facts, guessed, handoffs, zones, profiles, reps)


def _find_systems(
    exports: Path, scratch: Path, vendors: Vendors, known: Sequence[DeclaredSystem]
) -> list[SystemGuess]:
    """Finds the systems by the vendors alone; files of `known` systems stay with them."""
    names = dict.fromkeys(item.vendor for item in vendors.objects)
    neutral = Planner([DeclaredSystem(name, name) for name in names], vendors)
    first = scan_folder(exports, scratch, Planner(known, vendors) if known else neutral)
    claimed = list(first.plans) if known else []
    if known:
        first = _unclaimed(first, neutral)
    questions = question_second_vendors(first, vendors)
    sources = [plan.source for plan in [*claimed, *first.plans]]
    sources += [item.source for item in first.unknown]
    company = re.sub(r"_?exports?$|^exports?_?", "", column_name(exports.name)) or "company"
    tables = unknown_tables(first.unknown, sources, company)
    systems = group_systems(first, tables, vendors, questions, known, claimed)
    if not systems:
        nothing = Problem("no readable export was found", str(exports), "check the folder")
        listed = (Problem(item.message, item.source.label, item.fix) for item in first.unknown)
        raise UserError([nothing, *first.problems, *listed])
    return systems


def _unclaimed(scan: FolderScan, neutral: Planner) -> FolderScan:
    """The files that no declared system reads, planned by the vendors alone."""
    new = FolderScan(failed=scan.failed)
    for item in scan.unknown:
        found = neutral.decide(item.source, item.text) if item.text else None
        if isinstance(found, list) and item.claimed_by is None:
            new.plans += found
        else:
            new.unknown.append(item)
    return new


def _add_functions(system: SystemGuess, tables: Sequence[TableGuess]) -> None:
    """What a tool without declaration is probably for, by what it exports."""
    if system.vendor is None:
        found = [FUNCTION[table.entity] for table in tables if table.entity in FUNCTION]
        system.functions = list(dict.fromkeys(found)) or ["report"]
