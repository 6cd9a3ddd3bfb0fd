"""A vendor is one file: the documented example works, and what is wrong in one is said."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support.ingest_kit import Company

from docs.pages.vendors import STRENGTHS
from ingest.errors import UserError
from ingest.plan.constants import constants_of
from ingest.plan.declared import DeclaredSystem
from ingest.run import ingest
from ingest.stack import known_names
from ingest.vendors import catalog
from ingest.vendors.catalog import FOLDER, Vendors, load_vendors
from ingest.vendors.mappings import ROWS, TRANSLATED

STACK = """
company: {name: Test, currency: USD}
systems:
  - {id: desk, name: Desk, vendor: fable, functions: [notify], role: record}
  - {id: crm, name: CRM, vendor: salesforce, functions: [route], role: truth}
"""


def declared(folder: Path, text: str) -> Vendors:
    """The shipped vendors and one more."""
    shutil.copytree(FOLDER, folder)
    (folder / "fable.yml").write_text(text, "utf-8")
    return load_vendors(folder)


def example(root: Path, language: str) -> str:
    """A block of the page about adding a vendor."""
    page = (root / "docs" / "adding-a-vendor.md").read_text("utf-8")
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


def test_the_documented_vendor_lands(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendors = declared(tmp_path / "vendors", example(root, "yaml"))
    monkeypatch.setattr(known_names, "load_vendors", lambda: vendors)
    known_names._declarations.cache_clear()
    try:
        company = Company(tmp_path, STACK)
        company.write("tickets 2026.csv", example(root, "csv"))
        outcome = ingest(company.exports, company.database, tmp_path / "stack", vendors=vendors)
    finally:
        known_names._declarations.cache_clear()
    assert not outcome.problems
    rows = company.ask(
        "select _system, _object, record_id, person_email, owner_record_id, is_completed,"
        " occurred_at, created_at, kind, person_system, solved_team_b from raw_mapped.touches"
    )
    assert rows == [
        ("desk", "ticket", "T-1", "ada@acme.example", "Kim Osei", "closed",
         "02/03/2026 11:30", "02/03/2026 09:00", "ticket", "crm", None),
        ("desk", "ticket", "T-2", "leo@moss.example", "Lee Roth", "open",
         None, "03/03/2026 10:00", "ticket", "crm", None),
    ]  # fmt: skip
    clock = "select time_zone, date_order from declared.systems where system = 'desk'"
    assert company.ask(clock) == [("Europe/Berlin", "dmy")]
    words = "select value_text, becomes from raw_handoff.vendor_values where vendor = 'fable'"
    assert sorted(company.ask(words)) == [("closed", "true"), ("open", "false")]
    known = "select column_name, header from raw_handoff.vendor_columns where vendor = 'fable'"
    assert ("record_id", "Ticket") in company.ask(known)
    assert ("kind", "kind") in company.ask(known), "what is the same in every row is given too"


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ("entity: touches", "unknown entity 'touch'"),
        ("record_id: [Ticket, Ticket ID]", "touches have no column 'ticket_id'"),
        ("constants: {kind: ticket, ", "'created_at' is a constant and something else"),
        ("values:\n          is_completed", "values of 'owner_record_id' are not translated"),
        ("systems: {person_system: crm", "no regular expression with one group"),
        ("    maps:", "a further map has no name of its own"),
        ("        constants:", "a map has no key 'constant'"),
        ("person_system: crm", "names 'crn', which is no vendor and no kind"),
        ("  - object: ticket", "two objects have this name"),
        ("record_id: [Ticket, ", "'record_id' names a header twice"),
        ("record_id: [", "'record_id' lists one header"),
        ("person_email: [", "'person_email' is no id: it is one column"),
    ],
)
def test_what_is_wrong_in_a_declaration_is_said(
    root: Path, tmp_path: Path, wrong: str, what: str
) -> None:
    mistakes = {
        "entity: touches": "entity: touch",
        "record_id: [Ticket, Ticket ID]": "ticket_id: [Ticket]",
        "constants: {kind: ticket, ": "constants: {created_at: x, ",
        "values:\n          is_completed": "values:\n          owner_record_id",
        "systems: {person_system: crm": "file_name: {kind: '(a)(b)'}\n        "
        "systems: {person_system: crm",
        "        constants:": "        constant:",
        "person_system: crm": "person_system: crn",
        "  - object: ticket": "  - {object: ticket, columns: {id: []}}\n  - object: ticket",
        "record_id: [Ticket, ": "record_id: [[Ticket, ticket], ",
        "record_id: [": "record_id: [[Ticket], ",
        "person_email: [": "person_email: [[State, Agent], ",
        "    maps:": "    maps:\n      - {entity: records, columns: {record_id: [Ticket]}}",
    }
    text = example(root, "yaml")
    assert wrong in text
    with pytest.raises(UserError) as caught:
        declared(tmp_path / "vendors", text.replace(wrong, mistakes[wrong]))
    assert any(what in problem.what for problem in caught.value.problems), caught.value
    assert all("fable.yml" in problem.where for problem in caught.value.problems)


def test_ids_belong_to_the_only_crm_or_to_the_true_one() -> None:
    vendors = load_vendors()
    log = next(item for item in vendors.of("routing_log"))

    def system(*systems: DeclaredSystem) -> str | None:
        return constants_of(log, (), "routes", systems, vendors).get("person_system")

    zoho, truth = DeclaredSystem("z", "zoho"), DeclaredSystem("sf", "salesforce", is_truth=True)
    suite, other = DeclaredSystem("hs", "hubspot"), DeclaredSystem("f", "form")
    assert system(other, suite) == "hs", "a suite is the CRM of a company that has no other"
    assert system(other, suite, zoho) == "z"
    assert system(zoho, truth) == "sf"
    assert system(zoho, DeclaredSystem("p", "pipedrive")) is None, "two CRMs: nothing is guessed"
    assert system(other) is None


def test_every_format_says_how_it_is_known() -> None:
    read = catalog.YAML(typ="safe", pure=True)
    for path in sorted(FOLDER.glob("[!_]*.yml")):
        for item in read.load(path.read_text("utf-8"))["objects"]:
            for form in item.get("formats") or ():
                assert form.get("verified") in STRENGTHS, f"{path.name}: {item['object']} {form}"


def test_every_declared_translation_is_applied(root: Path) -> None:
    for entity, columns in TRANSLATED.items():
        folder = "owners" if entity == "owners" else "mapped"
        model = root / "models" / "intermediate" / folder / f"int_mapped__{entity}.sql"
        text = model.read_text("utf-8")
        for column in set(columns) - set(ROWS):
            assert f"mapped_value('{column}')" in text, f"{model.name}: {column}"
