"""Renders the SQL of column profiles for the loader, which knows no dbt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment

from ingest.profile.measures import KINDS, MEASURES, TEXT

MACROS = (
    "catalog/column_measure.sql",
    "text/is_plain_value.sql",
    "time/is_iso.sql",
    "engine/iso_ts.sql",
)


def measures_json(macros: Path) -> str:
    """`ingest/profile/measures.json`: kind -> measure -> aggregate; `is_plain` is a condition."""
    found = _macros(macros)
    rendered = {
        kind: {
            **{name: _line(found["column_measure"](name, kind, TEXT)) for name in MEASURES},
            "is_plain": _line(found["is_plain_value"](kind, TEXT)),
        }
        for kind in KINDS
    }
    return json.dumps(rendered, indent=2) + "\n"


def _line(sql: object) -> str:
    """SQL as one line that does not change with the layout of the macro."""
    return " ".join(str(sql).split()).replace("( ", "(").replace(" )", ")")


def _macros(folder: Path) -> dict[str, Any]:
    """The macros of `MACROS`, rendered for DuckDB; each returns text."""
    module: dict[str, Any] = {}

    class Adapter:
        @staticmethod
        def dispatch(name: str) -> Any:
            return module[f"duckdb__{name}"]

    class Dbt:
        @staticmethod
        def type_string() -> str:
            return "varchar"

    environment = Environment()
    environment.globals.update(adapter=Adapter, dbt=Dbt, **{"return": lambda value: value})
    text = "".join((folder / name).read_text("utf-8") for name in MACROS)
    exported = environment.from_string(text).module
    module.update({name: getattr(exported, name) for name in dir(exported)})
    return module
