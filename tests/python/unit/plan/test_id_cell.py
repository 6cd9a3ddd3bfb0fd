"""In which files a record must have an id."""

from __future__ import annotations

from ingest.plan.column_names import id_cell, map_columns, name_columns
from ingest.vendors.declaration import ObjectDeclaration

LEAD = ObjectDeclaration("crm", "lead", {"id": ("Lead ID",), "email": ("Email",)}, keys=("id",))
PEOPLE = ["record_id", "email", "number", "row_kind"]


def header_of_id(header: list[str], columns: dict[str, list[str]], **composed: list[str]) -> str:
    groups = {name: [group] for name, group in composed.items()}
    found = id_cell(map_columns(header, columns, PEOPLE, groups), ["record_id"], ["N/A"])
    return found.header if found else ""


def test_the_declared_key_is_required() -> None:
    cell = id_cell(name_columns(["Email", "Lead ID"], LEAD), LEAD.keys, ["N/A"])
    assert cell is not None and (cell.name, cell.position) == ("id", 2)
    assert [cell.is_missing(["x", text]) for text in ("", "  ", "N/A", "n", "0")] == [
        *(True, True, True),
        *(False, False),
    ]


def test_an_object_or_a_file_without_a_key_requires_none() -> None:
    columns = name_columns(["Email", "Lead ID"], LEAD)
    assert id_cell(columns, (), []) is None
    assert id_cell(name_columns(["Email"], LEAD), LEAD.keys, []) is None


def test_a_mapped_id_is_required() -> None:
    assert header_of_id(["Key", "Mail"], {"record_id": ["Key"], "email": ["Mail"]}) == "Key"
    # A part of an id of several columns does not make its column optional.
    columns = {"record_id": ["Key"], "email": ["Mail"]}
    assert header_of_id(["Key", "Mail"], columns, number=["Key", "Mail"]) == "Key"


def test_an_id_that_is_something_else_as_well_is_optional() -> None:
    assert header_of_id(["Mail"], {"record_id": ["Mail"], "email": ["Mail"]}) == ""
    assert header_of_id(["No."], {"number": ["No."], "record_id": ["No."]}) == ""


def test_an_id_of_several_columns_is_optional() -> None:
    assert header_of_id(["A", "B"], {"email": ["A"]}, record_id=["A", "B"]) == ""


def test_rows_of_several_kinds_may_lack_the_id() -> None:
    assert header_of_id(["Key", "Type"], {"record_id": ["Key"], "row_kind": ["Type"]}) == ""
