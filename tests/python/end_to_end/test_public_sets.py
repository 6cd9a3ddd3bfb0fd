"""Every fact about a public data set is counted again from its raw files.

The files are not in the repository; tests/python/public_sets/README.md says where they belong.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support import public_sets, said

from ingest.init.draft import init


@pytest.fixture(params=public_sets.SETS)
def name(request: pytest.FixtureRequest) -> str:
    given: str = request.param
    return given


@pytest.fixture
def files(name: str) -> Path:
    """The folder of the raw files of a set."""
    folder = os.environ.get("HANDOFF_PUBLIC_SETS")
    if not folder:
        pytest.skip("the public data sets are not on this machine (HANDOFF_PUBLIC_SETS)")
    if not (Path(folder) / name).is_dir():
        pytest.skip(f"HANDOFF_PUBLIC_SETS has no folder {name}")
    return Path(folder) / name


def test_the_files_are_those_of_the_recipe(name: str, files: Path) -> None:
    assert not public_sets.files_that_differ(public_sets.read(name, "recipe.yml"), files)


def test_facts_are_true(name: str, files: Path) -> None:
    connection = public_sets.loaded(public_sets.read(name, "recipe.yml"), files)
    wrong = {}
    for fact in public_sets.read(name, "facts.yml"):
        value = public_sets.counted(connection, fact["query"])
        if value != fact["value"]:
            wrong[fact["fact"]] = public_sets.said(fact, value)
    assert not wrong


def test_the_miniature_has_the_headers_of_the_set(name: str, files: Path) -> None:
    recipe = public_sets.read(name, "recipe.yml")
    miniature = public_sets.FOLDER / name / "miniature"
    assert public_sets.headers(recipe, files) == public_sets.headers(recipe, miniature)


def test_init_says_the_facts(name: str, files: Path, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    for file in public_sets.file_names(public_sets.read(name, "recipe.yml")):
        shutil.copy(files / file, exports)
    init(exports, tmp_path / "stack")
    outputs = {path.name: path.read_text("utf-8") for path in (tmp_path / "stack").iterdir()}
    unsaid = [
        missing
        for fact in public_sets.read(name, "facts.yml")
        for missing in said.unsaid(fact, fact["value"], outputs)
    ]
    assert not unsaid
