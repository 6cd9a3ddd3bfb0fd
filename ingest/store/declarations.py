"""Writes the vendor declarations and the declared stack into the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.store.raw_tables import arrow_table, has_same_rows, replace_rows
from ingest.vendors.catalog import Vendors


def are_current(con: Connection, stack: Mapping[str, pa.Table], vendors: Vendors) -> bool:
    """Whether the database contains these declarations already; `stack` are tables by name."""
    return all(
        has_same_rows(con, "raw_handoff", name, arrow_table(name, rows))
        for name, rows in _vendor_tables(vendors).items()
    ) and all(has_same_rows(con, "declared", name, rows) for name, rows in stack.items())


def write(con: Connection, stack: Mapping[str, pa.Table], vendors: Vendors) -> None:
    """Replaces the declarations in the database; `stack` are tables by name."""
    for name, rows in _vendor_tables(vendors).items():
        replace_rows(con, "raw_handoff", name, arrow_table(name, rows))
    for name, table in stack.items():
        replace_rows(con, "declared", name, table)


def _vendor_tables(vendors: Vendors) -> dict[str, list[dict[str, Any]]]:
    return {"vendor_columns": vendors.catalog(), "vendor_values": vendors.values()}
