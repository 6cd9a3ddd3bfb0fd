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
from support.audited import OF_UNREAD_FILES
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
    # Faults of the declarations are in `stack/`; the clean company has a stack without them.
    stack = folder / "exports" / "truth" / "stack" if clean else root / "stack"
    ingest(folder / "exports", database, stack)
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
    assert set(faulty.expected) | {OF_UNREAD_FILES} == set(faulty.found)


def test_every_check_finds_exactly_the_planted_records(faulty: Audited) -> None:
    assert differences(faulty) == {}


def test_the_clean_company_has_no_violation(clean: Audited) -> None:
    assert clean.expected == {}
    assert differences(clean) == {}


def test_every_check_has_records_in_scope(clean: Audited) -> None:
    assert [check for check, scope in clean.scope.items() if scope == 0] == []


def test_every_unread_file_and_line_is_found_until_it_is_corrected(
    root: Path, tmp_path: Path
) -> None:
    exports, database = tmp_path / "exports", tmp_path / "handoff.duckdb"
    generate(60, 11, exports, clean=True)
    customers = exports / "stripe" / "customers.csv"
    whole = customers.read_text("utf-8")
    lines = whole.splitlines()
    customers.write_text("\n".join([*lines[:2], f"{lines[2]},more", *lines[3:]]), "utf-8")
    (exports / "stripe" / "shapes.csv").write_text("colour,shape,size\nred,round,4\n", "utf-8")
    (exports / "stripe" / "locked.xlsx").write_bytes(b"PK\x03\x04 damaged")
    # An unfinished download is no export.
    (exports / "stripe" / "invoices.csv.part").write_text("id,Number\nin_1,NB-1\n", "utf-8")

    def found() -> dict[str, bool]:
        ingest(exports, database, root / "stack")
        select = ("--select", "audit_exports__lines", OF_UNREAD_FILES)
        done = run_dbt(
            root, database, "--quiet", "build", *select, "--exclude", "test_type:unit",
            target=tmp_path / "target",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        with duckdb.connect(str(database), read_only=True) as connection:
            return dict(
                connection.execute(
                    f'select record_id, is_violation from evidence."{OF_UNREAD_FILES}"'
                ).fetchall()
            )

    verdicts = found()
    assert {record for record, violated in verdicts.items() if violated} == {
        "stripe/customers.csv:3",
        "stripe/shapes.csv",
        "stripe/locked.xlsx",
    }
    assert verdicts["stripe/invoices.csv"] is False
    customers.write_text(whole, "utf-8")
    (exports / "stripe" / "shapes.csv").unlink()
    (exports / "stripe" / "locked.xlsx").unlink()
    corrected = found()
    assert corrected["stripe/customers.csv"] is False
    assert not any(corrected.values())
