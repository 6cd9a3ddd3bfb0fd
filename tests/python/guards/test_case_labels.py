"""The right answers in tests/python/cases name checks, columns, handoffs and records that exist.

What the keys mean is in tests/python/cases/README.md. Whether the audit gives these answers is
another test.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from support.paths import ROOT

COMPANIES = sorted(path.parent for path in (ROOT / "tests/python/cases").glob("*/expected.yml"))
# Checks that the cases ask for and docs/checks.md does not have yet.
NEW_CHECKS = {"one_id_names_one_record", "stage_values_declared"}
RECORD_LISTS = ("violation", "fine", "not_judged", "not_listed", "any_of")
CHECK_KEYS = {"check", *RECORD_LISTS, "handoff", "because", "rows", "only"}
TABLE_KEYS = {"table", "where", "column", "value", "not_value", "one_of", "rows"}
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.(?:example|test)", re.IGNORECASE)


def parsed(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def cases_of(company: Path) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = parsed(company / "expected.yml")["cases"]
    return cases


def text_of(path: Path) -> str:
    """The path and the text of an export; of a workbook, the text of its parts."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    else:
        content = path.read_bytes()
    return f"{path.as_posix()}\n{content.decode()}"


def exports_of(company: Path, systems: list[str]) -> str:
    files = (f for s in systems for f in (company / "exports" / s).rglob("*") if f.is_file())
    return "\n".join(map(text_of, sorted(files)))


def declared(company: Path, key: str) -> set[str]:
    stack = (parsed(path) for path in sorted((company / "stack").glob("*.yml")))
    return {item["id"] for part in stack for item in part.get(key, [])}


def documented_columns() -> dict[str, set[str]]:
    """Columns of each public table, from docs/tables.md."""
    columns: dict[str, set[str]] = {}
    table = ""
    for line in (ROOT / "docs/tables.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            table = line.removeprefix("### ")
        elif table and line.startswith("| "):
            columns.setdefault(table, set()).add(line.split("|")[1].strip())
    return columns


def occurs(record: str, text: str) -> bool:
    """Whether an export has the id; a report of Salesforce has 15 of its 18 characters."""
    return record in text or (len(record) == 18 and record[:15] in text)


def test_there_are_companies() -> None:
    assert COMPANIES


@pytest.mark.parametrize("company", COMPANIES, ids=lambda path: path.name)
def test_labels_name_what_exists(company: Path) -> None:
    checks = re.findall(
        r"^### (\w+)$", (ROOT / "docs/checks.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    known_checks, columns = {*checks, *NEW_CHECKS}, documented_columns()
    systems, handoffs = declared(company, "systems"), declared(company, "handoffs")
    wrong = []
    for case in cases_of(company):
        name, text = case["case"], exports_of(company, case["systems"])
        wrong += [f"{name}: system {s}" for s in case["systems"] if s not in systems]
        if not (case["kind"] and case["why"] and case["expect"]):
            wrong.append(f"{name}: kind, why or expect is empty")
        for label in case["expect"]:
            wrong += [f"{name}: key {k}" for k in label.keys() - (CHECK_KEYS | TABLE_KEYS)]
            if "check" in label:
                records = [record for key in RECORD_LISTS for record in label.get(key, [])]
                wrong += [f"{name}: record {r}" for r in records if not occurs(r, text)]
                if label["check"] not in known_checks:
                    wrong.append(f"{name}: check {label['check']}")
                if label.get("handoff", next(iter(handoffs), None)) not in handoffs | {None}:
                    wrong.append(f"{name}: handoff {label['handoff']}")
            else:
                named = {*label["where"], *([label["column"]] if "column" in label else [])}
                missing = named - columns.get(label["table"], set())
                wrong += [f"{name}: {label['table']}.{column}" for column in sorted(missing)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("company", COMPANIES, ids=lambda path: path.name)
def test_cases_share_nothing(company: Path) -> None:
    cases = cases_of(company)
    names = [case["case"] for case in cases]
    assert len(names) == len(set(names)), "two cases have the same name"
    owner: dict[str, str] = {}
    shared = []
    for case in cases:
        addresses = {a.lower() for a in ADDRESS.findall(exports_of(company, case["systems"]))}
        for item in sorted({*case["systems"], *addresses}):
            if owner.setdefault(item, case["case"]) != case["case"]:
                shared.append(f"{item}: {owner[item]} and {case['case']}")
    assert not shared, "\n".join(shared)
    assert set(owner) >= declared(company, "systems"), "a system belongs to no case"


@pytest.mark.parametrize("company", COMPANIES, ids=lambda path: path.name)
def test_a_record_has_one_answer_per_check(company: Path) -> None:
    """A record is not in two lists of one label, and an id means one record of the company."""
    cases = cases_of(company)
    twice = [
        f"{case['case']}: {record}"
        for case in cases
        for label in case["expect"]
        for record in (r for key in RECORD_LISTS for r in label.get(key, []))
        if sum(record in label.get(key, []) for key in RECORD_LISTS) > 1
    ]
    assert not twice, "\n".join(twice)
