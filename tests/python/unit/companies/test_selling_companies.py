"""The drawn companies that sell: their truth is complete and holds together."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.python.companies.__main__ import draw
from tests.python.companies.drawing import Company

COMPANIES = ("pardot_dynamics_chargebee", "zoho_activecampaign_xero")
DRAWS = [(name, seed, faulty) for name in COMPANIES for seed in (1, 2) for faulty in (False, True)]


@cache
def drawn(name: str, seed: int, faulty: bool) -> Company:
    return draw(name, seed, faulty)


def contents(company: Company, folder: Path) -> dict[str, bytes]:
    company.write(folder)
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize(("name", "seed", "faulty"), DRAWS)
def test_same_seed_same_files(name: str, seed: int, faulty: bool, tmp_path: Path) -> None:
    first = contents(drawn(name, seed, faulty), tmp_path / "first")
    assert first == contents(draw(name, seed, faulty), tmp_path / "second")


@pytest.mark.parametrize(("name", "seed", "faulty"), DRAWS)
def test_truth_names_records_that_exist(name: str, seed: int, faulty: bool) -> None:
    company = drawn(name, seed, faulty)
    assert company.truth.records() <= company.keys()


@pytest.mark.parametrize("name", COMPANIES)
def test_clean_draw_has_no_fault(name: str) -> None:
    truth = drawn(name, 1, False).truth
    assert not truth.faults
    assert not truth.consequences


@pytest.mark.parametrize(("name", "seed", "faulty"), DRAWS)
def test_no_record_has_two_faults(name: str, seed: int, faulty: bool) -> None:
    faults = defaultdict(set)
    for fault in drawn(name, seed, faulty).truth.faults:
        for row in fault.rows:
            faults[row.record].add(fault.number)
    assert not [record for record, numbers in faults.items() if len(numbers) > 1]


@pytest.mark.parametrize(("name", "seed", "faulty"), DRAWS)
def test_innocents_carry_no_fault(name: str, seed: int, faulty: bool) -> None:
    assert not drawn(name, seed, faulty).truth.contradictions()


@pytest.mark.parametrize("name", COMPANIES)
def test_enough_traps_and_families(name: str) -> None:
    truth = drawn(name, 1, True).truth
    traps = Counter(trap for trap, _, _ in truth.traps)
    families = Counter(fault.family for fault in truth.faults)
    assert len([trap for trap, count in traps.items() if count >= 4]) >= 25
    assert len([family for family, count in families.items() if count >= 4]) >= 20


@pytest.mark.parametrize("name", COMPANIES)
def test_draws_differ_by_seed(name: str) -> None:
    assert drawn(name, 1, False).keys() != drawn(name, 2, False).keys()


@pytest.mark.parametrize("name", COMPANIES)
def test_little_is_undecidable(name: str) -> None:
    company = drawn(name, 1, False)
    keys = company.keys()
    people = [key for key in keys if "/lead/" in key]
    for check in {check for check, _, _ in company.truth.undecidable}:
        rows = [
            record
            for other, record, _ in company.truth.undecidable
            if other == check and "/submission/" in record
        ]
        assert len(rows) <= 0.02 * len(people)
