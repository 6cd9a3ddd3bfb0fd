"""`handoff init` says what `where` of the facts claims, on the miniature of each open set."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import public_sets, said

from ingest.init.draft import init

OPEN = [name for name in public_sets.SETS if not name.startswith("sealed/")]


@pytest.mark.parametrize("name", OPEN)
def test_init_says_the_facts(name: str, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    for file in public_sets.file_names(public_sets.read(name, "recipe.yml")):
        shutil.copy(public_sets.FOLDER / name / "miniature" / file, exports)
    init(exports, tmp_path / "stack")
    outputs = {path.name: path.read_text("utf-8") for path in (tmp_path / "stack").iterdir()}
    values = public_sets.read(name, "miniature/facts.yml")
    unsaid = {
        fact["fact"]: missing
        for fact in public_sets.read(name, "facts.yml")
        if (missing := said.unsaid(fact, values[fact["fact"]], outputs))
    }
    assert not unsaid


@pytest.mark.parametrize(
    ("sentence", "value", "is_said"),
    [
        ("lead: {0:,} rows", [5], True),
        ("lead: {0:,} rows", [7], False),
        ("lead: * of {0:,}", [1234], True),
        ("lead: * of {0:,}", [234], False),
        ("lead: * of {0:,}", [12], False),
        ("words: {0}", ["New 1200, Old 3"], True),
    ],
)
def test_a_figure_is_said_whole(sentence: str, value: list[object], is_said: bool) -> None:
    text = "lead: 5 rows\nlead: 5 of 1,234\nlead words: New 1,200, Old 3\n"
    fact = {"where": [{"values.txt": sentence}]}
    assert (not said.unsaid(fact, value, {"values.txt": text})) == is_said


def test_the_page_has_today_s_figures() -> None:
    from tests.python.public_sets.figures import MARK, PAGE, figures

    assert PAGE.read_text("utf-8").split(MARK)[1].strip() == figures()
