"""Exports of every vendor are recognised and give the rows that a person wrote by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.audited import Audited, canonical
from support.vendor_fixtures import CLEARLY, fixtures, put_exports, stack_text, text

from ingest.vendors.catalog import load_vendors

TABLES = [(vendor, table) for vendor, one in fixtures().items() for table in one.canonical]
_SCORE = re.compile(r"\(score (-?[\d.]+)\)")


@pytest.fixture(scope="module")
def everyone(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """The exports of all vendors in one database, built once."""
    folder = tmp_path_factory.mktemp("vendors")
    put_exports(folder / "exports")
    (folder / "stack").mkdir()
    (folder / "stack" / "stack.yml").write_text(stack_text(), "utf-8")
    return canonical(root, folder)


@pytest.mark.parametrize("vendor", fixtures())
def test_files_are_recognised_among_all_vendors(everyone: Audited, vendor: str) -> None:
    rows = everyone.ask(
        "select path, member, vendor, object, recognised_by, runner_up, rows_rejected"
        f" from raw_handoff.files where path like '{vendor}/%'"
    )
    expected = fixtures()[vendor].files
    targets = {item.object: item for item in load_vendors().of(vendor)}
    found: dict[str, set[str | None]] = {}
    for path, member, by, name, why, runner_up, rejected in rows:
        label = path.split("/", 1)[1] + (f"/{member}" if member else "")
        found.setdefault(label, set()).add(name)
        assert by in (vendor, None) and not rejected
        ahead = _score(why) - _score(runner_up) if why and runner_up else CLEARLY
        assert ahead >= CLEARLY, f"{label}: {why}, but {runner_up}"
    wanted = {
        label: {name, *(one.object for one in targets[name].also)} if name in targets else {name}
        for label, name in expected.items()
    }
    assert found == wanted


def _score(words: str) -> float:
    match = _SCORE.search(words)
    assert match, words
    return float(match[1])


@pytest.mark.parametrize(("vendor", "table"), TABLES)
def test_rows_become_canonical(everyone: Audited, vendor: str, table: str) -> None:
    expected = fixtures()[vendor].canonical[table]
    key = next(iter(expected[0]))
    columns = list(dict.fromkeys(column for row in expected for column in row))
    rows = everyone.ask(
        f"select {', '.join(columns)} from canonical.{table} where system = '{vendor}'"
    )
    found = [dict(zip(columns, map(text, row), strict=True)) for row in rows]
    assert sorted(str(row[key]) for row in found) == sorted(str(text(row[key])) for row in expected)
    for row in expected:
        here = [one for one in found if one[key] == text(row[key])]
        shown = [{column: one[column] for column in row} for one in here]
        assert {column: text(value) for column, value in row.items()} in shown


@pytest.mark.parametrize("vendor", [name for name, one in fixtures().items() if one.kept])
def test_columns_that_the_audit_does_not_use_are_kept(everyone: Audited, vendor: str) -> None:
    kept = fixtures()[vendor].kept
    assert kept is not None
    rows = [tuple(map(text, row)) for row in everyone.ask(kept[0])]
    assert rows == [tuple(map(text, kept[1]))]


def test_a_stack_names_headers_of_a_mapped_vendor(everyone: Audited) -> None:
    named = everyone.ask(
        "select system, header, column_name from declared_stack.declared_columns"
        " where system in ('account_engagement', 'mailchimp') order by all"
    )
    assert named == [
        ("account_engagement", "CRM Lead FID", "crm_lead_fid"),
        ("account_engagement", "Company", "company_name"),
        ("account_engagement", "Opted Out", "is_opted_out"),
        ("mailchimp", "is_opted_out", "is_opted_out"),
    ]
    values = everyone.ask(
        "select record_id, column_values from canonical.record_values"
        " where system in ('account_engagement', 'mailchimp') order by all"
    )
    # In the order of the columns: company_name, crm_lead_fid, is_opted_out. Mailchimp gives only
    # is_opted_out, in the name of the file.
    assert values == [
        ("501", ["subscribed"]),
        ("502", ["subscribed"]),
        ("503", ["unsubscribed"]),
        ("504", ["cleaned"]),
        ("81000001", ["Analytical Engines, Ltd", "00Q5e000001AbCdEAK", "0"]),
        ("81000002", ['Duna "Gép" Kft', None, "1"]),
        ("81000003", ["Moss", "00Q5e000001MoSsEAK", "false"]),
    ]


def test_a_vendor_that_is_mapped_has_a_fixture() -> None:
    mapped = {item.vendor for item in load_vendors().objects if item.entity}
    assert mapped <= set(fixtures())
