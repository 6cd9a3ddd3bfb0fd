"""The SQL that the macros of `macros/` become for DuckDB, without a dbt project around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import duckdb
from jinja2 import Environment
from support.paths import ROOT

FOLDERS = ("engine", "ids", "numbers", "text", "time", "audit")

Macro = Callable[..., Any]


class _Returned(Exception):
    def __init__(self, value: object) -> None:
        self.value = value


class _Dbt:
    @staticmethod
    def type_string() -> str:
        return "varchar"


@cache
def macros() -> dict[str, Macro]:
    """Every macro of `FOLDERS` by name. A call returns SQL, or what the macro returns."""
    found: dict[str, Macro] = {}

    class Adapter:
        @staticmethod
        def dispatch(name: str) -> Macro:
            return found.get(f"duckdb__{name}") or found[f"default__{name}"]

    def give_back(value: object) -> None:
        raise _Returned(value)

    environment = Environment(extensions=["jinja2.ext.do"])
    environment.globals.update({"adapter": Adapter, "dbt": _Dbt, "return": give_back})
    texts = [
        path.read_text("utf-8")
        for name in FOLDERS
        for path in sorted((ROOT / "macros" / name).glob("*.sql"))
    ]
    # A macro may call one of a file that is read later.
    for name in re.findall(r"{%-? macro (\w+)", "".join(texts)):
        environment.globals[name] = partial(_call_later, found, name)
    for text in texts:
        module = environment.from_string(text).module
        for name in re.findall(r"{%-? macro (\w+)", text):
            found[name] = partial(_call, getattr(module, name))
    return found


def _call_later(found: dict[str, Macro], name: str, *arguments: Any, **named: Any) -> Any:
    return found[name](*arguments, **named)


def _call(macro: Macro, *arguments: Any, **named: Any) -> Any:
    try:
        return macro(*arguments, **named)
    except _Returned as returned:
        return returned.value


def answers(expression: str, rows: Sequence[Sequence[object]]) -> list[Any]:
    """The value of a SQL expression over the columns c1, c2 … for every row, in order."""
    with duckdb.connect() as con:
        names = [f"c{place + 1}" for place in range(len(rows[0]))]
        columns = ", ".join(f"unnest(?::varchar[]) as {name}" for name in names)
        values = [list(column) for column in zip(*rows, strict=True)]
        query = f"select {expression} from (select {columns}, unnest(range(?)) as place) order by place"
        return [row[0] for row in con.execute(query, [*values, len(rows)]).fetchall()]
