"""The generated pages under docs/: checks, tables, vendors and commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from docs.pages.vendors import NOTE, vendors_page
from ingest.vendors.catalog import load_vendors
from lineage.columns import is_check

EXPORTS_INTRODUCTION = """Files are recognised by their headers, never by their name alone; letter
case and order do not matter, more columns never hurt, and a column that is missing is named
by `handoff needs`. The name under *mapped* is the entity a table can be mapped onto in
`stack/` ([stack.md](stack.md)): its columns are what the mapping may fill."""

TABLES_INTRODUCTION = """These are the tables to query. Every build enforces their column names and
types and fails when two rows have the same key. The last section lists the tables about the loaded
files. All other tables of the database are internal: any version may change them."""


def project_pages(
    root: Path, manifest: Mapping[str, Any], needs: Sequence[tuple[str, ...]]
) -> dict[Path, str]:
    """Every generated page with its text."""
    docs = root / "docs"
    return {
        docs / "checks.md": checks_page(manifest, needs),
        docs / "tables.md": tables_page(manifest),
        docs / "commands.md": commands_page(),
        docs / "exports.md": exports_page(needs),
        docs / "vendors.md": vendors_page(needs),
        root / "cli" / "evidence" / "descriptions.json": descriptions_json(manifest),
    }


def descriptions_json(manifest: Mapping[str, Any]) -> str:
    """What the columns of the workbook mean, for its dictionary."""
    from cli.evidence.tabs import TABS

    models = {
        f"{layer}.{node['name']}": node["columns"]
        for layer in ("results", "report", "audit", "canonical")
        for node in _public_models(manifest, layer)
    }
    wanted = {(column.table, column.column) for tab in TABS for column in tab.columns}
    found = {
        f"{table}.{column}": models[table][column]["description"].strip()
        for table, column in sorted(wanted)
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def checks_page(manifest: Mapping[str, Any], needs: Sequence[tuple[str, ...]]) -> str:
    """One section per area, one entry per check: claim, remedy, what it needs."""
    checks = sorted(
        (node for node in manifest["nodes"].values() if is_check(node)),
        key=lambda node: (node["fqn"][-2], node["name"]),
    )
    needed: dict[str, set[str]] = {}
    for check_id, table, column, *_ in needs:
        needed.setdefault(check_id, set()).add(f"`{table}.{column}`")
    lines = [NOTE, "# The audit checklist", "", f"{len(checks)} checks.", ""]
    area = ""
    for node in checks:
        meta = node["config"]["meta"]
        if node["fqn"][-2] != area:
            area = node["fqn"][-2]
            lines += [f"## {area.capitalize()}", ""]
        lines += [
            f"### {node['name']}",
            "",
            meta["claim"],
            "",
            f"- **Remedy:** {meta['remedy']}",
            f"- **Owner:** {meta['owner']} · **severity:** {meta['severity']}"
            f" · **harm:** {meta['harm'].replace('_', ' ')} · **cause:** {meta['cause']}"
            f" · **effort:** {meta['effort']}"
            f" · **reversible:** {'yes' if meta['reversible'] else 'no'}"
            f" · **tolerance:** {meta['tolerance']:.2%}",
            f"- **Checklist items:** {', '.join(meta['items'])}",
            f"- **Needs:** {', '.join(sorted(needed[node['name']]))}",
            "",
        ]
    return "\n".join(lines)


def tables_page(manifest: Mapping[str, Any]) -> str:
    """Every public table with its key and its columns."""
    lines = [NOTE, "# Tables", "", TABLES_INTRODUCTION, ""]
    for layer in ("results", "report", "audit", "canonical"):
        lines += [f"## Schema `{layer}`", ""]
        for node in _public_models(manifest, layer):
            meta = node["config"]["meta"]
            lines += [f"### {layer}.{node['name']}", "", node["description"].strip(), ""]
            if "question" in meta:
                lines += [f"Answers: {meta['question']}", ""]
            if meta["grain"]:
                lines += [f"Key: {', '.join(f'`{column}`' for column in meta['grain'])}.", ""]
            lines += [*_columns(node), ""]
    lines += ["## Schema `raw_handoff`", ""]
    for _, source in sorted(manifest["sources"].items()):
        if source["source_name"] == "raw_handoff" and source["columns"]:
            name, what = source["name"], source["description"].strip()
            lines += [f"### raw_handoff.{name}", "", what, "", *_columns(source), ""]
    return "\n".join(lines)


def _columns(node: Mapping[str, Any]) -> list[str]:
    """The columns of a model or source as lines of a table."""
    lines = ["| column | type | description |", "| --- | --- | --- |"]
    for column in node["columns"].values():
        what = (column["description"] or "").strip().replace("|", "\\|")
        lines.append(f"| {column['name']} | {column.get('data_type') or ''} | {what} |")
    return lines


def commands_page() -> str:
    """The help text of every command."""
    import click

    from cli.main import COMMANDS, group

    lines = [NOTE, "# Commands", "", "```text", _help(), "```", ""]
    context = click.Context(group)
    for name in sorted(COMMANDS):
        lines += [f"## handoff {name}", "", "```text", _help(name), "```", ""]
        command = group.get_command(context, name)
        for below in sorted(command.commands) if isinstance(command, click.Group) else ():
            heading = f"### handoff {name} {below}"
            lines += [heading, "", "```text", _help(name, below), "```", ""]
    return "\n".join(lines)


def _help(*command: str) -> str:
    """What `--help` prints on a terminal of 80 columns.

    In a process of its own: click keeps what the first use of a command left behind, and the
    page must not depend on what ran before, nor on the terminal it is written from.
    """
    run = "from cli.main import group; group(prog_name='handoff')"
    done = subprocess.run(
        [sys.executable, "-c", run, *command, "--help"],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.rstrip("\n")


def exports_page(needs: Sequence[tuple[str, ...]]) -> str:
    """What to export from every vendor: how a file is recognised, which columns checks read."""
    used: dict[tuple[str, str, str], set[str]] = {}
    for check_id, _, _, schema, table, column in needs:
        used.setdefault((schema, table, column), set()).add(check_id)
    lines = [NOTE, "# Exports", "", EXPORTS_INTRODUCTION, ""]
    vendor = ""
    for item in load_vendors().objects:
        if item.vendor != vendor:
            vendor = item.vendor
            lines += [f"## {vendor}", ""]
        lines += [f"### {vendor} {item.object}", ""]
        if item.entity:
            lines.append(f"- Its rows become {item.entity.replace('_', ' ')}.")
        lines += [
            f"- Recognised as *{form.name.replace('_', ' ')}* by the headers"
            f" {', '.join(f'`{header}`' for header in form.must)}."
            for form in item.formats
        ]
        read = [
            (headers[0] if headers else column, len(used[item.schema, item.table, column]))
            for column, headers in item.columns.items()
            if (item.schema, item.table, column) in used
        ]
        if read:
            columns = ", ".join(f"`{header}` ({count})" for header, count in read)
            lines.append(f"- Columns that checks read (how many): {columns}.")
        lines.append("")
    return "\n".join(lines)


def _public_models(manifest: Mapping[str, Any], layer: str) -> Iterable[dict[str, Any]]:
    nodes = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["schema"] == layer
        and node["access"] == "public"
    ]
    return sorted(nodes, key=lambda node: node["name"])
