"""A company that runs on HubSpot, audited end to end: every verdict was worked out by hand.

stacks/hubspot contains its exports in the layouts of the vendors. Each person has one fault:

    Ada 1001      no fault: form, contact, owner, call, deal, one invoice
    Ben           never reached HubSpot
    Cleo 1003     the campaign was cut at 32 characters
    Dev 1004      the phone number was blanked
    Elena 1005    an integration overwrote the company; the history contains its name and the time
    Gina 1006     has a duplicate, 1007, made by hand; the history of 1007 was not exported
    Hugo 1008     1010 was merged into 1009, and 1009 (opted out of e-mail) into 1008; the export of
                  an earlier night still contains 1009 and 1010
    Iris 1011     opted out of e-mail on the form, not in HubSpot
    Jon 1012      reached HubSpot after 12 minutes; opted out later, which is not a fault
    Kira 1013     never got an owner
    Leo 1014      got an owner after 45 minutes
    Mona 1015     has 2,400 employees, but was assigned to the pool for small companies
    Nils 1016     became an SQL without being an MQL; was called after six hours
    Olga 1017     her deal was invoiced twice
    Paula 1018    a rep took over her lead from the pool that the rules chose
    Quentin 1019  every hop was in time, but their sum was late
    Rita          did not complete the form, so no record is due
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.audited import Audited, audit
from support.hubspot_verdicts import FORM, JUDGED, NOT_COMPUTABLE
from support.paths import FIXTURES

STACK = FIXTURES / "stacks" / "hubspot"


@pytest.fixture(scope="module")
def juniper(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audit(root, STACK / "exports", STACK, tmp_path_factory.mktemp("hubspot"))


@pytest.fixture(scope="module")
def without_history(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    folder = tmp_path_factory.mktemp("without_history")
    shutil.copytree(STACK / "exports", folder / "exports")
    (folder / "exports" / "hubspot" / "contacts_property_history.csv").unlink()
    return audit(root, folder / "exports", STACK, folder)


def test_every_export_is_recognised_and_completely_loaded(juniper: Audited) -> None:
    files = juniper.ask("select object, rows_loaded, rows_rejected from raw_handoff.files")
    assert sorted(files) == [
        ("call", 14, 0),
        ("company", 3, 0),
        ("contact", 3, 0),
        ("contact", 16, 0),
        ("customer", 2, 0),
        ("deal", 3, 0),
        ("invoice", 3, 0),
        ("merge_audit", 2, 0),
        ("owner", 4, 0),
        ("payment", 2, 0),
        ("property_history", 24, 0),
        ("submission", 17, 0),
    ]


def test_rows_of_the_canonical_tables(juniper: Audited) -> None:
    expected = {
        "people": 20,
        "companies": 3,
        "owners": 4,
        "submissions": 17,
        "assignments": 18,
        "touches": 14,
        "stage_changes": 40,
        "opportunities": 3,
        "invoices": 3,
        "payments": 2,
        "merges": 3,
    }
    found = {table: juniper.one(f"select count(*) from canonical.{table}") for table in expected}
    assert found == expected


def test_portal_time_becomes_utc(juniper: Audited) -> None:
    # 08:00 in New York, the last change of contact 1019, is the latest moment of all exports.
    assert str(juniper.one("select as_of from canonical.as_of")) == "2025-06-20 12:00:00"
    made = juniper.one("select created_at from canonical.people where record_id = '1005'")
    assert str(made) == "2025-06-04 08:31:00"


def test_the_name_and_the_id_of_an_owner_give_one_owner(juniper: Audited) -> None:
    owners = dict(
        juniper.ask("select record_id, owner_key from canonical.people where object = 'contact'")
    )
    assert owners["1001"] == "hubspot/owner/501"
    assert owners["1008"] == "hubspot/owner/504"
    assert owners["1013"] is None
    moved = juniper.ask(
        "select owner_key, assigned_by_key, basis, cast(assigned_at as varchar)"
        " from canonical.assignments where person_key = 'hubspot/contact/1018' order by assigned_at"
    )
    assert moved == [
        ("hubspot/owner/502", None, "history", "2025-06-11 13:03:00"),
        ("hubspot/owner/501", "hubspot/owner/501", "history", "2025-06-11 15:00:00"),
    ]
    undated = "select basis, assigned_at from canonical.assignments where person_key like '%/1007'"
    assert juniper.ask(undated) == [("current", None)]


def test_stages_come_from_history_else_from_date_stamps(juniper: Audited) -> None:
    stages = juniper.ask(
        "select entity_key, basis, string_agg(to_stage, ' ' order by changed_at)"
        " from canonical.stage_changes group by all"
    )
    passed = {key: (basis, way) for key, basis, way in stages}
    assert passed["hubspot/contact/1001"] == ("history", "lead mql sql opportunity customer")
    assert passed["hubspot/contact/1017"] == ("date_stamp", "lead mql sql opportunity customer")
    assert passed["hubspot/contact/1016"] == ("date_stamp", "lead sql")
    assert passed["hubspot/deal/3002"] == ("date_stamp", "opportunity opportunity customer")
    won = "select cast(won_at as varchar) from canonical.opportunities where is_won order by 1"
    assert juniper.ask(won) == [("2025-06-12 19:00:00",), ("2025-06-18 20:30:00",)]


def test_differences_between_form_and_contact(juniper: Audited) -> None:
    found = juniper.ask(
        "select source_record_key, field, verdict from audit.audit_fidelity__ledger"
        " where verdict not in ('equal', 'equal_after_normalising')"
        " and field <> 'campaign_code'"
    )
    assert {(key.split("/")[-1], field, verdict) for key, field, verdict in found} == {
        ("resp03", "utm_campaign", "truncated"),
        ("resp04", "phone_number", "blank"),
        ("resp05", "company_name", "overwritten"),
        ("resp08", "unsubscribed_from_all_email", "mismatched"),
        ("resp09", "unsubscribed_from_all_email", "not_comparable"),
    }
    overwritten = juniper.ask(
        "select overwritten_by, cast(overwritten_at as varchar) from audit.audit_fidelity__ledger"
        " where verdict = 'overwritten'"
    )
    assert overwritten == [("INTEGRATION Firmograph", "2025-06-10 08:00:00")]


def test_an_optional_property_that_was_not_exported_is_noted_and_not_compared(
    juniper: Audited,
) -> None:
    assert "no export of hubspot/contact has a column 'Campaign Code'" in juniper.printed
    verdicts = juniper.ask(
        "select verdict, count(*) from audit.audit_fidelity__ledger"
        " where field = 'campaign_code' group by 1"
    )
    assert verdicts == [("not_comparable", 15)]


def test_class_of_every_lead(juniper: Audited) -> None:
    classes = dict(juniper.ask("select person_key, class from audit.audit_routing__leads"))
    faults = {key: found for key, found in classes.items() if found != "right"}
    assert len(classes) == 16
    assert faults == {
        "hubspot/contact/1013": "unassigned",
        "hubspot/contact/1015": "wrong_owner",
        "hubspot/contact/1018": "human_override",
    }
    verdicts = dict(
        juniper.ask("select person_key, assigned_verdict from audit.audit_routing__leads")
    )
    assert {key: found for key, found in verdicts.items() if found != "met"} == {
        "hubspot/contact/1007": "not_computable",
        "hubspot/contact/1013": "waiting_breached",
        "hubspot/contact/1014": "breached",
    }


def test_verdict_of_every_hop(juniper: Audited) -> None:
    hops = juniper.ask(
        "select submission_key, in_crm_verdict, assigned_verdict, first_attempt_verdict,"
        " opportunity_verdict from audit.audit_lag__journeys"
    )
    found = {key.split("/")[-1]: tuple(verdicts) for key, *verdicts in hops}
    nothing = "not_applicable"
    expected = {f"resp{n:02}": ("met", "met", "met", "waiting") for n in range(1, 18)}
    for with_deal in ("resp01", "resp06", "resp14"):
        expected[with_deal] = ("met", "met", "met", "met")
    expected["resp02"] = ("waiting_breached", nothing, nothing, nothing)
    expected["resp09"] = ("breached", "met", "met", "waiting")
    expected["resp10"] = ("met", "waiting_breached", nothing, "waiting")
    expected["resp11"] = ("met", "breached", "met", "waiting")
    expected["resp13"] = ("met", "met", "breached", "waiting")
    expected["resp17"] = (nothing, nothing, nothing, nothing)
    assert found == expected


def test_duplicates_and_merge_chains(juniper: Audited) -> None:
    doubled = juniper.ask(
        "select person_key, survivor_key from audit.audit_duplicates__people where is_duplicate"
    )
    assert doubled == [("hubspot/contact/1007", "hubspot/contact/1006")]
    persons = "select count(distinct person_id) from audit.audit_duplicates__people"
    assert juniper.one(persons) == 15
    merged = juniper.ask(
        "select loser_key, winner_key, final_key, chain_length, is_disputed"
        " from audit.audit_matching__merges order by 1"
    )
    assert merged == [
        ("hubspot/contact/1009", "hubspot/contact/1008", "hubspot/contact/1008", 1, False),
        ("hubspot/contact/1010", "hubspot/contact/1009", "hubspot/contact/1008", 2, False),
    ]


def test_status_and_violations_of_every_check(juniper: Audited) -> None:
    # What its contracts lack is no matter of the exports: test_declarations_only judges that.
    results = juniper.ask(
        "select check_id, status, scope, reason from results.check_results"
        " where area <> 'contracts'"
    )
    found = {
        check: (scope, juniper.violations(check))
        for check, status, scope, _ in results
        if status in ("pass", "fail")
    }
    assert found == JUDGED
    failing = {check for check, (_, violations) in JUDGED.items() if violations}
    assert {check for check, status, _, _ in results if status == "fail"} == failing
    reasons = {check: reason for check, status, _, reason in results if check not in found}
    assert reasons.keys() == NOT_COMPUTABLE.keys()
    assert {status for check, status, _, _ in results if check not in found} == {"not_computable"}
    for check, words in NOT_COMPUTABLE.items():
        assert words in reasons[check], check


def test_overdue_journeys_name_the_handoff_they_wait_at(juniper: Audited) -> None:
    found = juniper.ask(
        "select record_id, handoff_id from results.violations"
        " where check_id = 'open_journeys_not_overdue'"
    )
    assert set(found) == {
        ("typeform/submission/resp02", "form_to_hubspot"),
        ("typeform/submission/resp10", "lead_rotation"),
    }


def test_times_without_seconds_lower_the_grade_of_lags(juniper: Audited) -> None:
    grades = dict(juniper.ask("select check_id, evidence_grade from results.check_results"))
    assert grades["in_crm_within_sla"] == "C"
    assert grades["assigned_within_sla"] == "C"


def test_without_property_history_its_checks_report_no_violation(
    without_history: Audited,
) -> None:
    for check in ("history_matches_current", "opt_outs_not_reversed", "values_not_overwritten"):
        status, reason = without_history.ask(
            f"select status, reason from results.check_results where check_id = '{check}'"
        )[0]
        assert status == "not_computable", check
        assert "hubspot property_history" in reason, check
    # The records of Mona and Paula changed after their creation, so their first owner is unknown.
    assert not without_history.violations("assigned_to_right_owner")
    assert not without_history.violations("assignments_not_overridden")
    classes = dict(without_history.ask("select person_key, class from audit.audit_routing__leads"))
    assert classes["hubspot/contact/1015"] == "not_computable"
    assert classes["hubspot/contact/1018"] == "not_computable"
    assert classes["hubspot/contact/1004"] == "right"
    assert classes["hubspot/contact/1013"] == "unassigned"
    # Only the history shows that the company was overwritten; the difference is visible without it.
    assert without_history.violations("values_agree") == {
        FORM + "resp05/company_name",
        FORM + "resp08/unsubscribed_from_all_email",
    }
