"""`handoff run` on the inputs of the last published run: same result, nothing built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from support.paths import ROOT
from test_gate_command import audited
from test_run import Run, night

import cli.commands.run
import ingest.store.workspace
from cli.last_run.record import path_beside
from ingest.store.workspace import locked

__all__ = ["audited", "night"]  # pytest finds the fixtures by their names here

SAID = "nothing changed since the last run: its results stand\n"
REPORTS = ("markdown", "junit", "sarif", "json")


@pytest.fixture
def builds(night: Run, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The databases of the builds of this test; every night leaves a published run behind."""
    made: list[Path] = []
    build = cli.commands.run.build

    def counted(root: Path, database: Path) -> None:
        made.append(database)
        build(root, database)

    monkeypatch.setattr(cli.commands.run, "build", counted)
    # test_run.py publishes compacted databases; it costs as much as everything else in a night.
    monkeypatch.setattr(ingest.store.workspace, "compact", shutil.copyfile)
    return made


def reported(night: Run, *options: str) -> tuple[object, ...]:
    """Exit code, output and reports of a run."""
    files = [option for name in REPORTS for option in (f"--{name}", f"{name}.txt")]
    code, shown = night.run("--github", *files, *options)
    return code, shown, *((night.folder / f"{name}.txt").read_text() for name in REPORTS)


def edit(name: str, text: str) -> Callable[[Run], object]:
    def change(night: Run) -> None:
        path = night.folder / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    return change


CHANGES: dict[str, Callable[[Run], object]] = {
    "an export": edit("exports/stripe/customers.csv", "\n"),
    "an unknown file": lambda night: (night.folder / "exports" / "note.txt").write_text("hello"),
    "the stack": edit("stack/handoffs.yml", "# why\n"),
    "a waiver": edit("seeds/waivers.csv", "\n"),
    "a check": edit("tests/checks/routing/leads_assigned.sql", "\n"),
    "a verdict in the database": lambda night: night.set_verdict("worse"),
    "a table of somebody else": lambda night: night.do("create table main.ours as select 1 as a"),
    "another build": lambda night: night.do("update raw_handoff.builds set invocation_id = 'x'"),
    "no database": lambda night: night.database.unlink(),
    "no record": lambda night: path_beside(night.database).unlink(),
    "an edited record": lambda night: path_beside(night.database).write_bytes(
        path_beside(night.database).read_bytes().replace(b'"pass"', b'"fail"')
    ),
}


def test_an_unchanged_night_reports_what_a_full_one_reports(night: Run, builds: list[Path]) -> None:
    (night.folder / "exports" / "website" / "cut.zip").write_bytes(b"PK\x03\x04")
    assert night.run()[0] == 2
    full = reported(night, "--full")
    before = night.state()
    assert len(builds) == 2
    code, shown, *files = reported(night)
    assert len(builds) == 2
    assert shown == SAID + str(full[1])
    assert (code, *files) == (full[0], *full[2:])
    assert "website/cut.zip" in str(shown) and "unchanged" in str(shown)
    assert night.state()[0] == before[0]
    assert path_beside(night.database).stat().st_mode & 0o077 == 0
    assert night.gate("--no-build")[0] == 0


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_costs_a_full_night(night: Run, builds: list[Path], what: str) -> None:
    assert night.run()[0] == 0
    assert SAID in night.run()[1] and len(builds) == 1
    CHANGES[what](night)
    assert SAID not in night.run()[1]
    assert what == "no database" or len(builds) == 2


def test_a_night_that_loads_a_file_is_remembered(night: Run, builds: list[Path]) -> None:
    first = night.folder / "exports" / "stripe" / "customers.csv"
    header, record = first.read_text("utf-8").splitlines()[:2]
    first.with_name("more.csv").write_text(f"{header}\n{record.replace('cus_', 'cus_more')}\n")
    code, shown = night.run()
    assert code == 0 and "loaded" in shown
    assert SAID in night.run()[1] and len(builds) == 1


def test_a_night_that_was_not_published_is_not_remembered(night: Run, builds: list[Path]) -> None:
    night.run()
    (night.folder / "exports" / "note.txt").write_text("hello")
    night.set_status("people", "error")
    for number in (2, 3):
        code, shown = night.run()
        assert code == 3 and SAID not in shown and len(builds) == number
    (night.folder / "exports" / "note.txt").unlink()
    assert SAID in night.run()[1]


def test_an_input_that_changes_during_the_night_is_not_remembered(
    night: Run, builds: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    build = cli.commands.run.build

    def disturbed(root: Path, database: Path) -> None:
        build(root, database)
        path = night.folder / "stack" / "handoffs.yml"
        text = path.read_bytes()
        path.write_bytes(b"# for a moment\n")
        path.write_bytes(text)

    monkeypatch.setattr(cli.commands.run, "build", disturbed)
    assert night.run()[0] == 0
    assert not path_beside(night.database).exists()


def test_an_unchanged_night_fails_where_a_full_one_fails(night: Run, builds: list[Path]) -> None:
    night.run()
    with locked(night.database):
        code, shown = night.run("--wait", "0")
        assert code == 2 and "is working on it" in shown
    (night.folder / "exports").rename(night.folder / "away")
    assert night.run()[0] == 2
    (night.folder / "away").rename(night.folder / "exports")
    writer = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", writer, str(night.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        code, shown = night.run()
        process.communicate("\n")
    assert code == 2 and "another program is writing it" in shown
    # Opening it changed nothing.
    assert SAID in night.run()[1] and len(builds) == 1


def test_an_unchanged_night_imports_neither_dbt_nor_the_loader(
    night: Run, builds: list[Path]
) -> None:
    night.run()
    code = (
        "import sys\n"
        "from cli.main import group\n"
        "sys.argv = ['handoff', 'run', 'exports']\n"
        "group(standalone_mode=False)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}))\n"
        "print(sorted(name for name in sys.modules if name.startswith('ingest.')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(SAID)
    packages, modules = done.stdout.splitlines()[-2:]
    assert "'click'" in packages and "'ingest.store.workspace'" in modules
    for name in ("dlt", "dbt", "sqlglot", "pyarrow"):
        assert f"'{name}'" not in packages
    for name in ("run", "vendors", "stack", "plan", "load"):
        assert f"'ingest.{name}'" not in modules


def test_a_remembered_database_is_found_again_after_a_restore(
    night: Run, builds: list[Path]
) -> None:
    night.run()
    kept = night.database.read_bytes()
    night.do("create table main.ours as select 1 as a")
    night.database.write_bytes(kept)
    assert SAID in night.run()[1]
    with duckdb.connect(str(night.database), read_only=True) as con:
        con.execute("select 1")
    assert SAID in night.run()[1] and len(builds) == 1
