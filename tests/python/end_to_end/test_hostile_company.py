"""Every value, header, file name and declaration of a company is an attack: all of them stay text.

One night runs with a secret in the environment and a marker (CANARY) in every cell, in processes
that the kernel kills when they open a network connection. No attack may have an effect, no output
may contain the secret, and only a command that asks for a person may print a cell.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from support.ingest_kit import lead_id
from support.no_network import KILLED, shut_off
from test_gate import PARTS

SECRET = "s3cret-7f1c-of-the-environment"
CANARY = "Kanarienvogel"  # personal data: in every cell
ESCAPE, BIDI = "\x1b[31m\x1b]0;owned\x07", "\u202egnp.exe\u2066"
ATTACKS = (
    "'; drop schema raw_handoff cascade; --",
    "{{ env_var('HANDOFF_SECRET') }}",
    "{% do run_query('drop table x') %}{# #}",
    "$(touch owned) `touch owned` ; touch owned",
    "=cmd|' /C calc'!A0",
    '+HYPERLINK("http://evil.example","x")',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    f"{ESCAPE}red",
    f"{BIDI}",
    "quo\"te ' back\\slash | pipe",
    "two\nlines\r\n::error::owned",
    "__proto__",
    "](javascript:alert(1)) @everyone [x](http://evil.example)",
    "../../../etc/passwd",
    "%s %n %d {0} ${HANDOFF_SECRET}",
    "NULL\\N' or '1'='1",
)
# Rejects and records each network call of Python, before the kernel kills the process.
GUARD = """
import os, socket
def refuse(self_or_host, *arguments, **options):
    if getattr(self_or_host, "family", socket.AF_INET) == socket.AF_UNIX:
        return real(self_or_host, *arguments)
    with open(os.environ["NETWORK_CALLS"], "a") as file:
        file.write(repr((self_or_host, arguments)) + "\\n")
    raise OSError("no network here")
real = socket.socket.connect
socket.socket.connect = socket.socket.connect_ex = refuse
socket.socket.sendto = refuse
socket.getaddrinfo = refuse
"""
STACK = """
# {{ env_var('HANDOFF_SECRET') }} '; drop schema declared cascade; -- <script>alert(1)</script>
company: {name: "<script>alert(1)</script>", currency: USD}
systems:
  - {id: crm, name: "{{ env_var('HANDOFF_SECRET') }}", vendor: salesforce, functions: [route],
     role: truth, files: ["crm/*", "*.zip"], owner: ops}
  - id: scores
    name: "'; drop schema declared cascade; --"
    functions: [enrich]
    role: transport
    tables:
      - object: score
        files: ["scores/*"]
        entity: people
        columns:
          {record_id: key, email: mail, full_name: "%(header)s", created_at: at, updated_at: at}
        constants: {owner_system: crm, title: "{{ env_var('HANDOFF_SECRET') }}"}
owners:
  - {id: ops, name: "$(touch owned) \\e[31m", email: a@b.example}
lifecycle:
  stages: [{id: new, name: "{{ env_var('HANDOFF_SECRET') }}", order: 1, meaning: open}]
  values:
    - system: crm
      object: lead
      field: Status
      map: {New: new, "{{ env_var('HANDOFF_SECRET') }}": new, "'; drop table x; --": new}
handoffs:
  - id: scoring
    name: "](javascript:alert(1)) <script>"
    from: {system: scores, object: score}
    to: {system: crm, object: lead}
    hop: enriched
    match: {source: key, target: Id}
    owner: ops
    fields:
      - {source: grade, target: Industry, kind: picklist, default: "'; drop table x; --"}
      - {source: "%(header)s", target: LastName, kind: text}
routing:
  - id: inbound
    system: crm
    object: lead
    rules:
      - id: all
        order: 1
        when: {LastName: ["'; drop table x; --", "{{ env_var('HANDOFF_SECRET') }}"]}
        assign: {owner: "{{ env_var('HANDOFF_SECRET') }}"}
