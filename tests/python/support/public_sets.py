"""Public data sets: their recipes, their facts, and plain DuckDB over their raw files.

tests/python/public_sets/README.md explains the files. Nothing here imports the product, because the
product is measured against the facts.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
from ruamel.yaml import YAML

from support.paths import ROOT

FOLDER = ROOT / "tests" / "python" / "public_sets"
# Words for the kind of a fact, in the order of an audit.
KINDS = [
    *("object", "key", "link", "cardinality", "owner", "status", "amount", "currency", "time"),
    *("handoff", "lag", "duplicate", "blank", "placeholder", "test_record", "spelling", "consent"),
    "cannot_be_said",
]

SETS = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.glob("**/recipe.yml"))


def read(name: str, file: str) -> Any:
    """One of the YAML files of a set."""
    return YAML(typ="safe").load((FOLDER / name / file).read_text(encoding="utf-8"))


def file_names(recipe: dict[str, Any]) -> list[str]:
    """The files of a set, without the folders of their repository."""
    return [file["path"].rpartition("/")[2] for file in recipe["files"]]


def files_that_differ(recipe: dict[str, Any], folder: Path) -> list[str]:
    """The files that are missing or have another content than the recipe names."""
    return [
        name
        for name, file in zip(file_names(recipe), recipe["files"], strict=True)
        if not (folder / name).is_file()
        or hashlib.sha256((folder / name).read_bytes()).hexdigest() != file["sha256"]
    ]


def loaded(recipe: dict[str, Any], folder: Path) -> duckdb.DuckDBPyConnection:
    """A table for each file, named like the file in small letters; every cell is text."""
    connection = duckdb.connect()
    for name in file_names(recipe):
        table = name.rpartition(".")[0].lower()
        encoding = recipe.get("encodings", {}).get(name, "utf-8")
        dialect = f"delim = '{recipe['delimiter']}', quote = '\"', encoding = '{encoding}'"
        connection.execute(
            f'create table "{table}" as'
            f" select * from read_csv(?, all_varchar = true, header = true, {dialect})",
            [str(folder / name)],
        )
    return connection


def headers(recipe: dict[str, Any], folder: Path) -> dict[str, str]:
    """The first line of every file of a set."""
    return {
        name: (folder / name).read_bytes().splitlines()[0].decode("latin-1")
        for name in file_names(recipe)
    }


def counted(connection: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    """The one row that the query of a fact returns."""
    rows = connection.execute(query).fetchall()
    assert len(rows) == 1, f"a fact is one row, this query returns {len(rows)}"
    return list(rows[0])


def said(fact: dict[str, Any], value: list[Any]) -> str:
    """The sentence of a fact with its figures."""
    text: str = fact["says"].format(*value)
    return text
