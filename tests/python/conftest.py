"""Fixtures every test may use: the repository, the project's manifest, the shared files."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.builds import audit, once
from support.dbt import run_dbt
from support.paths import ROOT

from demo.generate import generate
from ingest.run import ingest
from lineage.project import read_manifest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test with the name of its folder, so that `-m unit` needs no list."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests" / "python").parts[0]
        item.add_marker(getattr(pytest.mark, folder))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The parsed (not compiled) manifest of the project; needs no database."""

    def parse(folder: Path) -> None:
        done = run_dbt(ROOT, folder / "handoff.duckdb", "--quiet", "parse", target=folder)
        assert done.returncode == 0, done.stdout + done.stderr

    return read_manifest(once(tmp_path_factory, "parsed", parse))


@pytest.fixture(scope="session")
def built_demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small audited demo company: `exports` and `handoff.duckdb`; read only."""

    def build(folder: Path) -> None:
        generate(400, 7, folder / "exports", clean=False)
        ingest(folder / "exports", folder / "handoff.duckdb", root / "stack")
        audit(root, folder / "handoff.duckdb", folder / "target")

    return once(tmp_path_factory, "built_demo", build)


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
