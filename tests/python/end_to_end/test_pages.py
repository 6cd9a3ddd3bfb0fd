"""The queries of the pages run on the demo company and give the rows that the pages show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb


def queries_with_rows(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each SQL block of a page with the table of rows printed below it."""
    for query, table in re.findall(r"```sql\n([^`]*)```\n\n((?:\|.*\n)+)", text):
        lines = [line.strip().strip("|").split("|") for line in table.splitlines()]
        yield query, [[cell.strip() for cell in line] for line in (lines[0], *lines[2:])]


def test_the_example_record_is_as_the_page_shows_it(root: Path, built_demo: Path) -> None:
    text = (root / "docs/how-an-audit-is-computed.md").read_text("utf-8")
    (line,) = re.findall(r"```text\n(.*)\n```", text)
    (number,) = re.findall(r"LeadHistory.csv`, line (\d+), has the assignment", text)
    with (built_demo / "exports/salesforce/LeadHistory.csv").open(encoding="utf-8") as file:
        assert file.read().splitlines()[int(number) - 1] == line
    shown = list(queries_with_rows(text))
    assert len(shown) == text.count("```sql")
    with duckdb.connect(str(built_demo / "handoff.duckdb"), read_only=True) as connection:
        for query, expected in shown:
            result = connection.execute(query)
            heads = [column[0] for column in result.description]
            rows = [
                ["" if cell is None else str(cell) for cell in row] for row in result.fetchall()
            ]
            assert [heads, *rows] == expected, query


def test_the_queries_for_contributors_run(root: Path, built_demo: Path) -> None:
    queries = re.findall(
        r'^ +q "(.*?)"', (root / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(queries) > 5
    with duckdb.connect(str(built_demo / "handoff.duckdb"), read_only=True) as connection:
        for query in queries:
            rows = connection.execute(query).fetchall()
            assert rows or "rejects" in query, query
