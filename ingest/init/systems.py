"""Groups the files of a folder into systems: one per account of a tool."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.files.unknown import Unknown
from ingest.init.unknown_files import UnknownTable, escape_glob, folder_of
from ingest.naming import unique
from ingest.plan.declared import DeclaredSystem
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
    scan: FolderScan, tables: Sequence[UnknownTable], vendors: Vendors, questions: dict[str, str]
) -> list[SystemGuess]:
    """Returns a system per vendor, or per folder if several folders are several accounts."""
    systems: dict[str, SystemGuess] = {}
    by_folder: dict[str, str] = {}
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
            system = folder if is_split or is_named else vendor
            functions: list[str] = list(vendors.vendors[vendor].functions) or ["report"]
            guess = systems.setdefault(system, SystemGuess(system, vendor, functions))
            by_folder.setdefault(folder, guess.id)
            if folder and (is_split or _has_one_vendor(folder, vendor, scan.plans)):
                glob = f"{escape_glob(plan.source.path.split('/')[0])}/*"
                guess.globs = list(dict.fromkeys([*guess.globs, glob]))
            if folder in questions and questions[folder] not in guess.questions:
                guess.questions.append(questions[folder])
    for table in tables:
        found = systems.get(by_folder.get(table.folder, ""))
        if found is None:
            name = unique(table.folder, [key for key, one in systems.items() if one.vendor])
            found = systems.setdefault(name, SystemGuess(name, None, ["report"]))
        table.object = unique(table.object, [one.object for one in found.tables])
        found.tables.append(table)
    known = {one.vendor: one for one in systems.values()}
    if "hubspot" in known and "salesforce" not in known:
        known["hubspot"].functions = ["score", "route", "report"]
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
        DeclaredSystem(one.id, one.vendor, one.globs, [table.declared() for table in one.tables])
        for one in systems
    ]
