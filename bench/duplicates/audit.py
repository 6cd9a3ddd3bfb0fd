"""Loads a drawn population, builds the audit on it and times the models of the matching."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.cost import ROOT, Cost
from bench.duplicates import product
from ingest.run import ingest
from lineage.project import read_manifest, run_dbt

# Runs models in their order in a new process and prints its CPU seconds and peak memory.
TIMER = """
import json, resource, sys, duckdb
with duckdb.connect(sys.argv[1]) as db:
    db.execute("set threads = 2")
    db.execute("set enable_progress_bar = false")
    def used():
        now = resource.getrusage(resource.RUSAGE_SELF)
        return now.ru_utime + now.ru_stime
    begin = used()
    for kind, name, sql in json.load(open(sys.argv[2])):
        db.execute(f"create or replace {kind} {name} as {sql}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps([used() - begin, peak]))
"""


@dataclass(frozen=True)
class Audited:
    """A database with results, and the cost of its matching."""

    database: Path
    cost: Cost


def audit(folder: Path) -> Audited:
    """Audits the `exports/` of a folder under its `stack/`. `RuntimeError` when dbt fails."""
    database, target = folder / "handoff.duckdb", folder / "target"
    database.unlink(missing_ok=True)
    ingest(folder / "exports", database, folder / "stack")
    wanted = " ".join(f"+{name}" for name in product.RESULTS)
    done = run_dbt(
        ROOT, database, "--quiet", "build", "--resource-type", "model", "--resource-type", "seed",
        "--select", *wanted.split(), target=target,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return Audited(database, _time(folder, database, read_manifest(target)))


def _time(folder: Path, database: Path, manifest: dict[str, Any]) -> Cost:
    """The cost of the models of the matching alone, on a copy of the database."""
    # The compiled SQL names the database by its file.
    copy, plan = folder / "timed" / database.name, folder / "timed.json"
    copy.parent.mkdir(exist_ok=True)
    shutil.copyfile(database, copy)
    plan.write_text(json.dumps(timed_models(manifest)), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TIMER, str(copy), str(plan)],
        check=True, capture_output=True, text=True, env=dict(os.environ),
    )  # fmt: skip
    copy.unlink()
    cpu, memory = json.loads(done.stdout.splitlines()[-1])
    return Cost(cpu, memory)


def timed_models(manifest: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Kind, name and SQL of the models between the canonical tables and the results, in order."""
    nodes = manifest["nodes"]
    ids = {node["name"]: key for key, node in nodes.items() if node["resource_type"] == "model"}
    order: list[str] = []

    def add(key: str) -> None:
        node = nodes.get(key)
        if key in order or node is None or node["fqn"][1] not in product.TIMED_LAYERS:
            return
        for parent in node["depends_on"]["nodes"]:
            add(parent)
        order.append(key)

    for name in product.RESULTS:
        add(ids[name])
    return [
        (
            "view" if nodes[key]["config"]["materialized"] == "view" else "table",
            f'"{nodes[key]["schema"]}"."{nodes[key]["alias"]}"',
            nodes[key]["compiled_code"],
        )
        for key in order
        if nodes[key]["config"]["materialized"] != "ephemeral"
    ]
