"""The declarations that checks wait for: every name in the seeds exists."""

from __future__ import annotations

import csv
from pathlib import Path

from ruamel.yaml import YAML

from ingest.stack.model import Stack


def rows(root: Path, seed: str) -> list[dict[str, str]]:
    with (root / "seeds" / f"{seed}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def unknown_names(needs: list[dict[str, str]], known: set[str], checks: set[str]) -> list[str]:
    """Checks and declarations that nothing defines."""
    return [
        f"{row['check_id']} {row['declaration']}"
        for row in needs
        if row["check_id"] not in checks or row["declaration"] not in known
    ]


def test_every_check_and_declaration_exists(root: Path) -> None:
    checks = {path.stem for path in (root / "tests" / "checks").rglob("*.sql")}
    known = {row["declaration"] for row in rows(root, "declarations")}
    needs = rows(root, "check_declarations")
    assert unknown_names(needs, known, checks) == []
    assert {row["declaration"] for row in needs} == known
    wrong = [{"check_id": "records_arive", "declaration": "handoffs"}]
    assert unknown_names(wrong, known, checks) == ["records_arive handoffs"]


# Keys of a handoff and of a routing; all others are keys of the stack itself.
PARTS = {"fields": "handoffs", "rules": "routing", "pools": "routing"}


def test_the_lines_to_write_are_keys_of_the_stack(root: Path) -> None:
    for row in rows(root, "declarations"):
        (key,) = YAML(typ="safe").load(row["lines"])
        assert PARTS.get(key, key) in Stack.model_fields, row["declaration"]
