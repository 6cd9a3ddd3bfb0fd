"""Makes a demo company: plan, planted faults, exports, truth."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from demo.company import population
from demo.company.overrides import Planted
from demo.exports import activity_tables, crm_tables, finance_tables, marketing_tables, staff
from demo.exports.table import MACROS, Table, quote
from demo.exports.write import write_rows, write_table, zip_export
from demo.faults.expected import Truth
from demo.faults.placement import cast_all
from demo.faults.planted_rows import FORMS, Row, play

TABLES: tuple[Table, ...] = (
    *marketing_tables.TABLES,
    *crm_tables.TABLES,
    *activity_tables.TABLES,
    *finance_tables.TABLES,
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

    The same leads, seed and `clean` give the same bytes. `truth/` beside the exports holds what
    was planted: faults and, in the clean company too, traps that no check may report.
    """
    out.mkdir(parents=True, exist_ok=True)
    castings = cast_all(leads, seed, clean)
    planted = [each for casting in castings for each in casting.leads]
    truth = Truth()
    with (
        tempfile.TemporaryDirectory(prefix="handoff-demo-") as scratch,
        duckdb.connect(str(Path(scratch) / "plan.duckdb")) as con,
    ):
        con.execute("set memory_limit = '1GB'; set threads = 2; set TimeZone = 'UTC'")
        # Every export is ordered when it is written.
        con.execute("set preserve_insertion_order = false")
        con.execute(f"set temp_directory = '{scratch}/spill'")
        con.execute(MACROS)
        population.build(con, leads, seed, planted)
        bundles = _bundles(con, planted)
        for casting in castings:
            play(casting.kind, casting.variant, casting.leads, bundles, truth)
        edited = {each.lead: bundles[each.lead] for each in planted if each.is_edited}
        files = _write(con, _by_table(edited), out)
    truth.write(out / "truth")
    return Made(files, len(truth.faults), len(truth.expected))


def _bundles(
    con: duckdb.DuckDBPyConnection, planted: Sequence[Planted]
) -> dict[int, dict[str, list[Row]]]:
    """The rows of every planted lead as the clean company has them.

    Leads that are not edited get their form fill only: enough for a label.
    """
    names = [table.name for table in TABLES]
    bundles: dict[int, dict[str, list[Row]]] = {
        each.lead: {name: [] for name in names} for each in planted
    }
    named = "_lead in (select lead from planted where not is_edited)"
    for table in TABLES:
        chosen = f"(_planted or {named})" if table.name in FORMS else "_planted"
        found = con.execute(
            f"select * exclude (_planted) from ({table.select()}) where {chosen} "
            f"order by _lead, _moment, {quote(table.headers[0])}"
        )
        headers = [column[0] for column in found.description or []]
        for cells in found.fetchall():
            row = dict(zip(headers, map(str, cells), strict=True))
            bundles[int(row["_lead"])][table.name].append(row)
    return bundles


def _by_table(bundles: Mapping[int, dict[str, list[Row]]]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for lead in sorted(bundles):
        for name, found in bundles[lead].items():
            rows[name] += found
    return rows


def _write(con: duckdb.DuckDBPyConnection, rows: dict[str, list[Row]], out: Path) -> int:
    members: list[Path] = []
    count = 0
    for table in TABLES:
        folder = out / "salesforce" if table.archived else out
        written = write_table(con, table, rows[table.name], folder)
        if table.archived:
            members += written
        else:
            count += len(written)
    for table, staff_rows in (
        (staff.USER_TABLE, staff.users()),
        (staff.GROUP_TABLE, staff.queues()),
    ):
        path = out / "salesforce" / table.path
        write_rows(table, staff_rows, path)
        members.append(path)
    zip_export(members, out / "salesforce")
    # Named so that it is read last: the newer export must win all the same.
    write_rows(
        marketing_tables.MARKETO_LEAD,
        rows["old_marketo_lead"],
        out / "marketo" / "leads-older-export.csv",
    )
    return count + 2
