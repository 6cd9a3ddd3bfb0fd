"""`handoff run`: publishes complete nights only, and never disturbs readers."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from support.paths import ROOT
from test_gate_command import Night, audited

import cli.commands.run
from bench.crash_test import contents
from cli.main import group
from ingest.errors import UserError
from ingest.store.workspace import locked
from lineage.project import dbt_call

__all__ = ["audited"]  # pytest finds the fixture by its name here


class Run(Night):
    """A night of the audited demo company without a real dbt build."""

    def run(self, *options: str, folder: str = "exports") -> tuple[int, str]:
        """Exit code and output. What loading adds to the environment ends with the command."""
        environment = dict(os.environ)
        done = CliRunner().invoke(group, ["run", folder, *options], standalone_mode=False)
        os.environ.clear()
        os.environ.update(environment)
        if done.exception is not None:
            raise done.exception
        assert isinstance(done.return_value, int)
        return done.return_value, done.output

    def ingest(self) -> int | None:
        """Loads the exports; returns the exit code."""
        done = CliRunner().invoke(group, ["ingest", "exports"], standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        return done.return_value

    def state(self) -> tuple[bytes, set[str]]:
        """The bytes of the database, and the names of the files next to it."""
        names = {path.name for path in self.folder.iterdir()}
        return self.database.read_bytes(), names - {
            f"handoff.duckdb{end}" for end in (".lock", ".last_run")
        }


@pytest.fixture
def night(
    audited: Path, built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:
    """The audited demo company with its exports; a recorded build id replaces `dbt build`."""
    shutil.copytree(audited, tmp_path / "night")
    monkeypatch.chdir(tmp_path / "night")
    for name in ("DBT_TARGET_PATH", "DBT_LOG_PATH", "HANDOFF_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(built_demo / "exports", tmp_path / "night" / "exports")
    night = Run(tmp_path / "night")
    with duckdb.connect(str(night.database), read_only=True) as con:
        noted = con.execute("from raw_handoff.builds").fetchall()

    def build(root: Path, database: Path) -> None:
        with duckdb.connect(str(database)) as con:
            con.execute("create or replace table raw_handoff.builds (invocation_id varchar)")
            con.execute("insert into raw_handoff.builds values (?)", noted[0])

    monkeypatch.setattr(cli.commands.run, "build", build)
    yield night
    for copy in tmp_path.rglob("*.duckdb"):
        copy.unlink()


def ask(database: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_clean_night_is_published_compacted_without_other_files(night: Run) -> None:
    night.do("create table main.big as select range from range(2000000)", "drop table main.big")
    before, names = night.state()
    night.database.chmod(0o640)
    code, shown = night.run()
    assert code == 0 and "first run: " in shown
    assert stat.S_IMODE(night.database.stat().st_mode) == 0o640
    after, left = night.state()
    assert len(after) < len(before) and left == names
    assert "v1.2.0" in str(ask(night.database, "select tags from duckdb_databases()"))
    # The views that people query exist, also views of views, and so does the verdict.
    assert ask(night.database, "select count(*) from evidence.leads_assigned")[0][0] > 0
    assert night.gate("--no-build")[0] == 0
    assert night.run()[0] == 0


def test_a_night_writes_the_report_for_readers_outside(night: Run) -> None:
    report = night.folder / "report.html"
    for _ in range(2):  # the second night is unchanged
        code, _ = night.run("--html", str(report))
        assert code == 0 and "<title>Handoff audit" in report.read_text("utf-8")
        assert "For readers outside" in report.read_text("utf-8")
        report.unlink()
    code, shown = night.run("--html", str(night.folder / "no" / "report.html"))
    assert code == 2 and "the report could not be written" in shown


def test_a_night_that_is_not_published_writes_no_report(night: Run) -> None:
    night.database.unlink()
    report = night.folder / "report.html"
    assert night.run("--html", str(report))[0] == 3 and not report.exists()


def test_a_build_without_a_verdict_is_not_published(night: Run) -> None:
    night.database.unlink()
    code, shown = night.run()
    assert code == 3 and "the build finished without the table results.gate" in shown
    assert not night.database.exists()


def test_a_regression_is_published_with_its_reasons(night: Run) -> None:
    night.set_verdict("worse")
    inode = night.database.stat().st_ino
    code, shown = night.run()
    assert code == 1 and "WORSE  leads_assigned" in shown
    assert night.database.stat().st_ino != inode


@pytest.mark.parametrize("status", ["error", "skipped"])
def test_an_incomplete_build_is_not_published(night: Run, status: str) -> None:
    night.set_status("people", status)
    before = night.state()
    code, shown = night.run()
    assert code == 3
    assert "handoff.duckdb: the night was not published: a part of it could not be built" in shown
    assert night.state() == before


def test_a_dbt_that_does_not_start_changes_nothing(
    night: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(root: Path, database: Path) -> None:
        raise UserError.of("dbt could not run: a name is taken twice")

    monkeypatch.setattr(cli.commands.run, "build", refuse)
    before = night.state()
    code, shown = night.run()
    assert code == 2 and "dbt could not run: a name is taken twice" in shown
    assert night.state() == before


def test_a_broken_file_exits_with_2_and_the_others_are_published(night: Run) -> None:
    (night.folder / "exports" / "website" / "cut.zip").write_bytes(b"PK\x03\x04")
    lead = night.folder / "exports" / "stripe" / "customers.csv"
    header, first = lead.read_text("utf-8").splitlines()[:2]
    more = lead.with_name("customers-2.csv")
    more.write_text(f"{header}\n{first.replace('cus_', 'cus_more')}\n", "utf-8")
    code, shown = night.run("--json", "gate.json")
    assert code == 2
    assert "website/cut.zip: the zip is cut off or broken" in shown
    assert "cut off" in (night.folder / "gate.json").read_text("utf-8")
    statuses = dict(ask(night.database, "select path, status from raw_handoff.files"))
    assert statuses["website/cut.zip"] == "failed"
    assert statuses["stripe/customers-2.csv"] == "loaded"


def test_a_folder_without_files_exits_with_2_and_changes_nothing(night: Run) -> None:
    before = night.state()
    (night.folder / "empty").mkdir()
    code, shown = night.run(folder="empty")
    assert code == 2 and "empty: the folder contains no file" in shown
    (night.folder / "empty").rmdir()
    code, shown = night.run(folder="nowhere")
    assert code == 2 and "nowhere: the export folder is missing" in shown
    assert night.state() == before


READER = (
    "import duckdb, sys; con = duckdb.connect(sys.argv[1], read_only=True)\n"
    "for _ in sys.stdin:\n"
    "    print(con.execute('select count(*) from raw_handoff.files').fetchone()[0], flush=True)\n"
)


def test_a_reader_neither_stops_a_night_nor_sees_it_change(night: Run) -> None:
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(night.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin is not None and reader.stdout is not None

    def count() -> int:
        print("again", file=reader.stdin, flush=True)
        return int(reader.stdout.readline())  # type: ignore[union-attr]

    before = count()
    (night.folder / "exports" / "note.txt").write_text("hello")
    assert night.run()[0] == 0
    assert count() == before
    after = ask(night.database, "select count(*) from raw_handoff.files")
    assert after == [(before + 1,)]
    reader.communicate()


def test_the_log_of_a_killed_writer_is_kept_while_a_program_reads(night: Run) -> None:
    code = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute('create table main.kept as select 1 as a'); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code, str(night.database)], check=False)
    assert night.database.with_name("handoff.duckdb.wal").exists()
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(night.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin is not None and reader.stdout is not None
    print("", file=reader.stdin, flush=True)
    assert reader.stdout.readline()
    assert night.run()[0] == 0
    reader.communicate()
    assert ask(night.database, "select a from main.kept") == [(1,)]
    assert not night.database.with_name("handoff.duckdb.wal").exists()


def test_a_database_that_changed_during_the_run_is_not_overwritten(
    night: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = cli.commands.run.build

    def disturbed(root: Path, database: Path) -> None:
        build(root, database)
        night.do("create table main.ours as select 1 as a")

    monkeypatch.setattr(cli.commands.run, "build", disturbed)
    code, shown = night.run()
    assert code == 2 and "another program changed it during the run" in shown
    assert ask(night.database, "select a from main.ours") == [(1,)]


def test_a_second_run_waits_and_then_names_the_first(night: Run) -> None:
    with locked(night.database):
        started = time.monotonic()
        code, shown = night.run("--wait", "0.5")
        assert time.monotonic() - started >= 0.5
        assert code == 2
        assert f"process {os.getpid()}, since 20" in shown and "is working on it" in shown
        assert night.gate()[0] == 2
    assert night.run("--wait", "0")[0] == 0


def test_a_killed_process_does_not_keep_the_lock(night: Run) -> None:
    code = (
        "import os, sys; from pathlib import Path; from ingest.store.workspace import workspace;"
        "w = workspace(Path(sys.argv[1])); work = w.__enter__(); work.copy(); os._exit(9)"
    )
    root = ROOT
    subprocess.run([sys.executable, "-c", code, str(night.database)], cwd=root, check=False)
    assert list(night.folder.glob(".handoff-*"))
    assert night.run("--wait", "0")[0] == 0
    assert not list(night.folder.glob(".handoff-*"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_night_with_one_line(night: Run, number: signal.Signals) -> None:
    before = night.state()
    code = (
        "import sys, time, cli.commands.run\n"
        "cli.commands.run.build = lambda *_: (print('building', flush=True), time.sleep(60))\n"
        "from cli.main import main\n"
        "sys.argv = ['handoff', 'run', 'exports']\n"
        "main()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        while "building" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(number)
        _, shown = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert shown.splitlines() == [
        f"stopped by {number.name}: unfinished work was removed, run the command again"
    ]
    assert night.state() == before


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the children")
def test_dbt_ends_with_the_run_that_started_it(root: Path, tmp_path: Path) -> None:
    command, environment, folder = dbt_call(
        root, tmp_path / "none.duckdb", "parse", target=tmp_path, ends_with_caller=True
    )
    child = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=30) == 1
    assert not (tmp_path / "manifest.json").exists()


def test_a_real_night_in_another_order_time_zone_and_language_is_equal(
    night: Run, languages: dict[str, str]
) -> None:
    wanted = contents(night.database)
    night.database.unlink()
    night.database.with_name("handoff.duckdb.wal").write_bytes(b"left by a file that is gone")
    # Some files arrive a night late, among them the oldest of their kind.
    late = [night.folder / "exports" / name for name in ("marketo", "salesforce/LeadHistory.csv")]
    for path in late:
        path.rename(night.folder / path.name)
    assert night.ingest() is None
    for path in late:
        (night.folder / path.name).rename(path)
    done = subprocess.run(
        [sys.executable, "-m", "cli", "run", "exports"],
        env={
            **os.environ,
            **languages,
            "PYTHONPATH": str(ROOT),
            "TZ": "Asia/Kolkata",
            "LC_ALL": "tr_TR.UTF-8",
            "PYTHONHASHSEED": "20260630",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(wanted) > 100 and contents(night.database) == wanted
