"""Groups the files of a folder into systems: one per account of a tool."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.files.unknown import Unknown
from ingest.init.unknown_files import UnknownTable, escape_glob, folder_of
from ingest.naming import unique
from ingest.plan.declared import DeclaredSystem, DeclaredTable
from ingest.plan.folder_scan import FolderScan
from ingest.plan.planner import Plan, Planner
from ingest.vendors.catalog import Vendors


@dataclass
class SystemGuess:
    """A tool with its files."""

    id: str
    vendor: str | None
    functions: list[str]
    globs: list[str] = field(default_factory=list)
    tables: list[UnknownTable] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    declared: DeclaredSystem | None = None  # a system of the stack, which gets new tables only


def question_second_vendors(scan: FolderScan, vendors: Vendors) -> dict[str, str]:
    """Reads a file of another vendor again, when its folder is that of one vendor.

    One file that looks like another CRM's is more probably an unknown table of the first CRM: it
    is read as the first vendor's, or becomes unknown. Returns questions by folder.
    """
    questions: dict[str, str] = {}
    by_folder: dict[str, list[Plan]] = {}
    for plan in scan.plans:
        by_folder.setdefault(folder_of(plan.source), []).append(plan)
    for folder, plans in by_folder.items():
        counts = Counter({plan.source.label: plan.vendor for plan in plans}.values())
        if len(counts) < 2 or not folder:
            continue
        (main, most), (_, second) = counts.most_common(2)
        others = ", ".join(sorted(str(vendor) for vendor in counts if vendor != main))
        questions[folder] = f"files of {main} and of {others} are in one folder: are they one tool?"
        if most == second or main is None:
            continue
        planner = Planner([DeclaredSystem(main, main, ["*"])], vendors)
        for plan in [one for one in plans if one.vendor != main]:
            if _kind(plan.vendor, vendors) != _kind(main, vendors) and plan.vendor != "form":
                continue
            scan.plans.remove(plan)
            found = planner.decide(plan.source, plan.text)
            if isinstance(found, list):
                scan.plans += found
            elif all(one.source is not plan.source for one in scan.unknown):
                why = f"looks like {plan.vendor}/{plan.object}, in a folder of {main}"
                scan.unknown.append(Unknown(plan.source, plan.text, why))
    return questions


def _kind(vendor: str | None, vendors: Vendors) -> str:
    known = vendors.vendors.get(vendor or "")
    kind = known.kind if known else ""
    return "crm" if kind in ("crm", "suite", "marketing") else kind


def group_systems(
    scan: FolderScan,
    tables: Sequence[UnknownTable],
    vendors: Vendors,
    questions: dict[str, str],
    known: Sequence[DeclaredSystem] = (),
    claimed: Sequence[Plan] = (),
) -> list[SystemGuess]:
    """Returns a system per vendor, or per folder if several folders are several accounts.

    The `known` systems of a stack come first, with the plans that they claim.
    """
    systems = {one.id: SystemGuess(one.id, one.vendor, [], declared=one) for one in known}
    by_folder = {folder_of(plan.source): plan.system for plan in claimed}
    new_names: dict[str, str] = {}
    for vendor in sorted({plan.vendor or "" for plan in scan.plans}):
        plans = [plan for plan in scan.plans if plan.vendor == vendor]
        is_split = _has_several_accounts(plans)
        folders = {folder_of(plan.source) for plan in plans}
        # The folder is the company's own word for the tool.
        is_named = (
            len(folders) == 1
            and not folders & {"", *systems}
            and all(_has_one_vendor(one, vendor, scan.plans) for one in folders)
        )
        for plan in plans:
            folder = folder_of(plan.source)
            name = folder if is_split or is_named else vendor
            system = new_names.setdefault(name, unique(name, [one.id for one in known]))
            functions: list[str] = list(vendors.vendors[vendor].functions) or ["report"]
            guess = systems.setdefault(system, SystemGuess(system, vendor, functions))
            by_folder.setdefault(folder, guess.id)
            if folder and (is_split or _has_one_vendor(folder, vendor, scan.plans)):
                glob = f"{escape_glob(plan.source.path.split('/')[0])}/*"
                guess.globs = list(dict.fromkeys([*guess.globs, glob]))
            if folder in questions and questions[folder] not in guess.questions:
                guess.questions.append(questions[folder])
    # Unknown files beside those of one vendor are more of the same account.
    only = {plan.vendor for plan in scan.plans if not folder_of(plan.source)}
    beside = by_folder.get("") if len(only) == 1 else None
    for table in tables:
        is_beside = table.is_top and table.folder not in vendors.vendors
        found = systems.get(by_folder.get(table.folder, "") or (is_beside and beside) or "")
        named = next((one for one in systems.values() if one.vendor == table.folder), None)
        found = found or (named if table.is_top else None)
        if found is None:
            taken = [key for key, one in systems.items() if one.vendor or one.declared]
            name = unique(table.folder, taken)
            found = systems.setdefault(name, SystemGuess(name, None, ["report"]))
        objects = [one.object for one in found.declared.tables] if found.declared else []
        table.object = unique(table.object, [*objects, *(one.object for one in found.tables)])
        found.tables.append(table)
    by_vendor = {one.vendor: one for one in systems.values()}
    if "hubspot" in by_vendor and "salesforce" not in by_vendor:
        by_vendor["hubspot"].functions = ["score", "route", "report"]
    return list(systems.values())


def _has_several_accounts(plans: Sequence[Plan]) -> bool:
    """Whether two named folders have the same object, so that the vendor has two systems.

    Folders whose names differ in numbers only (`export_1`, `2026_02`) are exports of one account.
    """
    folders: dict[str, set[str]] = {}
    for plan in plans:
        name = re.sub(r"[\d_]+", "", folder_of(plan.source).removeprefix("c_"))
        folders.setdefault(plan.object, set()).add(name)
    return any(len(names - {""}) > 1 and "" not in names for names in folders.values())


def _has_one_vendor(folder: str, vendor: str, plans: Sequence[Plan]) -> bool:
    return all(plan.vendor == vendor for plan in plans if folder_of(plan.source) == folder)


def declared_systems(systems: Sequence[SystemGuess]) -> list[DeclaredSystem]:
    """The systems as the planner reads them; unknown tables are plain records."""
    return [
        replace(one.declared, tables=[*one.declared.tables, *_provisional(one)])
        if one.declared
        else DeclaredSystem(one.id, one.vendor, one.globs, _provisional(one))
        for one in systems
    ]


def _provisional(system: SystemGuess) -> list[DeclaredTable]:
    return [table.declared() for table in system.tables]
