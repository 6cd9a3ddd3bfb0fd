"""Generates a demo company: plan, planted faults, exports, expected violations."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from demo.company import population
from demo.company.overrides import PlantedLead
from demo.exports import activity_tables, crm_tables, finance_tables, marketing_tables, staff
from demo.exports.descriptions import write_descriptions, write_enriched_again
from demo.exports.table import MACROS, Table, quote
from demo.exports.write import write_rows, write_table, zip_export
from demo.faults.expected import GroundTruth
from demo.faults.placement import place_faults
from demo.faults.planted_rows import FORMS, Row, plant_fault
from demo.faults.setup import SETUP_FAULTS, write_clean_stack

TABLES: tuple[Table, ...] = (
    *marketing_tables.TABLES,
    *crm_tables.TABLES,
    *activity_tables.TABLES,
    *finance_tables.TABLES,
)
# The stack of the demo company; an installed copy may lack it.
STACK = Path(__file__).resolve().parents[1] / "stack"
# With fewer leads, not every fault finds a lead.
MIN_LEADS = 300


@dataclass(frozen=True)
class Summary:
    """Numbers of written files, planted records and expected violations."""

    files: int
    faults: int
    expected: int


def generate(leads: int, seed: int, out: Path, clean: bool = False) -> Summary:
    """Writes the exports of a company with `leads` form submissions under `out`.

    The same leads, seed and `clean` give the same bytes. The folder `truth/` lists the planted
    faults and the lookalikes, which no check may report and which the clean company has, too.
    Some faults are in the stack: the clean company has a stack without them, in `truth/stack/`.
    """
    out.mkdir(parents=True, exist_ok=True)
    placements = place_faults(leads, seed, clean)
    planted = [each for placement in placements for each in placement.leads]
    truth = GroundTruth()
    with (
        tempfile.TemporaryDirectory(prefix="handoff-demo-") as scratch,
        duckdb.connect(str(Path(scratch) / "plan.duckdb")) as con,
    ):
        con.execute("set memory_limit = '1GB'; set threads = 2; set TimeZone = 'UTC'")
        # Each export is sorted when it is written.
        con.execute("set preserve_insertion_order = false")
        con.execute(f"set temp_directory = '{scratch}/spill'")
        con.execute(MACROS)
        population.build(con, leads, seed, planted)
        rows_by_lead = _rows_by_lead(con, planted)
        for placement in placements:
            plant_fault(placement.kind, placement.variant, placement.leads, rows_by_lead, truth)
        edited = {each.lead: rows_by_lead[each.lead] for each in planted if each.is_edited}
        files = _write(con, _by_table(edited), out)
    files += write_descriptions(out, clean) + write_enriched_again(out, clean)
    if clean:
        write_clean_stack(STACK, out / "truth" / "stack")
    else:
        for fault in SETUP_FAULTS:
            fault.label(truth)
    truth.write(out / "truth")
    return Summary(files, len(truth.faults), len(truth.expected))


def _rows_by_lead(
    con: duckdb.DuckDBPyConnection, planted: Sequence[PlantedLead]
) -> dict[int, dict[str, list[Row]]]:
    """The rows of every planted lead in the clean company, as {lead: {table: rows}}.

    Leads without edited rows get only their form submission, whose key the labels need.
    """
    names = [table.name for table in TABLES]
    rows_by_lead: dict[int, dict[str, list[Row]]] = {
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
            rows_by_lead[int(row["_lead"])][table.name].append(row)
    return rows_by_lead


def _by_table(rows_by_lead: Mapping[int, dict[str, list[Row]]]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for lead in sorted(rows_by_lead):
        for name, found in rows_by_lead[lead].items():
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
    # The name sorts last, so it is read last; the newer export must still win.
    write_rows(
        marketing_tables.MARKETO_LEAD,
        rows["old_marketo_lead"],
        out / "marketo" / "leads-older-export.csv",
    )
    return count + 2
