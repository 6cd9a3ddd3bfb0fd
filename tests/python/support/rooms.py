"""Which folder may use which: one table for Python imports and one for reads of dbt models.

A room is a folder, or a module at the top of a package. It uses itself and what its row lists;
`audit/*` means every folder below `audit/`. `EXCEPTIONS` holds what breaks a table today. It may
only shrink: an exception that no longer occurs fails the test, too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

BASE = {"ingest.errors", "ingest.naming", "ingest.sql"}

IMPORTS: dict[str, set[str]] = {
    "ingest.errors": set(),
    "ingest.naming": set(),
    "ingest.sql": set(),
    "ingest.files": BASE,
    "ingest.declared_yaml": BASE,
    "ingest.vendors": BASE | {"ingest.declared_yaml"},
    "ingest.formats": BASE | {"ingest.files"},
    "ingest.stack": BASE | {"ingest.declared_yaml", "ingest.vendors"},
    "ingest.plan": BASE | {"ingest.files", "ingest.formats", "ingest.vendors", "ingest.stack"},
    "ingest.store": BASE | {"ingest.plan", "ingest.vendors"},
    "ingest.load": BASE | {"ingest.plan", "ingest.files", "ingest.vendors"},
    "ingest.history": BASE | {"ingest.load", "ingest.store", "ingest.plan", "ingest.vendors"},
    "ingest.profile": BASE | {"ingest.plan", "ingest.store", "ingest.vendors"},
    "ingest.outcome": {"ingest.errors"},
    "ingest.run": {"ingest.*"},
    "ingest.init": BASE
    | {"ingest.files", "ingest.load", "ingest.plan", "ingest.stack", "ingest.vendors"},
    "lineage": {"ingest.errors"},
    "demo.company": set(),
    "demo.faults": {"demo.company"},
    "demo.exports": {"demo.company", "demo.faults"},
    "demo.generate": {"demo.*"},
    "cli.terminal": {"ingest.errors"},
    "cli.output": {"ingest.errors"},
    "cli.database": {"ingest.errors", "ingest.store"},
    "cli.main": {"ingest.errors"},
    "cli.trace_queries": set(),
    "cli.__main__": {"cli.main"},
    "cli.gate": {"cli.database", "cli.terminal", "ingest.errors", "ingest.store", "lineage"},
    "cli.last_run": {"cli.gate", "ingest.errors", "ingest.files", "ingest.outcome"},
    "cli.report": {"cli.database", "cli.terminal", "ingest.errors"},
    "cli.evidence": {
        *("cli.database", "cli.gate", "cli.output", "cli.report"),
        *("ingest.errors", "ingest.files", "ingest.formats"),
    },
    "cli.mend": {"cli.database", "cli.output", "cli.report", "ingest.errors"},
    "cli.commands": {
        *("cli.database", "cli.evidence", "cli.gate", "cli.last_run", "cli.output", "cli.report"),
        *("cli.mend", "cli.terminal", "cli.trace_queries"),
        *("ingest.*", "demo.generate"),
    },
    "docs.pages": {
        "cli.evidence",
        "cli.main",
        "ingest.declared_yaml",
        "ingest.profile",
        "ingest.stack",
        "ingest.vendors",
        "lineage",
    },
    "bench": {"demo.generate", "ingest.*", "lineage"},
}
PACKAGES = ("bench", "cli", "demo", "docs", "ingest", "lineage")

RAW = {"source:raw_handoff"}
GIVEN = {"declared", "seeds"}

READS: dict[str, set[str]] = {
    "declared": {"source:declared", "source:raw_handoff", "seeds"},
    "prepare": GIVEN | {"source:raw_handoff"},
    **{
        f"staging/{vendor}": GIVEN | {f"source:raw_{vendor}", "prepare"}
        for vendor in ("form", "hubspot", "marketo", "salesforce", "stripe")
    },
    # Owners of all vendors come first: every other entity looks its owner up.
    "intermediate/owners": GIVEN | {"staging/*", "source:raw_mapped", "prepare"},
    "intermediate/mapped": GIVEN | {"source:raw_mapped", "prepare", "intermediate/owners"},
    **{
        f"intermediate/{vendor}": GIVEN | {f"staging/{vendor}", "prepare", "intermediate/owners"}
        for vendor in ("form", "hubspot", "marketo", "salesforce", "stripe")
    },
    "canonical": GIVEN | {"intermediate/*", "prepare"},
    "audit/clock": GIVEN | {"canonical"},
    "audit/matching": GIVEN | {"canonical"},
    "audit/ownership": GIVEN | {"canonical"},
    "audit/identity": GIVEN | {"canonical", "audit/matching"},
    # It judges the files themselves.
    "audit/exports": RAW | {"canonical", "prepare"},
    # It describes the exports before anything is declared.
    "audit/profile": RAW | {"seeds"},
    "audit/duplicates": GIVEN | {"canonical", "audit/matching", "audit/identity"},
    "audit/fidelity": GIVEN | {"canonical", "audit/clock", "audit/matching"},
    "audit/lag": GIVEN
    | {"canonical", "audit/clock", "audit/identity", "audit/matching", "audit/ownership"},
    # What became of the leads and the deals: it adds up what the other rooms decide.
    "audit/outcomes": GIVEN
    | {
        *("canonical", "audit/clock", "audit/duplicates", "audit/fidelity", "audit/identity"),
        *("audit/lag", "audit/matching", "audit/ownership"),
    },
    "audit/routing": GIVEN | {"canonical", "audit/clock", "audit/ownership"},
    "checks/duplicates": {"audit/duplicates", "audit/matching"},
    "checks/exports": {"audit/exports"},
    "checks/fidelity": {"audit/fidelity", "audit/matching"},
    "checks/lag": {"audit/lag"},
    "checks/routing": {"audit/routing", "audit/ownership"},
    "results": GIVEN | {"audit/*", "canonical", "source:raw_handoff"},
    "report": GIVEN | RAW | {"audit/*", "canonical", "results"},
    "gate": GIVEN | {"results"},
    "pipeline": RAW | {"canonical", "audit/*", "results", "report", "prepare", "seeds"},
}

# What a model reads although its row does not list it.
EXCEPTIONS = {
    # Columns of a raw table that are named by the data: which stages a deal entered.
    ("int_hubspot__deal_stage_stamps", "source:raw_hubspot"),
    ("int_hubspot__deal_stage_stamps", "source:raw_handoff"),
    # Which columns of a submission no declaration names.
    ("int_form__submissions", "source:raw_handoff"),
}


def allows(allowed: set[str], room: str) -> bool:
    """Whether a row of a table lists a room, by name or by the folder above it."""
    above = room.replace("/", ".").rsplit(".", 1)[0]
    return room in allowed or f"{above}.*" in allowed or f"{above}/*" in allowed


def python_room(module: str) -> str:
    """The room of a dotted module: `ingest.files.dialect` is of `ingest.files`."""
    parts = module.split(".")
    return parts[0] if parts[0] in ("bench", "lineage") else ".".join(parts[:2])


def python_imports(root: Path) -> Iterator[tuple[str, str]]:
    """Every (module, imported module) among the project's own packages."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            module = ".".join(path.relative_to(root).with_suffix("").parts)
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names: list[str] = []
                if isinstance(node, ast.ImportFrom) and node.module:
                    is_module = (root / (node.module.replace(".", "/") + ".py")).is_file()
                    names = [
                        node.module if is_module else f"{node.module}.{item.name}"
                        for item in node.names
                    ]
                elif isinstance(node, ast.Import):
                    names = [item.name for item in node.names]
                yield from ((module, name) for name in names if name.split(".")[0] in PACKAGES)


