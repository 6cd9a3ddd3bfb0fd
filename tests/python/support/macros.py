"""The SQL that the macros of `macros/` become for DuckDB, without a dbt project around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import duckdb
from jinja2 import Environment

from support.paths import ROOT

FOLDERS = ("engine", "ids", "numbers", "text", "time", "audit", "checks")
MACRO = re.compile(r"({%-? macro (\w+).*?{%-? endmacro -?%})", re.DOTALL)

Macro = Callable[..., Any]


class _Returned(Exception):
    def __init__(self, value: object) -> None:
        self.value = value


def _give_back(value: object) -> None:
    raise _Returned(value)


class _Dbt:
    @staticmethod
    def type_string() -> str:
        return "varchar"

    @staticmethod
    def string_literal(value: str) -> str:
        return f"'{value}'"


@cache
def macros() -> dict[str, Macro]:
    """Every macro of `FOLDERS` by name. A call gives SQL, or what the macro returns."""
    found: dict[str, Macro] = {}

    class Adapter:
        @staticmethod
        def dispatch(name: str) -> Macro:
            own = f"duckdb__{name}"
            return partial(_call, found, own if own in found else f"default__{name}")

    environment = Environment(extensions=["jinja2.ext.do"])
    environment.globals.update({"adapter": Adapter, "dbt": _Dbt, "return": _give_back})
    paths = [path for name in FOLDERS for path in sorted((ROOT / "macros" / name).glob("*.sql"))]
    # Each macro is a template of its own: so it calls the others of its file by `_call`, too.
    texts = {name: text for path in paths for text, name in MACRO.findall(path.read_text("utf-8"))}
    calls = {name: partial(_call, found, name) for name in texts}
    environment.globals.update(calls)
    for name, text in texts.items():
        found[name] = getattr(environment.from_string(text).module, name)
    return calls


def _call(found: dict[str, Macro], name: str, *arguments: Any, **named: Any) -> Any:
    try:
        return found[name](*arguments, **named)
    except _Returned as returned:
        return returned.value


def answers(
    expression: str, rows: Sequence[Sequence[object]], beside: str = "(select 1)"
) -> list[Any]:
    """The value of a SQL expression over the columns c1, c2 … for every row, in order.

    `beside` is a relation of one row that the expression reads, too.
    """
    with duckdb.connect() as con:
        names = [f"c{place + 1}" for place in range(len(rows[0]))]
        columns = ", ".join(f"unnest(?::varchar[]) as {name}" for name in names)
        values = [list(column) for column in zip(*rows, strict=True)]
        given = f"(select {columns}, unnest(range(?)) as place)"
        query = f"select {expression} from {given}, {beside} as beside order by place"
        return [row[0] for row in con.execute(query, [*values, len(rows)]).fetchall()]
