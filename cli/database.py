"""Reads the audited database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import duckdb

from ingest.errors import UserError
from ingest.store.workspace import open_error

DATABASE = click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("handoff.duckdb"),
    envvar="HANDOFF_DATABASE",
    show_default=True,
    show_envvar=True,
    help="The DuckDB file with the exports and the audit.",
)

Row = dict[str, Any]


class Audit:
    """An audited database, opened read-only."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Rows of a query as dictionaries; values are bound, never part of the SQL text."""
        cursor = self._connection.execute(query, list(parameters))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def answer(self, sql: str, most: int | None) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows (at most `most`) of a query that a user wrote.

        The query cannot reach files outside the database. Raises `UserError` when it fails.
        """
        try:
            self._connection.execute("set enable_external_access = false")
            cursor = self._connection.execute(sql)
            # An empty text is no statement and has no result.
            names = [column[0] for column in cursor.description or []] if cursor else []
            if not names:
                raise UserError.of("the query has no result", "", 'try "from results.findings"')
            rows = cursor.fetchall() if most is None else cursor.fetchmany(most)
        except duckdb.Error as error:
            what = str(error).strip().splitlines()[0]
            raise UserError.of(
                f"the query failed: {what}", "", "docs/tables.md describes the tables"
            ) from None
        return names, rows

    def named(self, query: str, **parameters: object) -> list[Row]:
        """Like `rows`, with parameters bound by name; ignores those that the query does not use."""
        used = {name: value for name, value in parameters.items() if f"${name}" in query}
        cursor = self._connection.execute(query, used)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def columns(self, table: str) -> list[str]:
        """The columns of `schema.table`, in their order."""
        schema, name = table.split(".")
        rows = self.rows(
            "select column_name from information_schema.columns"
            " where table_schema = ? and table_name = ? order by ordinal_position",
            [schema, name],
        )
        return [row["column_name"] for row in rows]

    def has(self, table: str) -> bool:
        """Whether `schema.table` exists."""
        schema, name = table.split(".")
        return bool(
            self.rows(
                "select 1 from information_schema.tables where table_schema = ? and table_name = ?",
                [schema, name],
            )
        )


@contextmanager
def open_audit(path: Path, needs: str | None = "results.check_results") -> Iterator[Audit]:
    """Opens `path` read-only; raises `UserError` when the table `needs` does not exist yet."""
    if not path.exists():
        raise UserError.of(
            "there is no database", str(path), "run `handoff ingest FOLDER`, then `dbt build`"
        )
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise open_error(path, error) from None
    try:
        audit = Audit(connection)
        if needs is not None and not audit.has(needs):
            raise UserError.of(
                "the exports have not been audited yet", str(path), "run `dbt build`"
            )
        yield audit
    finally:
        connection.close()
