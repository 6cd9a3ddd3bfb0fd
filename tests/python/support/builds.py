"""Builds that several tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from support.dbt import run_dbt


def audit(root: Path, database: Path, target: Path) -> None:
    """The whole `dbt build` of a night."""
    done = run_dbt(root, database, "--quiet", "build", target=target)
    assert done.returncode == 0, done.stdout + done.stderr


def once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that all workers of a run share; the first that asks for it makes what is in it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            folder.mkdir(parents=True)
            make(folder)
            (folder / "done").touch()
    return folder
