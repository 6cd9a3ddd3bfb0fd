"""Derives the export columns that every check needs from the column lineage.

The result is `seeds/check_needs.csv`: one row per check, canonical column of its verdict, and
export column that fills this canonical column. `make docs` writes it, a test compares it, and
`models/results/check_inputs.sql` reads it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from lineage.columns import Column, Lineage, LineageError, is_check

CANONICAL = "canonical"

# The columns of `record_values` are declared in stack/, so its SQL differs between companies. It
# needs any export with a declared column.
BY_STACK = "record_values"
STACK_COLUMNS = Column("declared", "columns", "column_name")

# `file_columns` describes the columns of all exports, so it needs any export.
BY_FILES = "file_columns"
ANY_COLUMN = Column("raw_handoff", "columns", "column_name")

# A check of the files themselves reads the account of the loader and needs any export, too.
ACCOUNT = Column("raw_handoff", "files", "file_id")

# A check of the declarations needs no export: it is computed before any data is loaded. What a
# vendor declares is no export either.
DECLARED = "declared"
CATALOGUE = "vendor_columns"

# Staging looks up parsed values here, by a column that it reads in any case.
VALUE_LOOKUP = "int_parsed_values"

# A change between two exports needs two exports of the same record, which is not a need for a
# column of one export.
BY_VERSIONS = frozenset({"int_record_versions", "int_version_changes"})
# Who made a change is no need: where nobody knows it, the row is not judged.
ACTORS = "change_actors"
HISTORIES = frozenset({"assignments", "field_changes", "stage_changes"})
HEADER = (
    "check_id",
    "canonical_table",
    "canonical_column",
    "table_schema",
    "table_name",
    "column_name",
)


def check_needs(manifest: Mapping[str, Any], lineage: Lineage) -> list[tuple[str, ...]]:
    """Sorted rows in the order of `HEADER`.

    A check of declarations has no row. Raises `LineageError` for any other check whose verdict
    reads no canonical column, because it could never be `not_computable`.
    """
    rows: set[tuple[str, ...]] = set()
    for node in manifest["nodes"].values():
        if not is_check(node):
            continue
        read = {
            canonical
            for column in _verdict(lineage, node["schema"], node["alias"])
            for canonical in lineage.closure(column, stop=_is_canonical)
        }
        needed = [
            (canonical, exports)
            for canonical in read
            if canonical.schema == CANONICAL
            and canonical.table != ACTORS
            and (exports := list(_exports(lineage, canonical)))
        ]
        is_of_files = any(
            column.schema == ACCOUNT.schema and column.table != CATALOGUE for column in read
        )
        if not needed and is_of_files:
            needed = [(ACCOUNT, [ANY_COLUMN])]
        elif not needed and any(column.schema == DECLARED for column in read):
            continue
        if not needed:
            raise LineageError(f"{node['original_file_path']}: is_violation reads no export column")
        _check_optional(node, {f"{column.table}.{column.name}" for column, _ in needed})
        rows.update(
            (
                node["name"],
                canonical.table,
                canonical.name,
                export.schema,
                export.table,
                export.name,
            )
            for canonical, exports in needed
            for export in exports
        )
    return sorted(rows)


def as_csv(rows: Iterable[tuple[str, ...]]) -> str:
    """The seed as CSV, with `\\n` line ends on every machine."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue()


def _verdict(lineage: Lineage, schema: str, check: str) -> set[Column]:
    """The columns that a check takes its verdict from.

    Columns that only decide whether a row can be judged are none of them: without their inputs rows
    are not judged, and the check is computed.
    """
    verdict, reason = (
        {
            column
            for branch in lineage.edges.get(Column(schema, check, name), ())
            for column in branch
        }
        for name in ("is_violation", "not_judged_because")
    )
    return verdict - reason or verdict


def _check_optional(node: Mapping[str, Any], needed: set[str]) -> None:
    """Raises `LineageError` for an optional column that the verdict does not read."""
    unread = sorted(set(node["config"]["meta"].get("optional", ())) - needed)
    if unread:
        raise LineageError(
            f"{node['original_file_path']}: optional names {', '.join(unread)},"
            f" which its verdict does not read (it reads {', '.join(sorted(needed))})"
        )


def _exports(lineage: Lineage, canonical: Column) -> Iterable[Column]:
    """Export columns that fill a canonical column, without our own columns (`_system` …)."""
    if canonical.table == BY_STACK:
        yield STACK_COLUMNS
        return
    if canonical.table == BY_FILES:
        yield ANY_COLUMN
        return
    if lineage.is_constant(canonical):
        return
    for column in lineage.closure(canonical, stop=_ends):
        if _is_version_column(column):
            if canonical.table in HISTORIES:
                yield Column(CANONICAL, canonical.table, "versions")
            continue
        is_export = column.schema.startswith("raw_") and column.schema != "raw_handoff"
        if is_export and not column.name.startswith("_"):
            yield column


def _is_canonical(column: Column) -> bool:
    return column.schema == CANONICAL


def _ends(column: Column) -> bool:
    return _is_version_column(column) or column.table == VALUE_LOOKUP


def _is_version_column(column: Column) -> bool:
    return column.table in BY_VERSIONS
