"""Sample files of the Salesforce Data Loader: legacy encodings, one text in five encodings."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from support.audited import OF_EVERY_EXPORT, Audited, audit
from support.paths import FIXTURES

STACK = FIXTURES / "stacks" / "dataloader"


@pytest.fixture(scope="module")
def samples(shared_data: Path) -> Path:
    return shared_data / "salesforce_dataloader"


@pytest.fixture(scope="module")
def org(root: Path, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    scratch = tmp_path_factory.mktemp("dataloader")
    for name in ("accountData", "opportunityData"):
        (scratch / "exports" / "samples").mkdir(parents=True, exist_ok=True)
        shutil.copy(samples / "samples" / "data" / f"{name}.csv", scratch / "exports" / "samples")
    (scratch / "exports" / "notes").mkdir()
    for path in (samples / "testfiles" / "data").glob("csvtext_BOM_*.csv"):
        shutil.copy(path, scratch / "exports" / "notes")
    return audit(root, scratch / "exports", STACK, scratch)


def test_every_account_keeps_every_character(org: Audited, samples: Path) -> None:
    text = (samples / "samples" / "data" / "accountData.csv").read_bytes().decode("iso-8859-1")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    wanted = sorted((row["ID"], row["NAME"], row["BILLINGCITY"] or None) for row in rows)
    assert len(wanted) == 423
    assert sorted(org.ask("select id, name, billing_city from raw_salesforce.account")) == wanted
    cells = [cell for row in rows for cell in row.values() if not cell.isascii()]
    columns = ", ".join(
        f'"{name}"'
        for (name,) in org.ask(
            "select column_name from raw_handoff.columns where object = 'account'"
        )
    )
    landed = [
        cell
        for row in org.ask(f"select {columns} from raw_salesforce.account")
        for cell in row
        if cell and not cell.isascii()
    ]
    assert len(cells) > 0
    assert sorted(landed) == sorted(cells)
    names = {row["ID"]: row["NAME"] for row in rows}
    found = dict(org.ask("select record_id, name from canonical.companies"))
    assert found == names


def test_every_opportunity_is_in_the_canonical_table(org: Audited) -> None:
    assert org.one("select count(*) from canonical.opportunities") == 38
    assert org.one("select count(*) from canonical.opportunities where amount is not null") > 0


def test_one_text_in_five_encodings_is_stored_once(org: Audited) -> None:
    files = org.ask(
        "select encoding, records_in_file, rows_loaded, rows_unchanged from raw_handoff.files"
        " where object = 'note' order by path"
    )
    assert len({encoding for encoding, *_ in files}) == 5
    # One file is loaded, recognised by its content; the others have the same cells.
    assert sorted(row[1:] for row in files) == [*[(2, 0, 2)] * 4, (2, 2, 0)]
    found = org.ask("select record_id, column2, column3 from raw_mapped.records order by 1")
    assert found == [("row1-1", "row1-2", "row1-3"), ("row2-1", "row2-2", "row2-3")]


def test_checks_of_people_do_not_pass_without_people(org: Audited) -> None:
    judged = set(org.verdicts()) - OF_EVERY_EXPORT
    assert judged <= {"companies_unique_in_system", "company_links_resolve"}
