"""What the SQL formatter cannot check: imports first, a final list, and texts it would change."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

READS = r"\{\{ (?:ref|source)\([^)]*\) \}\}"
IMPORT = re.compile(rf"select \* from {READS}(?: where [^{{]*)?")
CTE = re.compile(r"(\w+) as (?:\{\{ (?:not_)?materialized\(\) \}\} )?\((?=\s*(?:select|with|\{))")
LINE_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)
JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
# A text in single quotes that contains a Jinja expression with a single quote.
BROKEN_TEXT = re.compile(r"(?<![\w'}])'[^'\n{}]*\{\{[^}'\n]*'")
# Texts without an import of their own: generated from the graph, or read by name.
EXCEPT = {"violations.sql"}
# Files that the formatter skips (pyproject.toml).
UNFORMATTED = {"evidence.sql", "null_token.sql"}


def without_comments(sql: str) -> str:
    return LINE_COMMENT.sub("", JINJA_COMMENT.sub("", sql))


def top_ctes(sql: str) -> Iterator[tuple[str, str]]:
    """Name and body of every CTE that is not inside another one."""
    end = 0
    for match in CTE.finditer(sql):
        if match.start() < end:
            continue
        depth, end = 1, match.end()
        while depth and end < len(sql):
            depth += (sql[end] == "(") - (sql[end] == ")")
            end += 1
        yield match[1], sql[match.end() : end - 1]


def model_breaches(sql: str) -> list[str]:
    sql = without_comments(sql)
    found = []
    is_late = False
    for name, body in top_ctes(sql):
        flat = " ".join(body.split())
        if IMPORT.fullmatch(flat):
            if is_late:
                found.append(f"{name}: an import below other steps")
            continue
        is_late = True
        if re.search(READS, flat):
            found.append(f"{name}: reads a model without an import")
    if not sql.rstrip().endswith("select *\nfrom final"):
        found.append("does not end with select * from final")
    return found


def text_breaches(sql: str) -> list[str]:
    sql = without_comments(sql)
    found = []
    if re.search(r"^(?!\s*(?:\{%|')).*\) // ", sql, re.MULTILINE):
        found.append("// is a comment for the formatter: use divide(a, b)")
    found += [f"a quote ends the text: {text}" for text in BROKEN_TEXT.findall(sql)]
    return found


def test_models_import_first_and_end_with_final(root: Path) -> None:
    models = [path for path in (root / "models").rglob("*.sql") if path.name not in EXCEPT]
    assert len(models) > 150
    found = {path.name: model_breaches(path.read_text("utf-8")) for path in models}
    assert {name: breaches for name, breaches in found.items() if breaches} == {}


def test_the_formatter_parses_every_text_as_the_database_does(root: Path) -> None:
    files = [
        path
        for folder in ("models", "macros", "tests/checks", "tests/gate")
        for path in (root / folder).rglob("*.sql")
        if path.name not in UNFORMATTED
    ]
    found = {path.name: text_breaches(path.read_text("utf-8")) for path in files}
    assert {name: breaches for name, breaches in found.items() if breaches} == {}


@pytest.mark.parametrize(
    ("sql", "breach"),
    [
        ("with\n    a as (select * from {{ ref('a') }})\n\nselect *\nfrom a\n", "does not end"),
        (
            "with\n    b as (select 1 as x),\n\n    a as (select * from {{ ref('a') }}),\n\n"
            "    final as (select x from a)\n\nselect *\nfrom final\n",
            "a: an import below",
        ),
        (
            "with\n    final as (select x from {{ ref('a') }})\n\nselect *\nfrom final\n",
            "final: reads a model",
        ),
    ],
)
def test_a_breach_of_the_idiom_is_found(sql: str, breach: str) -> None:
    assert [found for found in model_breaches(sql) if found.startswith(breach)]


@pytest.mark.parametrize(
    "sql", ["(a - b) // 1000", "where x in ('{{ words | join(\"', '\") }}')", "'{{ f('x') }}'"]
)
def test_a_text_that_the_formatter_would_change_is_found(sql: str) -> None:
    assert text_breaches(sql)
