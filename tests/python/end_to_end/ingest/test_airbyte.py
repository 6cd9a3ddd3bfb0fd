"""Raw tables of Airbyte: one cell contains the record as JSON, valid or malformed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from support.ingest_kit import Company

STACK = """
company: {name: Test, currency: USD}
systems:
  - {id: stripe, name: Stripe, vendor: stripe, functions: [report], role: record}
"""
CUSTOMER = '{"id":"cus_1","email":"a@b.example","delinquent":false,"balance":-1.10,"livemode":true}'


def raw(*records: str) -> list[list[str]]:
    """Rows of a raw table."""
    head = ["_airbyte_ab_id", "_airbyte_data", "_airbyte_emitted_at"]
    return [head, *([f"id{n}", one, "1751349600031"] for n, one in enumerate(records))]


def write(company: Company, rows: list[list[str]]) -> None:
    path = company.write("customers.csv", "")
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def test_a_record_in_one_cell_becomes_columns(tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    write(company, raw(CUSTOMER))
    assert company.load().problems == []
    query = "select id, email, delinquent, balance, connector_synced from raw_stripe.customer"
    assert company.ask(query) == [("cus_1", "a@b.example", "false", "-1.10", "1751349600031")]


def test_a_malformed_row_is_rejected_with_its_text(tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    rows = raw(CUSTOMER, '{"id": "cus_2"', "", CUSTOMER.replace("cus_1", "cus_3"))
    write(company, [*rows, ["too", "short"]])
    company.load()
    assert company.ask("select id from raw_stripe.customer order by 1") == [("cus_1",), ("cus_3",)]
    file = company.file("customers.csv")
    assert (file["records_in_file"], file["rows_loaded"], file["rows_rejected"]) == (5, 2, 3)
    (text,) = company.ask("select raw_text from raw_handoff.rejects order by line limit 1")[0]
    assert "cus_2" in text


def test_json_lines_give_the_same_rows(tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    record = {"_airbyte_ab_id": "id0", "_airbyte_data": json.loads(CUSTOMER)}
    company.write("customers.jsonl", json.dumps(record) + "\n")
    company.load()
    assert company.ask("select id, email from raw_stripe.customer") == [("cus_1", "a@b.example")]


def test_answers_of_a_form_become_columns(tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    answers = [{"name": "tier", "value": "gold"}, {"name": "seats", "value": 3}]
    twice = [{"name": "tier", "value": "gold"}, {"name": "tier", "value": "red"}]
    first = json.loads(CUSTOMER) | {"custom": answers}
    second = first | {"id": "cus_2", "custom": twice}
    company.write("customers.jsonl", f"{json.dumps(first)}\n{json.dumps(second)}\n")
    company.load()
    query = "select id, custom_tier, custom_seats, custom from raw_stripe.customer order by 1"
    one, two = company.ask(query)
    assert one[:3] == ("cus_1", "gold", "3")
    assert two[:3] == ("cus_2", None, None), "a name that occurs twice has no single value"
    assert json.loads(two[3]) == twice
