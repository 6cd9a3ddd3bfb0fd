"""`handoff evidence` on the audited demo company, opened by a second library."""

from __future__ import annotations

import csv
import shutil
import stat
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner, Result

from cli.evidence.tabs import EVIDENCE, FACTS, MATRIX, TABS, Tab
from cli.main import group
from cli.report.words import say
from ingest.errors import UserError

HEADER = "check_id,handoff_id,record_id,reason,owner,expires_on\n"
# Violations of checks that pass within their tolerance are no finding and not in the workbook.
OF_FINDINGS = """
from results.violation_details as details semi join results.findings as findings
on details.check_id = findings.check_id
and details.handoff_id is not distinct from findings.handoff_id
"""

Write = Callable[..., openpyxl.Workbook]


@pytest.fixture
def write(built_demo: Path, tmp_path: Path) -> Write:
    """Writes the workbook of the demo company, or of `database`, and opens it."""

    def call(*arguments: str, database: Path | None = None) -> openpyxl.Workbook:
        out = tmp_path / "evidence.xlsx"
        source = str(database or built_demo / "handoff.duckdb")
        options = ["--database", source, "--out", str(out), *arguments]
        result = CliRunner().invoke(group, ["evidence", *options])
        assert result.exit_code == 0, result.output
        return openpyxl.load_workbook(out)

    return call