"""
HEADER = "{{ env_var('HANDOFF_SECRET') }} <b>'; drop"

BROKEN = {
    "quotes_a_cell": "select cast(last_name as integer) as n from raw_salesforce.lead",
    "opens_a_file": "select content from read_text('exports/scores/*')",
    "loads_from_the_net": "select 1 as n from (select * from read_csv('http://evil.example/x.csv'))",
}


@dataclass(frozen=True)
class Night:
    """The project folder of the company and what every command printed."""

    folder: Path
    printed: dict[str, str]
    codes: dict[str, int]
    network_calls: str

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.folder / "handoff.duckdb"), read_only=True) as con:
            return con.execute(query).fetchall()

    def texts(self, *below: str) -> dict[str, str]:
        """Every file below these folders as text, by its path."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes().decode("utf-8", "replace")
            for name in below
            for path in sorted((self.folder / name).rglob("*"))
            if path.is_file()
        }


def table(header: list[str], rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


def exports(folder: Path) -> None:
    """Writes leads whose cells are attacks, into files whose names are attacks."""
    header = ["Id", "LastName", "Company", "Email", "Status", "Industry", "OwnerId", "CreatedDate"]
    header += ["SystemModstamp", *ATTACKS[:8], "__proto__", "constructor"]
    rows = [
        [
            *(lead_id(number), f"{CANARY} {attack}", f"{attack} {CANARY}"),
            *(f"{CANARY}{number}{attack}@example.com", attack, attack, attack),
            *("2026-01-01 00:00:00", "2026-01-02 00:00:00", *(f"{CANARY} {attack}",) * 10),
        ]
        for number, attack in enumerate(ATTACKS, start=1)
    ]
    (folder / "crm").mkdir(parents=True)
    (folder / "scores").mkdir()
    leads = table(header, rows)
    (folder / "crm" / "Lead '; drop table x; -- {{ env_var('HANDOFF_SECRET') }}.csv").write_text(
        leads, "utf-8", newline=""
    )
    (folder / "crm" / f"$(touch owned){ESCAPE}{BIDI}<script>.csv").write_text(
        f"a,b\n{CANARY},{CANARY}\n", "utf-8"
    )
    # One record is too short, so it is rejected with its text.
    keys = ["key", "mail", HEADER, "at", "grade"]
    scored = [[lead_id(n), f"{CANARY}@x.example", f"{CANARY} {a}", "13/13/2026", a]
              for n, a in enumerate(ATTACKS, start=1)]  # fmt: skip
    (folder / "scores" / "=cmd|'C calc'!A0.csv").write_text(
        table(keys, [*scored, [lead_id(99), CANARY]]), "utf-8", newline=""
    )
    packed = folder / "{{ env_var('HANDOFF_SECRET') }}.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Account '; drop {% raw %}.csv", table(
            ["Id", "Name", "Type", "CreatedDate"],
            [[f"001{n:012d}AAA", f"{CANARY} {a}", a, a] for n, a in enumerate(ATTACKS)],
        ))  # fmt: skip


def waivers(path: Path) -> None:
    names = path.read_text("utf-8").splitlines()[0].split(",")
    row = dict.fromkeys(names, "") | {
        "check_id": "values_agree", "record_id": "'; drop table x; --", "owner": "ops",
        "reason": f"{{{{ env_var('HANDOFF_SECRET') }}}} <script>{CANARY}</script>",
        "expires_on": "2030-01-01",
    }  # fmt: skip
    path.write_text(table(names, [[row[name] for name in names]]), "utf-8", newline="")


