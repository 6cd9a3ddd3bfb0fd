"""`handoff report` on the audited demo company."""

from __future__ import annotations

import resource
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from support.report_page import Page

from cli.database import open_audit
from cli.main import group
from cli.report.cells import plain_text, shorten
from cli.report.mask import EXTERNAL, INTERNAL
from cli.report.read import read_content
from cli.report.sources import SOURCES
from cli.report.words import say

MEGABYTES = 1_000_000
KEYS = {source.table: source.key for source in SOURCES.values()}

Write = Callable[..., str]


@pytest.fixture
def write(built_demo: Path, tmp_path: Path) -> Write:
    """Writes a report of the demo company, or of `database`; returns its text."""

    def call(*arguments: str, database: Path | None = None) -> str:
        out = tmp_path / "report.html"
        source = str(database or built_demo / "handoff.duckdb")
        options = ["--database", source, "--out", str(out), *arguments]
        result = CliRunner().invoke(group, ["report", *options])
        assert result.exit_code == 0, result.output
        return out.read_text("utf-8")

    return call


def ask(database: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(query, list(values)).fetchall()


@pytest.mark.parametrize("audience", [EXTERNAL, INTERNAL])
def test_every_figure_is_a_cell_of_a_table(write: Write, built_demo: Path, audience: str) -> None:
    page = Page(write("--audience", audience))
    wrong, looked_up = [], 0
    with duckdb.connect(str(built_demo / "handoff.duckdb"), read_only=True) as con:
        rows: dict[tuple[str, str], dict[str, object]] = {}
        for cell in page.cells:
            if cell.key is None and KEYS[cell.table]:
                continue  # a row whose key is masked: the internal report has it
            name = (cell.table, str(cell.key))
            if name not in rows:
                where = " and ".join(
                    f"{column} is not distinct from ?" for column in KEYS[cell.table]
                )
                found = con.execute(
                    f"select * from {cell.table} where {where or 'true'}", cell.key or []
                )
                names = [column[0] for column in found.description or []]
                (row,) = found.fetchall()
                rows[name] = dict(zip(names, row, strict=True))
            stored = plain_text(rows[name][cell.column])
            if cell.value is not None:
                looked_up += 1
                if cell.value != stored:
                    wrong.append((cell, stored))
            elif audience == INTERNAL and cell.text not in (
                shorten(stored),
                say(stored),
                "(empty)",
            ):
                wrong.append((cell, stored))
    assert wrong == [] and looked_up > 1000


def test_no_figure_stands_outside_a_cell(write: Write) -> None:
    outside = [text for text in Page(write()).outside if any(sign.isdigit() for sign in text)]
    assert outside == []


def test_a_figure_outside_a_cell_is_seen() -> None:
    page = Page('<p data-t="t"><b data-c="n" data-v="3">3</b> of 5</p>')
    assert page.outside == [" of 5"] and page.cells[0].text == "3"


def test_charts_draw_rows_of_tables(write: Write, built_demo: Path) -> None:
    tables = {"hop_times": "report.report_hop_times", "trend": "report.report_trend"}
    for name, drawn in Page(write()).charts():
        assert drawn, name
        columns = ", ".join(drawn[0])
        stored = ask(built_demo / "handoff.duckdb", f"select {columns} from {tables[name]}")
        known = {tuple(plain_text(value) for value in row) for row in stored}
        assert {tuple(plain_text(v) for v in row.values()) for row in drawn} <= known


def test_nothing_is_loaded_from_elsewhere(write: Write) -> None:
    text = write()
    page = Page(text)
    assert page.loads == []
    assert "default-src 'none'" in text and "connect-src" not in text
    assert all(link.startswith(("#", "https://")) for link in page.links)
    # The library and our script: no other script may run.
    assert len(page.scripts) == 3 and text.count("sha256-") == 3


def test_the_file_is_small_and_quick(write: Write) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF)
    size = len(write().encode())
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert size < 5 * MEGABYTES
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 10


def test_a_hundred_thousand_violations_stay_below_five_megabytes(
    write: Write, built_demo: Path, tmp_path: Path
) -> None:
    database = tmp_path / "large.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    hostile = "<b>&\"'" * 60
    with duckdb.connect(str(database)) as con:
        con.execute("create temp table one as from report.report_records limit 1")
        con.execute(
            "insert into report.report_records select one.* replace ("
            " 'check_' || i % 300 as check_id, 'crm/lead/' || i as record_id,"
            " i // 300 + 1 as place, ? as name, ? as explanation, 'a' as field,"
            " ? as source_value, ? as target_value, 'number' as field_kind)"
            " from one cross join range(100000) as numbers(i)",
            [hostile] * 4,
        )
        con.execute(
            "insert into results.findings select findings.* replace ("
            " 'check_' || i as check_id, 'f' || i as finding_id) from"
            " (from results.findings limit 1) as findings cross join range(3000) as numbers(i)"
        )
    text = write("--audience", "internal", "--limit", "1000", database=database)
    assert len(text.encode()) < 5 * MEGABYTES
    assert "handoff records CHECK" in text


