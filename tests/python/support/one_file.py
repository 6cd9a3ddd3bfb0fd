"""Reads one file on the checked path, without a database."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa

from ingest.files.discover import Source
from ingest.files.encoding import Text
from ingest.files.table_layout import Head, heads, locate
from ingest.formats.detect import Found, open_tables
from ingest.load.checked_path import Reading, read
from ingest.plan.column_names import name_columns
from ingest.plan.planner import Plan
from ingest.vendors.declaration import ObjectDeclaration


def planned(source: Source, text: Text, head: Head) -> Plan:
    """Makes the plan of a file whose first row is its header."""
    layout = locate(text, head, 0)
    columns = name_columns(layout.header, ObjectDeclaration("v", "o", {}))
    return Plan(source, text, layout, "s", "v", "o", "raw_v", "o", columns, {}, "", None)


def read_file(
    content: bytes, name: str, header: list[str]
) -> tuple[list[list[str | None]], Reading]:
    """Returns the rows of the only table of a file under `header`, and the reading of it."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        path = scratch / name
        path.write_bytes(content)
        (found,) = open_tables(Source(name, None, path), scratch)
        assert isinstance(found, Found)
        fits = (head for head in heads(found.text.path) if head.rows[0].cells == header)
        plan = planned(found.source, found.text, next(fits))
        reading = Reading(plan)
        columns = [column.name for column in plan.columns]
        batches = list(read(reading, columns, scratch))
        if not batches:
            return [], reading
        table = pa.concat_tables(batches).select(range(len(columns)))
        return [list(row.values()) for row in table.to_pylist()], reading