def ask(database: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(query, list(values)).fetchall()


def table(book: openpyxl.Workbook, title: str) -> list[dict[str, Any]]:
    headers, *rows = book[title].iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def plain(value: Any) -> Any:
    """A value as a workbook keeps it: no decimals, microseconds or empty texts."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, (bool, str)):
        return value
    return round(float(value), 6)


def stored(database: Path, tab: Tab) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as con:
        limits = {"limit": 1000, "in_all": 50_000, "level": "person", "most": 400}
        used = {name: v for name, v in limits.items() if f"${name}" in tab.source.query}
        names = ", ".join(column.name for column in tab.columns)
        return con.execute(f"select {names} from ({tab.source.query})", used).fetchall()


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab.shape not in (FACTS, MATRIX)])
def test_every_cell_is_a_cell_of_a_table(write: Write, built_demo: Path, tab: Tab) -> None:
    rows = table(write("--audience", "internal"), tab.title)
    shown = [tuple(plain(row[column.header]) for column in tab.columns) for row in rows]
    expected = [
        tuple(plain(value) for value in row) for row in stored(built_demo / "handoff.duckdb", tab)
    ]
    assert shown == expected


@pytest.mark.parametrize(
    ("title", "column", "query"),
    [
        ("Findings", "violations", "select sum(violations) from results.findings"),
        ("Handoffs", "arrived", "select sum(arrived) from report.report_handoffs"),
        ("Routing", "leads", "select sum(leads) from report.report_routing"),
        ("Lag", "late", "select sum(late) from report.report_hops"),
        ("Evidence", "waiting seconds", f"select sum(waiting_seconds) {OF_FINDINGS}"),
        ("Evidence", "amount", f"select sum(amount) {OF_FINDINGS}"),
        ("Evidence", "place", "select sum(n * (n + 1) // 2) from (select count(*) as n"
         f" {OF_FINDINGS} group by details.check_id, details.handoff_id)"),
        ("Checklist", "scope", "select sum(scope) from results.check_results"),
        ("Not judged", "not judged", "select sum(not_judged) from results.not_judged"),
        ("Duplicates", "records of person",
         "select sum(records_of_person) from report.report_duplicates"),
    ],
)  # fmt: skip
def test_sums_are_those_of_the_database(
    write: Write, built_demo: Path, title: str, column: str, query: str
) -> None:
    for audience in ("external", "internal"):
        rows = table(write("--audience", audience), title)
        ((wanted,),) = ask(built_demo / "handoff.duckdb", query)
        assert sum(row[column] or 0 for row in rows) == pytest.approx(float(wanted or 0))


def test_summary_and_fields_are_cells_of_tables(write: Write, built_demo: Path) -> None:
    database = built_demo / "handoff.duckdb"
    book = write("--audience", "internal")
    facts = {row["figure"]: row["value"] for row in table(book, "Summary")}
    for name in ("failing_checks", "people_affected", "cost", "as_of", "share_not_judged"):
        ((value,),) = ask(database, f"select {name} from report.report_summary")
        assert plain(facts[name.replace("_", " ")]) == plain(value), name
    fields = {(row["handoff id"], row["field"]): row for row in table(book, "Fidelity")}
    rows = ask(database, "select handoff_id, field, verdict, values_compared"
               " from report.report_fields")  # fmt: skip
    assert rows
    for handoff, field, verdict, count in rows:
        assert fields[handoff, field][say(verdict)] == count
    shown = [
        value for row in fields.values() for value in list(row.values())[2:] if value is not None
    ]
    assert len(shown) == len(rows)


def test_every_column_is_in_the_dictionary(write: Write, built_demo: Path) -> None:
    book = write()
    rows = table(book, "Dictionary")
    named = {(row["tab"], row["column"]) for row in rows}
    for page in book:
        if page.title in ("Summary", "Fidelity", "Dictionary"):
            continue
        for (header,) in page.iter_cols(max_row=1, values_only=True):
            assert (page.title, header) in named
    assert all(row["what it is"] for row in rows)
    for name, column in {(row["table"], row["column of the table"]) for row in rows}:
        if name:
            ask(built_demo / "handoff.duckdb", f"select {column} from {name} limit 0")


def test_all_tabs_are_there_in_order(write: Write) -> None:
    book = write()
    assert book.sheetnames == [*(tab.title for tab in TABS), "Dictionary"]
    assert all(page.freeze_panes == "A2" and page.auto_filter.ref for page in book)
    links = [
        cell for row in book[EVIDENCE].iter_rows() for cell in row if cell.hyperlink is not None
    ]
    assert links and all(cell.value == cell.hyperlink.target for cell in links)


def test_a_tab_without_a_table_is_left_out(write: Write, built_demo: Path, tmp_path: Path) -> None:
    database = tmp_path / "old.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    with duckdb.connect(str(database)) as con:
        con.execute("drop table report.report_routing")
    assert "Routing" not in write(database=database).sheetnames


def test_readers_outside_see_no_personal_data(write: Write, built_demo: Path) -> None:
    database = built_demo / "handoff.duckdb"
    book = write()
    shown = {str(v) for page in book for row in page.iter_rows(values_only=True) for v in row if v}
    people = ask(
        database,
        "select name, email, company_name from report.report_records where kind = 'person'"
        " union all select name, email, null from report.report_waiting"
        " union all select name, email, null from report.report_duplicates",
    )
    words = {str(value) for row in people for value in row if value and len(str(value)) > 4}
    text = "\n".join(shown)
    assert words and [word for word in words if word in text] == []
    reps = ask(database, "select full_name, email from canonical.owners where kind = 'user'")
    assert [name for row in reps for name in row if name and name in text] == []
    assert "@" not in text and "person 1" in text
    assert any(row["decision"] is None for row in table(book, EVIDENCE))


def test_the_limit_is_per_finding(write: Write) -> None:
    rows = table(write("--limit", "1"), EVIDENCE)
    keys = [(row["check id"], row["handoff id"]) for row in rows]
    assert keys and len(keys) == len(set(keys))


def test_csv_files_have_the_same_cells(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    book = write("--csv", str(folder))
    names = {f"{page.title.lower().replace(' ', '-')}.csv": page for page in book}
    assert {path.name for path in folder.iterdir()} == set(names)
    for name, page in names.items():
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) == page.max_row and len(rows[0]) == page.max_column
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


@pytest.fixture
def read(built_demo: Path, tmp_path: Path) -> Callable[..., Result]:
    """Reads the workbook back; `tmp_path/waivers.csv` are the waivers."""
    waivers = tmp_path / "waivers.csv"
    waivers.write_text(HEADER + "values_agree,,,known,Lena,2026-12-31\n")

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(
            group,
            ["evidence", "read", str(tmp_path / "evidence.xlsx"), "--waivers", str(waivers),
             "--database", str(built_demo / "handoff.duckdb"), *arguments],
        )  # fmt: skip

    return call


@pytest.mark.parametrize("audience", ["external", "internal"])
def test_a_round_trip_without_edits_changes_nothing(
    write: Write, read: Callable[..., Result], tmp_path: Path, audience: str
) -> None:
    book = write("--audience", audience)
    before = (tmp_path / "waivers.csv").read_bytes()
    for _ in range(2):
        result = read("--write")
        assert result.exit_code == 0 and "does not change" in result.output
        assert (tmp_path / "waivers.csv").read_bytes() == before
        book.save(tmp_path / "evidence.xlsx")  # as another program writes it


def fill(book: openpyxl.Workbook, row: int, *values: object) -> None:
    for column, value in enumerate(values, 1):
        book[EVIDENCE].cell(row, column, value)


def test_decisions_become_waivers_only_with_write(
    write: Write, read: Callable[..., Result], tmp_path: Path
) -> None:
    book = write("--audience", "internal")
    fill(book, 2, "waive", "a test lead", "Priya Raman", datetime(2026, 12, 31))
    fill(book, 3, "not a fault", "the rule is old")
    book.save(tmp_path / "evidence.xlsx")
    record = table(book, EVIDENCE)[0]
    waivers = tmp_path / "waivers.csv"
    before = waivers.read_text()
    shown = read()
    assert shown.exit_code == 0 and waivers.read_text() == before
    assert "1 waive, 1 not a fault" in shown.output and "gets 1 waiver" in shown.output
    assert record["record id"] in shown.output and "--write" in shown.output
    assert read("--write").exit_code == 0
    added = [record["check id"], record["handoff id"] or "", record["record id"]]
    line = ",".join([*added, "a test lead", "Priya Raman", "2026-12-31"])
    assert waivers.read_text() == before + line + "\n"
    again = read("--write")
    assert "does not change" in again.output and waivers.read_text() == before + line + "\n"


def test_one_wrong_cell_writes_nothing(
    write: Write, read: Callable[..., Result], tmp_path: Path
) -> None:
    book = write("--audience", "internal")
    fill(book, 2, "waive", "a test lead", "Priya Raman", datetime(2026, 12, 31))
    fill(book, 3, "waive")
    fill(book, 4, "waved")
    book.save(tmp_path / "evidence.xlsx")
    before = (tmp_path / "waivers.csv").read_bytes()
    result = read("--write")
    assert isinstance(result.exception, UserError)
    assert [one.where.split("!")[1] for one in result.exception.problems] == [
        "B3", "C3", "D3", "A4",
    ]  # fmt: skip
    assert (tmp_path / "waivers.csv").read_bytes() == before


def test_the_workbook_stands_beside_the_database(built_demo: Path, tmp_path: Path) -> None:
    database = tmp_path / "handoff.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    result = CliRunner().invoke(group, ["evidence", "--database", str(database)])
    path = tmp_path / "handoff-evidence.xlsx"
    assert result.output == f"evidence: {path} (external)\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_hostile_names_stay_text(write: Write, built_demo: Path, tmp_path: Path) -> None:
    database = tmp_path / "hostile.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    bad = ['=HYPERLINK("http://evil.example")', "<r><t>x</t></r>", "\x00\x1f\ufffe", "+1+cmd|x"]
    with duckdb.connect(str(database)) as con:
        for column in ("name", "email", "field", "source_value", "explanation", "company_name"):
            con.execute(
                f"update report.report_records set {column} = list_extract(?, 1 + place % 4)", [bad]
            )
    book = write("--audience", "internal", database=database)
    cells = [cell for row in book[EVIDENCE].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    assert any(cell.value == bad[0] for cell in cells)


def test_a_cut_leaves_records_of_every_finding(
    write: Write, built_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((findings,),) = ask(
        built_demo / "handoff.duckdb",
        "select count(*) from report.report_records where place = 1",
    )
    monkeypatch.setattr("cli.evidence.sheets.MOST_RECORDS", findings)
    rows = table(write(), EVIDENCE)
    assert len({(row["check id"], row["handoff id"]) for row in rows}) == len(rows) == findings
