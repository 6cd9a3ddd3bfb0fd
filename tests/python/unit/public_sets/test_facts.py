"""The facts about the public data sets are well formed and true in the miniature of each set."""

from __future__ import annotations

from string import Formatter

import pytest
from support import public_sets

SEALED = [name for name in public_sets.SETS if name.startswith("sealed/")]
each_set = pytest.mark.parametrize("name", public_sets.SETS)


def test_there_are_enough_sets() -> None:
    recipes = [public_sets.read(name, "recipe.yml") for name in public_sets.SETS]
    assert len(recipes) >= 6
    assert len(SEALED) == 2
    assert all(len(recipe["files"]) >= 3 for recipe in recipes)
    assert sum(bool(recipe["handoffs"]) for recipe in recipes) >= 4


@each_set
def test_facts_are_complete(name: str) -> None:
    facts = public_sets.read(name, "facts.yml")
    ids = [fact["fact"] for fact in facts]
    assert len(ids) >= 20
    assert len(ids) == len(set(ids)), "two facts have the same id"
    for fact in facts:
        keys = {"fact", "kind", "says", "value", "query", "where"}
        assert set(fact) - {"wrong"} == keys, fact["fact"]
        assert fact["kind"] in public_sets.KINDS, fact["fact"]


@each_set
def test_sentences_use_every_value_once(name: str) -> None:
    for fact in public_sets.read(name, "facts.yml"):
        places = [field for _, field, _, _ in Formatter().parse(fact["says"]) if field is not None]
        assert sorted(map(int, places)) == list(range(len(fact["value"]))), fact["fact"]


@each_set
def test_facts_are_true_in_the_miniature(name: str) -> None:
    folder = public_sets.FOLDER / name / "miniature"
    connection = public_sets.loaded(public_sets.read(name, "recipe.yml"), folder)
    counted = {
        fact["fact"]: public_sets.counted(connection, fact["query"])
        for fact in public_sets.read(name, "facts.yml")
    }
    assert counted == public_sets.read(name, "miniature/facts.yml")
