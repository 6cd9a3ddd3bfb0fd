"""How headers are compared, and which column names they get."""

from __future__ import annotations

import pytest

from ingest.naming import column_name, header_key, is_pattern, pattern, unique


@pytest.mark.parametrize("header", ["*Last Name", "\ufefflast name ", '"LAST NAME"'])
def test_spellings_of_one_header_have_one_key(header: str) -> None:
    assert header_key(header) == "last name"


def test_a_header_of_one_star_is_not_a_pattern() -> None:
    assert header_key("*") == "*"
    assert not is_pattern("*")
    assert not is_pattern("*Name")


def test_a_star_inside_a_header_matches_any_text() -> None:
    assert is_pattern("Stage * entered")
    assert pattern("Stage * entered").fullmatch(header_key("STAGE (won) entered"))
    assert not pattern("Stage * entered").fullmatch(header_key("Stage (won) left"))


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("sfdcLeadId", "sfdc_lead_id"),
        ("Größe (m²)", "grosse_m2"),
        ("Associated IDs", "associated_ids"),
        ("SFDCLeadId", "sfdc_lead_id"),
        ("order_id (metadata)", "order_id_metadata"),
        ("__x__Y", "x_y"),
        ("2nd touch", "c_2nd_touch"),
        ("株式", ""),
    ],
)
def test_column_names(header: str, name: str) -> None:
    assert column_name(header) == name


def test_a_taken_name_is_numbered() -> None:
    assert unique("a", []) == "a"
    assert unique("a", ["a", "a_2"]) == "a_3"
