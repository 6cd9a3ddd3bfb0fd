"""Column lineage over the compiled SQL of a dbt project.

Reads the manifest and uses sqlglot to find the parent columns of every output column, one model at
a time. These edges lead from the verdict of a check to the canonical columns it reads, and from
there to the export columns that fill them.

Only projections count: a column in a join or a filter selects the rows, but is not part of the
verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope
from sqlglot.schema import MappingSchema

DIALECT = "duckdb"

# Deletions are inferred from full exports, so they need no column of an export.
UNEXPORTED = "int_deleted_records"


@dataclass(frozen=True, order=True)
class Column:
    """A column of a relation; `schema` is the database schema, without the catalog."""

    schema: str
    table: str
    name: str


# Parents of a column: one set of columns per branch of a union. A branch without parents is a
# constant in the SQL, such as the kind of an owner.
Alternatives = tuple[frozenset[Column], ...]


@dataclass
class Lineage:
    """Edges from every column of every model and check to its parent columns.

    `edges` is filled by `add` in dependency order; `closure` follows them.
    """

    schema: MappingSchema
    edges: dict[Column, Alternatives] = field(default_factory=dict)

    def add(self, schema: str, table: str, sql: str) -> None:
        """Traces one relation; its parents must be known sources or added before.

        Raises `LineageError` when a column cannot be resolved: a check with unknown needs would
        pass on missing input.
        """
        expression = qualify(
            _without_catalog(parse_one(sql, dialect=DIALECT)),
            schema=self.schema,
            dialect=DIALECT,
            quote_identifiers=False,
            identify=False,
            validate_qualify_columns=False,
        )
        scope = build_scope(expression)
        outputs = dict(_Outputs().of(scope)) if scope is not None else {}
        if not outputs or "*" in outputs:
            raise LineageError(f"{schema}.{table}: its columns cannot be resolved")
        for name, parents in outputs.items():
            exported = (frozenset(c for c in branch if c.table != UNEXPORTED) for branch in parents)
            self.edges[Column(schema, table, name)] = tuple(exported)
        self.schema.add_table(
            exp.table_(table, db=schema), dict.fromkeys(outputs, "text"), dialect=DIALECT
        )

    def closure(self, start: Column, stop: Callable[[Column], bool] | None = None) -> set[Column]:
        """The columns at the ends of the paths from `start`.

        A path ends at a column of a relation that dbt does not build, or at the first column for
        which `stop` is true.
        """
        reached: set[Column] = set()
        seen: set[Column] = set()
        stack = [start]
        while stack:
            column = stack.pop()
            if column in seen:
                continue
            seen.add(column)
            parents = self.edges.get(column)
            if parents is None or (stop is not None and stop(column)):
                reached.add(column)
            else:
                stack.extend(one for alternative in parents for one in alternative)
        return reached

    def is_constant(self, column: Column) -> bool:
        """Whether one branch of a union is a constant, so that no export needs to contain it."""
        return any(
            all(self.is_constant(parent) for parent in alternative)
            for alternative in self.edges.get(column, ())
        )


class LineageError(Exception):
    """The lineage of the compiled SQL cannot be determined."""


def trace(manifest: Mapping[str, Any], sources: Mapping[tuple[str, str], Iterable[str]]) -> Lineage:
    """The lineage of all compiled models and checks of a manifest.

    `sources`: columns of every relation that dbt does not build and of every seed, as
    {(schema, table): names}.
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
    """Models and checks in dependency order."""
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


def _without_catalog(expression: exp.Expression) -> exp.Expression:
    """Removes the catalog, which is the name of the database file."""
    for table in expression.find_all(exp.Table):
        table.set("catalog", None)
    return expression


class _Outputs:
    """The table columns behind every output column of a scope; visits each scope once.

    The function `lineage` of sqlglot walks the whole tree for every column, which takes minutes on
    models that combine many vendors.
    """

    def __init__(self) -> None:
        self._known: dict[int, list[tuple[str, Alternatives]]] = {}

    def of(self, scope: Scope) -> list[tuple[str, Alternatives]]:
        """Lower-case names with their parents, in the order of the select list."""
        if id(scope) not in self._known:
            # The recursive part of a CTE refers to itself and adds no other parents.
            self._known[id(scope)] = []
            self._known[id(scope)] = (
                self._union(scope) if scope.set_operation_scopes else self._select(scope)
            )
        return self._known[id(scope)]

    def _union(self, scope: Scope) -> list[tuple[str, Alternatives]]:
        branches = [found for branch in scope.set_operation_scopes if (found := self.of(branch))]
        return [
            (same[0][0], tuple(dict.fromkeys(one for _, several in same for one in several)))
            for same in zip(*branches, strict=True)
        ]

    def _select(self, scope: Scope) -> list[tuple[str, Alternatives]]:
        return [
            (projection.alias_or_name.lower(), self._projection(scope, _without_casts(projection)))
            for projection in scope.expression.selects
        ]

    def _projection(self, scope: Scope, expression: exp.Expression) -> Alternatives:
        if isinstance(expression, exp.Null):
            return ()
        if isinstance(expression, exp.Column):
            return self._column(scope, expression)
        if isinstance(expression, exp.Connector):
            sides = [_without_casts(expression.left), _without_casts(expression.right)]
            exported = [side for side in sides if not self._is_unexported(scope, side)]
            if len(exported) == 1:
                return self._projection(scope, exported[0])
        subqueries = {id(sub.expression): sub for sub in scope.subquery_scopes}
        found: set[Column] = set()
        for node in expression.walk(prune=lambda node: id(node) in subqueries):
            if id(node) in subqueries:
                for _, alternatives in self.of(subqueries[id(node)]):
                    found.update(*alternatives)
            elif isinstance(node, exp.Column):
                found.update(*self._column(scope, node))
        return (frozenset(found),)

    def _is_unexported(self, scope: Scope, expression: exp.Expression) -> bool:
        """Whether an expression reads only inferred deletions."""
        columns = [
            one for node in expression.find_all(exp.Column) for one in self._column(scope, node)
        ]
        return bool(columns) and all(
            one.table == UNEXPORTED for branch in columns for one in branch
        )

    def _column(self, scope: Scope, column: exp.Column) -> Alternatives:
        source = scope.sources.get(column.table)
        name = column.name.lower()
        if isinstance(source, exp.Table):
            return (frozenset({Column(source.db.lower(), source.name.lower(), name)}),)
        if not isinstance(source, Scope):
            return ()
        if isinstance(source.expression, exp.UDTF):
            # An unnested list: its parents are those of the list.
            return self._projection(scope, source.expression)
        return dict(self.of(source)).get(name, ())


def _without_casts(projection: exp.Expression) -> exp.Expression:
    """The expression of a projection without its alias and casts."""
    while isinstance(projection, exp.Alias | exp.Cast | exp.Paren):
        projection = projection.this
    return projection
