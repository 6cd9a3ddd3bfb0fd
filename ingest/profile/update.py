"""Brings the profiles in line with the raw tables after a load."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from ingest.plan.planner import Plan
from ingest.profile import column_profiles, contents, records
from ingest.profile.measures import measures_text
from ingest.store.raw_tables import arrow_table, columns_of, replace_rows
from ingest.vendors.catalog import Vendors
from ingest.vendors.declaration import ROW_WORDS


def are_current(con: Connection, vendors: Vendors) -> bool:
    """Whether the profiles follow today's rules; false for an older database."""
    if not columns_of(con, "raw_handoff", "profile_rules"):
        return False
    stored = con.sql("from raw_handoff.profile_rules").fetchall()
    return bool(stored == [(_rules(vendors),)])


def update(
    con: Connection,
    vendors: Vendors,
    stack: Mapping[str, pa.Table],
    loaded: Collection[Plan],
    changed: Collection[str],
) -> None:
    """Profiles what was loaded, what moved, and the columns that had no profile.

    `changed` are the names of tables in which rows moved from one file to another or were deleted,
    or files became full or partial exports. Other rules than the last time profile everything.
    """
    is_current = are_current(con, vendors)
    if not is_current:
        changed = {item.table for item in vendors.objects}
    column_profiles.update(con, vendors, stack, loaded, changed)
    records.update(con, vendors, loaded, changed)
    contents.update(con, loaded, changed if is_current else None)
    if not is_current:
        rows = arrow_table("profile_rules", [{"digest": _rules(vendors)}])
        replace_rows(con, "raw_handoff", "profile_rules", rows)


def _rules(vendors: Vendors) -> str:
    """A digest of everything but the rows that a profile depends on."""
    facts = [
        (item.schema, item.table, item.keys, item.key_kind, item.stamps, item.identity)
        for item in vendors.objects
        if not item.entity
    ]
    tokens = {name: vendors.null_tokens_of(name) for name in ("", *vendors.vendors)}
    kinds = [tuple(row.values()) for row in vendors.values() if row["column_name"] in ROW_WORDS]
    text = measures_text() + json.dumps([facts, tokens, kinds, contents.RULES])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
