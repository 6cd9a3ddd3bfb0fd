"""After a run is killed at any time, the next run gives the rows of an undisturbed one.

Here a load is killed, from the copy to the publication of a compacted database;
`bench/crash_test.py` kills whole runs with dbt. HANDOFF_KILLS=40 draws more times.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from support import forked
from support.ingest_kit import Company, leads

from bench.crash_test import Contents, contents
from ingest.run import declared_for, load_into
from ingest.store import workspace

KILLS = int(os.environ.get("HANDOFF_KILLS", "6"))


def die_at(owner: Any, name: str, call: int, after: bool) -> None:
    """Makes the process kill itself at a call of a function, before or after it."""
    real, calls = getattr(owner, name), [0]

    def counted(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == call and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if calls[0] == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, counted)


def load(exports: Path, database: Path, stack: Path, where: str, ready: Connection) -> None:
    """Runs a load that dies at `where` (a function, the number of its call, before or after it)."""
    declared = declared_for(exports, stack)
    ready.send("ready")
    with workspace.workspace(database, 0) as work:
        work.copy()
        load_into(work, exports, declared)
        if where:
            name, call, moment = where.split()
            owner = {"replace": Path, "unlink": Path, "rmtree": shutil}.get(name, workspace)
            die_at(owner, name, int(call), moment == "after")
        work.compact()
        work.publish()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company before its second run: one new file, and one that was loaded."""
    made = Company(tmp_path_factory.mktemp("killed"))
    made.write("crm/Lead.csv", leads(*range(100)))
    made.load()
    made.write("crm/Lead-2.csv", leads(*range(50, 30_000), stamp="2026-02-01 00:00:00"))
    made.write("scores/today.csv", "key,mail,at\n1,a@b.example,2026-01-01\n")
    return made


def start(company: Company, where: str = "") -> Any:
    """Starts a run, and returns when it has read the stack."""
    reader, ready = forked.pipe()
    stack = company.root / "stack"
    run = forked.start(load, company.exports, company.database, stack, where, ready)
    assert reader.recv() == "ready"
    return run


def finish(run: Any) -> int:
    """The exit code of a run that ends by itself."""
    run.join()
    return int(run.exitcode)


@pytest.fixture(scope="module")
def runs(company: Company) -> tuple[bytes, Contents, float]:
    """The database after the first run, the rows after the second, and its duration."""
    first = company.database.read_bytes()
    run = start(company)
    started = time.monotonic()
    assert finish(run) == 0
    seconds = time.monotonic() - started
    second = contents(company.database)
    assert len(second["raw_salesforce.lead"]) == 100 + 29_950
    company.database.write_bytes(first)
    return first, second, seconds


def check(company: Company, runs: tuple[bytes, Contents, float]) -> None:
    """The database is that of either run, and the next run leaves no other files behind."""
    first, second, _ = runs
    assert company.database.read_bytes() == first or contents(company.database) == second
    assert finish(start(company)) == 0
    assert contents(company.database) == second
    names = {path.name for path in company.root.iterdir()}
    assert names == {"exports", "stack", "handoff.duckdb", "handoff.duckdb.lock"}
    company.database.write_bytes(first)


@pytest.mark.parametrize("number", range(KILLS))
def test_killed_at_a_random_time(
    number: int, company: Company, runs: tuple[bytes, Contents, float]
) -> None:
    run = start(company)
    time.sleep(random.Random(number).uniform(0, runs[2]))
    run.kill()
    run.join()
    check(company, runs)


@pytest.mark.parametrize(
    "where",
    [
        "compact 1 before",
        "compact 1 after",
        "_sync 1 after",
        "unlink 1 after",
        "replace 1 before",
        "replace 1 after",
        "_sync 2 after",
        "rmtree 1 before",
        "rmtree 1 after",
    ],
)
def test_killed_while_it_publishes(
    where: str, company: Company, runs: tuple[bytes, Contents, float]
) -> None:
    run = start(company, where)
    assert finish(run) == -signal.SIGKILL, where
    check(company, runs)
