"""Makes a demo company: plan, planted faults, exports, truth."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import duckdb

from demo import plan, staff, tables_crm, tables_finance, tables_marketing
from demo.planted import Planted
from demo.table import MACROS, Table
from demo.truth import Truth
from demo.write import Row, write_rows, write_table, zip_export

TABLES: tuple[Table, ...] = (
    *tables_marketing.TABLES,
    *tables_crm.TABLES,
    *tables_finance.TABLES,
)
# Fewer leads cannot hold one of every fault.
MIN_LEADS = 300


@dataclass(frozen=True)
class Made:
    """What was written."""

    files: int
    faults: int
    expected: int


def generate(leads: int, seed: int, out: Path, clean: bool = False) -> Made:
    """Writes the exports of a company with `leads` form fills under `out`.

    The same leads, seed and `clean` give the same bytes. `truth/` beside the exports
    holds what was planted (empty but for its headers when clean).
    """
    out.mkdir(parents=True, exist_ok=True)
    planted: list[Planted] = []
    truth = Truth()
    with (
        tempfile.TemporaryDirectory(prefix="handoff-demo-") as scratch,
        duckdb.connect(str(Path(scratch) / "plan.duckdb")) as con,
    ):
        con.execute("set memory_limit = '1200MB'; set threads = 2; set TimeZone = 'UTC'")
        con.execute(f"set temp_directory = '{scratch}/spill'")
        con.execute(MACROS)
        plan.build(con, leads, seed, planted)
        bundles: dict[str, list[Row]] = defaultdict(list)
        files = _write(con, bundles, out)
    truth.write(out / "truth")
    return Made(files, len(truth.faults), len(truth.expected))


def _write(con: duckdb.DuckDBPyConnection, bundles: dict[str, list[Row]], out: Path) -> int:
    members: list[Path] = []
    count = 0
    for table in TABLES:
        folder = out / "salesforce" if table.archived else out
        written = write_table(con, table, bundles[table.name], folder)
        if table.archived:
            members += written
        else:
            count += len(written)
    for table, rows in ((staff.USER_TABLE, staff.users()), (staff.GROUP_TABLE, staff.queues())):
        path = out / "salesforce" / table.path
        write_rows(table, rows, path)
        members.append(path)
    zip_export(members, out / "salesforce")
    return count + 1
