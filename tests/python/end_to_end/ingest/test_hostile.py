"""Hostile folders: links, pipes, names, and files that change while they are read."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from support.ingest_kit import Company, lead_id, leads

from ingest.load import checked_path, fast_path
from ingest.plan import folder_scan
from ingest.plan.planner import Plan


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def messages(company: Company) -> dict[str, str]:
    rows = company.ask("select path, message from raw_handoff.files where status != 'loaded'")
    return {str(path): str(message) for path, message in rows}


def test_links_pipes_and_sockets_are_listed_and_not_followed(
    company: Company, tmp_path: Path
) -> None:
    company.write("crm/Lead.csv", leads(1))
    secret = tmp_path / "secret.csv"
    secret.write_text(leads(2))
    (company.exports / "crm" / "link.csv").symlink_to(secret)
    (company.exports / "crm" / "folder").symlink_to(tmp_path)
    (company.exports / "crm" / "gone.csv").symlink_to(tmp_path / "nowhere")
    os.mkfifo(company.exports / "crm" / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(company.exports / "crm")  # the path of a socket is short
        listener.bind("socket.csv")
        os.chdir(here)
        outcome = company.load()
    assert messages(company) == {
        "crm/link.csv": "a link is not followed: put the file itself here",
        "crm/folder": "a link is not followed: put the file itself here",
        "crm/gone.csv": "a link is not followed: put the file itself here",
        "crm/pipe.csv": "a pipe is not followed: put the file itself here",
        "crm/socket.csv": "a socket is not followed: put the file itself here",
    }
    assert outcome.problems == []
    assert company.ask("select id from raw_salesforce.lead") == [(lead_id(1),)]


NAMES = [
    "it's; drop table lead; --.csv",
    '"quoted".csv',
    "a*[b]?{c,d}.csv",
    "{{ env_var('HOME') }}.csv",
    "line\nbreak.csv",
    "\x1b[31mred.csv",
    "\u202egnp.csv",
    "-rf.csv",
    "$(touch x)`y`.csv",
    "%2e%2e%2fx.csv",
    "a\\b.csv",
    "x" * 200 + ".csv",
]


def test_names_of_files_are_never_code(company: Company) -> None:
    for number, name in enumerate(NAMES):
        company.write(f"crm/{name}", leads(number))
    company.write("crm/a1b.csv", leads(99))  # what a glob would find
    folder = os.fsencode(company.exports / "crm")
    Path(os.fsdecode(folder + b"/\xff\xfe.csv")).write_text(leads(98))
    assert company.load().problems == []
    found = {path for (path,) in company.ask("select path from raw_handoff.files")}
    assert found == {f"crm/{name}" for name in [*NAMES, "a1b.csv", "\\xff\\xfe.csv"]}
    assert company.ask("select count(*), count(distinct _file) from raw_salesforce.lead") == [
        (len(NAMES) + 2, len(NAMES) + 2)
    ]


def grow(path: Path) -> None:
    with path.open("a") as stream:
        stream.write(f"{lead_id(9)},N,F,e,s\n")


def test_a_file_that_grows_while_it_is_loaded(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = company.write("crm/Lead.csv", leads(1, 2))
    company.write("crm/Lead-2.csv", leads(3))
    rows_sql = fast_path.rows_sql

    def growing(plan: Plan, columns: list[str], scratch: Path) -> str:
        if plan.source.path == "crm/Lead.csv":
            grow(path)
        return rows_sql(plan, columns, scratch)

    monkeypatch.setattr("ingest.load.small_files.SMALL_BYTES", 0)
    monkeypatch.setattr("ingest.load.dlt_load.rows_sql", growing)
    (problem,) = company.load().problems
    assert str(problem).startswith("crm/Lead.csv: the file changed while it was read\n  -> wait")
    assert company.ask("select id from raw_salesforce.lead") == [(lead_id(3),)]
    monkeypatch.undo()
    assert company.load().problems == []
    assert len(company.ask("select id from raw_salesforce.lead")) == 4


@pytest.mark.parametrize("small_bytes", [0, 1 << 20])
@pytest.mark.parametrize("content", [leads(1) + "\n" + leads(2).split("\n", 1)[1], leads(1)])
def test_a_file_that_is_replaced_by_a_link(
    company: Company,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    content: str,
    small_bytes: int,
) -> None:
    path = company.write("crm/Lead.csv", content)
    company.write("crm/Lead-2.csv", leads(3))
    (tmp_path / "secret.csv").write_text(leads(7))

    def swapped(*arguments: object) -> object:
        if not path.is_symlink():
            path.unlink()
            path.symlink_to(tmp_path / "secret.csv")
        return filter_records(*arguments)  # type: ignore[arg-type]

    filter_records = checked_path.filter_records
    monkeypatch.setattr("ingest.load.small_files.SMALL_BYTES", small_bytes)
    monkeypatch.setattr(checked_path, "filter_records", swapped)
    monkeypatch.setattr("ingest.load.dlt_load.is_plain", lambda plan: False)
    (problem,) = company.load().problems
    assert problem.what == "the file changed while it was read"
    assert company.ask("select id from raw_salesforce.lead") == [(lead_id(3),)]


def test_a_file_that_changes_while_it_is_recognised(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = company.write("crm/Lead.csv", leads(1))
    company.write("crm/Lead-2.csv", leads(3))
    tables = folder_scan.open_tables

    def changing(*call: object) -> object:
        grow(path)
        return tables(*call)  # type: ignore[arg-type]

    monkeypatch.setattr(folder_scan, "open_tables", changing)
    (problem,) = company.load().problems
    assert str(problem).startswith("crm/Lead.csv: the file changed while it was read")


def test_folders_that_everybody_can_write_are_a_warning(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    assert company.load().warnings == ()
    company.exports.chmod(0o777)
    (company.root / "stack").chmod(0o757)
    warnings = company.load().warnings
    assert [warning.where for warning in warnings] == [
        str(company.exports),
        str(company.root / "stack"),
    ]
    assert {warning.what for warning in warnings} == {"every user of this machine can write here"}
