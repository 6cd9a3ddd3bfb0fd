"""What is said of a file that no declaration matches."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import Problem
from ingest.files.byte_scan import scan_bytes
from ingest.files.discover import Source
from ingest.files.encoding import read_text
from ingest.files.unknown import Unknown
from ingest.plan.declared import DeclaredSystem, DeclaredTable
from ingest.plan.planner import Planner
from ingest.plan.unrecognised import NO_HEADER, NOTHING_FITS
from ingest.vendors.catalog import load_vendors

CRM = DeclaredSystem("crm", "salesforce", ["crm/*"])


def decided(folder: Path, label: str, content: str) -> Unknown:
    path = folder / "file"
    path.write_text(content, "utf-8")
    text = read_text(path, folder, scan_bytes(path))
    found = Planner([CRM], load_vendors()).decide(Source(label, None, path), text)
    assert isinstance(found, Unknown)
    return found


def test_a_claimed_file_is_an_error_with_the_lines_to_write(tmp_path: Path) -> None:
    found = decided(tmp_path, "crm/colours.csv", "Red,Green,Blue\n1,2,3\n")
    assert (found.message, found.claimed_by) == (NOTHING_FITS, "crm")
    assert "write under `tables` of crm" in found.fix and "narrow its `files`" in found.fix
    assert "{object: NAME, files: ['crm/colours.csv'], entity: people" in found.fix


def test_the_name_of_the_file_and_its_vendor_decide_between_few_headers(tmp_path: Path) -> None:
    found = decided(tmp_path, "crm/Lead.csv", "Id,Surname,Colour\n1,2,3\n")
    assert found.message.startswith("nearest: salesforce/lead api, lacks ")


def test_the_language_of_the_headers_is_named(tmp_path: Path) -> None:
    found = decided(tmp_path, "crm/kontakte.csv", "Vorname;Nachname;Firma\na;b;c\n")
    assert "its headers are German: export it in English, or map it" in found.message
    found = decided(tmp_path, "crm/c.csv", "Prénom,Nom,Société\na,b,c\n")
    assert "its headers are French" in found.message


@pytest.mark.parametrize("first", ["Ada,ada@a.example,x", "00Q1,2026-01-02 10:00,x", "a,12345,b"])
def test_a_file_without_a_header_is_called_so_without_its_values(
    tmp_path: Path, first: str
) -> None:
    found = decided(tmp_path, "other/a.csv", f"{first}\n{first}\n")
    assert (found.message, found.claimed_by) == (NO_HEADER, None)
    assert "Ada" not in found.message + found.fix


def test_a_mapped_file_without_a_header_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1,ada@a.example\n2,bo@b.example\n")
    text = read_text(path, tmp_path, scan_bytes(path))
    table = DeclaredTable("score", ["a.csv"], "people", {"record_id": "Key"}, where="stack.yml:3")
    planner = Planner([DeclaredSystem("scores", None, tables=[table])], load_vendors())
    problem = planner.decide(Source("a.csv", None, path), text)
    assert isinstance(problem, Problem) and problem.where == "stack.yml:3"
    what = "the mapping names column Key, which a.csv does not have"
    assert problem.what == f"{what}: {NO_HEADER}"


def test_a_text_beside_the_exports_is_no_error(tmp_path: Path) -> None:
    text = "Exported by Ada, Bo, on Monday.\nNothing was left out.\nAll of them.\n"
    assert decided(tmp_path, "crm/notes.txt", text).claimed_by is None


def test_an_unclaimed_file_is_only_listed(tmp_path: Path) -> None:
    found = decided(tmp_path, "other/colours.csv", "Red,Green,Blue\n1,2,3\n")
    assert (found.claimed_by, found.fix) == (None, "declare it under `tables` in the stack")
