"""Loads like ingest.load.dlt_load, but faster, for tests of many runs: other tests cover dlt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from ingest.load import dlt_load as loading
from ingest.sql import identifier, literal
from ingest.store.raw_tables import SYSTEM_COLUMNS, ensure_table, table_sql
from ingest.vendors.catalog import load_vendors

# Only the objects of these exports: tables of other objects would cost time.
VENDORS = replace(
    load_vendors(),
    objects=tuple(
        declared
        for declared in load_vendors().objects
        if (declared.vendor, declared.object) in (("mapped", "people"), ("salesforce", "lead"))
    ),
)


def without_dlt(
    schema: str,
    imports: loading.Imports,
    columns: loading.Columns,
    target: Path,
    scratch: Path,
    may_fail: bool = False,
) -> bool:
    """Loads the files of a schema like dlt, but faster: other tests cover the loading."""
    with duckdb.connect(str(target)) as con:
        for (within, name), files in imports.items():
            if within != schema:
                continue
            listed = ", ".join(map(identifier, [*columns[schema, name], *SYSTEM_COLUMNS]))
            ensure_table(con, schema, name, columns[schema, name])
            for path, kind, _ in files:
                rows = f"select {listed} from {literal(str(path))}"
                if kind == "model":
                    rows = path.read_text("utf-8").removeprefix("dialect: duckdb\n")
                con.execute(f"insert into {table_sql(schema, name)} ({listed}) {rows}")
    return True
