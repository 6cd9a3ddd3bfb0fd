"""The generated references are what the models say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML
from support.paths import FIXTURES

from cli.commands.stack import command
from docs.pages.__main__ import declaration_files
from docs.pages.stack_examples import EXAMPLES
from ingest.errors import UserError
from ingest.stack.model import Stack
from ingest.stack.schema import schema
from ingest.vendors.catalog import FOLDER
from ingest.vendors.read import ENTITIES
from ingest.vendors.schema import schema as vendor_schema

GENERATED = declaration_files()


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_references_are_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == GENERATED[path], "run make docs"


def test_every_block_has_an_example() -> None:
    assert list(EXAMPLES) == list(Stack.model_fields)


def test_the_schema_accepts_what_loads(root: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    jsonschema.Draft202012Validator.check_schema(schema())
    texts = [path.read_text("utf-8") for path in sorted((root / "stack").glob("*.yml"))]
    for text in [*texts, *EXAMPLES.values()]:
        # Editors see dates as text.
        data = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
        assert list(validator.iter_errors(data)) == []


def test_the_schema_of_vendors_accepts_what_loads() -> None:
    validator = jsonschema.Draft202012Validator(vendor_schema())
    jsonschema.Draft202012Validator.check_schema(vendor_schema())
    complete = FIXTURES / "declarations" / "vendor.yml"
    for path in [*FOLDER.glob("[!_]*.yml"), complete]:
        data = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
        assert path.name == ENTITIES or list(validator.iter_errors(data)) == [], path.name
        assert list(validator.iter_errors({**data, "kind": "crmm"}))
        assert list(validator.iter_errors({**data, "knd": "crm"}))


@pytest.mark.parametrize(
    "text",
    [
        "owners: [{id: Ada, name: Ada}]",
        "service_levels: [{id: s, hop: won, within: soon, delay: human}]",
        "ownres: []",
        "lifecycle: {stages: [{id: s, name: S, order: 1}]}",
    ],
)
def test_the_schema_refuses_what_does_not_load(text: str) -> None:
    data = YAML(typ="safe", pure=True).load(text)
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(data))


def test_the_command_tells_what_is_declared(root: Path) -> None:
    done = CliRunner().invoke(command, ["--stack", str(root / "stack")])
    assert done.exit_code == 0
    assert done.output.startswith(
        "Northbeam Demo: 6 systems, 7 handoffs, 6 routing rules, 9 stages"
    )
    assert "map_to_crm" in done.output


def test_the_command_prints_the_schema() -> None:
    done = CliRunner().invoke(command, ["--schema"])
    assert json.loads(done.output) == schema()


def test_the_command_raises_every_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("company: {name: A}\nsystems: []\n", "utf-8")
    done = CliRunner().invoke(command, ["--stack", str(tmp_path)])
    assert isinstance(done.exception, UserError)
    assert len(done.exception.problems) == 2
