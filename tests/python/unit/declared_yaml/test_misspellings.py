"""Misspells each key and each kind of word once: one message names place, word and right word.

Keys and vocabularies come from the models. Each is looked up in the shipped declarations and in
one complete example of each format; one without an example fails.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from support.paths import FIXTURES

from ingest.declared_yaml.reader import Node, Position, read_file
from ingest.errors import Problem, UserError
from ingest.stack import load
from ingest.stack.model import Stack
from ingest.vendors.catalog import FOLDER, load_vendors
from ingest.vendors.model import Entities, Shared, Vendor
from ingest.vendors.read import ENTITIES, SHARED

COMPLETE = FIXTURES / "declarations"
VENDORS = [*sorted(FOLDER.glob("[!_]*.yml")), COMPLETE / "vendor.yml"]
# Model -> documents that it describes.
DOCUMENTS: dict[type[BaseModel], list[Path]] = {
    Vendor: [path for path in VENDORS if path.name != ENTITIES],
    Entities: [FOLDER / ENTITIES],
    Shared: [FOLDER / SHARED],
    Stack: [COMPLETE / "stack.yml"],
}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def parts_of(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Every part of a format with its schema."""
    schema = schema_of(model)
    return {model.__name__: schema, **schema.get("$defs", {})}


def words_of(schema: dict[str, Any]) -> list[Any]:
    """The closed vocabulary of a value, if it has one."""
    return list(schema.get("enum", [schema["const"]] if "const" in schema else []))


def has_words(schema: dict[str, Any]) -> bool:
    """Whether a value, an item of it or its keys are of a closed vocabulary."""
    inner = [schema.get("items"), schema.get("propertyNames"), *values_of(schema)]
    inner += [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return bool(words_of(schema)) or any(isinstance(one, dict) and has_words(one) for one in inner)


def values_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The schemas of the values of a mapping with free keys."""
    found = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    return [one for one in found if isinstance(one, dict)]


@dataclass(frozen=True)
class Word:
    """A key of a document, or a word of a closed vocabulary; `part` and `key` name its kind."""

    part: str
    key: str
    text: str
    path: Path
    position: Position
    is_key: bool


def words_in(model: type[BaseModel], path: Path) -> Iterator[Word]:
    """Every key of a model and every word of a vocabulary in a document."""
    parts = parts_of(model)

    def walk(name: str, key: str, schema: dict[str, Any], node: Node) -> Iterator[Word]:
        if "$ref" in schema:
            name = schema["$ref"].split("/")[-1]
            schema = parts[name]
        for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            yield from walk(name, key, option, node)
        if isinstance(node.value, list):
            for item in node.value:
                yield from walk(name, key, schema.get("items", {}), item)
        elif isinstance(node.value, dict):
            for text, child in node.value.items():
                assert child.key_position
                if text in schema.get("properties", {}):
                    yield Word(name, text, text, path, child.key_position, True)
                    yield from walk(name, text, schema["properties"][text], child)
                else:
                    if text in words_of(schema.get("propertyNames", {})):
                        yield Word(name, key, text, path, child.key_position, False)
                    for inner in values_of(schema):
                        yield from walk(name, key, inner, child)
        elif node.value in [str(word).lower() for word in words_of(schema)]:
            yield Word(name, key, str(node.value), path, node.position, False)

    root, problems = read_file(path, path.name, "vendor", has_aliases=True)
    assert root and not problems
    return walk(model.__name__, "", parts[model.__name__], root)


@cache
def examples(model: type[BaseModel], is_key: bool) -> dict[tuple[str, str], Word]:
    """The first example of each key, or of each key with a closed vocabulary."""
    found: dict[tuple[str, str], Word] = {}
    for word in (word for path in DOCUMENTS[model] for word in words_in(model, path)):
        if word.is_key == is_key:
            found.setdefault((word.part, word.key), word)
    return found


def problem_of_misspelling(model: type[BaseModel], word: Word, folder: Path) -> Problem:
    """The only problem when one word has a letter too many, beside the files it needs."""
    lines = word.path.read_text("utf-8").splitlines(keepends=True)
    line, end = lines[word.position.line - 1], word.position.column - 1 + len(word.text)
    assert line[:end].endswith(word.text)
    lines[word.position.line - 1] = line[:end] + "x" + line[end:]
    folder.mkdir()
    if model is not Stack:
        for source in (FOLDER / SHARED, FOLDER / ENTITIES, COMPLETE / "vendor.yml"):
            shutil.copy(source, folder)
    (folder / word.path.name).write_text("".join(lines), "utf-8")
    with pytest.raises(UserError) as caught:
        load(folder) if model is Stack else load_vendors(folder)
    (problem,) = caught.value.problems
    position = word.position
    assert problem.where == f"declared/{word.path.name}:{position.line}:{position.column}"
    return problem


ALL = [
    (model, name, key)
    for model in DOCUMENTS
    for name, part in parts_of(model).items()
    for key in part.get("properties", ())
]
VOCABULARIES = [
    (model, name, key)
    for model, name, key in ALL
    if has_words(parts_of(model)[name]["properties"][key])
]
NO_EXAMPLE = "no document contains it: add it to the complete example"


@pytest.mark.parametrize(("model", "part", "key"), ALL)
def test_a_misspelt_key_is_one_message(
    model: type[BaseModel], part: str, key: str, tmp_path: Path
) -> None:
    assert (part, key) in examples(model, True), NO_EXAMPLE
    word = examples(model, True)[part, key]
    problem = problem_of_misspelling(model, word, tmp_path / "declared")
    assert problem.what == f"unknown key '{key}x'"
    assert problem.fix.startswith(f"did you mean '{key}'? allowed: ")


@pytest.mark.parametrize(("model", "part", "key"), VOCABULARIES)
def test_a_misspelt_word_is_one_message(
    model: type[BaseModel], part: str, key: str, tmp_path: Path
) -> None:
    assert (part, key) in examples(model, False), NO_EXAMPLE
    word = examples(model, False)[part, key]
    problem = problem_of_misspelling(model, word, tmp_path / "declared")
    assert problem.what == f"'{key}' cannot be '{word.text}x'"
    assert problem.fix.startswith(f"did you mean '{word.text}'? allowed: ")


def test_the_complete_examples_are_valid(tmp_path: Path) -> None:
    for name in (SHARED, ENTITIES):
        shutil.copy(FOLDER / name, tmp_path)
    shutil.copy(COMPLETE / "vendor.yml", tmp_path)
    assert len(load_vendors(tmp_path).of("fable")) == 3
    (tmp_path / "stack").mkdir()
    shutil.copy(COMPLETE / "stack.yml", tmp_path / "stack")
    assert load(tmp_path / "stack").company.name == "Acme"
