"""Column lineage over the compiled SQL of a dbt project.

Reads the manifest and, one model at a time, asks sqlglot which parent columns every output
column is projected from. Following those edges leads from a check's verdict to the canonical
columns it reads and on to the export columns that feed them.

Only projections count: a column used in a join or a filter decides which rows are judged,
not what the verdict says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope
from sqlglot.schema import MappingSchema

DIALECT = "duckdb"


@dataclass(frozen=True, order=True)
class Column:
    """A column of a relation; `schema` is the database schema, without the catalogue."""

    schema: str
    table: str
    name: str


@dataclass
class Lineage:
    """Edges from every column of every model and check to the parent columns it comes from.

    `edges` is filled by `add` in dependency order; `closure` follows them.
    """

    schema: MappingSchema
    edges: dict[Column, frozenset[Column]] = field(default_factory=dict)

    def add(self, schema: str, table: str, sql: str) -> None:
        """Traces one relation; its parents must have been added or be known sources.

        Raises `LineageError` when a column cannot be resolved, because a check whose needs
        are unknown would pass on missing input.
        """
        expression = qualify(
            _without_catalogue(parse_one(sql, dialect=DIALECT)),
            schema=self.schema,
            dialect=DIALECT,
            quote_identifiers=False,
            identify=False,
            validate_qualify_columns=False,
        )
        scope = build_scope(expression)
        names = [name for name in expression.named_selects if name]
        if scope is None or not names or "*" in names:
            raise LineageError(f"{schema}.{table}: its columns cannot be told apart")
        for name in names:
            root = lineage(name, expression, dialect=DIALECT, scope=scope)
            self.edges[Column(schema, table, name.lower())] = frozenset(_leaves(root))
        self.schema.add_table(
            exp.table_(table, db=schema), dict.fromkeys(names, "text"), dialect=DIALECT
        )

    def closure(self, start: Column, stop_at: str | None = None) -> set[Column]:
        """Columns reached from `start`: the ends of the paths, or, with `stop_at`, the first
        column of that schema on each path (paths that miss the schema are left out)."""
        reached: set[Column] = set()
        seen: set[Column] = set()
        stack = [start]
        while stack:
            column = stack.pop()
            if column in seen:
                continue
            seen.add(column)
            if column.schema == stop_at:
                reached.add(column)
                continue
            parents = self.edges.get(column)
            if parents is None:
                if stop_at is None:
                    reached.add(column)
                continue
            stack.extend(parents)
        return reached


class LineageError(Exception):
    """The compiled SQL cannot be followed."""


def trace(manifest: Mapping[str, Any], sources: Mapping[tuple[str, str], Iterable[str]]) -> Lineage:
    """The lineage of all compiled models and checks of a manifest.

    `sources`: columns of every relation dbt does not build, as {(schema, table): names};
    seeds are among them.
    """
    known = MappingSchema(dialect=DIALECT, normalize=False)
    for (schema, table), names in sources.items():
        known.add_table(exp.table_(table, db=schema), dict.fromkeys(names, "text"), dialect=DIALECT)
    result = Lineage(known)
    for node in _in_order(manifest["nodes"]):
        schema, table = node["schema"], node.get("alias") or node["name"]
        try:
            result.add(schema, table, node["compiled_code"])
        except LineageError:
            raise
        except Exception as error:
            raise LineageError(f"{node['original_file_path']}: {error}") from error
    return result


def is_check(node: Mapping[str, Any]) -> bool:
    """Whether a manifest node is an audit check."""
    return node["resource_type"] == "test" and bool(node["config"]["meta"].get("check"))


def _in_order(nodes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Models and checks, every one after the models it reads."""
    wanted = {
        key: node
        for key, node in nodes.items()
        if (node["resource_type"] == "model" or is_check(node))
        and node.get("compiled_code")
        # Results read the evidence and the graph, not the exports.
        and not node["original_file_path"].startswith("models/results/")
    }
    ordered: dict[str, dict[str, Any]] = {}

    def visit(key: str) -> None:
        if key in ordered or key not in wanted:
            return
        for parent in wanted[key]["depends_on"]["nodes"]:
            visit(parent)
        ordered[key] = wanted[key]

    for key in sorted(wanted):
        visit(key)
    return list(ordered.values())


def _without_catalogue(expression: exp.Expression) -> exp.Expression:
    """The catalogue is the name of the database file: it says nothing about lineage."""
    for table in expression.find_all(exp.Table):
        table.set("catalog", None)
    return expression


def _leaves(root: Node) -> Iterable[Column]:
    for node in root.walk():
        if isinstance(node.expression, exp.Table) and not node.downstream:
            table = node.expression
            if table.db:
                column = node.name.rsplit(".", 1)[-1].strip('"').lower()
                yield Column(table.db.lower(), table.name.lower(), column)