@pytest.fixture(scope="module")
def night(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    folder = tmp_path_factory.mktemp("hostile") / "project"
    folder.mkdir()
    for part in PARTS:
        source = root / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    shutil.copytree(root / "tests", folder / "tests", ignore=shutil.ignore_patterns("python"))
    shutil.rmtree(folder / "stack")
    (folder / "stack").mkdir()
    header = HEADER.replace("\\", "\\\\").replace('"', '\\"')
    declared = STACK % {"header": header}
    (folder / "stack" / "stack.yml").write_text(declared, "utf-8")
    exports(folder / "exports")
    waivers(folder / "seeds" / "waivers.csv")
    guard = folder.parent / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD)
    network_calls = folder.parent / "network_calls"
    network_calls.write_text("")
    environment = os.environ | {
        "PYTHONPATH": f"{guard}{os.pathsep}{root}", "HANDOFF_SECRET": SECRET,
        "NETWORK_CALLS": str(network_calls),
        "HOME": str(folder.parent), "HANDOFF_DATABASE": "handoff.duckdb",
    }  # fmt: skip
    for name in ("HANDOFF_DEBUG", "DBT_TARGET_PATH", "DBT_LOG_PATH"):
        environment.pop(name, None)
    printed: dict[str, str] = {}
    codes: dict[str, int] = {}
    no_network = shut_off()
    (folder / "out").mkdir()

    def do(name: str, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "cli", *arguments], cwd=folder, env=environment,
            capture_output=True, check=False, timeout=600, umask=0o022, preexec_fn=no_network,
        )  # fmt: skip
        printed[name] = (done.stdout + done.stderr).decode("utf-8")
        codes[name] = done.returncode

    do("stack", "stack")
    do("ingest", "ingest", "exports")
    do("run", "run", "exports", "--markdown", "out/g.md", "--junit", "out/g.xml",
       "--sarif", "out/g.sarif", "--json", "out/g.json", "--github")  # fmt: skip
    for name in ("checks", "results", "needs", "accept", "diff"):
        do(name, name)
    do("explain", "checks", "explain", "values_agree")
    do("no_check", "checks", "explain", ATTACKS[0])
    do("trace", "trace", f"crm/lead/{lead_id(1)}")
    for number in (0, 7, 10):
        do(f"trace{number}", "trace", f"{CANARY} {ATTACKS[number]}")
    do("init", "init", "exports", "--stack", "out/stack")
    # Last, SQL that only a mistake in the project could run: it quotes a cell, opens a file, or
    # loads from the network.
    (folder / "models" / "results" / "broken").mkdir()
    for name, query in BROKEN.items():
        # Without the contract of its folder, which would refuse it before the database does.
        text = "{{ config(contract={'enforced': false}, access='private') }}\n" + query
        (folder / "models" / "results" / "broken" / f"{name}.sql").write_text(text)
    shutil.rmtree(folder / "logs")
    do("broken", "gate", "--select", "path:models/results/broken")
    printed["broken log"] = (folder / "logs" / "dbt.log").read_text("utf-8")
    results = json.loads((folder / "target" / "run_results.json").read_text("utf-8"))
    for row in results["results"]:
        name = row["unique_id"].split(".")[2]
        if name in BROKEN:
            printed[f"broken {name}"] = row["message"]
    return Night(folder, printed, codes, network_calls.read_text())


def test_every_command_ends_without_an_internal_error(night: Night) -> None:
    printed = "\n".join(text for name, text in night.printed.items() if "broken" not in name)
    assert "Traceback" not in printed and "internal error" not in printed, printed
    # A short record and an unknown file are reported, and the night continues.
    assert night.codes["ingest"] == 2
    assert night.codes["run"] == 2, night.printed["run"]
    assert "was not published" not in night.printed["run"]
    assert {night.codes[name] for name in ("stack", "checks", "results", "needs", "trace")} == {0}
    assert not list(night.folder.parent.rglob("owned")), "a shell ran an attack"


def test_every_row_is_stored_and_no_attack_had_an_effect(night: Night) -> None:
    names = [row[0] for row in night.ask("select last_name from raw_salesforce.lead order by _row")]
    assert names == [f"{CANARY} {attack}" for attack in ATTACKS]
    assert night.ask("select count(*) from raw_mapped.people") == [(len(ATTACKS),)]
    titles = night.ask("select distinct title from raw_mapped.people")
    assert titles == [("{{ env_var('HANDOFF_SECRET') }}",)]
    assert night.ask("select count(*) from raw_salesforce.account") == [(len(ATTACKS),)]
    assert night.ask("select count(*) > 50 from results.check_results") == [(True,)]


def test_no_output_contains_the_secret(night: Night) -> None:
    assert [name for name, text in night.printed.items() if SECRET in text] == []
    found = [name for name, text in night.texts(".").items() if SECRET in text]
    assert found == []


