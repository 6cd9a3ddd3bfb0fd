"""More vendors cause no new mistakes: files keep their vendor, and a tie is listed."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from support.paths import FIXTURES
from support.vendor_fixtures import CLEARLY
from support.vendor_fixtures import FOLDER as VENDORS

from ingest.files.table_layout import heads
from ingest.naming import is_pattern
from ingest.plan.declared import DeclaredSystem
from ingest.plan.folder_scan import FolderScan, scan_folder
from ingest.plan.planner import Planner
from ingest.plan.recognise import rank_matches
from ingest.vendors.catalog import FOLDER, Vendors, load_vendors
from ingest.vendors.declaration import ObjectDeclaration
from ingest.vendors.header_format import Format

HUBSPOT = FIXTURES / "stacks" / "hubspot" / "exports"
# Folder of the exports -> vendor; None: nobody's, mapped in the stack.
DEMO = {
    "alerts": None,
    "enrichment": None,
    "marketo": "marketo",
    "salesforce": "salesforce",
    "stripe": "stripe",
    "website": "form",
}


def survey(folder: Path, scratch: Path, vendors: Vendors) -> FolderScan:
    """What is decided when the company has one system of every vendor and pins nothing."""
    systems = [DeclaredSystem(name, name) for name in vendors.vendors]
    scratch.mkdir(exist_ok=True)
    return scan_folder(folder, scratch, Planner(systems, vendors))


def by_folder(found: FolderScan) -> dict[str, set[str | None]]:
    rows = [(plan.source.path, plan.vendor) for plan in found.plans]
    rows += [(item.source.path, None) for item in found.unknown]
    folders: dict[str, set[str | None]] = {}
    for path, vendor in rows:
        folders.setdefault(path.split("/")[0], set()).add(vendor)
    return folders


def test_the_demo_company_keeps_its_vendors(built_demo: Path, tmp_path: Path) -> None:
    found = survey(built_demo / "exports", tmp_path / "scratch", load_vendors())
    folders = by_folder(found)
    assert {name: folders[name] for name in DEMO} == {name: {one} for name, one in DEMO.items()}


def test_a_company_on_hubspot_keeps_its_vendors(tmp_path: Path) -> None:
    found = survey(HUBSPOT, tmp_path / "scratch", load_vendors())
    assert {plan.vendor for plan in found.plans} <= {"hubspot", "stripe", "form"}
    assert not found.failed


def test_a_file_two_vendors_claim_is_listed(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "vendors")
    zoho = (FOLDER / "zoho.yml").read_text("utf-8")
    twin = zoho.replace("vendor: zoho", "vendor: twin", 1)
    (tmp_path / "vendors" / "twin.yml").write_text(twin, "utf-8")
    vendors = load_vendors(tmp_path / "vendors")
    found = survey(VENDORS / "zoho" / "exports", tmp_path / "scratch", vendors)
    assert not found.plans
    assert len(found.unknown) == 10
    for item in found.unknown:
        assert item.message.startswith("could be twin/") and "or zoho/" in item.message


FORMATS = [(item, form) for item in load_vendors().objects for form in item.formats if item.entity]


@pytest.mark.parametrize(
    ("item", "form"), FORMATS, ids=[f"{i.vendor}-{i.object}-{f.name}" for i, f in FORMATS]
)
def test_no_two_declarations_match_the_same_file(
    item: ObjectDeclaration, form: Format, tmp_path: Path
) -> None:
    """A file with all headers of a format is recognised as that object under any name."""
    headers = [header.replace("*", " one ") if is_pattern(header) else header
               for header in (*form.must, *form.usual)]  # fmt: skip
    path = tmp_path / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([headers, ["x"] * len(headers)])
    best, *others = rank_matches(heads(path), load_vendors().objects, "export")
    assert best.declaration == item
    assert all(best.score - other.score >= CLEARLY for other in others), others[0].name
