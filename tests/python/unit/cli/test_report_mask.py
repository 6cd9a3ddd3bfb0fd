"""What leaves the company names nobody, and internal readers see everything."""

from __future__ import annotations

from typing import Any

import pytest

from cli.report.mask import EXTERNAL, HIDDEN, INTERNAL, Masker

REPS = [{"record_id": "005A", "email": "tom.haas@acme.example", "full_name": "Tom Haas"}]


@pytest.fixture
def masker() -> Masker:
    return Masker(EXTERNAL, REPS)


def record(**cells: Any) -> dict[str, Any]:
    return {"kind": "person", "person_id": None, "record_key": "crm/lead/1", **cells}


def test_people_are_numbered_in_the_order_of_appearance(masker: Masker) -> None:
    names = [
        masker.cell("subject", name, record(person_id=person))
        for name, person in (("Ada", "p9"), ("Bob", "p3"), ("Ada L.", "p9"))
    ]
    assert names == ["person 1", "person 2", "person 1"]


def test_kinds_are_numbered_apart(masker: Masker) -> None:
    assert masker.cell("subject", "Acme", record(kind="company", record_key="c")) == "company 1"
    assert masker.cell("subject", "Big deal", record(kind="deal", record_key="d")) == "deal 1"
    assert masker.cell("subject", "Ada", record()) == "person 1"


def test_the_number_of_an_invoice_is_an_id_and_stays(masker: Masker) -> None:
    assert masker.cell("subject", "NB-11", record(kind="invoice")) == "NB-11"


def test_an_id_that_is_an_address_is_masked(masker: Masker) -> None:
    assert masker.text("crm/contact/ada@acme.example") == "crm/contact/address 1"
    assert masker.text("crm/contact/ADA@acme.example") == "crm/contact/address 1"
    assert masker.text("https://crm.example/ada%40acme.example") == "https://crm.example/address 1"
    assert masker.text("crm/contact/003A") == "crm/contact/003A"


def test_reps_become_their_team_or_their_id(masker: Masker) -> None:
    row = {"owner_team": "emea", "owner_key": "crm/owner/005A"}
    assert masker.cell("owner", "Tom Haas", row) == "emea"
    assert masker.cell("owner", "Tom Haas", {**row, "owner_team": None}) == "owner 005A"
    assert masker.text("reached tom.haas@acme.example") == "reached owner 005A"
    assert masker.text("TOM HAAS moved it; Tom Haasen did not") == (
        "owner 005A moved it; Tom Haasen did not"
    )


def test_declared_owners_keep_their_names(masker: Masker) -> None:
    row = {"responsible_kind": "declared", "responsible_team": "revops"}
    assert masker.cell("responsible", "Priya Raman", row) == "Priya Raman"
    rep = {
        "responsible_kind": "rep",
        "responsible_team": None,
        "responsible_key": "crm/owner/1@a.b",
    }
    assert masker.cell("responsible", "Tom Haas", rep) == "owner address 1"


def test_an_explanation_is_shown_without_values_of_the_record(masker: Masker) -> None:
    row = {"explanation_without_values": "reached tom.haas@acme.example"}
    assert masker.cell("explanation", "Company = Ada Ltd: reached …", row) == "reached owner 005A"
    assert masker.cell("explanation", "Company = Ada Ltd", {}) is None


def test_only_values_that_name_nobody_are_shown(masker: Masker) -> None:
    assert masker.cell("field_value", "Ada", {"field_kind": "text"}) == HIDDEN
    assert masker.cell("field_value", "+49 30 1", {"field_kind": "phone"}) == HIDDEN
    assert masker.cell("field_value", "300", {"field_kind": None}) == HIDDEN
    assert masker.cell("field_value", "Web", {"field_kind": "picklist"}) == "Web"
    assert masker.cell("field_value", "a@b.example", {"field_kind": "picklist"}) == "address 1"


def test_internal_readers_see_everything() -> None:
    masker = Masker(INTERNAL, REPS)
    assert masker.text("tom.haas@acme.example") == "tom.haas@acme.example"
    assert masker.cell("subject", "Ada", record()) == "Ada"
    assert masker.cell("field_value", "Ada", {"field_kind": "text"}) == "Ada"


def test_nothing_is_hashed(masker: Masker) -> None:
    first = masker.text("ada@acme.example")
    assert Masker(EXTERNAL).text("other@acme.example") == first == "address 1"
