"""A vendor is one file: the documented example works, and each mistake in it is one message."""

from __future__ import annotations

import re
import shutil
import typing
from pathlib import Path

import pytest
from support.ingest_kit import Company
from support.paths import FIXTURES

from docs.pages.vendors import STRENGTHS
from ingest.errors import UserError
from ingest.plan.constants import constants_of
from ingest.plan.declared import DeclaredSystem
from ingest.run import ingest
from ingest.stack import known_names
from ingest.vendors.catalog import FOLDER, Vendors, load_vendors
from ingest.vendors.consistency import TRANSLATED
from ingest.vendors.declaration import ROW_WORDS
from ingest.vendors.header_format import Verified

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


def alone(folder: Path, text: str) -> Vendors:
    """One vendor beside the common declarations: reading all others would cost a test most."""
    folder.mkdir()
    for name in ("_common.yml", "mapped.yml", "salesforce.yml"):
        shutil.copy(FOLDER / name, folder)
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


# A part of the documented example, what is written instead, and the one message it must give.
MISTAKES = {
    "entity": ("entity: touches", "entity: touch", "21:17: unknown entity 'touch'", "'touches'"),
    "canonical column": (
        "record_id: [Ticket,",
        "recrd_id: [Ticket,",
        "23:11: touches have no column 'recrd_id'",
        "did you mean 'record_id'?",
    ),
    "column of a constant": (
        "{kind: ticket,",
        "{knd: ticket,",
        "29:21: touches have no column 'knd'",
        "did you mean 'kind'?",
    ),
    "column of a system": (
        "{person_system: crm",
        "{persn_system: crm",
        "30:19: touches have no column 'persn_system'",
        "did you mean 'person_system'?",
    ),
    "constant and header": (
        "{kind: ticket,",
        "{created_at: x,",
        "29:21: 'created_at' is a constant and something else",
        "keep one of them",
    ),
    "values of another column": (
        "is_completed: {closed",
        "owner_record_id: {closed",
        "32:11: values of 'owner_record_id' are not translated",
        "allowed: kind, actor_type, direction, disposition, is_completed",
    ),
    "word that keeps or drops": (
        "is_completed: {closed: true, open: false}",
        "row_kind: {closed: keap}",
        "32:30: 'row_kind' cannot become 'keap'",
        "did you mean 'keep'?",
    ),
    "two groups": (
        "systems: {p",
        "file_name: {updated_at: '(a)(b)'}\n        systems: {p",
        "30:33: 'updated_at': '(a)(b)' is not allowed",
        "a regular expression with one group",
    ),
    "not a regular expression": (
        "systems: {p",
        "file_name: {updated_at: '(a'}\n        systems: {p",
        "30:33: 'updated_at': '(a' is not allowed",
        "a regular expression with one group",
    ),
    "map without a name": (
        "    maps:",
        "    maps:\n      - {entity: records, columns: {record_id: [Ticket]}}",
        "22:9: a further map has no name of its own",
        "add `object: <name>`",
    ),
    "system": (
        "person_system: crm",
        "person_system: crn",
        "30:34: 'person_system' names 'crn', which is neither a vendor nor a kind",
        "did you mean 'crm'?",
    ),
    "object twice": (
        "      - entity: touches",
        "      - {entity: records, object: a, columns: {record_id: [A]}}\n"
        "      - object: a\n        entity: touches",
        "22:17: object 'a' is declared twice",
        "the first is at vendors/fable.yml:21:35",
    ),
    "header twice in an id": (
        "record_id: [Ticket, ",
        "record_id: [[Ticket, ticket], ",
        "23:23: 'record_id' names a header twice",
        "keep one of them",
    ),
    "id of one header": (
        "record_id: [",
        "record_id: [[Ticket], ",
        "23:23: 'record_id' lists one header",
        "write it without the list",
    ),
    "several headers of what is not an id": (
        "person_email: [",
        "person_email: [[State, Agent], ",
        "24:26: 'person_email' is not an id",
        "name one header",
    ),
    "time zone": (
        "Europe/Berlin",
        "Europe/Berlinn",
        "7:12: 'time_zone': 'Europe/Berlinn' is not allowed",
        "IANA",
    ),
    "name in capitals": (
        "vendor: fable",
        "vendor: Fable",
        "3:9: 'vendor' cannot be 'Fable'",
        "lower-case letters",
    ),
    "null token": (
        "null_tokens: []",
        "null_tokens: [a|b]",
        "9:15: 'null_tokens': 'a|b' is not allowed",
        "a word without",
    ),
    "too few headers": (
        "must: [Ticket, Requester e-mail, State]\n        any: [Agent, Opened, Solved (*)]",
        "must: [Ticket]\n        any: [Agent]",
        "14:9: 2 headers are too few to recognise a file",
        "at least 3",
    ),
    "list": (
        "functions: [notify]",
        "functions: notify",
        "6:12: 'functions': a list is expected",
        "`[a, b]`",
    ),
    "missing must": (
        "        must: [Ticket, Requester e-mail, State]\n",
        "",
        "14:9: 'must' is missing",
        "add `must:`",
    ),
    "missing name": ("name: Fable\n", "", "3:1: 'name' is missing", "add `name:`"),
    "missing kind": ("kind: support\n", "", "3:1: 'kind' is missing", "allowed: crm, suite"),
    "duplicate key": (
        "name: Fable",
        "name: Fable\nname: Fable",
        "5:1: key 'name' is written twice",
        "the first is at vendors/fable.yml:4:1",
    ),
    "header without a column": (
        "    maps:",
        "    id_prefix: {Tickets: T-}\n    maps:",
        "20:17: no column has the header 'Tickets'",
        "did you mean 'Ticket'?",
    ),
    "key beside maps": (
        "    maps:",
        "    key: record_id\n    maps:",
        "20:5: 'key' has no effect beside 'maps'",
        "remove one of them",
    ),
    "not YAML": ("[tickets]", "[tickets", "13:12: not YAML", "brackets"),
    "unknown alias": ("[tickets]", "*stems", "12:17: no anchor '&stems' before this alias", ""),
    "secret": (
        "docs.fable.example",
        "sk_live_0123456789abcdef",
        "19:15: looks like a secret",
        "renew",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_one_message(root: Path, tmp_path: Path, name: str) -> None:
    right, wrong, expected, fix = MISTAKES[name]
    text = example(root, "yaml")
    assert right in text
    with pytest.raises(UserError) as caught:
        alone(tmp_path / "vendors", text.replace(right, wrong, 1))
    (problem,) = caught.value.problems
    assert f"{problem.where}: {problem.what}".startswith(f"vendors/fable.yml:{expected}"), problem
    assert fix in problem.fix, problem


def test_an_object_without_maps_and_columns(root: Path, tmp_path: Path) -> None:
    text = example(root, "yaml")
    with pytest.raises(UserError) as caught:
        alone(tmp_path / "vendors", text[: text.index("    maps:")])
    (problem,) = caught.value.problems
    assert f"{problem.where}: {problem.what}" == "vendors/fable.yml:11:5: 'maps' is missing"


def test_the_mistakes_of_all_files_are_raised_at_once(root: Path, tmp_path: Path) -> None:
    """A file that cannot be parsed gives its own mistake, not one per name it would declare."""
    folder = tmp_path / "vendors"
    shutil.copytree(FOLDER, folder)
    text = example(root, "yaml")
    (folder / "fable.yml").write_text(
        text.replace("kind: support", "knd: suport").replace("entity: touches", "entity: touch")
        .replace("person_system: crm", "person_system: broken"), "utf-8"
    )  # fmt: skip
    (folder / "grimm.yml").write_text(text, "utf-8")
    (folder / "broken.yml").write_text("vendor: broken\nname: [", "utf-8")
    shared = folder / "_common.yml"
    shared.write_text(
        shared.read_text("utf-8").replace("stamp: connector_start", "stamp: connector_strat"),
        "utf-8",
    )
    with pytest.raises(UserError) as caught:
        load_vendors(folder)
    assert [f"{one.where}: {one.what}" for one in caught.value.problems] == [
        "vendors/_common.yml:15:18: connector_stamp: unknown column 'connector_strat'",
        "vendors/broken.yml:2:8: not YAML: expected the node content, but found '<stream end>'",
        "vendors/fable.yml:5:1: unknown key 'knd'",
        "vendors/fable.yml:5:6: 'kind' cannot be 'suport'",
        "vendors/fable.yml:21:17: unknown entity 'touch'",
        "vendors/grimm.yml:3:9: vendor 'fable' is declared twice",
    ]


def test_a_mistake_in_an_entity_hides_none_in_a_vendor(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vendors"
    shutil.copytree(FOLDER, folder)
    mapped = folder / "mapped.yml"
    text = mapped.read_text("utf-8").replace("object: owners", "objct: owners")
    mapped.write_text(text.replace("stamp: merged_at", "stamp: merged_on"), "utf-8")
    vendor = example(root, "yaml").replace(" record_id: [", " record: [")
    (folder / "fable.yml").write_text(vendor, "utf-8")
    with pytest.raises(UserError) as caught:
        load_vendors(folder)
    found = [
        re.sub(r"yml:[0-9:]+", "yml", f"{one.where}: {one.what}") for one in caught.value.problems
    ]
    assert found == [
        "vendors/fable.yml touches have no column 'record'",
        "vendors/mapped.yml unknown key 'objct'",
        "vendors/mapped.yml stamp: unknown column 'merged_on'",
    ]


def test_without_entities_no_name_of_one_is_looked_up(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vendors"
    shutil.copytree(FOLDER, folder)
    (folder / "mapped.yml").write_text("vendor: mapped\nobjects: {", "utf-8")
    with pytest.raises(UserError) as caught:
        load_vendors(folder)
    assert [one.where for one in caught.value.problems] == ["vendors/mapped.yml:2:11"]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("key: agent_id", "key: agent", "43:10: key: unknown column 'agent'"),
        ("stamp: [seen]", "stamp: [seen, saw]", "45:19: stamp: unknown column 'saw'"),
        ("times: [seen]", "times: [saw]", "46:13: times: unknown column 'saw'"),
        ("{team: ", "{tem: ", "49:17: file_name: unknown column 'tem'"),
        ("team: [Team]", "team: [Size]", "55:14: 'size' and 'team' have the header 'Size'"),
    ],
)
def test_columns_of_a_table_of_its_own(
    tmp_path: Path, right: str, wrong: str, expected: str
) -> None:
    text = (FIXTURES / "declarations" / "vendor.yml").read_text("utf-8")
    assert right in text
    with pytest.raises(UserError) as caught:
        alone(tmp_path / "vendors", text.replace(right, wrong, 1))
    (problem,) = caught.value.problems
    assert f"{problem.where}: {problem.what}" == f"vendors/fable.yml:{expected}"


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


def test_the_words_of_verified_are_explained() -> None:
    assert list(STRENGTHS) == list(typing.get_args(Verified))


def test_every_shipped_format_declares_how_it_is_known() -> None:
    for vendor in load_vendors().vendors.values():
        for item in vendor.objects:
            for form in item.formats:
                assert "verified" in form.model_fields_set, f"{vendor.id} {item.object} {form.name}"


def test_every_declared_translation_is_applied(root: Path) -> None:
    for entity, columns in TRANSLATED.items():
        folder = "owners" if entity == "owners" else "mapped"
        model = root / "models" / "intermediate" / folder / f"int_mapped__{entity}.sql"
        text = model.read_text("utf-8")
        for column in set(columns) - set(ROW_WORDS):
            assert f"mapped_value('{column}')" in text, f"{model.name}: {column}"
