"""Cost of folders with many small files, compared with bare DuckDB."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.cost import Cost, measure, measure_bare

MARK = "<!-- many files -->"
ONE_ROW_FILES, MAPPED_FILES, MAPPED_ROWS = 2_000, 97, 50

_STACK = """
company: {name: Bench, currency: USD}
systems:
  - {id: crm, name: CRM, vendor: salesforce, functions: [route], role: truth, files: ["crm/*"]}
"""
_LISTS = """
  - id: lists
    name: Lists
    functions: [enrich]
    role: transport
    tables:"""
_LIST = """
      - object: list_{n}
        files: ["lists/list_{n}.csv"]
        entity: people
        columns: {{record_id: key_{n}, email: mail_{n}, last_name: name_{n}, updated_at: at_{n}}}"""


@dataclass(frozen=True)
class Case:
    """Costs of one folder: DuckDB alone, the first ingest, and a second one without changes."""

    name: str
    files: int
    bare: Cost
    first: Cost
    second: Cost


def measure_cases(folder: Path) -> list[Case]:
    """Generates the folders in `folder` and measures them."""
    leads = {f"crm/Lead_{n:04d}.csv": _lead(n) for n in range(ONE_ROW_FILES)}
    lists = {f"lists/list_{n}.csv": _list(n) for n in range(MAPPED_FILES)}
    mappings = _STACK + _LISTS + "".join(_LIST.format(n=n) for n in range(MAPPED_FILES))
    return [
        _measure(folder / "one-row", "one row each, one object", leads, _STACK),
        _measure(folder / "mapped", "a header of its own each, one entity", lists, mappings),
    ]


def _lead(number: int) -> str:
    day = number % 28 + 1
    return (
        "Id,LastName,Company,Email,SystemModstamp\n"
        f"00Q{number:012d}AAA,Name{number},Firm{number},p{number}@example.com,2026-01-{day:02d}\n"
    )


def _list(number: int) -> str:
    header = [f"{name}_{number}" for name in ("key", "mail", "name", "at", "note", "source")]
    rows = (
        [
            f"{row}",
            f"p{row}@l{number}.example",
            f"Name{row}",
            f"2026-01-{row % 28 + 1:02d}",
            "x",
            "y",
        ]
        for row in range(MAPPED_ROWS)
    )
    return "".join(",".join(cells) + "\n" for cells in (header, *rows))


def _measure(folder: Path, name: str, texts: dict[str, str], stack: str) -> Case:
    exports, database = folder / "exports", folder / "handoff.duckdb"
    (folder / "stack").mkdir(parents=True)
    (folder / "stack" / "stack.yml").write_text(stack, "utf-8")
    for path, text in texts.items():
        target = exports / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    bare = measure_bare([exports / path for path in texts], folder / "bare.duckdb")
    command = [sys.executable, "-m", "cli", "ingest", str(exports)]
    command += ["--database", str(database), "--stack", str(folder / "stack")]
    return Case(name, len(texts), bare, measure(command), measure(command))


def table(cases: Iterable[Case]) -> str:
    """The cases as a Markdown table."""
    lines = [
        "| files | | bare read CPU s | first ingest CPU s | first ingest / bare"
        " | CPU ms per file | second ingest CPU s |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for case in cases:
        lines.append(
            f"| {case.files:,} | {case.name} | {case.bare.cpu:.1f} | {case.first.cpu:.1f}"
            f" | {case.first.cpu / case.bare.cpu:.2f}"
            f" | {case.first.cpu / case.files * 1e3:.1f} | {case.second.cpu:.1f} |"
        )
    return "\n".join(lines)
