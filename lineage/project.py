"""Runs dbt and reads its manifest and the columns that dbt does not build."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

from ingest.errors import UserError

# Not `-m dbt.cli.main`: the package imports that module itself, so Python prints a warning.
_DBT = "import sys; from dbt.cli.main import cli; sys.argv[0] = 'dbt'; cli()"
# Ends dbt when its standard input is closed, which happens when the caller is killed.
_WATCH = (
    "import os, threading;"
    "threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start();"
)


def dbt_call(
    root: Path,
    database: Path,
    *arguments: str,
    target: Path | None = None,
    ends_with_caller: bool = False,
) -> tuple[list[str], dict[str, str], Path]:
    """Command, environment and working folder of a dbt run on the project at `root`.

    `target` is a folder for artifacts and logs instead of `target/` of the project.
    `ends_with_caller` makes dbt end as soon as its standard input is closed.

    The working folder is that of the database, which therefore goes by its bare name: dbt parses
    the whole project again when this path differs from that of the last run, and `handoff run`
    works on a copy in a new folder each time.
    """
    root, database = root.resolve(), database.resolve()
    environment = dict(os.environ, HANDOFF_DATABASE=database.name)
    environment["DO_NOT_TRACK"] = "1"
    environment["PYTHONUTF8"] = "1"  # dbt reads the project with the encoding of the locale
    for name in ("DBT_TARGET_PATH", "DBT_LOG_PATH"):
        if name in environment:
            environment[name] = str(root / environment[name])
    if target is not None:
        environment["DBT_TARGET_PATH"] = str(target.resolve())
        environment["DBT_LOG_PATH"] = str(target.resolve() / "logs")
    call = (_WATCH if ends_with_caller else "") + _DBT
    # -P: otherwise a file in the working folder replaces the module of its name, and dbt imports
    # every module named dbt_….
    command = [sys.executable, "-P", "-c", call, "--no-use-colors", *arguments]
    command += ["--project-dir", str(root), "--profiles-dir", str(root)]
    return command, environment, database.parent


def run_dbt(
    root: Path, database: Path, *arguments: str, target: Path | None = None, capture: bool = True
) -> subprocess.CompletedProcess[str]:
    """Runs dbt, see `dbt_call`, and returns its exit code and output."""
    command, environment, folder = dbt_call(root, database, *arguments, target=target)
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=capture,
        encoding="utf-8", errors="replace",
    )  # fmt: skip


def compiled_manifest(root: Path, database: Path, target: Path) -> dict[str, Any]:
    """The manifest of the project with the compiled SQL of every model and check.

    Raises `UserError` when dbt cannot compile.
    """
    done = run_dbt(root, database, "--quiet", "compile", target=target)
    if done.returncode != 0:
        raise UserError.of(
            "dbt cannot compile the project", str(root), (done.stdout + done.stderr).strip()
        )
    return read_manifest(target)


def read_manifest(target: Path) -> dict[str, Any]:
    """The manifest in a target folder of dbt."""
    manifest: dict[str, Any] = json.loads((target / "manifest.json").read_text("utf-8"))
    return manifest


def source_columns(root: Path, database: Path) -> dict[tuple[str, str], list[str]]:
    """Columns of every raw table and every seed, as {(schema, table): names}."""
    columns: dict[tuple[str, str], list[str]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for schema, table, name in connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where table_schema = 'declared' or table_schema like 'raw\\_%' escape '\\'"
            " order by all"
        ).fetchall():
            columns.setdefault((schema, table), []).append(name)
    for seed in sorted((root / "seeds").rglob("*.csv")):
        header = seed.open(encoding="utf-8").readline()
        columns[("seeds", seed.stem)] = [name.strip().strip('"') for name in header.split(",")]
    return columns
