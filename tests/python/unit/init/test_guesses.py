"""What `handoff init` takes from the values: keys, links, entities, conditions, zones."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ingest.init.draft import init
from ingest.init.entities import WORDS
from ingest.run import ingest
from ingest.stack import Stack, load
from ingest.stack.model import MatchIds
from ingest.stack.system import Table

Files = dict[str, str]


def rows(header: str, *lines: str) -> str:
    return "\n".join([header, *lines]) + "\n"


LEADS = rows(
    "Lead Id,First Name,Last Name,Email,Company Name,Status,Owner Id,Topic,Created On",
    *(
        f"L-{700 + n},F{n},N{n},p{n}@x.example,Firm {n},New,U-{n % 3},"
        f"{'Support' if n % 5 == 0 else 'Sales'},2026-01-{n % 28 + 1:02d} 10:00:00"
        for n in range(60)
    ),
)
USERS = rows(
    "User Id,Full Name,Email",
    "U-0,Ada Byron,ada@us.example",
    "U-1,Grace Hopper,grace@us.example",
    "U-2,Sync Service,sync.service@us.example",
)
DEALS = rows(
    "Deal No,Deal Name,Stage,Amount,Lead Id",
    *(
        f"D-{100 + n},Big {n},{'Closed Won' if n % 2 else 'Lost'},{100 * n + 50},L-{700 + n}"
        for n in range(40)
    ),
)
INVOICES = rows(
    "Invoice No,Customer,Invoice Date,Net,Deal",
    *(
        f"INV-{500 + 2 * n + part},Firm {n},2026-03-{n % 28 + 1:02d},{50 * n + 25},D-{100 + n}"
        for n in range(1, 40, 2)
        for part in (0, 1)
    ),
)


def drafted(tmp_path: Path, files: Files) -> Stack:
    for name, text in files.items():
        path = tmp_path / "exports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    init(tmp_path / "exports", tmp_path / "stack")
    return load(tmp_path / "stack")


def tables(stack: Stack) -> dict[str, Table]:
    return {f"{one.id}/{table.object}": table for one in stack.systems for table in one.tables}


CRM = {"crm/leads.csv": LEADS, "crm/users.csv": USERS, "crm/deals.csv": DEALS}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stack, Path]:
    folder = tmp_path_factory.mktemp("company")
    return drafted(folder, {**CRM, "books/invoices.csv": INVOICES}), folder


def test_an_own_id_and_the_ids_of_others_are_told_apart(company: tuple[Stack, Path]) -> None:
    found = tables(company[0])
    lead, deal, invoice = found["crm/lead"], found["crm/deal"], found["books/invoice"]
    assert (lead.entity, deal.entity, invoice.entity) == ("people", "opportunities", "invoices")
    assert lead.columns["owner_record_id"] == "Owner Id"
    assert (deal.columns["record_id"], deal.columns["person_record_id"]) == ("Deal No", "Lead Id")
    assert deal.constants["person_object"] == "lead"
    assert invoice.columns["record_id"] == "Invoice No"
    assert invoice.columns["customer_name"] == "Customer"
    assert invoice.columns["crm_record_id"] == "Deal"


def test_the_evidence_stands_beside_the_guess(company: tuple[Stack, Path]) -> None:
    text = (company[1] / "stack" / "handoffs.yml").read_text("utf-8")
    shown = "20 of 20 values of Deal stand in deal.Deal No; the other way 20 of 40"
    assert f"# high confidence: {shown}" in text


def test_only_won_deals_owe_their_instalments(company: tuple[Stack, Path]) -> None:
    handoff = next(one for one in company[0].handoffs if one.hop == "invoiced")
    assert isinstance(handoff.match, MatchIds)
    assert (handoff.match.source, handoff.match.target) == ("Deal No", "Deal")
    assert handoff.cardinality == "one_to_many"
    assert handoff.only_when is not None and list(handoff.only_when) == ["Stage"]
    assert [(one.source, one.target, one.compare) for one in handoff.fields] == [
        ("Amount", "Net", "sum")
    ]


def test_programs_are_named_and_everything_is_unconfirmed(company: tuple[Stack, Path]) -> None:
    crm = company[0].systems[1]
    assert crm.integration_users == ["sync.service@us.example"]
    assert all(one.unconfirmed for one in [*company[0].systems, *company[0].handoffs])
    assert all(one.unconfirmed for one in crm.tables)


def test_no_stage_is_invented(company: tuple[Stack, Path]) -> None:
    stages = {one.id for one in company[0].lifecycle.stages}
    assert stages == {"lead", "customer", "disqualified"}


def test_what_never_arrives_is_asked_and_not_due(tmp_path: Path) -> None:
    forms = rows(
        "Entry Id,Email,Topic,Submitted",
        *(
            f"E-{n},p{n if n % 5 else 900 + n}@x.example,{'Support' if n % 5 == 0 else 'Sales'},"
            f"2026-01-{n % 28 + 1:02d} 09:55:00"
            for n in range(60)
        ),
    )
    stack = drafted(tmp_path, {**CRM, "site/form_entries.csv": forms})
    handoff = next(one for one in stack.handoffs if one.from_.system == "site")
    assert (handoff.match, handoff.hop) == ("identity", "in_crm")
    assert handoff.only_when is not None and list(handoff.only_when) == ["Topic"]
    text = (tmp_path / "stack" / "handoffs.yml").read_text("utf-8")
    assert "none of 12 records with Topic Support arrived: not due, or lost?" in text


def test_a_zone_is_measured_where_two_files_show_one_moment(tmp_path: Path) -> None:
    start = datetime(2026, 1, 5, 8, 0, tzinfo=ZoneInfo("UTC"))
    moments = [start + timedelta(days=7 * n, minutes=13 * n) for n in range(40)]
    forms = rows(
        "Entry Id,Email,Submitted at",
        *(f"E-{n},p{n}@x.example,{at:%Y-%m-%dT%H:%M:%SZ}" for n, at in enumerate(moments)),
    )
    leads = rows(
        "Lead Id,First Name,Last Name,Email,Owner Id,Created On",
        *(
            f"L-{700 + n},F{n},N{n},p{n}@x.example,U-{n % 3},"
            f"{(at + timedelta(minutes=2)).astimezone(ZoneInfo('Europe/Vienna')):%Y-%m-%d %H:%M:%S}"
            for n, at in enumerate(moments)
        ),
    )
    files = {"site/form_entries.csv": forms, "crm/leads.csv": leads, "crm/users.csv": USERS}
    zones = {one.id: one.time_zone for one in drafted(tmp_path, files).systems}
    assert zones["crm"] == "Europe/Berlin"  # Vienna has the same clock changes


def test_a_contained_name_is_no_id(tmp_path: Path) -> None:
    accounts = rows("account,sector", *(f"Firm {n} Ltd,tech" for n in range(40)))
    deals = rows(
        "opportunity_id,account,deal_stage,close_value",
        *(f"1C{n}XY,Firm {n % 40} Ltd,{'Won' if n % 2 else 'Lost'},{n}" for n in range(80)),
    )
    stack = drafted(tmp_path, {"accounts.csv": accounts, "sales_deals.csv": deals})
    assert stack.handoffs == []
    text = (tmp_path / "stack" / "handoffs.yml").read_text("utf-8")
    assert "A name is no id" in text and "40 of 40 values of account" in text


def test_calls_that_name_their_lead_are_no_leads(tmp_path: Path) -> None:
    leads = rows(
        "LEADID,Lead Owner,Company,First Name,Last Name,Email,Lead Source,Created Time",
        *(f"z_{n},Ann,Firm {n},F{n},L{n},p{n}@x.example,Web,2026-01-01 10:00" for n in range(20)),
    )
    events = rows(
        "EVENTID,Subject,Created Time,Modified Time,LEADID",
        *(f"e_{n},Demo,2026-01-02 10:00,2026-01-02 10:00,z_{n % 20}" for n in range(40)),
    )
    stack = drafted(tmp_path, {"zoho/Leads.csv": leads, "zoho/Events.csv": events})
    event = tables(stack)["zoho/event"]
    assert (event.entity, event.columns["person_record_id"]) == ("touches", "LEADID")


def test_an_archive_is_one_system(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    with zipfile.ZipFile(tmp_path / "exports" / "salestool.zip", "w") as archive:
        for name, text in CRM.items():
            archive.writestr(name.removeprefix("crm/"), text)
    init(tmp_path / "exports", tmp_path / "stack")
    systems = load(tmp_path / "stack").systems
    assert [one.id for one in systems] == ["salestool"]
    assert {table.object for table in systems[0].tables} == {"lead", "user", "deal"}


def test_two_folders_that_differ_in_a_date_are_one_account(tmp_path: Path) -> None:
    leads = rows(
        "LEADID,Lead Owner,Company,First Name,Last Name,Email,Lead Source,Created Time",
        *(f"z_{n},Ann,Firm {n},F{n},L{n},p{n}@x.example,Web,2026-01-01 10:00" for n in range(20)),
    )
    files = {"export_2026_01/Leads.csv": leads, "export_2026_02/Leads.csv": leads + "\n"}
    assert [one.vendor for one in drafted(tmp_path, files).systems] == ["zoho"]


def test_a_file_without_a_header_and_one_with_a_delimiter_too_many(tmp_path: Path) -> None:
    calls = "".join(f"c-{n};L-{700 + n % 60};2026-01-02 10:00;{n}\n" for n in range(80))
    notes = rows("Note,Lead Id,Created at", *(f"n-{n},L-{700 + n},2026-01-02," for n in range(30)))
    stack = drafted(tmp_path, {**CRM, "dialler/calls.csv": calls, "crm/notes.csv": notes})
    call = tables(stack)["dialler/call"]
    assert (call.header, call.names) == ("none", ["column 1", "column 2", "column 3", "column 4"])
    assert call.columns["person_record_id"] == "column 2"
    outcome = ingest(tmp_path / "exports", tmp_path / "h.duckdb", tmp_path / "stack")
    assert outcome.problems == []
    assert {row["status"] for row in outcome.files} == {"loaded"}


def test_every_word_says_one_entity() -> None:
    words = [word for entity in WORDS.values() for word in entity]
    assert len(words) == len(set(words))


def test_values_list_no_people_and_no_addresses(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    rows = "".join(f"{n},Ada,Byron,ada@acme.example,+49 30 1,New\n" for n in range(1000, 1020))
    header = "lead_id,first_name,last_name,email,phone,status\n"
    (folder / "leads.csv").write_text(header + rows, "utf-8")
    init(folder, tmp_path / "stack")
    text = (tmp_path / "stack" / "values.txt").read_text("utf-8")
    assert "status: 20 of 20 filled; 1 different; words: New 20" in text
    assert not any(word in text for word in ("Ada", "Byron", "acme", "+49"))


def test_two_references_to_one_table_are_no_link(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    users = "".join(f"U-{n:05d},u{n}@acme.example\n" for n in range(20))
    orders = "".join(f"O-{n:05d},U-{n % 20:05d}\n" for n in range(60))
    kinds = "".join(f"K-{n:05d},U-{n:05d}\n" for n in range(15))
    (folder / "users.csv").write_text("user_id,email\n" + users, "utf-8")
    (folder / "orders.csv").write_text("order_id,created_by\n" + orders, "utf-8")
    (folder / "kinds.csv").write_text("kind_id,created_by\n" + kinds, "utf-8")
    draft = init(folder, tmp_path / "stack")
    assert any("20 of 20 values of created_by stand in user.user_id" in one for one in draft.links)
    assert "kind.created_by;" not in draft.evidence
