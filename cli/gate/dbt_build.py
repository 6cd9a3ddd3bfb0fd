"""Runs `dbt build` and reads the outcome of every node from run_results.json.

The exit code of dbt is not enough: it is 0 when nothing was selected, and 1 for a broken model as
well as for a failing gate.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

from cli.gate.redact_logs import log_folder, redact
from cli.gate.report import COULD_NOT_RUN, INTERNAL_ERROR, Issue
from ingest.errors import UserError
from ingest.store.workspace import mentions_disk_full
from lineage.project import dbt_call

Progress = Callable[[int, int], None]

# Nodes of the verdict: added to every selection, so that selected checks get a verdict, too.
VERDICT_NODES = (
    *("models/declared", "models/results", "+check_inputs", "+waiver_status+"),
    *("baseline", "baseline_violations", "baseline_facts"),
    *("record_by_record", "judged_by_group", "promise_parts", "audit_limits"),
)
# A person writes these files, so an error in them is not an internal error.
HAND_WRITTEN_SEEDS = (
    "seeds/waivers.csv",
    "seeds/baseline.csv",
    "seeds/baseline_violations.csv",
    "seeds/baseline_facts.csv",
)

_DONE = {"success", "pass", "warn", "no-op"}
_LINE = re.compile(r"^[0-9:]+\s+(\d+) of (\d+) (?!START)")
_CLOCK = re.compile(r"^[0-9]{2}:[0-9]{2}:[0-9]{2}\s+")
_CHECKS, _GATE = "tests/checks/", "tests/gate/"


@dataclass(frozen=True)
class Node:
    """A selected node and its outcome."""

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
        """Whether it ran; a check or gate test that reports violations ran, too."""
        is_verdict = self.path.startswith((_CHECKS, _GATE)) and self.kind == "test"
        return self.status in _DONE or (is_verdict and self.status == "fail")


@dataclass(frozen=True)
class Build:
    """One run of dbt, from its artifacts. `parents` covers every node of the project."""

    invocation_id: str
    command: str
    is_empty: bool
    nodes: Sequence[Node]
    parents: Mapping[str, Sequence[str]]

    @property
    def has_gate(self) -> bool:
        """Whether the model `gate` was built."""
        return any(n.name == "gate" and n.kind == "model" and n.is_done for n in self.nodes)

    @property
    def is_whole(self) -> bool:
        """Whether every node of the project was built; the gate itself may have failed."""
        return not self.is_empty and self.has_gate and not self._unfinished()

    @property
    def failed_gate_tests(self) -> list[Node]:
        """The gate tests that failed."""
        return [n for n in self.nodes if n.path.startswith(_GATE) and n.status == "fail"]

    @cached_property
    def fresh_checks(self) -> set[str]:
        """Ids of the checks that ran after all their parents were built in the same run."""
        done = {node.id for node in self.nodes if node.is_done}

        @cache
        def is_fresh(node_id: str) -> bool:
            parents = (p for p in self.parents.get(node_id, ()) if not p.startswith("source."))
            return all(parent in done and is_fresh(parent) for parent in parents)

        checks = (n for n in self.nodes if n.kind == "test" and n.path.startswith(_CHECKS))
        return {n.name for n in checks if n.is_done and is_fresh(n.id)}

    def issues(self) -> list[Issue]:
        """Reasons against a verdict on this run: code 2 the user can fix, 3 internal error."""
        if self.command != "build":
            what = f"the last run was `dbt {self.command}`"
            return [Issue(COULD_NOT_RUN, what, "", "run `handoff gate`, or `dbt build`")]
        if self.is_empty:
            what = "the last build used --empty and read no records"
            return [Issue(COULD_NOT_RUN, what, "", "run `handoff gate`, or `dbt build`")]
        broken = [_failure(node) for node in self.nodes if not node.is_done]
        # A skipped node depends on a broken one, whose message is more useful.
        causes = [
            t for n, t in zip(self._unfinished(), broken, strict=True) if n.status != "skipped"
        ]
        found = causes or broken[:1]
        if not found and not self.fresh_checks:
            what = "no check ran on freshly built tables"
            fix = "select checks with what they read: --select +CHECK"
            found.append(Issue(COULD_NOT_RUN, what, "", fix))
        if not found and not self.has_gate:
            what = "the selection leaves out the gate"
            found.append(Issue(COULD_NOT_RUN, what, "", "run `handoff gate`, or `dbt build`"))
        return found

    def _unfinished(self) -> list[Node]:
        return [node for node in self.nodes if not node.is_done]


def _failure(node: Node) -> Issue:
    """The issue of a node that did not run; without the message, which may quote a record."""
    where = node.path
    if node.is_disk_full:
        return Issue(COULD_NOT_RUN, "the disk is full", where, "free disk space and run again")
    if where in HAND_WRITTEN_SEEDS:
        fix = "write a CSV with the columns of seeds/_gate.yml"
        return Issue(COULD_NOT_RUN, f"{node.name} cannot be loaded", where, fix)
    kind = node.kind.replace("_", " ")
    if kind == "test":
        kind = "check" if where.startswith(_CHECKS) else "pipeline test"
        kind = "gate test" if where.startswith(_GATE) else kind
    word = "failed" if node.status == "fail" else f"ended with {node.status}"
    fix = "see the dbt log; if you did not write the file, report it"
    return Issue(INTERNAL_ERROR, f"{kind} {node.name} {word}", where, fix)


def target_folder(root: Path) -> Path:
    """The folder with the artifacts of dbt."""
    return root / os.environ.get("DBT_TARGET_PATH", "target")


def run_build(root: Path, database: Path, selected: Sequence[str], progress: Progress) -> None:
    """Runs `dbt build`; raises `UserError` with the message of dbt when it does not start."""
    results = target_folder(root) / "run_results.json"
    results.unlink(missing_ok=True)
    arguments = ["build"]
    if selected:
        # A name that selects nothing is an error, not an empty selection.
        arguments += ["--warn-error-options", '{"error": ["NoNodesForSelectionCriteria"]}']
        arguments += ["--select", *selected, *VERDICT_NODES]
    command, environment, folder = dbt_call(root, database, *arguments, ends_with_caller=True)
    output: list[str] = []
    with subprocess.Popen(
        command, cwd=folder, env=environment, text=True, encoding="utf-8", errors="replace",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            for line in process.stdout:
                output.append(line)
                done = _LINE.match(line)
                if done:
                    progress(int(done[1]), int(done[2]))
        except BaseException:
            # After a signal, do not wait until dbt has finished.
            process.terminate()
            raise
    redact(results.parent, log_folder(root))
    if results.is_file():
        return
    if any(mentions_disk_full(line) for line in output):
        raise UserError.of(
            "the disk is full", str(target_folder(root)), "free disk space and run again"
        )
    if process.returncode == 2:
        raise UserError.of(
            f"dbt could not run: {_error_text(output)}",
            fix="fix the error that dbt reports; `handoff checks` lists the names of the checks",
        )
    raise RuntimeError(f"dbt ended with {process.returncode} and left no run_results.json")


def _error_text(output: Sequence[str]) -> str:
    """The output of dbt from its first error on, without timestamps."""
    # After an early exit the bindings of DuckDB report leaked objects, which do not matter here.
    own = takewhile(lambda line: not line.startswith("nanobind: "), output)
    lines = [_CLOCK.sub("", line).strip() for line in own if line.strip()]
    errors = [number for number, line in enumerate(lines) if "rror" in line]
    return " ".join(lines[errors[0] :] if errors else lines[-5:])


def read_build(root: Path) -> Build:
    """Reads the last run from the artifacts; raises `UserError` if they are missing or outdated."""
    folder = target_folder(root)
    fix = "run `handoff gate`, or `dbt build` first"
    found = {}
    for name in ("run_results.json", "manifest.json"):
        try:
            found[name] = json.loads((folder / name).read_text("utf-8"))
        except FileNotFoundError:
            raise UserError.of("there is no finished build", str(folder / name), fix) from None
        except ValueError:
            raise UserError.of("it is not JSON", str(folder / name), fix) from None
    results, manifest = found["run_results.json"], found["manifest.json"]
    run = results["metadata"]["invocation_id"]
    if manifest["metadata"]["invocation_id"] != run:
        raise UserError.of("dbt parsed the project again after the build", str(folder), fix)
    changed = changed_files(manifest, root)
    if changed:
        more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        what = f"changed after the build: {', '.join(changed[:5])}{more}"
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
    """Models, checks, tests and seeds that were added, changed or removed after the build."""
    read = {
        node["original_file_path"]: node["checksum"]["checksum"]
        for node in manifest["nodes"].values()
        if node["checksum"]["name"] == "sha256" and node["resource_type"] != "operation"
    }
    present = {
        path.relative_to(root).as_posix(): path
        for folder, ending in (("models", "sql"), ("tests", "sql"), ("seeds", "csv"))
        for path in (root / folder).rglob(f"*.{ending}")
        if "python" not in path.relative_to(root).parts
    }
    return sorted(
        name
        for name in {*read, *present}
        if name not in present or name not in read or _digest(present[name]) != read[name]
    )


def _digest(path: Path) -> str:
    """The checksum of dbt; keeps line ends, because a waiver file may come from a spreadsheet."""
    return hashlib.sha256(path.read_bytes().decode("utf-8").strip().encode()).hexdigest()
