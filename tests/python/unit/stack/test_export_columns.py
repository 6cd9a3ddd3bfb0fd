"""Headers the stack names, held against what was exported."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from ingest.naming import column_name, header_key
from ingest.stack import ExportColumn, Stack, UnexportedHeaders, check_against, load

STACK = """\
company: {name: Acme, currency: EUR}
systems:
  - {id: crm, name: CRM, vendor: salesforce, functions: [route], role: truth}
  - id: enrichment
    name: Enrichment
    functions: [enrich]
    role: transport
    tables:
      - object: profile
        files: ["profiles.csv"]
        entity: people
        columns: {record_id: Key, email: Mail}
lifecycle:
  stages: [{id: new, name: New, order: 1, meaning: open}]
  values:
    - {system: crm, object: lead, field: Status, map: {New: new}}
handoffs:
  - id: enrich
    name: Enrichment
    from: {system: enrichment, object: profile}
    to: {system: crm, object: lead}
    hop: enriched
    match: {source: crm id, target: Id}
    fields:
      - {source: Sector, target: Industry, kind: picklist}
routing:
  - id: r
    system: crm
    object: lead
    rules:
      - {id: all, order: 1, when: {Countri: [US]}, assign: {owner: x}}
"""
LEAD = {"Id": "id", "Status": "status", "Industry": "industry", "Country": "country"}
PROFILE = {"Key": "record_id", "Mail": "email", "CRM ID": "crm_id", "Sector": "sector"}


def exported(system: str, name: str, headers: dict[str, str]) -> list[ExportColumn]:
    return [ExportColumn(system, name, header, column) for header, column in headers.items()]


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    folder = tmp_path / "stack"
    folder.mkdir()
    (folder / "all.yml").write_text(STACK, "utf-8")
    return load(folder)


def test_an_unknown_field_names_its_place_and_the_likely_one(stack: Stack) -> None:
    columns = exported("crm", "lead", LEAD) + exported("enrichment", "profile", PROFILE)
    assert [str(problem) for problem in check_against(stack, columns).mistakes] == [
        "stack/all.yml:31:36: no export of crm/lead has a column 'Countri'\n"
        "  -> did you mean 'Country'? allowed: Country, Id, Industry, Status; "
        "or add it to the export"
    ]


def test_an_optional_field_that_nobody_knows_is_missing_and_no_mistake(tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    folder.mkdir()
    optional = STACK.replace("kind: picklist}", "kind: picklist, optional: true}")
    (folder / "all.yml").write_text(optional.replace("Countri", "Country"), "utf-8")
    headers = {key: value for key, value in PROFILE.items() if key != "Sector"}
    columns = exported("crm", "lead", LEAD) + exported("enrichment", "profile", headers)
    found = check_against(load(folder), columns)
    assert found.mistakes == []
    assert [str(problem) for problem in found.missing] == [
        "stack/all.yml:25:18: no export of enrichment/profile has a column 'Sector'\n"
        "  -> add it to the export; checks that need it cannot be computed until then"
    ]


def test_a_mapping_to_a_column_the_file_does_not_have(stack: Stack) -> None:
    headers = {key: value for key, value in PROFILE.items() if key not in ("Mail", "Sector")}
    headers |= {"E-Mail": "e_mail"}
    columns = exported("enrichment", "profile", headers)
    found = [str(problem) for problem in check_against(stack, columns).mistakes]
    assert [text.splitlines()[0] for text in found] == [
        "stack/all.yml:25:18: no export of enrichment/profile has a column 'Sector'",
        "stack/all.yml:12:42: no file of enrichment/profile has a column 'Mail'",
    ]
    assert "did you mean 'E-Mail'?" in found[1]


def test_what_was_not_exported_is_no_problem(stack: Stack) -> None:
    assert check_against(stack, []) == UnexportedHeaders([], [])


def test_another_name_of_the_same_column_is_known(stack: Stack) -> None:
    labels = {"Lead ID": "id", "Lead Status": "status", "Industry": "industry"}
    problems = check_against(stack, exported("crm", "lead", labels)).mistakes
    assert [problem.what for problem in problems] == [
        "no export of crm/lead has a column 'Countri'"
    ]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("firstName", "first_name"),
        ("NumberOfEmployees", "number_of_employees"),
        ("UTM_Campaign__c", "utm_campaign_c"),
        ("SIC_Code__c", "sic_code_c"),
        ("opportunity_id (metadata)", "opportunity_id_metadata"),
    ],
)
def test_field_names(header: str, name: str) -> None:
    assert column_name(header) == name


@pytest.mark.parametrize("header", ["Email", " *Email ", "EMAIL", "* email", "E*mail", "*"])
def test_python_and_sql_compare_headers_alike(header: str, root: Path) -> None:
    macro = (root / "macros" / "text" / "header_key.sql").read_text("utf-8")
    body = macro.split("-%}")[1].split("{%-")[0].replace("{{ header }}", "$1")
    with duckdb.connect() as connection:
        row = connection.execute(f"select {body}", [header]).fetchone()
    assert row == (header_key(header),)


def test_a_column_left_out_of_an_export_is_no_mistake(stack: Stack) -> None:
    headers = {"Id": "id", "Status": "status", "Country": "country", "Countri": "countri"}
    found = check_against(stack, exported("crm", "lead", headers))
    assert found.mistakes == []
    assert [problem.what for problem in found.missing] == [
        "no export of crm/lead has a column 'Industry'"
    ]
