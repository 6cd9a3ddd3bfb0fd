"""`handoff init` writes a valid first stack and marks everything that a person must check."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import duckdb
import pytest
from click.testing import CliRunner

from cli.commands.init import command
from ingest.errors import UserError
from ingest.init.concepts import MAPPED, stage_of
from ingest.init.draft import Draft, init
from ingest.init.yaml_scalars import yaml_scalar
from ingest.run import ingest
from ingest.stack import Stack, load

LEADS = """\
Id,FirstName,LastName,Company,Email,Country,NumberOfEmployees,Status,OwnerId,IsConverted,\
LeadSource,CreatedDate,SystemModstamp,Region_Code__c
00Q5g00000AAAAAEA1,Ada,Byron,Acme,ada@acme.example,Germany,500,New,0055g00000CCCCCEA1,false,\
Web,2026-01-01T10:00:00.000Z,2026-01-02T10:00:00.000Z,x
00Q5g00000AAAABEA1,Bo,Diaz,Globex,bo@globex.example,France,20,Strange one,0055g00000CCCCCEA1,\
false,Web,2026-02-03T10:00:00.000Z,2026-02-03T10:00:00.000Z,y
"""
USERS = """\
Id,Username,FirstName,LastName,Email,IsActive,ProfileId,CreatedDate,SystemModstamp
0055g00000CCCCCEA1,kim@us.example,Kim,Rep,kim@us.example,true,00e1,2025-01-01T00:00:00.000Z,\
2025-01-01T00:00:00.000Z
"""
MARKETO = """\
id,email,firstName,lastName,company,country,leadStatus,leadScore,sfdcLeadId,unsubscribed,\
createdAt,updatedAt,regionCode
1001,ada@acme.example,Ada,Byron,Acme,Germany,MQL,60,00Q5g00000AAAAA,false,\
2026-01-01T09:59:00Z,2026-01-01T09:59:00Z,x
"""
ALERTS = """\
alert_id,sent_at,lead_id,sent_to,"channel, ""odd"" one"
a-1,2026-01-01T10:05:00Z,00Q5g00000AAAAAEA1,0055g00000CCCCCEA1,#leads
a-2,2026-02-03T10:05:00Z,00Q5g00000AAAABEA1,0055g00000CCCCCEA1,#leads
"""
TICKETS = "Ticket No,Mood\nT1,fine\nT2,sour\n"


def exports(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exports(
        tmp_path_factory.mktemp("exports"),
        {
            "salesforce/Lead.csv": LEADS,
            "salesforce/User.csv": USERS,
            "marketo/leads.csv": MARKETO,
            "alerts/alert_log_2026-01.csv": ALERTS,
            "tickets.csv": TICKETS,
        },
    )


@pytest.fixture(scope="module")
def draft(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Draft, Path]:
    stack = tmp_path_factory.mktemp("company") / "stack"
    return init(folder, stack), stack


@pytest.fixture(scope="module")
def stack(draft: tuple[Draft, Path]) -> Stack:
    return load(draft[1])


def test_systems_and_their_files(stack: Stack) -> None:
    assert {system.id: system.vendor for system in stack.systems} == {
        "marketo": "marketo",
        "salesforce": "salesforce",
        "alerts": None,
        "tickets": None,
    }
    assert stack.systems[1].files == ["salesforce/*"]


def test_unknown_files_are_mapped_with_every_column(
    stack: Stack, draft: tuple[Draft, Path]
) -> None:
    alerts, tickets = stack.systems[2].tables[0], stack.systems[3].tables[0]
    assert (alerts.object, alerts.entity, alerts.files) == (
        "alert_log",
        "touches",
        ["alerts/alert_log_*.csv"],
    )
    assert alerts.columns == {
        "record_id": "alert_id",
        "person_record_id": "lead_id",
        "owner_record_id": "sent_to",
        "occurred_at": "sent_at",
    }
    assert alerts.constants["person_system"] == "salesforce"
    assert tickets.entity == "records"
    text = draft[0].files["systems.yml"]
    assert '# not mapped: channel, "odd" one' in text and "# not mapped: Mood" in text


def test_handoffs_with_match_ids_and_fields(stack: Stack) -> None:
    found = {handoff.id: handoff for handoff in stack.handoffs}
    assert list(found) == ["marketo_to_salesforce", "salesforce_assigned", "salesforce_to_alerts"]
    sync = found["marketo_to_salesforce"]
    assert sync.match is not None and not isinstance(sync.match, str)
    assert (sync.match.source, sync.match.target) == ("sfdcLeadId", "Id")
    fields = {field.source: (field.target, field.kind) for field in sync.fields}
    assert fields == {
        "email": ("Email", "email"),
        "firstName": ("FirstName", "text"),
        "lastName": ("LastName", "text"),
        "company": ("Company", "text"),
        "country": ("Country", "picklist"),
        "regionCode": ("Region_Code__c", "text"),
    }


def test_status_values_are_listed_with_counts(stack: Stack, draft: tuple[Draft, Path]) -> None:
    maps = {(v.system, v.field): v.map for v in stack.lifecycle.values}
    assert maps["salesforce", "Status"] == {"New": "lead"}
    text = draft[0].files["lifecycle.yml"]
    assert "#     Strange one:   # TODO(person): which stage?  # 1 records" in text


def test_routing_lists_what_was_seen(draft: tuple[Draft, Path]) -> None:
    text = draft[0].files["routing.yml"]
    assert "Kim Rep <kim@us.example>: 2 records" in text
    assert "Country Germany: 1 records" in text
    assert "NumberOfEmployees: 20 to 500" in text


def test_no_person_except_reps_is_named(draft: tuple[Draft, Path]) -> None:
    text = "".join(draft[0].files.values())
    for personal in ("ada@", "bo@", "Byron", "Diaz", "Acme", "Globex", "00Q5g", "T1"):
        assert personal not in text


def test_ingest_runs_on_it_right_away(
    folder: Path, draft: tuple[Draft, Path], tmp_path: Path
) -> None:
    outcome = ingest(folder, tmp_path / "handoff.duckdb", draft[1])
    assert outcome.problems == []
    assert {row["status"] for row in outcome.files} == {"loaded"}
    with duckdb.connect(str(tmp_path / "handoff.duckdb")) as connection:
        rows = connection.execute("select count(*) from declared.handoff_fields").fetchall()
    assert rows == [(6,)]


def test_two_orgs_of_one_vendor_are_two_systems(tmp_path: Path) -> None:
    source = exports(tmp_path / "x", {"emea/Lead.csv": LEADS, "us/Lead.csv": LEADS + "\n"})
    init(source, tmp_path / "stack")
    systems = {system.id: system.files for system in load(tmp_path / "stack").systems}
    assert systems == {"emea": ["emea/*"], "us": ["us/*"]}


def test_an_existing_stack_is_not_touched(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "stack" / "mine.yml"
    kept.parent.mkdir()
    kept.write_text("company: {}\n")
    with pytest.raises(UserError, match="there is a stack already"):
        init(folder, kept.parent)
    assert [path.name for path in kept.parent.iterdir()] == ["mine.yml"]


@pytest.mark.parametrize("files", [{}, {"a.csv": ""}, {"a.bin": "\0\1\2"}])
def test_nothing_to_read(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(UserError, match="no readable export"):
        init(exports(tmp_path / "x", files), tmp_path / "stack")
    assert not (tmp_path / "stack").exists()


def test_hostile_headers_stay_text(tmp_path: Path) -> None:
    header = '"a\nb: {{ x }}","# c","d\'\te","x\u2028"'
    source = exports(tmp_path / "x", {"odd [1]/f*.csv": f"{header}\n1,2,3,4\n"})
    init(source, tmp_path / "stack")
    table = load(tmp_path / "stack").systems[0].tables[0]
    assert list(table.columns.values()) == ["a\nb: {{ x }}"]
    assert ingest(source, tmp_path / "h.duckdb", tmp_path / "stack").problems == []


def test_the_command(folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(folder), "--stack", str(tmp_path / "stack")])
    assert done.exit_code == 0, done.output
    assert "marketo_to_salesforce: marketo/lead -> salesforce/lead" in done.output
    assert "ada@" not in done.output


@pytest.mark.parametrize(
    ("value", "stage"),
    [
        ("Closed Won", "customer"),
        ("closedlost", "disqualified"),
        ("Open - Not Contacted", "sal"),
        ("Unqualified", "disqualified"),
        ("marketingqualifiedlead", "mql"),
        ("salesqualifiedlead", "sql"),
        ("Banana", None),
    ],
)
def test_likely_stages(value: str, stage: str | None) -> None:
    assert stage_of(value) == stage


def test_every_guess_names_columns_that_exist() -> None:
    from ingest.init.guess_columns import REFERENCES
    from ingest.stack import known_names
    from ingest.stack.types import Entity

    known = {name for entity in get_args(Entity) for name in known_names.entity_columns(entity)}
    assert set(REFERENCES) <= known
    # `title` and the marketing fields are concepts of handoff fields only.
    assert set(MAPPED) - known <= {"state", "utm_source", "utm_medium", "product_interest"}


@pytest.mark.parametrize("text", ["a b", "true", "a: b", '"q"', "x\\y", "é", "a\x85b", "-", "1e3"])
def test_quoted_text_reads_back(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    folder.mkdir()
    (folder / "a.yml").write_text(
        f"company: {{name: {yaml_scalar(text)}, currency: EUR}}\n"
        "systems: [{id: s, name: S, vendor: form, functions: [sync], role: record}]\n",
        "utf-8",
    )
    assert load(folder).company.name == text
