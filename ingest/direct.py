"""The short way of a file: DuckDB reads it inside the load, and the table is counted after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from ingest.names import identifier, literal, own_rows
from ingest.plan import Plan
from ingest.reader import Reading, account, base_names, csv_rows, plain_file

_FEED = "chr(10)"


def is_plain(plan: Plan) -> bool:
    """Whether nothing of the file needs a closer look than counting its lines.

    Blank lines and lone carriage returns do. Rejects show only afterwards, in `is_complete`.
    Constants of a mapping are values a user wrote: they never become part of a select.
    """
    scan, layout = plan.text.scan, plan.layout
    return (
        layout.data_end > layout.data_start
        and not plan.constants.keys() - {"_object"}
        and scan.returns == scan.pairs
        and not scan.has_blank_lines
    )


def model(plan: Plan, columns: Sequence[str], scratch: Path) -> str:
    """The select by which dlt loads the file: `columns`, then _system, _file, _row.

    `row_number` over nothing numbers the records as they stand in the file: DuckDB keeps the
    order of insertion.
    """
    path, _, skip = plain_file(plan, scratch)
    by_position = base_names(plan)
    source = {column.name: by_position[column.position - 1] for column in plan.columns}
    cells = [f"{_cell(plan, source, name)} as {identifier(name)}" for name in columns]
    cells += [f"{literal(plan.system)} as _system", f"{literal(plan.file_id)} as _file"]
    cells.append("row_number() over () as _row")
    return f"dialect: duckdb\nselect {', '.join(cells)} from {csv_rows(plan, path, skip)}"


def _cell(plan: Plan, source: dict[str, str], name: str) -> str:
    if name in plan.constants:
        return literal(plan.constants[name])
    return identifier(source[name]) if name in source else "cast(null as varchar)"


def is_complete(con: Connection, table: str, reading: Reading, scratch: Path) -> bool:
    """Whether every line of the file is in the table; takes its rows out again when not.

    A record DuckDB rejected is a line too few.
    """
    plan = reading.plan
    condition, values = own_rows(plan.schema, *plan.key)
    rows = con.execute(f"select count(*) from {table} where {condition}", values).fetchall()
    reading.delivered = int(rows[0][0])
    path, _, skip = plain_file(plan, scratch)
    missing = account(reading, path, skip)
    if missing > 0 and plan.text.scan.has_quotes:
        feeds = " + ".join(
            f"coalesce(sum(strlen({cell}) - strlen(replace({cell}, {_FEED}, '')))"
            f" filter (contains({cell}, {_FEED})), 0)"
            for cell in map(identifier, base_names(plan))
        )
        found = con.execute(f"select {feeds} from {table} where {condition}", values).fetchall()
        missing -= int(found[0][0])
    if missing:
        con.execute(f"delete from {table} where {condition}", values)
        reading.delivered = 0
    return missing == 0
