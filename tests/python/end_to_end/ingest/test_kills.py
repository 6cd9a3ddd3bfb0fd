"""After a kill at any moment of a load, the next run gives the rows of an undisturbed run.

Here a load is killed, from the copy to the publication of a compacted database;
`bench/crash_test.py` kills whole nights with dbt at work. HANDOFF_KILLS=40 draws more moments.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest
from support.ingest_kit import Company, leads
from support.paths import ROOT

from bench.crash_test import Contents, contents

KILLS = int(os.environ.get("HANDOFF_KILLS", "6"))
RUN = """
import os, shutil, signal, sys
from pathlib import Path
import dlt
from ingest.store import workspace
from ingest.run import declared_for, load_into

def die_at(owner, name, call, after):
    real, calls = getattr(owner, name), [0]
    def counted(*args, **kwargs):
        calls[0] += 1
        if calls[0] == call and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if calls[0] == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, name, counted)

exports, database, stack, where = sys.argv[1:]
declared = declared_for(Path(exports), Path(stack))
print("ready", flush=True)
with workspace.workspace(Path(database), 0) as work:
    work.copy()
    load_into(work, Path(exports), declared)
    if where:
        name, call, after = where.split()
        owner = {"replace": Path, "unlink": Path, "rmtree": shutil}.get(name, workspace)
        die_at(owner, name, int(call), after == "after")
    work.publish(is_compacted=True)
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company before its second run: one new file, and one that was loaded before."""
    made = Company(tmp_path_factory.mktemp("killed"))
    made.write("crm/Lead.csv", leads(*range(100)))
    made.load()
    made.write("crm/Lead-2.csv", leads(*range(50, 30_000), stamp="2026-02-01 00:00:00"))
    made.write("scores/today.csv", "key,mail,at\n1,a@b.example,2026-01-01\n")
    return made


def start(company: Company, where: str = "") -> subprocess.Popen[str]:
    """A run that has read the stack and is about to load."""
    arguments = [str(company.exports), str(company.database), str(company.root / "stack"), where]
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "ready\n"
    return run


@pytest.fixture(scope="module")
def nights(company: Company) -> tuple[bytes, Contents, float]:
    """The database of the first run, the rows of the second, and its duration."""
    first = company.database.read_bytes()
    run = start(company)
    started = time.monotonic()
    assert run.communicate()[0] == "done\n"
    seconds = time.monotonic() - started
    second = contents(company.database)
    assert len(second["raw_salesforce.lead"]) == 100 + 29_950
    company.database.write_bytes(first)
    return first, second, seconds


def check(company: Company, nights: tuple[bytes, Contents, float]) -> None:
    """The database is that of one of the two runs, and the next run removes every leftover."""
    first, second, _ = nights
    assert company.database.read_bytes() == first or contents(company.database) == second
    assert start(company).communicate()[0] == "done\n"
    assert contents(company.database) == second
    names = {path.name for path in company.root.iterdir()}
    assert names == {"exports", "stack", "handoff.duckdb", "handoff.duckdb.lock"}
    company.database.write_bytes(first)


@pytest.mark.parametrize("number", range(KILLS))
def test_killed_at_a_random_moment(
    number: int, company: Company, nights: tuple[bytes, Contents, float]
) -> None:
    run = start(company)
    time.sleep(random.Random(number).uniform(0, nights[2]))
    run.kill()
    run.communicate()
    check(company, nights)


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
    where: str, company: Company, nights: tuple[bytes, Contents, float]
) -> None:
    run = start(company, where)
    assert run.communicate()[0] == "" and run.returncode == -9, where
    check(company, nights)
