"""Drawn companies (`tests/python/companies`): the audit finds what is planted and accuses nobody.

The truth of these companies was fixed apart from the SQL. One seed is a test; three seeds are in
docs/drawn-companies.md.
"""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from companies.__main__ import COMPANIES, draw
from companies.score import Score, score
from support.builds import audit, once
from support.paths import ROOT

from ingest.run import ingest

SEED = 1
MOST_NOT_JUDGED = 0.02
# Families that the audit does not find yet, and why. The list may only shrink.
GAPS: dict[tuple[str, str], str] = {}
# Rows without a verdict that the truth names for other checks of the same record only. The list may
# only shrink.
REPEATED_HOUR = "a local time falls into an hour that the clocks repeat or skip"
CLEANED = "the word 'cleaned' in 'Status' is not known"
CHECKS_OF_A_FIELD = (
    "consent_survives", "encoding_intact", "types_intact", "values_agree", "values_not_blanked",
    "values_not_defaulted", "values_not_invented", "values_not_mis_mapped",
    "values_not_overwritten", "values_not_placeholders", "values_not_stale", "values_not_truncated",
)  # fmt: skip
NOT_PLANTED = {
    "zoho_activecampaign_xero": {
        "clocks_in_order": REPEATED_HOUR,
        "first_attempt_within_sla": REPEATED_HOUR,
        "journeys_meet_total_sla": REPEATED_HOUR,
        "queues_have_owner": "owner 5172089040056937619 is in no export of owners",
    },
    "salesforce_mailchimp_netsuite": {
        "clocks_in_order": REPEATED_HOUR,
        "first_attempt_within_sla": REPEATED_HOUR,
        "journeys_meet_total_sla": REPEATED_HOUR,
        "stages_not_reversed": "no stage after it is known",
        "stages_not_skipped": "no stage after it is known",
        **dict.fromkeys(CHECKS_OF_A_FIELD, CLEANED),
    },
}
# Checks with so few rows that the planted undecidable ones are more than the share.
SMALL_CHECKS = {"merged_people_are_one", "opt_outs_survive_merge"}


def audited(factory: pytest.TempPathFactory, company: str, faulty: bool) -> Path:
    """The folder of a company that is drawn and audited once per run of the tests."""

    def build(folder: Path) -> None:
        draw(company, SEED, faulty).write(folder)
        ingest(folder / "exports", folder / "handoff.duckdb", folder / "stack")
        audit(ROOT, folder / "handoff.duckdb", folder / "target")

    kind = "faulty" if faulty else "clean"
    return once(factory, f"drawn_{company}_{kind}", build)


def scored(factory: pytest.TempPathFactory, company: str, faulty: bool) -> Score:
    """The score of a company that is drawn and audited once per run of the tests."""
    folder = audited(factory, company, faulty)
    return score(folder / "handoff.duckdb", folder / "truth")


@pytest.mark.parametrize("company", COMPANIES)
def test_a_clean_company_is_not_accused(
    tmp_path_factory: pytest.TempPathFactory, company: str
) -> None:
    clean = scored(tmp_path_factory, company, faulty=False)
    assert clean.false_rows == []
    # What is not judged is planted as undecidable, and it is little.
    known = NOT_PLANTED.get(company, {})
    found = [line.split(": ", 2) for line in clean.unexpected]
    assert [line for line in found if known.get(line[0]) != line[2]] == []
    assert {check for check, _, _ in found} == known.keys()
    too_many = {
        check: share
        for check, share in clean.unjudged.items()
        if share > MOST_NOT_JUDGED and check not in SMALL_CHECKS
    }
    assert too_many == {}


@pytest.mark.parametrize("company", COMPANIES)
def test_the_planted_faults_are_found_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, company: str
) -> None:
    faulty = scored(tmp_path_factory, company, faulty=True)
    assert faulty.false_rows == []
    missed = {family for family in faulty.planted if faulty.recall(family) < 1}
    assert missed == {family for name, family in GAPS if name == company}, faulty.missed


# What a planted fault makes of its deal on the way to cash.
CLASSES = {
    "not_invoiced": {"missing"},
    "invoiced_twice": {"doubled"},
    "wrong_customer": {"wrong_customer"},
    "wrong_amount": {"wrong_amount"},
    "wrong_currency": {"wrong_currency"},
    "paid_twice": {"paid_twice", "overpaid"},
    "paid_differs": {"underpaid", "overpaid"},
}


@pytest.mark.parametrize("company", COMPANIES)
def test_deals_with_a_fault_have_its_class_and_no_other_deal_has(
    tmp_path_factory: pytest.TempPathFactory, company: str
) -> None:
    folder = audited(tmp_path_factory, company, faulty=True)
    labels = {}
    for name in ("faults", "consequences"):
        with (folder / "truth" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            labels[name] = list(csv.DictReader(file))
    faults = [row for row in labels["faults"] if row["family"] in CLASSES]
    with duckdb.connect(str(folder / "handoff.duckdb"), read_only=True) as con:
        classes = dict(
            con.sql("select opportunity_key, class from results.deals_to_cash").fetchall()
        )
        # A fault is planted on a deal, an invoice or a payment.
        records = con.sql(
            """
            select opportunity_key as record, opportunity_key from results.deals_to_cash
            union
            select invoice_key, opportunity_key from audit.audit_matching__invoice_deals
            union
            select payment_key, opportunity_key
            from audit.audit_duplicates__invoice_payments
            inner join audit.audit_matching__invoice_deals using (invoice_key)
            """
        ).fetchall()
    deals: dict[str, set[str]] = {}
    for record, deal in records:
        deals.setdefault(record, set()).add(deal)
    wanted: dict[str, set[str]] = {}
    for fault in faults:
        for deal in deals.get(fault["record"], ()):
            wanted.setdefault(deal, set()).update(CLASSES[fault["family"]])
    assert len(wanted) > 20
    assert {
        deal: classes[deal] for deal, any_of in wanted.items() if classes[deal] not in any_of
    } == {}
    # Another fault, such as a match key that two deals have, can make a class of these, too.
    touched = {
        deal
        for label in [*labels["faults"], *labels["consequences"]]
        for deal in deals.get(label["record"], ())
    }
    of_faults = set().union(*CLASSES.values())
    assert {d: c for d, c in classes.items() if c in of_faults and d not in touched} == {}
