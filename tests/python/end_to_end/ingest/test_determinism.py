"""The same exports give the same rows whatever the zone, language, hash seed or order of listing.

test_run.py does the same with a whole night.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest
from support.paths import ROOT

from bench.crash_test import Contents, contents
from ingest.run import ingest


@pytest.fixture(scope="module")
def loaded(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """Every table that the exports of the demo company become under the current settings."""
    database = tmp_path_factory.mktemp("here") / "handoff.duckdb"
    ingest(built_demo / "exports", database, ROOT / "stack")
    return contents(database)


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Asia/Kolkata", "PYTHONHASHSEED": "0"},
        {"TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=lambda environment: environment.get("LC_ALL", environment.get("TZ")),
)
def test_zone_language_and_hash_seed_change_nothing(
    environment: dict[str, str],
    loaded: Contents,
    built_demo: Path,
    languages: dict[str, str],
    tmp_path: Path,
) -> None:
    database = tmp_path / "handoff.duckdb"
    done = subprocess.run(
        [sys.executable, "-m", "cli", "ingest", str(built_demo / "exports")],
        cwd=ROOT,
        env={**os.environ, **languages, **environment, "HANDOFF_DATABASE": str(database)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert contents(database) == loaded


def test_the_languages_of_the_test_are_installed(languages: dict[str, str]) -> None:
    if shutil.which("localedef") is None or not Path("/usr/share/i18n/locales/tr_TR").exists():
        pytest.skip("this machine cannot make a language")
    code = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.str(1.5))"
    for name in ("de_DE.UTF-8", "tr_TR.UTF-8"):
        environment = {**os.environ, **languages, "LC_ALL": name}
        said = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout == "1,5\n"


def test_the_order_of_listing_changes_nothing(
    loaded: Contents, built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    class Backwards(list[os.DirEntry[str]]):
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    def backwards(path: str) -> Backwards:
        with scandir(path) as entries:
            return Backwards(sorted(entries, key=lambda entry: entry.name, reverse=True))

    monkeypatch.setattr(os, "scandir", backwards)
    ingest(built_demo / "exports", tmp_path / "handoff.duckdb", ROOT / "stack")
    assert contents(tmp_path / "handoff.duckdb") == loaded
