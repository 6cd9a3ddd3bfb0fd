"""The examples of docs/ci.md are valid: they parse, and every command in them exists."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from cli.gate.formats.markdown import MARKER
from cli.main import group


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "ci.md").read_text("utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def workflow(page: str) -> dict[str, Any]:
    (text,) = blocks(page, "yaml")
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workflow["jobs"]["gate"]["steps"]
    return found


def calls(script: str) -> Iterator[list[str]]:
    """The arguments of every call of handoff in a script."""
    for line in script.replace("\\\n", " ").splitlines():
        for part in re.split(r"&&|\|\||;", line):
            words = shlex.split(part, comments=True) if "handoff " in part else []
            for place, word in enumerate(words):
                if word in ("handoff", ".venv/bin/handoff"):
                    yield words[place + 1 :]


def unknown_words(words: list[str]) -> list[str]:
    """The command and the options among `words` that do not exist."""
    command = group.get_command(click.Context(group), words[0])
    if command is None:
        return [words[0]]
    known = {option for parameter in command.params for option in parameter.opts}
    return [word for word in words if word.startswith("--") and word not in known]


def test_every_command_on_the_page_exists(page: str, workflow: dict[str, Any], root: Path) -> None:
    scripts = [*blocks(page, "sh"), *(step.get("run", "") for step in steps(workflow))]
    found = [call for script in scripts for call in calls(script)]
    assert {call[0] for call in found} == {"run"} and len(found) == 3
    assert [word for call in found for word in unknown_words(call)] == []
    targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    made = [word for script in scripts for word in re.findall(r"^make (\w+)", script)]
    assert made == ["install"] and set(made) <= set(targets)


def test_a_command_that_does_not_exist_is_seen() -> None:
    assert unknown_words(["gates"]) == ["gates"]
    assert unknown_words(["gate", "--xunit", "x"]) == ["--xunit"]


def test_every_option_of_the_gate_is_on_the_page(page: str) -> None:
    command = group.get_command(click.Context(group), "gate")
    assert command is not None
    options = {option for parameter in command.params for option in parameter.opts}
    assert {option for option in options if option not in page} == {"--database"}


def test_scripts_parse(page: str, workflow: dict[str, Any]) -> None:
    for script in [*blocks(page, "sh"), *(step.get("run", "") for step in steps(workflow))]:
        subprocess.run(["sh", "-n"], input=script, text=True, check=True)


def test_the_workflow_finds_the_comment_by_the_marker_of_reports(page: str) -> None:
    assert MARKER in page


def test_a_night_continues_from_the_last_one(workflow: dict[str, Any]) -> None:
    """A cache is never overwritten, so a fixed key would always restore the first night."""
    restore, save = (
        step["with"] for step in steps(workflow) if "actions/cache/" in step.get("uses", "")
    )
    assert save["key"] == restore["key"] and "github.run_id" in save["key"]
    assert restore["restore-keys"] == save["key"].split("$")[0]
    kept = ["handoff.duckdb", "handoff.duckdb.last_run"]
    assert save["path"].split() == restore["path"].split() == kept
