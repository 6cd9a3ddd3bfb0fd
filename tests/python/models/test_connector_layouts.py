"""A company delivered by its vendors and by each connector gives the same canonical rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from support.audited import Audited
from support.connector_deals import hubspot
from support.connector_layouts import LAYOUTS, Layout, write
from support.connector_leads import marketo, salesforce
from support.connector_payments import stripe
from support.dbt import run_dbt

from cli.commands.ingest import command

WRITERS: dict[str, Callable[[Path, Layout], None]] = {
    "salesforce": salesforce,
    "hubspot": hubspot,
    "marketo": marketo,
    "stripe": stripe,
}
# dlt has no verified source for Marketo.
DELIVERED = [
    (vendor, layout)
    for vendor in WRITERS
    for layout in LAYOUTS
    if (vendor, layout.name) != ("marketo", "dlt")
]
CONNECTED = [(vendor, layout.name) for vendor, layout in DELIVERED if layout.name != "native"]
# The same tables in other kinds of files: as Parquet, in one DuckDB file, and as the raw tables
# of Airbyte, which contain each record as JSON.
IN_OTHER_FILES = [
    (vendor, f"{layout}_{kind}")
    for vendor, layout in CONNECTED
    for base, kind in (("fivetran", "parquet"), ("dlt", "duckdb"), ("airbyte", "raw"))
    if layout == base
]

# The compared columns of each canonical table, without source file and row. A label and an internal
# name of HubSpot are two spellings of one value; so are the name and the id of an owner.
SPELLING = "lower(translate({}, ' _-', ''))"
ROWS = {
    "people": "* exclude (source_file, source_row) replace ({status} as status)",
    "companies": "* exclude (source_file, source_row)",
    "owners": "* exclude (source_file, source_row)",
    "opportunities": "* exclude (source_file, source_row)",
    "invoices": "* exclude (source_file, source_row)",
    "payments": "* exclude (source_file, source_row)",
    "touches": "* exclude (source_file, source_row)",
    "assignments": "* exclude (assignment_key, source_file, source_row)",
    "stage_changes": (
        "* exclude (stage_change_key, changed_by_key, source_file, source_row)"
        " replace ({from_value} as from_value, {to_value} as to_value)"
    ),
    "field_changes": (
        "* exclude (field_change_key, changed_by, changed_by_key, source_file, source_row)"
        " replace ({old_value} as old_value, {new_value} as new_value)"
    ),
    "merges": "distinct system, object, loser_key, winner_key",
}


def as_parquet(tables: Path, target: Path) -> None:
    """Writes every table as a Parquet file with the types that its values suggest."""
    target.mkdir()
    for path in tables.glob("*.csv"):
        duckdb.read_csv(str(path)).write_parquet(str(target / f"{path.stem}.parquet"))


def as_duckdb(tables: Path, target: Path) -> None:
    """Writes all tables into one database, with the types that their values suggest."""
    target.mkdir()
    with duckdb.connect(str(target / "warehouse.duckdb")) as con:
        for path in tables.glob("*.csv"):
            con.read_csv(str(path)).create(path.stem)


def as_raw_tables(tables: Path, target: Path) -> None:
    """Writes each record as JSON in one cell; cells that contain JSON become nested values."""
    target.mkdir()
    for path in tables.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            records = list(csv.DictReader(stream))
        rows = []
        for record in records:
            data = {
                name: json.loads(cell) if cell[:1] in ("{", "[") else cell or None
                for name, cell in record.items()
                if not name.startswith(("_airbyte", "properties_"))
            }
            moment = "2025-07-01 06:00:00.031"
            raw = {"_airbyte_ab_id": "0b0a7e1c", "_airbyte_emitted_at": moment}
            rows.append({**raw, "_airbyte_data": json.dumps(data)})
        write(target / f"_airbyte_raw_{path.stem}.csv", rows)


KINDS: dict[str, Callable[[Path, Path], None]] = {
    "parquet": as_parquet,
    "duckdb": as_duckdb,
    "raw": as_raw_tables,
}


def stack() -> str:
    """A system for every vendor and layout."""
    delivered = [(vendor, layout.name) for vendor, layout in DELIVERED]
    systems = [
        f"  - {{id: {vendor}_{layout}, name: {vendor} {layout}, vendor: {vendor},"
        f' functions: [report], role: record, files: ["{vendor}_{layout}/*"]}}'
        for vendor, layout in [*delivered, *IN_OTHER_FILES]
    ]
    return "\n".join(["company: {name: Byrne, currency: USD}", "systems:", *systems, ""])


@pytest.fixture(scope="module")
def company(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    folder = tmp_path_factory.mktemp("layouts")
    for vendor, layout in DELIVERED:
        WRITERS[vendor](folder / "exports" / f"{vendor}_{layout.name}", layout)
    for vendor, name in IN_OTHER_FILES:
        layout, kind = name.split("_")
        KINDS[kind](
            folder / "exports" / f"{vendor}_{layout}", folder / "exports" / f"{vendor}_{name}"
        )
    (folder / "stack").mkdir()
    (folder / "stack" / "stack.yml").write_text(stack())
    database = folder / "handoff.duckdb"
    arguments = [str(folder / "exports"), "--stack", str(folder / "stack")]
    result = CliRunner().invoke(command, [*arguments, "--database", str(database)])
    assert result.exit_code == 0, result.output
    selected = ["--select", "+path:models/canonical", "--exclude", "test_type:unit"]
    built = run_dbt(root, database, "--quiet", "build", *selected, target=folder / "target")
    assert built.returncode == 0, built.stdout + built.stderr
    return Audited(database, result.output)


def rows(company: Audited, table: str, system: str) -> list[str]:
    """The sorted rows of a system as text, without the name of the system."""
    shown = {
        name: SPELLING.format(name)
        for name in ("status", "from_value", "to_value", "old_value", "new_value")
    }
    query = f"select {ROWS[table].format(**shown)} from canonical.{table} where system = '{system}'"
    found = company.ask(f"select t::varchar from ({query}) as t")
    texts = [str(row[0]).replace(system, "system").replace("danacole", "71") for row in found]
    return sorted(texts)


def test_every_table_is_recognised(company: Audited) -> None:
    states = dict(company.ask("select path, status from raw_handoff.files"))
    assert {path: state for path, state in states.items() if state != "loaded"} == {}


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize(("vendor", "layout"), [*CONNECTED, *IN_OTHER_FILES])
def test_a_connector_gives_the_rows_of_the_export(
    company: Audited, vendor: str, layout: str, table: str
) -> None:
    found = rows(company, table, f"{vendor}_{layout}")
    if vendor == "hubspot":
        # Zoe was deleted in HubSpot: connectors keep her record, a record export omits it.
        zoe = [row for row in found if "contact/609" in row]
        if table == "people":
            assert len(zoe) == 1
            assert "'is_deleted': true" in zoe[0]
        found = [row for row in found if row not in zoe]
    assert found == rows(company, table, f"{vendor}_native")


def test_the_exports_give_the_expected_rows(company: Audited) -> None:
    people = company.ask(
        "select system, object, is_deleted, count(*) from canonical.people"
        " where system like '%_native' group by all order by all"
    )
    assert people == [
        ("hubspot_native", "contact", False, 2),
        ("marketo_native", "lead", False, 2),
        ("marketo_native", "lead", True, 1),
        ("salesforce_native", "contact", False, 1),
        ("salesforce_native", "lead", False, 2),
        ("salesforce_native", "lead", True, 2),
        ("stripe_native", "customer", False, 1),
    ]
    payments = company.ask(
        "select record_id, status, currency, amount::double, amount_refunded::double,"
        " settled_amount::double, settled_currency from canonical.payments"
        " where system = 'stripe_native' order by all"
    )
    assert payments == [
        ("ch_1", "partially_refunded", "USD", 18000.5, 0.5, 18000.5, "USD"),
        ("ch_2", "paid", "JPY", 50000, 0, 335.12, "USD"),
        ("ch_3", "failed", "USD", 9.99, 0, None, None),
        ("ch_4", "pending", "USD", 25, 0, None, None),
    ]
    moves = company.ask(
        "select object, from_value, to_value, changed_at::varchar, basis"
        " from canonical.stage_changes"
        " where system in ('salesforce_native', 'hubspot_native', 'marketo_native')"
        " order by object, changed_at"
    )
    assert moves == [
        ("contact", None, "Lead", "2025-03-01 08:00:00", "history"),
        ("contact", "Lead", "Marketing Qualified Lead", "2025-03-03 08:00:00", "history"),
        ("contact", "Marketing Qualified Lead", "Customer", "2025-03-20 16:00:00", "history"),
        ("deal", None, "Contract Sent", "2025-03-10 16:00:00", "history"),
        ("deal", "Contract Sent", "Closed Won", "2025-03-20 16:00:00", "history"),
        ("lead", "New", "MQL", "2025-03-03 09:00:00", "history"),
        ("lead", "Open", "Qualified", "2025-03-08 10:30:00", "versions"),
    ]
    owners = company.ask(
        "select owner_key, assigned_at::varchar from canonical.assignments"
        " where person_key like 'salesforce_native/lead/00Q5g000000Ada%' order by assigned_at"
    )
    assert owners == [
        ("salesforce_native/owner/0055g00000DanaAAAQ", "2025-03-01 08:00:00"),
        ("salesforce_native/owner/0055g00000LuisAAAQ", "2025-03-08 10:30:00"),
    ]
    merges = company.ask(
        "select distinct loser_key, winner_key from canonical.merges"
        " where system like '%_native' order by 1"
    )
    assert merges == [
        ("hubspot_native/contact/603", "hubspot_native/contact/604"),
        ("marketo_native/lead/503", "marketo_native/lead/504"),
        ("salesforce_native/lead/00Q5g00000CleoAAAA", "salesforce_native/lead/00Q5g00000CoraAAAA"),
    ]
