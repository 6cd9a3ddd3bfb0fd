"""Messages for bad input name problem, place and fix; exit code 2; the database is unchanged."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.dbt import run_dbt
from support.ingest_kit import LEAD_HEADER, STACK, Company, lead_id, leads
from support.paths import ROOT

RULES = """
lifecycle:
  stages: [{id: new, name: New, order: 1, meaning: open}]
  values:
    - {system: crm, object: lead, field: Status, map: {New: new}}
handoffs:
  - id: scoring
    name: Scoring
    from: {system: scores, object: score}
    to: {system: crm, object: lead}
    hop: enriched
    match: {source: key, target: Id}
    fields:
      - {source: grade, target: Industry, kind: picklist}
routing:
  - id: inbound
    system: crm
    object: lead
    rules:
      - {id: all, order: 1, when: {LastName: [Lovelace]}, assign: {owner: x}}
"""
SCORES = "key,mail,at,grade\n1,a@b.example,2026-01-01,A\n"


def handoff(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, from `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name in ("HANDOFF_DEBUG", "HANDOFF_DATABASE"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company after a successful first night."""
    company = Company(tmp_path_factory.mktemp("loaded"), STACK + RULES)
    company.write("crm/Lead.csv", leads(1, 2))
    company.write("scores/a.csv", SCORES)
    company.load()
    return company


@pytest.fixture
def company(loaded: Company, tmp_path: Path) -> Company:
    """A copy of it, with an empty export folder."""
    made = Company(tmp_path, STACK + RULES)
    made.database.write_bytes(loaded.database.read_bytes())
    return made


