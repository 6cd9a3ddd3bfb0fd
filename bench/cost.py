"""Measures the cost of a command, and of bare DuckDB on the same files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"

# Bare DuckDB: reads every file into its own table, all columns as text.
BARE = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
for number, path in enumerate(sys.argv[2:]):
    connection.execute(
        f"create table t{number} as select * from read_csv(?, all_varchar=true, header=true,"
        " delim=',', quote='\\"', escape='\\"', max_line_size=10000000)", [path])
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds (user and system) and peak resident memory in bytes of one process."""

    cpu: float
    memory: int


def measure(command: list[str], **environment: str) -> Cost:
    """Runs a command and returns its cost. Raises `RuntimeError` when it fails."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=dict(os.environ, **environment), stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:4])} … ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def measure_bare(files: Sequence[Path], database: Path) -> Cost:
    """The cost of DuckDB alone that reads the files into a new database."""
    return measure([sys.executable, "-c", BARE, str(database), *map(str, files)])