def test_readers_outside_see_no_personal_data(write: Write, built_demo: Path) -> None:
    database = built_demo / "handoff.duckdb"
    text = write()
    body = text[: text.index("<script")]
    people = ask(
        database,
        "select name, email, company_name from report.report_records where kind = 'person'"
        " union all select name, email, null from report.report_waiting",
    )
    shown = {str(value) for row in people for value in row if value and len(str(value)) > 4}
    assert shown and [value for value in shown if value in body] == []
    reps = ask(database, "select full_name, email from canonical.owners where kind = 'user'")
    declared = {
        name for (name,) in ask(database, "select name from declared_stack.declared_owners")
    }
    assert [name for row in reps for name in row if name and name in body] == []
    assert [name for name in declared if str(name) in body]
    assert "@" not in "".join(Page(text).outside) and "person 1" in body


def test_internal_readers_see_the_people(write: Write, built_demo: Path) -> None:
    ((name,),) = ask(
        built_demo / "handoff.duckdb",
        "select name from report.report_waiting where kind = 'person' order by since_at limit 1",
    )
    assert str(name).split()[0] in write("--audience", "internal")


def test_numbers_follow_the_page(write: Write) -> None:
    first = list(
        dict.fromkeys(
            cell.text
            for cell in Page(write()).cells
            if cell.column == "name" and cell.text.startswith("person ")
        )
    )
    assert first[:30] == [f"person {number}" for number in range(1, 31)]


def test_hostile_names_and_headers_stay_text(
    write: Write, built_demo: Path, tmp_path: Path
) -> None:
    database = tmp_path / "hostile.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    with duckdb.connect(str(database)) as con:
        for table, columns in {
            "report.report_records": ("name", "email", "field", "source_value", "explanation"),
            "report.report_waiting": ("name", "id_in_system"),
            "report.report_systems": ("name", "functions"),
            "report.report_handoffs": ("name", "trigger", "failure_path", "owner"),
            "report.report_fields": ("field",),
            "report.report_hop_times": ("label",),
            "report.report_routing": ("reached_pool",),
            "report.report_summary": ("company",),
            "results.findings": ("claim", "owner"),
        }.items():
            sets = ", ".join(f"{column} = $bad || {column}" for column in columns)
            con.execute(f"update {table} set {sets}", {"bad": bad})
    text = write("--audience", "internal", database=database)
    assert "<img" not in text and "<script>alert" not in text
    assert len(Page(text).scripts) == 3


def test_the_file_is_for_its_owner_only_and_nothing_personal_is_printed(
    built_demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report.html"
    options = ["--database", str(built_demo / "handoff.duckdb"), "--out", str(out)]
    result = CliRunner().invoke(group, ["report", *options, "--audience", "internal"])
    assert result.output == f"report: {out} (internal)\n"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_the_report_stands_beside_the_database(built_demo: Path, tmp_path: Path) -> None:
    database = tmp_path / "handoff.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    result = CliRunner().invoke(group, ["report", "--database", str(database)])
    assert result.exit_code == 0 and (tmp_path / "handoff-report.html").is_file()


def test_a_folder_that_does_not_exist_is_named(built_demo: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "no" / "report.html")
    database = str(built_demo / "handoff.duckdb")
    result = CliRunner().invoke(group, ["report", "--database", database, "--out", out])
    assert "could not be written" in str(result.exception) and out in str(result.exception)


def test_two_reports_of_one_audit_are_the_same(write: Write) -> None:
    assert write() == write()


def test_content_of_all_parts_is_read(built_demo: Path) -> None:
    with open_audit(built_demo / "handoff.duckdb") as audit:
        content = read_content(audit, EXTERNAL, 5)
    assert set(content.parts) == set(SOURCES)


def test_missing_input_is_never_good_news(write: Write, built_demo: Path, tmp_path: Path) -> None:
    database = tmp_path / "empty.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    with duckdb.connect(str(database)) as con:
        tables = con.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'report' and table_name <> 'report_summary'"
        ).fetchall()
        for (table,) in tables:
            con.execute(f"delete from report.{table}")
        con.execute("update report.report_summary set waiting = 0, longest_waiting_seconds = null")
    text = write(database=database)
    for good in ("Nobody waits", "nobody waits", "Every compared", "is a duplicate"):
        assert good not in text, good
    for open_question in ("it is not known who waits", "No values could be compared"):
        assert open_question in text, open_question
