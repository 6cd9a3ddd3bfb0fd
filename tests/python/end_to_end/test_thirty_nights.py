"""Thirty nights in a random order: an unchanged one leaves what a full run would leave.

dbt is not called, because other tests cover the build. HANDOFF_BUILT_NIGHTS=30 calls it on that
many nights, and compares every table and view.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

import duckdb
import pytest
from test_gate_command import audited
from test_run import Run, night
from test_unchanged_run import REPORTS, SAID

import cli.commands.run
import cli.gate.dbt_build
from bench.crash_test import contents

__all__ = ["audited", "night"]  # pytest finds the fixtures by their names here

BUILT = int(os.environ.get("HANDOFF_BUILT_NIGHTS", "0"))
SEED = int(os.environ.get("HANDOFF_NIGHTS_SEED", "1"))
# Submissions in a new file: "now" is the latest time in the exports.
FORM = "submission_id,submitted_at,Email,First name,Last name,Country,Opted out\n"
WAIVER = "leads_assigned,,,known since the move,priya,2030-01-{:02}\n"


class Stopped(BaseException):
    """A signal during the build."""


def add(night: Run, system: str, number: int) -> Path:
    """A new export of a system: the first record of its first file under another id."""
    first = sorted((night.folder / "exports" / system).glob("*.csv"))[0]
    header, record = first.read_text("utf-8").splitlines()[:2]
    path = first.with_name(f"added-{number}.csv")
    path.write_text(f"{header}\n{record[:3]}{number}{record[3:]}\n", "utf-8")
    return path


def later(night: Run, number: int) -> None:
    text = f"{FORM}nl-9{number},2026-07-{number % 28 + 1:02}T10:00:00Z,a@b.example,A,B,Spain,No\n"
    (night.folder / "exports" / "website" / f"added-{number}.csv").write_text(text, "utf-8")


def on_added(change: Callable[[Path], object]) -> Callable[[Run, int], object]:
    """Changes the first added file, if there is one."""

    def do(night: Run, _number: int) -> None:
        for path in sorted((night.folder / "exports").rglob("*added-*.csv"))[:1]:
            change(path)

    return do


def append(name: str, text: str) -> Callable[[Run, int], object]:
    def do(night: Run, number: int) -> None:
        path = night.folder / name
        path.write_text(path.read_text("utf-8") + text.format(number % 28 + 1), "utf-8")

    return do


# What happens before a night; most nights nothing does.
EVENTS: dict[str, Callable[[Run, int], object]] = {
    "nothing": lambda night, number: None,
    **{
        f"an export of {s}": lambda n, i, s=s: add(n, s, i) for s in ("stripe", "alerts", "marketo")
    },
    "a later now": later,
    "an unknown file": lambda night, number: (
        night.folder / "exports" / f"note-{number}.txt"
    ).write_text("hello"),
    "a broken file": lambda night, number: (
        night.folder / "exports" / f"cut-{number}.zip"
    ).write_bytes(b"PK\x03\x04"),
    "a waiver": append("seeds/waivers.csv", WAIVER),
    "a baseline": append("seeds/baseline.csv", "leads_assigned,,pass,{},0,0,,none\n"),
    "a line of the stack": append("stack/handoffs.yml", "# night {}\n"),
    "a file is gone": on_added(Path.unlink),
    "a file has another name": on_added(
        lambda path: path.rename(path.with_stem(f"moved-{path.stem}"))
    ),
    "a file is written again": on_added(lambda path: path.write_bytes(path.read_bytes())),
    "a table of somebody else": lambda night, number: night.do(
        f"create or replace table main.ours as select {number} as a"
    ),
    "a stop": lambda night, number: None,
}


def inputs(folder: Path) -> dict[str, bytes]:
    """Everything that the events change."""
    parts = [*(folder / name for name in ("exports", "stack", "seeds")), folder / "handoff.duckdb"]
    files = [file for part in parts for file in ([part] if part.is_file() else part.rglob("*"))]
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes()).digest()
        for file in files
        if file.is_file()
    }


def reported(night: Run, *options: str) -> tuple[object, ...]:
    """Exit code, output and reports of a run, without the name of the database."""
    files = [option for name in REPORTS for option in (f"--{name}", f"{name}.txt")]
    code, shown = night.run("--github", *files, *options)
    texts = [shown, *((night.folder / f"{name}.txt").read_text("utf-8") for name in REPORTS)]
    return code, *(text.replace("twin/handoff.duckdb", "handoff.duckdb") for text in texts)


def rows(database: Path) -> object:
    """The rows of all tables; without dbt, only those that loading writes."""
    if BUILT:
        return contents(database)
    with duckdb.connect(str(database), read_only=True) as con:
        tables = con.execute(
            "select table_schema, table_name from information_schema.tables where table_schema"
            " = 'declared' or table_schema like 'raw\\_%' escape '\\' order by all"
        ).fetchall()
        return {
            name: con.execute(f'from "{name[0]}"."{name[1]}" order by all').fetchall()
            for name in tables
        }


@pytest.fixture
def builds(night: Run, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The databases that were built; `stop` as the last entry ends the next build."""
    made: list[Path] = []
    build = cli.commands.gate.build if BUILT else cli.commands.run.build

    def counted(root: Path, database: Path) -> None:
        if made and made[-1] == Path("stop"):
            raise Stopped
        made.append(database)
        build(root, database)

    monkeypatch.setattr(cli.commands.run, "build", counted)
    if not BUILT:
        monkeypatch.setattr(cli.gate.dbt_build, "changed_files", lambda *_: [])
    return made


def test_thirty_nights(night: Run, builds: list[Path]) -> None:
    chosen = Random(SEED)
    twin = night.folder / "twin" / "handoff.duckdb"
    twin.parent.mkdir()
    published: dict[str, bytes] = {}
    unchanged = 0
    for number in range(BUILT or 30):
        events = list(EVENTS) if number else ["nothing"]
        event = chosen.choice([*events, *["nothing"] * (len(events) // 2)])
        EVENTS[event](night, number)
        expected, before = inputs(night.folder) == published, len(builds)
        if event == "a stop":
            builds.append(Path("stop"))
            try:
                night.run()
            except Stopped:
                assert not expected, number
            builds.pop()
            continue
        shutil.copy(night.database, twin)
        code, shown, *files = reported(night)
        assert (SAID in str(shown), len(builds) - before) == (expected, not expected), (
            f"night {number}: {event}"
        )
        if expected:
            unchanged += 1
            full = reported(night, "--full", "--database", "twin/handoff.duckdb")
            assert (code, str(shown).removeprefix(SAID), *files) == full
            assert rows(night.database) == rows(twin)
        assert code != 3, f"night {number}: {event}"
        published = inputs(night.folder)
    assert BUILT or 8 <= unchanged <= 22
