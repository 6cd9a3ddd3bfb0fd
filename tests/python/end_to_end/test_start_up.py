"""Files next to the project never run: modules of the working folder, unlisted packages."""

from __future__ import annotations

import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import duckdb
import pytest
from ruamel.yaml import YAML
from support.lock import read_lock

from cli.gate.dbt_build import run_build
from ingest.errors import UserError
from lineage.project import dbt_call, run_dbt

# Both need their file: setuptools provides its distutils, pywin32 locates its libraries.
KNOWN_STARTERS = {"setuptools": ["distutils-precedence.pth"], "pywin32": ["pywin32.pth"]}


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A project with our first hook only, in a folder with foreign files."""
    first_hook = YAML(typ="safe").load(root / "dbt_project.yml")["on-run-start"][0]
    project = tmp_path / "project"
    package = project / "dbt_packages" / "stranger"
    (package / "models").mkdir(parents=True)
    shutil.copytree(root / "macros", project / "macros")
    shutil.copy(root / "profiles.yml", project)
    for place, name, hook in (
        (project, "handoff", first_hook),
        (package, "stranger", "create table main.left_behind as select 1 as one"),
    ):
        (place / "dbt_project.yml").write_text(
            f"name: {name}\nprofile: handoff\non-run-start: ['{hook}']\n"
        )
    (package / "models" / "stray.sql").write_text("select 1 as one")
    (project / "dbt_planted.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()")
    return project


def build(folder: Path, *arguments: str) -> tuple[int, str, set[str]]:
    """Exit code, output and tables of a build."""
    database = folder.parent / "strangers.duckdb"
    done = run_dbt(folder, database, "build", *arguments, target=folder.parent / "target")
    with duckdb.connect(str(database)) as connection:
        tables = connection.sql("select table_name from duckdb_tables()").fetchall()
    return done.returncode, " ".join(done.stdout.split()), {name for (name,) in tables}


def test_an_unlisted_package_is_rejected_before_it_runs(folder: Path) -> None:
    code, printed, tables = build(folder)
    assert code == 2 and tables == set()
    assert "dbt_packages holds stranger, which dbt_project.yml does not name: remove" in printed


def test_a_command_reports_the_package_in_one_message(folder: Path) -> None:
    with pytest.raises(UserError) as refused:
        run_build(folder, folder.parent / "strangers.duckdb", (), lambda done, total: None)
    (problem,) = refused.value.problems
    assert "dbt_packages holds stranger, " in problem.what and "nanobind" not in problem.what


def test_a_listed_package_is_built(folder: Path) -> None:
    code, printed, tables = build(folder, "--vars", "{packages: [stranger]}")
    assert code == 0 and "left_behind" in tables, printed


def test_a_module_in_the_folder_is_not_run(folder: Path) -> None:
    target = folder / "target"
    command, environment, work = dbt_call(folder, folder / "x.duckdb", "parse", target=target)
    subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True)
    assert not (folder.parent / "ran").exists()
    command.remove("-P")
    subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True)
    assert (folder.parent / "ran").exists()


def starters(files: dict[str, list[str]]) -> dict[str, list[str]]:
    """Files of each package that Python runs at every start."""
    ends = (".pth", "sitecustomize.py", "usercustomize.py")
    found = {name: [file for file in given if file.endswith(ends)] for name, given in files.items()}
    return {name: given for name, given in found.items() if given}


def test_no_locked_package_runs_at_every_start_of_python(root: Path) -> None:
    lock = read_lock((root / "requirements.lock").read_text("utf-8"))
    here = [e for e in lock if not e.requirement.marker or e.requirement.marker.evaluate()]
    files = {e.name: [str(file) for file in metadata.files(e.name) or ()] for e in here}
    assert all(files.values())
    found = starters(files)
    assert "setuptools" in found and found.items() <= KNOWN_STARTERS.items()


def test_a_package_that_runs_at_every_start_is_detected() -> None:
    planted = {"a": ["a/__init__.py"], "b": ["b.pth"], "c": ["c.py", "sitecustomize.py"]}
    assert starters(planted) == {"b": ["b.pth"], "c": ["sitecustomize.py"]}
