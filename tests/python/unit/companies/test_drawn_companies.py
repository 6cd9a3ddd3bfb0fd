"""The drawn companies are equal for one seed, and their truth agrees with their exports."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from companies.__main__ import COMPANIES, draw
from companies.drawing import Company
from companies.truth import Ledger, Row

DRAWS = [(company, faulty) for company in COMPANIES for faulty in (False, True)]


@pytest.fixture(scope="module", params=DRAWS, ids=lambda drawn: f"{drawn[0]}-{drawn[1]}")
def drawn(request: pytest.FixtureRequest) -> tuple[str, bool, Company]:
    company, faulty = request.param
    return company, faulty, draw(company, 3, faulty)


def written(company: Company, folder: Path) -> dict[str, bytes]:
    company.write(folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_one_seed_gives_the_same_files(drawn: tuple[str, bool, Company], tmp_path: Path) -> None:
    company, faulty, first = drawn
    second = draw(company, 3, faulty)
    files = written(first, tmp_path / "first")
    assert files == written(second, tmp_path / "second")
    other = written(draw(company, 4, faulty), tmp_path / "other")
    assert files.keys() == other.keys() and files != other


def test_the_truth_names_exported_records(drawn: tuple[str, bool, Company]) -> None:
    _, _, company = drawn
    assert company.truth.records() - company.keys() == set()


def test_no_record_carries_two_labels(drawn: tuple[str, bool, Company]) -> None:
    _, _, company = drawn
    faults: dict[str, set[int]] = {}
    for fault in company.truth.faults:
        for row in fault.rows:
            faults.setdefault(row.record, set()).add(fault.number)
    assert [record for record, numbers in faults.items() if len(numbers) > 1] == []
    assert company.truth.contradictions() == []


def test_a_clean_draw_has_no_fault(drawn: tuple[str, bool, Company]) -> None:
    _, faulty, company = drawn
    assert bool(company.truth.faults) is faulty
    assert bool(company.truth.consequences) is faulty


def test_the_draw_is_large_enough(drawn: tuple[str, bool, Company]) -> None:
    _, faulty, company = drawn
    traps = Counter(trap for trap, _, _ in company.truth.traps)
    assert len(traps) >= 25 and min(traps.values()) >= 4
    families = Counter(fault.family for fault in company.truth.faults)
    assert not faulty or (len(families) >= 20 and min(families.values()) >= 4)


def test_the_files_of_truth_can_be_read(drawn: tuple[str, bool, Company], tmp_path: Path) -> None:
    _, _, company = drawn
    company.truth.write(tmp_path)
    with (tmp_path / "faults.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(len(fault.rows) for fault in company.truth.faults)
    assert all(row["record"].count("/") >= 2 and row["check"] for row in rows)


def test_a_second_fault_on_a_record_is_refused() -> None:
    ledger = Ledger()
    ledger.fault("late", [Row("in_crm_within_sla", "crm/lead/1")], "")
    with pytest.raises(ValueError, match="carries the faults 1 and 2"):
        ledger.fault("lost", [Row("records_arrive", "crm/lead/1")], "")


def test_a_trap_with_a_fault_is_refused(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.fault("late", [Row("in_crm_within_sla", "crm/lead/1")], "")
    ledger.trap("sent_again", "crm/lead/1", "")
    with pytest.raises(ValueError, match="trap and fault at once"):
        ledger.write(tmp_path)
