"""Runs `dbt build` and says what became of every node, from run_results.json.

dbt's own exit code is never passed on: it is 0 when nothing was selected, and 1 for a broken model
as well as for a failing gate.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from cli.gate.redact_logs import hush, log_folder
from cli.gate.report import COULD_NOT_RUN, INTERNAL_ERROR, Issue
from ingest.errors import UserError
from ingest.store.workspace import mentions_disk_full
from lineage.project import dbt_call

Progress = Callable[[int, int], None]

# What judges: added to a selection, so that a part of the checks is judged, too.
JUDGES = ("models/declared", "current_run", "+check_inputs", "+waiver_status+", "baseline")
# A file that a person keeps, so a broken one is theirs to mend.
KEPT_BY_HAND = ("seeds/waivers.csv", "seeds/baseline.csv")

_DONE = {"success", "pass", "warn", "no-op"}
_LINE = re.compile(r"^[0-9:]+\s+(\d+) of (\d+) (?!START)")
_CLOCK = re.compile(r"^[0-9]{2}:[0-9]{2}:[0-9]{2}\s+")
_CHECKS, _GATE = "tests/checks/", "tests/gate/"


@dataclass(frozen=True)
class Node:
    """A selected node and what became of it."""

    id: str
    name: str
    kind: str
    path: str
    status: str
    failures: int
    sql: str
    is_disk_full: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it ran; a check and a gate test ran even when they object."""
        is_ours = self.path.startswith((_CHECKS, _GATE)) and self.kind == "test"
        return self.status in _DONE or (is_ours and self.status == "fail")


@dataclass(frozen=True)
class Build:
    """One run of dbt as its artefacts tell it. `parents` are those of every node in the project."""

    invocation_id: str
    command: str
    is_empty: bool
    nodes: Sequence[Node]
    parents: Mapping[str, Sequence[str]]

    @property
    def judged_gate(self) -> bool:
        """Whether the model `gate` was built."""
        return any(n.name == "gate" and n.kind == "model" and n.is_done for n in self.nodes)

    @property
    def is_whole(self) -> bool:
        """Whether every node of the project was built; the gate may object to what it found."""
        return not self.is_empty and self.judged_gate and not self._undone()

    @property
    def failed_gate_tests(self) -> list[Node]:
        """The gate tests that object."""
        return [n for n in self.nodes if n.path.startswith(_GATE) and n.status == "fail"]

    @property
    def fresh_checks(self) -> set[str]:
        """Ids of the checks that ran, and everything they read was built in the same run."""
        done = {node.id for node in self.nodes if node.is_done}

        def is_fresh(node_id: str, seen: set[str]) -> bool:
            parents = [p for p in self.parents.get(node_id, ()) if not p.startswith("source.")]
            new = [p for p in parents if p not in seen]
            seen.update(new)
            return all(p in done and is_fresh(p, seen) for p in new)

        checks = (n for n in self.nodes if n.kind == "test" and n.path.startswith(_CHECKS))
        return {n.name for n in checks if n.is_done and is_fresh(n.id, set())}

    def troubles(self) -> list[Issue]:
        """Why this run is no ground for a verdict: code 2 a person's matter, 3 ours."""
        if self.command != "build":
            what = f"the last run was `dbt {self.command}`"
            return [Issue(COULD_NOT_RUN, what, "", "run `handoff gate`, or `dbt build`")]
        if self.is_empty:
            what = "the last build was one with --empty: no record was read"
            return [Issue(COULD_NOT_RUN, what, "", "run `handoff gate`, or `dbt build`")]
        broken = [_broken(node) for node in self.nodes if not node.is_done]
        # What was skipped stands behind something broken, which says more.
        causes = [t for n, t in zip(self._undone(), broken, strict=True) if n.status != "skipped"]
        found = causes or broken[:1]
        if not found and not self.fresh_checks:
            what = "no check ran on freshly built tables"
            fix = "select checks with what they read: --select +CHECK"
            found.append(Issue(COULD_NOT_RUN, what, "", fix))
        if not found and not self.judged_gate:
            what = "the selection leaves out the gate"
            found.append(Issue(COULD_NOT_RUN, what, "", "run `handoff gate`, or `dbt build`"))
        return found

    def _undone(self) -> list[Node]:
        return [node for node in self.nodes if not node.is_done]


def _broken(node: Node) -> Issue:
    """A node that did not run. Never the message of the database: it may quote a record."""
    where = node.path
    if node.is_disk_full:
        return Issue(COULD_NOT_RUN, "the disk is full", where, "make room and run again")
    if where in KEPT_BY_HAND:
        fix = "it must be a CSV with the columns of seeds/_gate.yml"
        return Issue(COULD_NOT_RUN, f"{node.name} cannot be loaded", where, fix)
    kind = node.kind.replace("_", " ")
    if kind == "test":
        kind = "check" if where.startswith(_CHECKS) else "pipeline test"
        kind = "gate test" if where.startswith(_GATE) else kind
    word = "failed" if node.status == "fail" else f"ended with {node.status}"
    fix = "see the dbt log; if the file is not yours, report it"
    return Issue(INTERNAL_ERROR, f"{kind} {node.name} {word}", where, fix)


