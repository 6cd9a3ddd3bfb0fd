"""`python -m bench.crash_test`: kills `handoff run` at random moments and checks the database.

After a first night of a demo company, the second night, with two more files, is killed many times
(SIGKILL; its dbt process is not killed). After every kill the database must be either byte for byte
the one of the first night, or contain the complete second night. After every few kills, an
undisturbed run must end with exactly the expected rows and leave no temporary files.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from demo.generate import generate
from ingest.sql import identifier
from lineage.project import dbt_call

ROOT = Path(__file__).resolve().parent.parent
LATER = ("website/newsletter.csv", "marketo/leads-bulk-2026-06.csv")

Contents = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Nights:
    """A folder with the exports of two nights and a database."""

    folder: Path

    @property
    def database(self) -> Path:
        """The database of the company."""
        return self.folder / "company" / "handoff.duckdb"

    def start(self, night: int) -> subprocess.Popen[bytes]:
        """Starts a run of that night."""
        _, environment, _ = dbt_call(ROOT, self.database, target=self.folder / "target")
        environment["HANDOFF_DATABASE"] = str(self.database)
        command = [sys.executable, "-m", "cli", "run", str(self.folder / f"night{night}")]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, night: int) -> float:
        """Runs a night to its end and returns its seconds; `RuntimeError` when it fails."""
        started = time.monotonic()
        code = self.start(night).wait()
        if code:
            raise RuntimeError(f"night {night} ended with {code}")
        return time.monotonic() - started

    def leftovers(self) -> list[str]:
        """Other files in the folder of the database."""
        names = {path.name for path in self.database.parent.iterdir()}
        return sorted(names - {f"handoff.duckdb{end}" for end in ("", ".last_run", ".lock")})


def contents(database: Path) -> Contents:
    """Sorted rows of all tables and views except the build id; columns sorted by name."""
    with duckdb.connect(str(database), read_only=True) as con:
        tables = con.execute(
            "select table_schema, table_name, list(column_name order by column_name)"
            " from information_schema.columns where table_name <> 'builds'"
            " group by all order by all"
        ).fetchall()
        return {
            f"{schema}.{name}": con.execute(
                f"select {', '.join(map(identifier, columns))}"
                f" from {identifier(schema)}.{identifier(name)} order by all"
            ).fetchall()
            for schema, name, columns in tables
        }


def kill_repeatedly(
    nights: Nights, moments: Sequence[float], first: bytes, second: Contents
) -> int:
    """Kills a run at each moment (seconds); returns the number of runs that had published."""
    published = 0
    for moment in moments:
        run = nights.start(2)
        time.sleep(moment)
        run.kill()
        run.wait()
        if nights.database.read_bytes() == first:
            continue
        if contents(nights.database) != second:
            raise AssertionError(f"killed after {moment:.2f} s: neither the old nor the new night")
        published += 1
        nights.database.write_bytes(first)
    return published


def main() -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.crash_test", description=__doc__)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--between", type=int, default=5, help="kills before an undisturbed run")
    parser.add_argument("--leads", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chosen = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="handoff-kills-") as made:
        nights = Nights(Path(made))
        nights.database.parent.mkdir()
        generate(options.leads, options.seed, nights.folder / "night2", clean=False)
        left_out = shutil.ignore_patterns(*(Path(name).name for name in LATER))
        shutil.copytree(nights.folder / "night2", nights.folder / "night1", ignore=left_out)
        nights.run(1)
        first = nights.database.read_bytes()
        seconds = nights.run(2)
        second = contents(nights.database)
        nights.database.write_bytes(first)
        print(f"an undisturbed night takes {seconds:.1f} s", flush=True)
        done = 0
        while done < options.kills:
            number = min(options.between, options.kills - done)
            moments = [chosen.uniform(0, seconds) for _ in range(number)]
            published = kill_repeatedly(nights, moments, first, second)
            nights.run(2)
            if contents(nights.database) != second:
                raise AssertionError("the next run ended in another state")
            if nights.leftovers():
                raise AssertionError(f"left behind: {', '.join(nights.leftovers())}")
            nights.database.write_bytes(first)
            done += number
            shown = ", ".join(f"{moment:.2f}" for moment in moments)
            print(f"{done} kills: after {shown} s, {published} had published", flush=True)
    print(f"{done} of {done} kills: the next run ended in the same rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
