"""Small companies with known answers (`tests/python/cases`): the audit gives these answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.builds import audit, once
from support.case_answers import cases_of, wrong_answers
from support.paths import ROOT

from ingest.run import ingest

COMPANIES = sorted(path.parent for path in (ROOT / "tests/python/cases").glob("*/expected.yml"))
CASES = [(company.name, case) for company in COMPANIES for case in cases_of(company)]
# Cases that the audit does not answer yet. The list may only shrink: a case that turns right and
# stays in it fails.
GAPS: dict[str, str] = {
    "promises/archived-activities": "the oldest activity is one for the company, not per system",
    "promises/calls-of-a-phone-system": "a promise with from_hop makes no journey overdue",
    "reading/invoices-without-a-number": "an invoice number is an optional id of Xero",
}


def name_of(company: str, case: dict[str, Any]) -> str:
    return f"{company}/{case['case']}"


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Ingests and builds a company once; returns its database."""

    def of(company: str) -> Path:
        def build(folder: Path) -> None:
            source = ROOT / "tests/python/cases" / company
            ingest(source / "exports", folder / "handoff.duckdb", source / "stack")
            audit(ROOT, folder / "handoff.duckdb", folder / "target")

        return once(tmp_path_factory, f"case_{company}", build) / "handoff.duckdb"

    return of


@pytest.mark.parametrize(
    ("company", "case"),
    [
        pytest.param(
            company,
            case,
            id=name_of(company, case),
            marks=[pytest.mark.xfail(reason=GAPS[name_of(company, case)], strict=True)]
            if name_of(company, case) in GAPS
            else [],
        )
        for company, case in CASES
    ],
)
def test_the_audit_gives_the_right_answers(
    audited: Any, company: str, case: dict[str, Any]
) -> None:
    wrong = wrong_answers(audited(company), case)
    assert not wrong, "\n".join([case["why"], *wrong])


def test_every_gap_is_a_case() -> None:
    assert set(GAPS) <= {name_of(company, case) for company, case in CASES}
