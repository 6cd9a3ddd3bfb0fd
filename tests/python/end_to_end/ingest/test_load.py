"""Loads a folder: loaded rows, rejects, non-record lines, and the second run."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import duckdb
import pytest
from support.ingest_kit import LEAD_HEADER, Company, lead_id, leads
from support.paths import ROOT

from ingest.errors import UserError
from ingest.load import checked_path, record_filter
from ingest.run import ingest
from ingest.store.workspace import locked


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def test_loads_text_as_delivered(company: Company) -> None:
    company.write(
        "crm/Lead.csv",
        "Id,LastName,Company,Email,My Score (A/B),PostalCode\n"
        '00Q000000000001AAA,"Mü ""x"", y","two\r\nlines",,007,01742\n',
    )
    company.load()
    assert company.ask(
        "select last_name, company, email, my_score_a_b, postal_code, _system, _row "
        "from raw_salesforce.lead"
    ) == [('Mü "x", y', "two\r\nlines", None, "007", "01742", "crm", 1)]


def test_every_declared_table_and_column_exists_without_exports(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    company.load()
    missing = company.ask(
        """
        select c.* from raw_handoff.vendor_columns c
        anti join duckdb_columns() d on d.schema_name = c.table_schema
            and d.table_name = c.table_name and d.column_name = c.column_name
        """
    )
    assert missing == []
    assert company.ask("select count(*) from raw_mapped.people") == [(0,)]
    assert company.ask("select system from declared.systems order by 1") == [
        ("crm",),
        ("forms",),
        ("scores",),
    ]
    leftovers = "select table_name from duckdb_tables() where starts_with(table_name, '_dlt')"
    assert company.ask(leftovers) == []


def test_same_folder_twice_changes_nothing(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1, 2))
    company.write("note.txt", "hello")
    assert company.load().is_new
    before = company.digest()
    again = company.load()
    assert not again.is_new
    assert company.digest() == before
    assert [row["status"] for row in again.files] == ["unchanged", "unknown"]


def test_later_export_adds_only_what_changed(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1, 2))
    company.load()
    text = leads(2, 3) + leads(1, stamp="2026-02-02 00:00:00").split("\n", 1)[1]
    company.write("crm/Lead-2.csv", text)
    company.load()
    row = company.file("crm/Lead-2.csv")
    counts = (row["records_in_file"], row["rows_loaded"], row["rows_unchanged"])
    assert counts == (3, 2, 1)
    versions = company.ask("select id, system_modstamp from raw_salesforce.lead order by all")
    assert versions == [
        (lead_id(1), "2026-01-01 00:00:00"),
        (lead_id(1), "2026-02-02 00:00:00"),
        (lead_id(2), "2026-01-01 00:00:00"),
        (lead_id(3), "2026-01-01 00:00:00"),
    ]


def test_order_of_files_does_not_matter(company: Company, tmp_path: Path) -> None:
    together = Company(_made(tmp_path / "together"))
    for at, day in enumerate(("01", "02", "03"), 1):
        text = leads(1, 2, stamp=f"2026-01-{day} 00:00:00")
        company.write(f"crm/Lead-{4 - at}.csv", text)
        company.load()
        together.write(f"crm/Lead-{at}.csv", text)
    together.load()
    query = "select * exclude (_row) from raw_salesforce.lead order by all"
    assert company.ask(query) == together.ask(query)
    assert len(company.ask(query)) == 6


def _made(path: Path) -> Path:
    path.mkdir()
    return path


def test_repeats_between_files_of_one_run_are_stored_once(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1, 2))
    company.write("crm/Lead_2.csv", leads(2, 3))
    company.write("crm/copy.csv", leads(1, 2))
    company.load()
    assert company.ask("select count(*), count(distinct id) from raw_salesforce.lead") == [(3, 3)]
    assert company.file("crm/Lead_2.csv")["rows_unchanged"] == 1
    assert company.file("crm/Lead.csv")["message"] == "same content as crm/copy.csv"


def test_mapping_loads_into_the_entity(company: Company) -> None:
    company.write("scores/today.csv", "key;mail;at;Owner System;Größe\n1;a@b.c;2026-01-01;x;9\n")
    company.load()
    assert company.ask(
        "select record_id, email, created_at, updated_at, owner_system, owner_system_2, grosse, "
        "_object, _system from raw_mapped.people"
    ) == [("1", "a@b.c", "2026-01-01", "2026-01-01", "crm", "x", "9", "score", "scores")]


def test_mapping_of_a_missing_column_names_stack_and_file(company: Company) -> None:
    company.write("scores/today.csv", "key,at\n1,2026-01-01\n")
    with pytest.raises(UserError) as caught:
        company.load()
    text = str(caught.value)
    assert "stack/stack.yml:" in text and "mail" in text and "scores/today.csv" in text
    assert not company.database.exists()


def test_changed_mapping_loads_the_file_again(company: Company) -> None:
    company.write("scores/today.csv", "key,mail,at,other\n1,a@b.c,2026-01-01,z@b.c\n")
    company.load()
    path = company.root / "stack" / "stack.yml"
    path.write_text(path.read_text().replace("email: mail", "email: other"))
    assert company.load().is_new
    assert company.ask("select email, mail from raw_mapped.people") == [("z@b.c", "a@b.c")]
    assert company.ask("select count(*) from raw_handoff.files") == [(1,)]


def test_changed_stack_alone_is_new(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    company.load()
    path = company.root / "stack" / "stack.yml"
    path.write_text(path.read_text().replace("name: CRM", "name: Our CRM"))
    assert company.load().is_new
    assert ("Our CRM",) in company.ask("select name from declared.systems")


def test_rejects_keep_line_reason_and_text(company: Company) -> None:
    text = leads(1) + '"a\nb",x\n' + "00Q000000000002AAA,N,F,e,s\n" + "1,2,3,4,5,6\n"
    company.write("crm/Lead.csv", text + "00Q000000000003AAA,N,F,e,s\n")
    outcome = company.load()
    assert str(outcome.problems[0]).startswith("crm/Lead.csv: 2 of 5 records")
    assert company.ask("select line, reason, raw_text from raw_handoff.rejects order by 1") == [
        (3, "too few cells", '"a\nb",x'),
        (6, "too many cells", "1,2,3,4,5,6"),
    ]
    rows = company.ask("select id, _row from raw_salesforce.lead order by 2")
    assert rows == [(lead_id(1), 1), ("00Q000000000002AAA", 3), ("00Q000000000003AAA", 5)]
    assert not company.load().is_new  # a second run finds the same rejects
    assert company.load().problems


def test_every_line_is_accounted_for(company: Company) -> None:
    text = leads(*range(50)) + '\n\n"x\n\ny",b,c,d,e\nshort\n\n' + leads(60).split("\n", 1)[1]
    company.write("crm/Lead.csv", text)
    company.load()
    row = company.file("crm/Lead.csv")
    parts = [row[f"rows_{name}"] for name in ("loaded", "unchanged", "rejected")]
    assert (row["records_in_file"], parts, row["non_record_lines"]) == (53, [52, 0, 1], 3)
    lines = text.count("\n")
    assert lines == 1 + row["records_in_file"] + row["non_record_lines"] + 2  # two inside a cell


@pytest.mark.parametrize("small_bytes", [0, 1 << 20])
@pytest.mark.parametrize(
    ("module", "name"), [(record_filter, "BlocksAndRecords"), (checked_path, "row_groups")]
)
def test_a_reader_that_loses_records_is_caught(
    company: Company,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    small_bytes: int,
) -> None:
    whole = getattr(module, name)

    def losing(*arguments: object) -> Iterator[object]:
        found = list(whole(*arguments))
        yield from found[1:] if module is record_filter else (group.slice(1) for group in found)

    monkeypatch.setattr("ingest.load.dlt_load.is_plain", lambda plan: False)
    monkeypatch.setattr("ingest.load.small_files.SMALL_BYTES", small_bytes)
    monkeypatch.setattr(module, name, losing)
    company.write("crm/Lead.csv", leads(1) + "short\n" + leads(2).split("\n", 1)[1])
    with pytest.raises(UserError, match="1 lines are neither records, rejects nor blank"):
        company.load()


def test_the_pipeline_test_finds_counts_that_do_not_add_up(company: Company, root: Path) -> None:
    company.write("crm/Lead.csv", leads(1, 2) + "short\n")
    company.load()
    query = (root / "tests" / "pipeline" / "rows_are_accounted_for.sql").read_text()
    query = re.sub(r"\{\{ config.*?\}\}", "", query)
    query = re.sub(r"\{\{ source\('(\w+)', '(\w+)'\) \}\}", r"\1.\2", query)
    assert company.ask(query) == []
    with duckdb.connect(str(company.database)) as con:
        con.execute("update raw_handoff.files set rows_loaded = 1")
    assert len(company.ask(query)) == 1
    with duckdb.connect(str(company.database)) as con:
        con.execute("update raw_handoff.files set rows_loaded = 2; delete from raw_handoff.rejects")
    assert len(company.ask(query)) == 1


def test_bad_files_do_not_stop_the_others(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    company.write("crm/Empty.csv", b"")
    company.write("crm/Contact.csv", "Id,LastName,AccountId,Email\n")
    text = LEAD_HEADER + "\n1,Mü,é,c,\n2,ö,c,d,\n3,"
    company.write("crm/Broken.csv", text.encode("utf-16")[:-1])
    outcome = company.load()
    text = "\n".join(map(str, outcome.problems))
    assert "crm/Empty.csv" in text and "crm/Broken.csv:4" in text
    assert {row["path"]: row["status"] for row in outcome.files} == {
        "crm/Broken.csv": "failed",
        "crm/Contact.csv": "loaded",
        "crm/Empty.csv": "failed",
        "crm/Lead.csv": "loaded",
    }
    assert company.ask("select count(*) from raw_salesforce.lead") == [(1,)]
    assert company.file("crm/Contact.csv")["message"] == "header only"
    before = company.digest()
    assert company.load().problems and company.digest() == before
    company.write("crm/Broken.csv", leads(5))
    company.load()
    assert company.file("crm/Broken.csv")["status"] == "loaded"


def test_unterminated_quote_is_named_with_its_line(company: Company) -> None:
    text = leads(1) + f'{lead_id(2)},"Open,F,e,s\n' + leads(3, 4).split("\n", 1)[1]
    company.write("crm/Lead.csv", text)
    (problem,) = company.load().problems
    assert "line 3" in problem.what and "quote" in problem.what
    assert company.ask("select line, raw_text from raw_handoff.rejects") == [
        (3, f'{lead_id(2)},"Open,F,e,s')
    ]
    rows = company.ask("select id, _row from raw_salesforce.lead order by _row")
    assert rows == [(lead_id(1), 1), (lead_id(3), 3), (lead_id(4), 4)]


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        ("crm/Lead.csv", b"", "0 bytes"),
        ("crm/Lead.csv", LEAD_HEADER.encode() + b"\n", "contains only a header"),
        ("what.csv", b"a,b\n1,2\n", "no file was recognised"),
    ],
)
def test_nothing_to_load_leaves_the_database(
    company: Company, path: str, content: bytes, message: str
) -> None:
    company.write("crm/Contact.csv", "Id,LastName,AccountId,Email\n003000000000001AAA,a,b,c\n")
    company.load()
    before = company.digest()
    (company.exports / "crm" / "Contact.csv").unlink()
    company.write(path, content)
    with pytest.raises(UserError, match=message):
        company.load()
    assert company.digest() == before


def test_without_a_stack_says_how_to_write_one(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    with pytest.raises(UserError, match="handoff init"):
        ingest(company.exports, company.database, company.root / "none")


def test_a_run_beside_another_stops_with_one_line(company: Company) -> None:
    with (
        locked(company.database),
        pytest.raises(UserError, match=f"process {os.getpid()}, since .* working on it"),
        locked(company.database, wait=0.05),
    ):
        pass


def test_database_is_private_and_readable_by_older_versions(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    company.load()
    assert stat.S_IMODE(company.database.stat().st_mode) == 0o600
    tags = company.ask("select tags from duckdb_databases() where not internal")
    assert "v1.3.0" in str(tags)
    names = {path.name for path in company.root.iterdir()}
    assert names == {"exports", "stack", "handoff.duckdb", "handoff.duckdb.lock"}


def test_killed_midway_leaves_the_old_database(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    company.load()
    before = company.digest()
    company.write("crm/Lead-2.csv", leads(*range(60_000)))
    code = (
        "import sys; from pathlib import Path; from ingest.run import ingest;"
        "ingest(*map(Path, sys.argv[1:]), progress=lambda plan, rows: (print(1, flush=True),"
        " __import__('time').sleep(60)))"
    )
    arguments = [str(company.exports), str(company.database), str(company.root / "stack")]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None and process.stdout.readline()
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert company.digest() == before
    company.load()
    assert company.ask("select count(distinct id) from raw_salesforce.lead") == [(60_000,)]
    assert not list(company.root.glob(".handoff-*"))


def test_the_log_of_a_killed_writer_is_applied(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    company.load()
    code = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute('create table main.kept as select 1 as a'); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code, str(company.database)], check=False)
    wal = company.database.with_name("handoff.duckdb.wal")
    assert wal.exists()
    company.write("crm/Lead-2.csv", leads(2))
    company.load()
    assert company.ask("select a from main.kept") == [(1,)]
    assert not wal.exists()


def test_other_tables_of_the_database_stay(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    company.load()
    with duckdb.connect(str(company.database)) as con:
        con.execute("create schema canonical; create table canonical.people as select 1 as a")
    company.write("crm/Lead-2.csv", leads(2))
    company.load()
    assert company.ask("select a from canonical.people") == [(1,)]


def test_a_sync_that_changed_nothing_adds_no_rows(tmp_path: Path) -> None:
    company = Company(tmp_path)
    header = "id,last_name,company,email,is_deleted,system_modstamp,_fivetran_synced,_dlt_id\n"
    row = f"{lead_id(1)},Byrne,Works,a@b.example,false,2026-01-01 00:00:00,"
    company.write("crm/lead.csv", header + row + "2026-01-02 06:00:00,Kx3b\n")
    company.load()
    company.write("crm/lead_2.csv", header + row + "2026-01-03 06:00:00,Zq9w\n")
    company.load()
    assert company.ask("select count(*) from raw_salesforce.lead") == [(1,)]
    # Which of the two has it is told by their content, not by the order of loading.
    files = [company.file("crm/lead.csv"), company.file("crm/lead_2.csv")]
    assert sorted((file["rows_loaded"], file["rows_unchanged"]) for file in files) == [
        (0, 1),
        (1, 0),
    ]


def test_columns_a_large_table_lacks_are_added_one_by_one(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.store.raw_tables.LARGE_TABLE_ROWS", 1)
    company.write("crm/a.csv", leads(1, 2, 3))
    company.load()
    row = "00Q000000000004AAA,N,F,e,1,2,3,2026-01-01 00:00:00"
    header = LEAD_HEADER.replace("Email", "Email,One__c,Two__c,Three__c")
    company.write("crm/b.csv", f"{header}\n{row}\n")
    assert company.load().problems == []
    assert company.ask("select count(*), max(one_c), max(three_c) from raw_salesforce.lead") == [
        (4, "1", "3")
    ]