def target_folder(root: Path) -> Path:
    """Where dbt leaves its artefacts."""
    return root / os.environ.get("DBT_TARGET_PATH", "target")


def run_build(root: Path, database: Path, selected: Sequence[str], progress: Progress) -> None:
    """`dbt build`; raises `UserError` with dbt's own words when it did not even start."""
    results = target_folder(root) / "run_results.json"
    results.unlink(missing_ok=True)
    arguments = ["build"]
    if selected:
        # A name that selects nothing is a mistake, not an empty selection.
        arguments += ["--warn-error-options", '{"error": ["NoNodesForSelectionCriteria"]}']
        arguments += ["--select", *selected, *JUDGES]
    command, environment = dbt_call(root, database, *arguments, ends_with_caller=True)
    said: list[str] = []
    with subprocess.Popen(
        command, cwd=root, env=environment, text=True, encoding="utf-8", errors="replace",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            for line in process.stdout:
                said.append(line)
                done = _LINE.match(line)
                if done:
                    progress(int(done[1]), int(done[2]))
        except BaseException:
            # A signal to the gate alone must not wait for the end of the night.
            process.terminate()
            raise
    hush(results.parent, log_folder(root))
    if results.is_file():
        return
    if any(mentions_disk_full(line) for line in said):
        raise UserError.of("the disk is full", str(target_folder(root)), "make room and run again")
    if process.returncode == 2:
        raise UserError.of(
            f"dbt could not run: {_words(said)}",
            fix="mend what dbt names; for a name, `handoff checks` lists the checks",
        )
    raise RuntimeError(f"dbt ended with {process.returncode} and left no run_results.json")


def _words(said: Sequence[str]) -> str:
    """What dbt said last, from its error on, without the clock."""
    # A process that ends early hears from DuckDB's bindings what they left open: nobody's concern.
    own = takewhile(lambda line: not line.startswith("nanobind: "), said)
    lines = [_CLOCK.sub("", line).strip() for line in own if line.strip()]
    errors = [number for number, line in enumerate(lines) if "rror" in line]
    return " ".join(lines[errors[0] :] if errors else lines[-5:])


def read_build(root: Path) -> Build:
    """The last run, from dbt's artefacts; raises `UserError` where they are no ground to judge."""
    folder = target_folder(root)
    fix = "run `handoff gate`, or `dbt build` first"
    found = {}
    for name in ("run_results.json", "manifest.json"):
        try:
            found[name] = json.loads((folder / name).read_text("utf-8"))
        except FileNotFoundError:
            raise UserError.of("there is no finished build", str(folder / name), fix) from None
        except ValueError:
            raise UserError.of("it is no JSON", str(folder / name), fix) from None
    results, manifest = found["run_results.json"], found["manifest.json"]
    run = results["metadata"]["invocation_id"]
    if manifest["metadata"]["invocation_id"] != run:
        raise UserError.of("dbt read the project again since the build", str(folder), fix)
    changed = changed_files(manifest, root)
    if changed:
        more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        what = f"changed since the build: {', '.join(changed[:5])}{more}"
        raise UserError.of(what, str(root), fix)
    known = {**manifest["nodes"], **manifest["unit_tests"]}
    return Build(
        invocation_id=run,
        command=results["args"].get("which", ""),
        is_empty=bool(results["args"].get("empty")),
        nodes=[_node(row, known.get(row["unique_id"], {})) for row in results["results"]],
        parents=manifest["parent_map"],
    )


def _node(row: Mapping[str, Any], known: Mapping[str, Any]) -> Node:
    return Node(
        id=row["unique_id"],
        name=known.get("name", row["unique_id"].split(".")[-1]),
        kind=known.get("resource_type", row["unique_id"].split(".")[0]),
        path=known.get("original_file_path", ""),
        status=row["status"],
        failures=row.get("failures") or 0,
        sql=row.get("compiled_code") or "",
        is_disk_full=mentions_disk_full(row.get("message") or ""),
    )


def changed_files(manifest: Mapping[str, Any], root: Path) -> list[str]:
    """Models, checks, tests and seeds that are not what the build read."""
    read = {
        node["original_file_path"]: node["checksum"]["checksum"]
        for node in manifest["nodes"].values()
        if node["checksum"]["name"] == "sha256" and node["resource_type"] != "operation"
    }
    there = {
        path.relative_to(root).as_posix(): path
        for folder, ending in (("models", "sql"), ("tests", "sql"), ("seeds", "csv"))
        for path in (root / folder).rglob(f"*.{ending}")
        if "python" not in path.relative_to(root).parts
    }
    return sorted(
        name
        for name in {*read, *there}
        if name not in there or name not in read or _digest(there[name]) != read[name]
    )


def _digest(path: Path) -> str:
    """As dbt takes it: line ends as they are, because a waiver may come from a spreadsheet."""
    return hashlib.sha256(path.read_bytes().decode("utf-8").strip().encode()).hexdigest()