def import_breaches(root: Path) -> list[str]:
    """Modules that import a room their own room may not use, and rooms the table lacks."""
    breaches = []
    for module, imported in python_imports(root):
        room, other = python_room(module), python_room(imported)
        if room not in IMPORTS:
            breaches.append(f"{module}: the room {room} is not in the table")
        elif room != other and not allows(IMPORTS[room], other):
            breaches.append(f"{module} imports {imported}")
    return breaches


def circles(table: Mapping[str, set[str]]) -> list[str]:
    """Pairs of rooms that may use each other: no table may hold one."""
    return [
        f"{one} and {other}"
        for one in table
        for other in table
        if one < other and allows(table[one], other) and allows(table[other], one)
    ]


def model_room(node: Mapping[str, Any]) -> str:
    """The room of a model, test, seed or source of dbt."""
    if node["resource_type"] == "source":
        return f"source:{node['source_name']}"
    if node["resource_type"] == "seed":
        return "seeds"
    return "/".join(node["original_file_path"].split("/")[1:-1])


def read_breaches(manifest: Mapping[str, Any]) -> list[str]:
    """Models and tests that read a room they may not, and exceptions that no longer occur."""
    everything = {**manifest["nodes"], **manifest["sources"]}
    breaches, used = [], set()
    for _, node in sorted(manifest["nodes"].items()):
        if node["resource_type"] not in ("model", "test"):
            continue
        room = model_room(node)
        if room not in READS:
            breaches.append(f"{node['name']}: the room {room} is not in the table")
            continue
        for parent in node["depends_on"].get("nodes", ()):
            other = model_room(everything[parent])
            if other == room or allows(READS[room], other):
                continue
            if (node["name"], other) in EXCEPTIONS:
                used.add((node["name"], other))
            else:
                breaches.append(
                    f"{node['name']} ({room}) reads {everything[parent]['name']} ({other})"
                )
    breaches += [
        f"{name} no longer reads {room}: remove the exception"
        for name, room in sorted(EXCEPTIONS - used)
    ]
    return breaches
