"""dbt for tests: no test parses the project anew that another test has parsed already.

A cold parse costs twice what most tests cost. dbt parses again when the path of the database or the
variables differ, so dbt runs in the folder of the database, and every database has the same name.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from filelock import FileLock

from lineage.project import dbt_call
from support.forked import run_dbt_process

PARSED = "partial_parse.msgpack"
# Unit tests of models and key tests of views are for the suite only. One set of variables for both,
# because other variables mean another parse.
ALL_TESTS = ("--vars", "{with_unit_tests: true, with_keys_of_views: true}")


def run_dbt(
    root: Path, database: Path, *arguments: str, target: Path
) -> subprocess.CompletedProcess[str]:
    """Runs dbt on the project at `root` and returns how it went; its output is captured.

    Starts from the last parse of this project with these variables; dbt finds out which files
    changed since. No log file is written: it costs a tenth of a build.
    """
    command, environment, work = dbt_call(root, database, *arguments, target=target)
    environment["DBT_LOG_LEVEL_FILE"] = "none"
    shared = parsed_file(root, arguments, database.stem)
    target.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{shared}.lock"):
        if shared.exists() and not (target / PARSED).exists():
            shutil.copyfile(shared, target / PARSED)
    done = run_dbt_process(command[command.index("--no-use-colors") :], environment, work)
    log = database.with_name(f"{database.name}.wal")
    assert not log.exists(), "dbt did not close the database: a copy of the file would lack rows"
    with FileLock(f"{shared}.lock"):
        if (target / PARSED).exists() and (arguments[-1] == "parse" or not shared.exists()):
            shutil.copyfile(target / PARSED, shared)
    return done


def parsed_file(root: Path, arguments: tuple[str, ...], name: str) -> Path:
    """Where the last parse is kept: one file per project, variables and name of the database."""
    folder = root / "target" / "parsed_for_tests"
    folder.mkdir(parents=True, exist_ok=True)
    variables = arguments[arguments.index("--vars") + 1] if "--vars" in arguments else ""
    key = hashlib.sha256(f"{variables}|{name}".encode()).hexdigest()[:12]
    return folder / f"{key}.msgpack"
