"""Processes that start with the slow imports done: a fork of a server that has imported them once.

Importing dbt or dlt costs more than most of what tests do with them. The server is one process per
test worker and never opens a database, so each fork starts as clean as a new process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["dbt.cli.main", "dbt.adapters.duckdb", "dlt", "ingest.run"])


def start(function: Callable[..., None], *arguments: Any) -> Any:
    """Starts a function of a module in a process of its own; returns the process."""
    process = _CONTEXT.Process(target=function, args=arguments)
    process.start()
    return process


def pipe() -> Any:
    """The two ends of a pipe to a process: the reader and the writer."""
    return _CONTEXT.Pipe(duplex=False)


def run_dbt_process(
    arguments: list[str], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Runs dbt with these arguments, environment and working folder; captures what it prints."""
    with tempfile.TemporaryDirectory() as name:
        out, err = Path(name) / "out", Path(name) / "err"
        process = start(_dbt, arguments, dict(environment), folder, out, err)
        process.join()
        return subprocess.CompletedProcess(
            arguments, process.exitcode, out.read_text("utf-8"), err.read_text("utf-8")
        )


def _dbt(
    arguments: list[str], environment: Mapping[str, str], folder: Path, out: Path, err: Path
) -> None:
    for number, path in ((1, out), (2, err)):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["dbt", *arguments]
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import cli

    try:
        cli()
    finally:
        # A fork ends without the clean-up of an interpreter, which closes the database.
        DuckDBConnectionManager.close_all_connections()
        gc.collect()
