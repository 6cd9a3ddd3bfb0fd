"""The flattened stack: text tables with the place of every row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from ruamel.yaml import YAML

from docs.pages.stack_examples import EXAMPLES
from ingest.stack import Stack, declared_tables, load
from ingest.stack.table_columns import COLUMNS


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    folder = tmp_path_factory.mktemp("example") / "stack"
    folder.mkdir()
    for key, text in EXAMPLES.items():
        (folder / f"{key}.yml").write_text(text, "utf-8")
    return load(folder)


@pytest.fixture(scope="module")
def rows(example: Stack) -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in declared_tables(example).items()}


def test_every_table_is_there_and_all_text(example: Stack) -> None:
    tables = declared_tables(example)
    assert list(tables) == list(COLUMNS)
    for name, table in tables.items():
        assert table.column_names == [*COLUMNS[name], "declared_in"]
        assert set(table.schema.types) == {pa.string()}


def test_the_sources_of_dbt_are_the_same_tables(root: Path) -> None:
    text = (root / "models" / "declared" / "_sources.yml").read_text("utf-8")
    declared = YAML(typ="safe", pure=True).load(text)["sources"][0]["tables"]
    listed = {table["name"]: tuple(c["name"] for c in table["columns"]) for table in declared}
    assert listed == {name: (*columns, "declared_in") for name, columns in COLUMNS.items()}


def test_every_row_says_where_it_was_declared(rows: dict[str, list[dict[str, Any]]]) -> None:
    for name, table in rows.items():
        assert table, f"the examples declare no {name}"
        for row in table:
            file, _, line = row["declared_in"].partition(":")
            assert file.startswith("stack/") and int(line) >= 1


def test_durations_hours_and_moments_become_plain_numbers(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    assert rows["company"][0]["as_of"] == "2026-06-30 18:00:00"
    assert [row["within_seconds"] for row in rows["service_levels"]] == [
        "300",
        "600",
        "14400",
        "86400",
    ]
    friday = rows["calendars"][-1]
    assert (friday["weekday"], friday["opens_second"], friday["closes_second"]) == (
        "5",
        "32400",
        "54000",
    )
    assert rows["systems"][1]["resolution_seconds"] == "60"
    assert rows["routings"][0]["queue_max_age_seconds"] == "86400"


def test_each_form_of_a_condition(rows: dict[str, list[dict[str, Any]]]) -> None:
    found = [
        (row["rule"], row["condition_number"], row["header"], row["operator"], row["value"])
        for row in rows["routing_conditions"]
    ]
    assert found == [
        ("large", "1", "Country", "in", "Germany"),
        ("large", "1", "Country", "in", "Austria"),
        ("large", "2", "NumberOfEmployees", "gte", "1000"),
        ("large", "3", "NumberOfEmployees", "lt", "50000"),
        ("partners", "1", "LeadSource", "in", "Partner"),
        ("partners", "2", "Company", "is_present", None),
        ("everyone_else", "1", "Id", "is_present", None),
    ]
    assert [row["condition_count"] for row in rows["routing_rules"]] == ["3", "2", "1"]
    due = rows["handoff_conditions"]
    assert [(row["header"], row["operator"], row["value"]) for row in due] == [
        ("Country", "not_in", "Antarctica"),
        ("StageName", "in", "Closed Won"),
    ]


def test_a_single_owner_is_a_pool_of_one(rows: dict[str, list[dict[str, Any]]]) -> None:
    assert rows["routing_rules"][1]["pool"] == "kim@acme.example"
    kim = [row for row in rows["routing_pools"] if row["pool"] == "kim@acme.example"]
    assert [(row["kind"], row["member"]) for row in kim] == [("owner", "kim@acme.example")]


def test_a_header_is_listed_once_with_its_strongest_use(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    uses = {(r["system"], r["object"], r["header"]): r["purpose"] for r in rows["columns"]}
    assert len(uses) == len(rows["columns"])
    assert uses["forms", "submission", "Country"] == "match"  # only_when and a routing input
    assert uses["crm", "lead", "Country"] == "routing"
    assert uses["crm", "lead", "Status"] == "stage"
    assert uses["crm", "lead", "Email"] == "field"


def test_values_stay_data(tmp_path: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    hostile = "{{ env_var('HOME') }}'; drop table x; --"
    folder = tmp_path / "stack"
    folder.mkdir()
    text = "".join(EXAMPLES.values()).replace("Acme", f'"{hostile}"')
    (folder / "all.yml").write_text(text, "utf-8")
    assert declared_tables(load(folder))["company"]["name"].to_pylist() == [hostile]


CONSENTS = """
company: {name: Test, currency: USD}
systems:
  - {id: forms, name: Forms, vendor: form, functions: [capture], role: transport}
  - {id: crm, name: CRM, vendor: hubspot, functions: [route], role: truth}
  - {id: mailer, name: Mailer, vendor: zoho, functions: [score], role: record}
  - id: list
    name: List
    functions: [score]
    role: record
    tables:
      - object: member
        files: [list.csv]
        entity: people
        columns: {record_id: No, email: Mail, is_opted_out: Left}
handoffs:
  - id: to_crm
    name: To CRM
    from: {system: forms, object: submission}
    to: {system: crm, object: contact}
    hop: in_crm
    match: identity
    fields:
      - {source: Marketing consent, target: Unsubscribed from all email, kind: consent}
      - {source: May we write?, target: hs_x, kind: consent, source_means: opt_in}
      - {source: Opted out, target: hs_y, kind: consent, source_means: opt_in}
      - {source: Country, target: Country, kind: text}
  - id: to_mailer
    name: To mailer
    from: {system: list, object: member}
    to: {system: mailer, object: contact}
    hop: in_map
    match: identity
    fields:
      - {source: left, target: Email Opt Out, kind: consent}
"""


def test_the_sense_of_a_consent_is_declared_or_known_of_the_vendor(tmp_path: Path) -> None:
    (tmp_path / "stack.yml").write_text(CONSENTS, "utf-8")
    fields = declared_tables(load(tmp_path))["handoff_fields"].to_pylist()
    opt_in, opt_out, unknown = ("opt_in", "no_consent"), ("opt_out", "not_opted_out"), (None, None)
    assert [
        tuple(row[f"{side}_{key}"] for key in ("means", "blank_means"))
        for row in fields
        for side in ("source", "target")
    ] == [opt_in, opt_out, opt_in, unknown, opt_in, unknown, unknown, unknown, opt_out, opt_out]