def refused(company: Company, *arguments: str) -> str:
    """The message of a run that must fail and not change the database."""
    before = company.digest()
    done = handoff(company.root, *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr and "internal error" not in done.stderr
    assert company.digest() == before
    left = {path.name for path in company.root.iterdir() if path.suffix == ".wal"}
    assert left | {path.name for path in company.root.glob(".handoff-*")} == set()
    return done.stderr


def restack(company: Company, old: str, new: str) -> None:
    path = company.root / "stack" / "stack.yml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def zipped(name: str, content: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


FILES: dict[str, tuple[dict[str, bytes], list[str]]] = {
    "empty_folder": ({}, ["exports: the folder contains no file", "put the exports there"]),
    "unknown_file_only": (
        {"what.csv": b"a,b\n1,2\n"},
        ["what.csv: no declared header signature fits", "declare it under `tables`"],
    ),
    "empty_file": ({"crm/Lead.csv": b""}, ["crm/Lead.csv: the file is empty (0 bytes)"]),
    "header_only": (
        {"crm/Lead.csv": f"{LEAD_HEADER}\n".encode()},
        ["every file contains only a header", "check the filter of the export"],
    ),
    "broken_bytes": (
        {"crm/Lead.csv": f"{LEAD_HEADER}\n1,Mü,é,c,\n2,ö,c,d,\n3,".encode("utf-16")[:-1]},
        ["crm/Lead.csv:4: ", "  -> "],
    ),
    "truncated_zip": (
        {"crm/all.zip": zipped("Lead.csv", leads(*range(50)))[:200]},
        ["crm/all.zip: the zip is cut off or broken", "export it again"],
    ),
    "mapping_of_missing_column": (
        {"scores/a.csv": b"key,at,e-mail\n1,2026-01-01,a@b.example\n"},
        [
            "stack/stack.yml:",
            "the mapping names column mail, which scores/a.csv does not have",
            "write the header as the file has it; did you mean 'e-mail' for 'mail'?",
        ],
    ),
    "all_at_once": (
        {"crm/Lead.csv": b"", "crm/Old.zip": b"PK\x03\x04", "what.csv": b"a,b\n1,2\n"},
        ["crm/Lead.csv: ", "crm/Old.zip: ", "what.csv: "],
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_exports_without_a_loadable_file(case: str, company: Company) -> None:
    files, wanted = FILES[case]
    for path, content in files.items():
        company.write(path, content)
    shown = refused(company, "ingest", "exports")
    assert [text for text in wanted if text not in shown] == [], shown


def test_missing_folders(company: Company) -> None:
    company.write("crm/Lead.csv", leads(3))
    assert "nope: the export folder is missing" in refused(company, "ingest", "nope")
    assert "it is not a folder" in refused(company, "ingest", "exports/crm/Lead.csv")
    shown = refused(company, "ingest", "exports", "--stack", "none")
    assert "none: there is no declared stack" in shown and "handoff init exports" in shown


def test_a_bad_file_among_good_ones(company: Company) -> None:
    company.write("crm/Lead.csv", leads(3))
    company.write("crm/Empty.csv", b"")
    company.write("crm/Contact.csv", "Id,LastName,AccountId,Email\n")
    done = handoff(company.root, "ingest", "exports")
    assert done.returncode == 2
    assert "crm/Empty.csv: the file is empty" in done.stderr
    assert company.ask("select count(*) from raw_salesforce.lead") == [(3,)]
    assert company.file("crm/Contact.csv")["message"] == "header only"


STACKS = {
    "unknown_vendor": (
        ("vendor: salesforce", "vendor: salesfroce"),
        "stack/stack.yml:4:34: unknown vendor 'salesfroce'\n  -> did you mean 'salesforce'?",
    ),
    "stage_without_meaning": ((", meaning: open", ""), "stack/stack.yml:"),
    "rule_on_missing_field": (("{LastName:", "{LastNam:"), "no export of crm/lead has a column"),
    "field_from_missing_column": (("source: grade", "source: grad"), "did you mean 'grade'?"),
    "match_on_missing_column": (("target: Id}", "target: Idd}"), "did you mean 'Id'?"),
    "stage_in_missing_column": (("field: Status", "field: Phase__c"), "a column 'Phase__c'"),
}


@pytest.mark.parametrize("case", STACKS)
def test_mistakes_in_the_stack_publish_nothing(case: str, company: Company) -> None:
    (old, new), wanted = STACKS[case]
    company.write("crm/Lead.csv", leads(3))
    company.write("scores/a.csv", SCORES.replace("A", "B"))
    restack(company, old, new)
    shown = refused(company, "ingest", "exports")
    assert wanted in shown and "stack/stack.yml:" in shown, shown


def test_all_mistakes_of_the_stack_at_once(company: Company) -> None:
    company.write("crm/Lead.csv", leads(3))
    restack(company, "{LastName:", "{LastNam:")
    restack(company, "field: Status", "field: Phase__c")
    shown = refused(company, "ingest", "exports")
    assert "LastNam" in shown and "Phase__c" in shown


def test_a_column_missing_in_the_export_is_not_an_error(company: Company) -> None:
    company.write("crm/Lead.csv", leads(3))
    done = handoff(company.root, "ingest", "exports")
    assert done.returncode == 0, done.stderr
    assert "no export of crm/lead has a column 'Industry'" in done.stdout
    assert "no export of crm/lead has a column 'Status'" in done.stdout


HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Another program that has the database open for writing."""
    command = [sys.executable, "-c", HOLD, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            yield
        finally:
            other.communicate(b"\n")


def test_a_database_in_use_or_of_another_kind(company: Company) -> None:
    company.write("crm/Lead.csv", leads(3))
    before = company.digest()
    with held(company.database):
        for command in (["ingest", "exports"], ["results"]):
            done = handoff(company.root, *command)
            assert done.returncode == 2
            assert "handoff.duckdb: another program is writing it" in done.stderr
    assert company.digest() == before
    junk = company.root / "junk.duckdb"
    junk.write_bytes(b"not a database")
    for command in (["ingest", "exports"], ["results"]):
        shown = refused(company, *command, "--database", "junk.duckdb")
        assert "junk.duckdb: it cannot be opened as a DuckDB file" in shown
    assert junk.read_bytes() == b"not a database"


def test_commands_that_need_an_audit(company: Company) -> None:
    shown = refused(company, "results", "--database", "none.duckdb")
    assert "none.duckdb: there is no database" in shown and "handoff ingest" in shown
    assert "run `dbt build`" in refused(company, "checks")


def test_existing_folders_are_not_overwritten(company: Company) -> None:
    company.write("crm/Lead.csv", leads(3))
    shown = refused(company, "demo", "--out", "exports")
    assert "exports: the folder is not empty" in shown
    assert "stack: there is a stack already" in refused(company, "init", "exports")


def test_dbt_before_any_ingest_names_the_fix(root: Path, tmp_path: Path) -> None:
    database = tmp_path / "none.duckdb"
    done = run_dbt(root, database, "--quiet", "build", target=tmp_path / "target")
    shown = done.stdout + done.stderr
    assert done.returncode != 0
    assert "handoff ingest" in shown and "Traceback" not in shown, shown
    assert len(shown.splitlines()) < 10, shown


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_a_load_with_one_line(company: Company, number: int, code: int) -> None:
    company.write("crm/Lead.csv", leads(*range(300_000)))
    before = hashlib.sha256(company.database.read_bytes()).hexdigest()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "cli", "ingest", "exports"],
        cwd=company.root,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        # The private folder of the load appears once it has begun.
        while not list(company.root.glob(".handoff-*/landing.duckdb")):
            assert run.poll() is None
            time.sleep(0.02)
        run.send_signal(number)
        _, shown = run.communicate(timeout=60)
    assert run.returncode == code, shown
    assert len(shown.splitlines()) == 1 and signal.Signals(number).name in shown
    assert company.digest() == before
    names = {path.name for path in company.root.iterdir()}
    assert names == {"exports", "stack", "handoff.duckdb", "handoff.duckdb.lock"}


def test_no_message_repeats_a_cell(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1).replace("Name1", "Secretname") + f"{lead_id(2)},x\n")
    done = handoff(company.root, "ingest", "exports")
    assert done.returncode == 2
    assert "Secretname" not in done.stdout + done.stderr
