"""What only the company with Salesforce has: ids of two lengths, reports, an older export."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from companies import salesforce_mailchimp_netsuite as company
from companies.drawing import Company
from companies.salesforce_mailchimp_netsuite.ids import Ids, long_id
from companies.salesforce_mailchimp_netsuite.stack import STACK
from ruamel.yaml import YAML


@pytest.fixture(scope="module")
def drawn() -> Company:
    return company.draw(2, True)


@pytest.fixture(scope="module")
def folder(drawn: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("company")
    drawn.write(path)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    """The records of a file; the footer of a report has one cell per line."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if None not in row.values()]


@pytest.mark.parametrize("known", ["00Q5g0000000002EAA", "00Q5g00000000GGEAY"])
def test_a_short_id_has_one_long_form(known: str) -> None:
    assert long_id(known[:15]) == known


def test_ids_differ_in_upper_and_lower_case_only(drawn: Company) -> None:
    leads = {key[:-3] for key in drawn.keys() if key.startswith("salesforce/lead/")}  # noqa: SIM118
    assert max(Counter(key.lower() for key in leads).values()) > 1


def test_reports_have_short_ids_of_exported_records(drawn: Company, folder: Path) -> None:
    for name, header, place in (
        ("report_accounts.csv", "Account ID", "account"),
        ("report_contact_history.csv", "Contact ID", "contact"),
    ):
        ids = [row[header] for row in rows(folder / "exports/salesforce" / name)]
        assert ids and {len(one) for one in ids} == {15}
        assert {f"salesforce/{place}/{long_id(one)}" for one in ids} <= drawn.keys()


def test_a_status_of_mailchimp_is_in_the_file_name_only(folder: Path) -> None:
    files = {
        path.name.split("_")[0]: rows(path) for path in folder.glob("exports/mailchimp/*_mem*")
    }
    assert all(files[name] for name in ("subscribed", "unsubscribed", "cleaned"))
    assert all("Status" not in row for members in files.values() for row in members)


def test_the_older_export_has_older_versions(folder: Path) -> None:
    now = {row["Id"]: row for row in rows(folder / "exports/salesforce/Lead.csv")}
    older = rows(folder / "exports/salesforce/Lead_2026-05-05.csv")
    assert all(row["SystemModstamp"] <= now[row["Id"]]["SystemModstamp"] for row in older)
    changed = [row for row in older if row != now[row["Id"]]]
    assert {"Phone", "Status", "OwnerId"} <= {
        header for row in changed for header in row if row[header] != now[row["Id"]][header]
    }


def test_the_stack_declares_the_pools_and_the_holidays() -> None:
    texts: list[dict[str, Any]] = [YAML(typ="safe").load(text) for text in STACK.values()]
    stack = {key: value for text in texts for key, value in text.items()}
    team = company.team(Ids())
    drawn = {
        pool: {(user.email, first, last) for user, first, last in members}
        for pool, members in team.pools.items()
        if pool != "legacy"
    }
    declared = {
        pool["id"]: {
            (one["member"], one.get("from"), one.get("until"))
            if isinstance(one, dict)
            else (one, None, None)
            for one in pool["members"]
        }
        for pool in stack["routing"][0]["pools"]
        if pool.get("kind") != "queue"
    }
    assert declared == drawn
    assert set(stack["calendars"][0]["holidays"]) == company.CALENDAR.holidays


def test_only_a_wrong_merge_may_break_any_check(drawn: Company) -> None:
    families = {fault.family for fault, row in drawn.truth.consequences if row.check == "*"}
    assert families == {"wrong_merge"}