def test_compiled_sql_contains_no_value_of_a_user(night: Night) -> None:
    compiled = night.texts("target/compiled", "target/run")
    assert len(compiled) > 200
    marks = (CANARY, "env_var('HANDOFF_SECRET')", "; drop", "alert(", "touch owned", "javascript:")
    # Seeds contain the waivers of the project unchanged.
    wrong = [
        name
        for name, text in compiled.items()
        if "seeds/" not in name and any(mark in text for mark in marks)
    ]
    assert wrong == []


def test_no_output_controls_the_terminal(night: Night) -> None:
    controls = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    wrong = {
        name: found[:3]
        for name, text in night.printed.items()
        # The progress of a build returns to the start of its line.
        if (found := controls.findall(re.sub(r"\rdbt build: \d+ of \d+|\r +\r", "", text)))
    }
    assert wrong == {}
    lines = [line for text in night.printed.values() for line in text.splitlines()]
    assert [line for line in lines if line.startswith("::error::owned")] == []


def test_reports_are_valid_and_contain_no_active_content(night: Night) -> None:
    markdown = (night.folder / "out/g.md").read_text("utf-8")
    assert "<script" not in markdown and "](javascript" not in markdown
    json.loads((night.folder / "out/g.json").read_text("utf-8"))
    json.loads((night.folder / "out/g.sarif").read_text("utf-8"))
    ElementTree.parse(night.folder / "out/g.xml")
    for name in ("g.md", "g.xml", "g.sarif", "g.json"):
        assert CANARY not in (night.folder / "out" / name).read_text("utf-8"), name


def test_logs_and_messages_contain_no_cell(night: Night) -> None:
    # A command that asks for a person prints that person; all others print none.
    quiet = {name: text for name, text in night.printed.items() if not name.startswith("trace")}
    assert [name for name, text in quiet.items() if CANARY in text] == []
    kept = night.texts("target", "logs")
    seeds = ("waivers", "manifest.json", "graph", "partial_parse")
    assert [n for n, t in kept.items() if CANARY in t and not any(s in n for s in seeds)] == []


def test_a_failing_build_quotes_no_cell(night: Night) -> None:
    assert night.codes["broken"] == 3
    printed = night.printed["broken quotes_a_cell"] + night.printed["broken log"]
    assert "Could not convert string '…'" in printed
    assert CANARY not in printed + night.printed["broken"]


@pytest.mark.parametrize("model", ["opens_a_file", "loads_from_the_net"])
def test_sql_of_the_project_opens_no_file_and_no_network(night: Night, model: str) -> None:
    assert "file system operations are disabled" in night.printed[f"broken {model}"]


def test_no_file_of_dlt_is_left(night: Night) -> None:
    names = {path.name for path in night.folder.parent.rglob("*")}
    assert not {name for name in names if ".dlt" in name or "dlt-home" in name}
    assert not {name for name in names if name.startswith(".handoff-")}


def test_only_the_owner_can_open_the_files(night: Night) -> None:
    made = [night.folder / name for name in ("handoff.duckdb", "handoff.duckdb.lock")]
    made += [
        path for name in ("target", "logs", "out") for path in (night.folder / name).rglob("*")
    ]
    open_to_others = [
        str(path.relative_to(night.folder))
        for path in made
        if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert open_to_others == []


def test_no_command_uses_the_network(night: Night) -> None:
    assert night.network_calls == ""
    assert set(night.codes.values()) <= {0, 1, 2, 3}, night.codes


@pytest.mark.skipif(shut_off() is None, reason="this system has no such filter")
def test_a_network_call_kills_the_process_also_in_a_child() -> None:
    reach = "import socket; socket.socket().connect(('127.0.0.1', 9))"
    child = f"import subprocess, sys; sys.exit(-subprocess.call([sys.executable, '-c', {reach!r}]))"
    codes = [
        subprocess.run([sys.executable, "-c", code], check=False, preexec_fn=shut_off()).returncode
        for code in (reach, child, "import socket, ssl, urllib3")
    ]
    assert codes == [KILLED, -KILLED, 0]
