"""What is an input of a run: every change of content, and nothing else."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.last_run import inputs
from cli.last_run.inputs import Inputs, read_inputs

FILES = {
    "exports/crm/Lead.csv": "Id,Email\n1,a@example.com\n",
    "exports/crm/archive.zip": "PK",
    "exports/.hidden": "x",
    "exports/truth/expected.csv": "y",
    "stack/systems.yml": "systems: []\n",
    "seeds/waivers.csv": "check_id\n",
    "seeds/baseline.csv": "check_id\n",
    "models/audit/a.sql": 'select \'{{ env_var("COLOUR", "red") }}\' as colour\n',
    "macros/m.sql": "{% macro m() %}{% endmacro %}\n",
    "tests/checks/routing/c.sql": "select 1\n",
    "tests/python/test_it.py": "assert True\n",
    "dbt_packages/utils/macros/u.sql": "u\n",
    "my_models/b.sql": "select 1\n",
    "dbt_project.yml": "name: handoff\nmodel-paths: [models, my_models]\n",
    "profiles.yml": "handoff: {}\n",
    ".dbtignore": "tests/python/\n",
    ".dlt/config.toml": "[runtime]\n",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with its exports, and the code of handoff copied into it."""
    root = tmp_path / "project"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for part in inputs.CODE_FOLDERS:
        (tmp_path / "code" / part).mkdir(parents=True)
        (tmp_path / "code" / part / "vendor.yml").write_text("vendor: v\n")
    monkeypatch.setattr(inputs, "CODE", tmp_path / "code")
    monkeypatch.chdir(root)
    return root


def read(root: Path, *accepted: str) -> Inputs:
    return read_inputs(root, Path("exports"), Path("stack"), accepted, os.environ)


def append(name: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + "more\n")

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    **{f"{name} changed": append(name) for name in FILES if name != "tests/python/test_it.py"},
    "an export is new": append("exports/crm/new.csv"),
    "an export is gone": lambda root: (root / "exports/crm/Lead.csv").unlink(),
    "an export has another name": lambda root: (root / "exports/crm/Lead.csv").rename(
        root / "exports/crm/lead.csv"
    ),
    "an export became a link": lambda root: (
        (root / "exports/crm/Lead.csv").rename(root / "Lead.csv"),
        (root / "exports/crm/Lead.csv").symlink_to(root / "Lead.csv"),
    ),
    "two exports swapped their content": lambda root: (
        shutil.copy(root / "exports/.hidden", root / "exports/truth/expected.csv"),
        (root / "exports/.hidden").write_text("y"),
    ),
    "a folder of exports is a link": lambda root: (root / "exports/more").symlink_to(root),
    "all users may write to the exports": lambda root: (root / "exports").chmod(0o777),
    "a model is new": append("models/new.sql"),
    "a snapshot is new": append("snapshots/new.sql"),
    "a file of packages is new": append("packages.yml"),
    "the code of handoff changed": append("../code/ingest/run.py"),
    "a vendor changed": append("../code/ingest/vendor.yml"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_content_is_seen(root: Path, name: str) -> None:
    before = read(root)
    CHANGES[name](root)
    assert read(root).digests != before.digests


def test_a_file_keeps_its_part(root: Path) -> None:
    before = read(root)
    append("exports/crm/Lead.csv")(root)
    after = read(root)
    assert after.exports != before.exports
    assert (after.stack, after.project) == (before.stack, before.project)


def test_options_and_environment_are_inputs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [read(root), read(root, "crm/*")]
    for name in ("DBT_FULL_REFRESH", "NORMALIZE__WORKERS", "COLOUR"):
        monkeypatch.setenv(name, "1")
        seen.append(read(root))
    packages = root.parent / "site-packages"
    (packages / "duckdb-9.9.9.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    seen.append(read(root))
    monkeypatch.setattr(sys, "version", "4.0")
    seen.append(read(root))
    assert len({one.digests for one in seen}) == len(seen)


def test_a_computed_name_makes_every_environment_variable_an_input(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(root).digests
    monkeypatch.setenv("ANYTHING", "1")
    assert read(root).digests == before
    (root / "macros" / "m.sql").write_text("{{ env_var(name) }}")
    before = read(root).digests
    monkeypatch.setenv("ANYTHING", "2")
    assert read(root).digests != before


def test_time_and_place_are_no_inputs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read(root)
    assert read(root) == before
    monkeypatch.setenv("DBT_TARGET_PATH", "elsewhere")
    monkeypatch.setenv("HANDOFF_DATABASE", "elsewhere")
    append("tests/python/test_it.py")(root)
    append("models/__pycache__/m.pyc")(root)
    append("target/manifest.json")(root)
    os.utime(root / "exports/crm/Lead.csv", (1, 1))
    assert read(root).digests == before.digests
    # A run that reads a file while it is written must not be remembered.
    assert read(root) != before
    monkeypatch.chdir(shutil.copytree(root, root.parent / "copy"))
    assert read(root.parent / "copy").digests == before.digests


def test_what_is_missing_has_no_content(tmp_path: Path) -> None:
    assert read_inputs(tmp_path, tmp_path / "none", tmp_path / "none", [], {}).stamps != ()
    (tmp_path / "dbt_project.yml").write_text("- [")
    (tmp_path / "models").symlink_to(tmp_path / "none")
    read_inputs(tmp_path, tmp_path / "none", tmp_path / "none", [], {})
