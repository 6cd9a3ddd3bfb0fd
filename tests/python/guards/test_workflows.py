"""Workflows use pinned actions, run no code of strangers with rights, and write after approval.

Each guard returns every breach in words, and one test per guard shows that it can fail.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

DIGEST = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
# Permissions that need an approval: code, releases, the identity of signatures.
APPROVED = {"contents", "id-token", "attestations", "packages", "actions"}


def walk(node: Any) -> Iterator[tuple[str, Any]]:
    """Every key of a workflow with its value."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key), value
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def workflow_breaches(text: str, digest: str = "") -> list[str]:
    """Breaches of a workflow. `digest` is a placeholder for commits in an example."""
    workflow = YAML(typ="safe").load(text)
    breaches = []
    if workflow.get("permissions") != {"contents": "read"}:
        breaches.append("the token has more than read permission")
    if {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow["on"]):
        breaches.append("strangers can start it with the rights of the repository")
    if "concurrency" not in workflow:
        breaches.append("two runs at the same time")
    if "${{" in workflow.get("run-name", ""):
        breaches.append("the name of the run contains a value")
    for key, value in walk(workflow):
        if key in ("run", "script") and "${{" in str(value):
            breaches.append(f"a value becomes a command: {value}")
        if key == "uses" and not value.startswith("./"):
            pinned = DIGEST.fullmatch(value) or (digest and value.endswith(f"@{digest}"))
            if not pinned or not re.search(rf"{re.escape(value)} # v\d", text):
                breaches.append(f"{value} is not pinned to a commit, with its version beside it")
    for name, job in workflow["jobs"].items():
        breaches += job_breaches(name, job)
    return breaches


def job_breaches(name: str, job: dict[str, Any]) -> Iterator[str]:
    if "uses" not in job and "timeout-minutes" not in job:
        yield f"{name} has no time limit"
    # Jobs of a computed matrix carry its values, for instance names of files, in their names.
    if "${{" in f"{job.get('name')}{job.get('strategy')}":
        yield f"the name of {name} contains a value"
    if job.get("permissions", {}) in ("write-all", "read-all"):
        yield f"{name} requests all permissions"
    else:
        asked = job.get("permissions", {}).items()
        writes = {scope for scope, right in asked if right == "write"} & APPROVED
        if writes and "environment" not in job:
            yield f"{name} writes {', '.join(sorted(writes))} without an approval"
        if writes and any("run" in s and "make" in s["run"] for s in job.get("steps", ())):
            yield f"{name} writes and runs third-party code"
    for step in job.get("steps", ()):
        if step.get("uses", "").startswith("actions/checkout@") and (
            step.get("with", {}).get("persist-credentials") is not False
        ):
            yield f"{name} leaves the token in .git/config"


def workflows(root: Path) -> list[Path]:
    return sorted((root / ".github" / "workflows").iterdir())


def test_workflows_keep_the_rules(root: Path) -> None:
    found = {path.name: workflow_breaches(path.read_text("utf-8")) for path in workflows(root)}
    assert found == {"release.yml": [], "test.yml": []}


def test_the_workflow_in_the_docs_keeps_the_rules(root: Path) -> None:
    page = (root / "docs" / "ci.md").read_text("utf-8")
    blocks = re.findall(r"^```ya?ml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert [workflow_breaches(block, digest="<digest>") for block in blocks] == [[]]


def test_an_action_has_one_version_everywhere(root: Path) -> None:
    found: dict[str, set[str]] = {}
    for path in workflows(root):
        for use in re.findall(r"uses: ([^.\s].*)", path.read_text("utf-8")):
            found.setdefault(use.split("@")[0], set()).add(use)
    assert found and all(len(versions) == 1 for versions in found.values()), found


@pytest.mark.parametrize(
    ("right", "wrong", "breach"),
    [
        (r"@[0-9a-f]{40} # v", "@v", "is not pinned"),
        (r"([0-9a-f]{40}) # v7\.0\.0", r"\1", "is not pinned"),
        (r"@[0-9a-f]{33}", "@", "is not pinned"),
        (r"  contents: read", "  contents: write", "more than read"),
        (r"(?m)^permissions:\n  contents: read", "env: {}", "more than read"),
        (r"run: make release", "run: make ${{ github.head_ref }}", "becomes a command"),
        (r"persist-credentials: false", "persist-credentials: true", ".git/config"),
        (r"(?m)^    timeout-minutes: 15\n", "", "no time limit"),
        (r"    environment: release\n", "", "without an approval"),
        (r"gh release create", "make && gh release create", "third-party code"),
        (r"  push:\n", "  pull_request_target:\n", "strangers"),
        (r"  publish:\n", "  publish:\n    name: x ${{ github.ref_name }}\n", "contains a value"),
        (r"  publish:\n", "  publish:\n    strategy: {matrix: '${{ x }}'}\n", "contains a value"),
        (
            r"name: release\non:",
            "name: release\nrun-name: ${{ github.ref }}\non:",
            "contains a value",
        ),
        (r"run: make release", "with: {script: '${{ github.head_ref }}'}", "becomes a command"),
        (r"(?m)^concurrency:\n(  .*\n)+", "", "two runs"),
        (r"    permissions:\n      actions: read", "    permissions: write-all", "all permissions"),
    ],
)
def test_a_bad_workflow_is_seen(root: Path, right: str, wrong: str, breach: str) -> None:
    good = (root / ".github" / "workflows" / "release.yml").read_text("utf-8")
    bad, changed = re.subn(right, wrong, good)
    assert changed
    found = workflow_breaches(bad)
    assert found and all(breach in text for text in found), found


def test_a_release_waits_for_tests_and_a_reviewer(root: Path) -> None:
    text = (root / ".github" / "workflows" / "release.yml").read_text("utf-8")
    jobs = YAML(typ="safe").load(text)["jobs"]
    assert set(jobs["build"]["needs"]) == {"test", "approval"}
    assert jobs["publish"]["needs"] == "build" and jobs["publish"]["environment"] == "release"
    assert [name for name, job in jobs.items() if "id-token" in str(job)] == ["publish"]


def test_scripts_of_workflows_parse_and_their_targets_exist(root: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    for path in workflows(root):
        for key, script in walk(YAML(typ="safe").load(path.read_text("utf-8"))):
            if key == "run":
                subprocess.run(["sh", "-n"], input=script, text=True, check=True)
                assert set(re.findall(r"^make (\w+)", script)) <= set(targets)
                assert not script.startswith(".ci/") or (root / script).is_file()
