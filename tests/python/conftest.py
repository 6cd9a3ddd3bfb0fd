"""Fixtures every test may use: the repository, the project's manifest, the shared files."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from support.paths import ROOT

from demo.generate import generate
from ingest.run import ingest
from lineage.project import read_manifest, run_dbt


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test by the folder it lies in, so that `-m unit` needs no list."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests" / "python").parts[0]
        item.add_marker(getattr(pytest.mark, folder))


def audit(root: Path, database: Path, target: Path) -> None:
    """The whole `dbt build` of a night."""
    done = run_dbt(root, database, "--quiet", "build", target=target)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The parsed (not compiled) manifest of the project; needs no database."""
    target = tmp_path_factory.mktemp("parse")
    done = run_dbt(ROOT, target / "none.duckdb", "--quiet", "parse", target=target)
    assert done.returncode == 0, done.stdout + done.stderr
    return read_manifest(target)


@pytest.fixture(scope="session")
def built_demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small audited demo company: `exports` and `handoff.duckdb`; read only.

    Built once for all workers of a run.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "built_demo"
    with FileLock(shared / "built_demo.lock"):
        if not (folder / "done").exists():
            generate(400, 7, folder / "exports", clean=False)
            ingest(folder / "exports", folder / "handoff.duckdb", root / "stack")
            audit(root, folder / "handoff.duckdb", folder / "target")
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def languages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of a machine that has German and Turkish, where they can be made here."""
    folder = tmp_path_factory.mktemp("languages")
    program = shutil.which("localedef")
    for name in ("de_DE", "tr_TR") if program else ():
        made = [str(program), "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")]
        subprocess.run(made, check=False, capture_output=True)
    return {"LOCPATH": str(folder)}


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Third-party files beside the repository; tests that need them are skipped without."""
    folder = Path(os.environ.get("HANDOFF_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("third-party files are not on this machine (HANDOFF_SHARED_DATA)")
    return folder
