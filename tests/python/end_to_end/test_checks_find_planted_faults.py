"""Every check reports exactly the planted records, and none in the clean company.

The labels come from the generator, not from the SQL under test.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.dbt import run_dbt

from demo.generate import generate
from ingest.run import ingest
from lineage.project import read_manifest

LEADS = 1500


@dataclass(frozen=True)
class Audited:
    """Reported and expected records per check."""

    scope: dict[str, int]
    found: dict[str, list[str]]
    expected: dict[str, set[str]]


def audit(root: Path, folder: Path, clean: bool) -> Audited:
    generate(LEADS, 11, folder / "exports", clean)
    database = folder / "handoff.duckdb"
    ingest(folder / "exports", database, root / "stack")
    target = folder / "target"
    done = run_dbt(root, database, "build", "--exclude", "test_type:unit", target=target)
    checks = [
        node["alias"]
        for node in read_manifest(target)["nodes"].values()
        if node["resource_type"] == "test" and node["config"]["meta"].get("check")
    ]
    assert checks, done.stdout
    scope: dict[str, int] = {}
    found: dict[str, list[str]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for check in checks:
            verdicts = connection.execute(
                f'select record_id, is_violation from evidence."{check}"'
            ).fetchall()
            scope[check] = len(verdicts)
            found[check] = sorted(record for record, violated in verdicts if violated)
    expected: dict[str, set[str]] = defaultdict(set)
    with (folder / "exports" / "truth" / "expected.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            expected[row["check_id"]].add(row["record_id"])
    return Audited(scope, found, dict(expected))


@pytest.fixture(scope="module")
def faulty(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audit(root, tmp_path_factory.mktemp("faulty"), clean=False)


@pytest.fixture(scope="module")
def clean(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audit(root, tmp_path_factory.mktemp("clean"), clean=True)


def differences(audited: Audited) -> dict[str, dict[str, Any]]:
    """Checks whose violations are not the planted ones, with a few of the records."""
    wrong: dict[str, dict[str, Any]] = {}
    for check, found in audited.found.items():
        expected = audited.expected.get(check, set())
        if found != sorted(expected):
            wrong[check] = {
                "unplanted": sorted(set(found) - expected)[:5],
                "missed": sorted(expected - set(found))[:5],
                "twice": len(found) - len(set(found)),
            }
    return wrong


def test_every_check_has_a_planted_fault_and_every_label_a_check(faulty: Audited) -> None:
    assert set(faulty.expected) == set(faulty.found)


def test_every_check_finds_exactly_the_planted_records(faulty: Audited) -> None:
    assert differences(faulty) == {}


def test_the_clean_company_has_no_violation(clean: Audited) -> None:
    assert clean.expected == {}
    assert differences(clean) == {}


def test_every_check_has_records_in_scope(clean: Audited) -> None:
    assert [check for check, scope in clean.scope.items() if scope == 0] == []
