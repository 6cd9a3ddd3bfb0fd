"""Writes the list of all checklist items and what answers each, from seeds and checks."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from docs.pages.vendors import NOTE
from lineage.columns import is_check

INTRODUCTION = """\
Every item of the checklist and what can answer it. [checklist.md](checklist.md) explains the
kinds of answers and the statuses. `handoff checklist` shows the statuses of your company."""

Row = dict[str, str]


def rows_of(seeds: Path, name: str) -> list[Row]:
    """The rows of a seed."""
    with (seeds / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def item_ids_json(seeds: Path) -> str:
    """`ingest/stack/checklist_items.json`: the ids that an answer of the stack may name."""
    return json.dumps([row["item_id"] for row in rows_of(seeds, "checklist_items")]) + "\n"


def answers_by_item(seeds: Path, manifest: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Kind and reference of all answers of each item; the checks name their items themselves."""
    found: dict[str, list[tuple[str, str]]] = {}
    for node in sorted(manifest["nodes"].values(), key=lambda node: str(node["name"])):
        if is_check(node):
            for item in node["config"]["meta"]["items"]:
                found.setdefault(item, []).append(("check", node["name"]))
    for row in rows_of(seeds, "checklist_words"):
        answer = ("fields", row["subject"])
        if row["place"] != "routing" and answer not in found.get(row["item_id"], ()):
            found.setdefault(row["item_id"], []).append(answer)
    for row in rows_of(seeds, "checklist_answers"):
        reference = row["asked"] if row["kind"] == "question" else row["reference"]
        value = f"={row['value']}" if row["value"] else ""
        found.setdefault(row["item_id"], []).append((row["kind"], reference + value))
    return found


def items_page(seeds: Path, manifest: Mapping[str, Any]) -> str:
    """The text of `docs/checklist-items.md`."""
    answers = answers_by_item(seeds, manifest)
    items = rows_of(seeds, "checklist_items")
    lines = [NOTE, "# The items of the checklist", "", INTRODUCTION, "", f"{len(items)} items.", ""]
    for section, of_section in groupby(items, key=lambda row: row["section"]):
        lines += [f"## {section}", "", "| id | item | answered by |", "| --- | --- | --- |"]
        for row in of_section:
            known = answers.get(row["item_id"], [])
            kinds = [
                f"{kind} " + ", ".join(f"`{name}`" for _, name in group)
                for kind, group in groupby(known, key=lambda answer: answer[0])
            ]
            text = row["item"].replace("|", "\\|")
            lines.append(f"| {row['item_id']} | {text} | {'; '.join(kinds)} |")
        lines.append("")
    return "\n".join(lines)
