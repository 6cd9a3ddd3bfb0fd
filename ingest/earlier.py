"""What a database already holds of earlier loads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from ingest import warehouse
from ingest.plan import Plan, PlanKey


def headers(plans: Sequence[Plan], database: Path) -> list[Sequence[str]]:
    """System, object, header and raw column of what is and what was exported."""
    found: list[Sequence[str]] = [
        (plan.system, plan.object, column.header, column.name)
        for plan in plans
        for column in plan.columns
    ]
    found += [(plan.system, plan.object, name, name) for plan in plans for name in plan.given]
    with duckdb.connect(str(database), read_only=True) as con:
        if warehouse.columns_of(con, "raw_handoff", "columns"):
            found += con.sql(
                "select distinct system, object, header, column_name from raw_handoff.columns"
            ).fetchall()
    return found


def stored_files(database: Path) -> list[dict[str, Any]]:
    """raw_handoff.files as it is; empty before the first load."""
    with duckdb.connect(str(database), read_only=True) as con:
        if not warehouse.columns_of(con, "raw_handoff", "files"):
            return []
        rows: list[dict[str, Any]] = con.sql("from raw_handoff.files").to_arrow_table().to_pylist()
    return rows


def stale_files(
    stored: Sequence[dict[str, Any]], plans: Sequence[Plan], todo: set[PlanKey]
) -> list[dict[str, Any]]:
    """Loaded files of this folder that now land elsewhere, in other columns or not at all."""
    seen = {plan.file_id for plan in plans}
    current = {plan.key for plan in plans} - todo
    return [
        row
        for row in stored
        if row["system"] and row["file_id"] in seen and warehouse.stored_key(row) not in current
    ]
