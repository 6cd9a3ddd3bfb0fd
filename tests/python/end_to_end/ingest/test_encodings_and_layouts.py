"""Encodings, dialects, lines that are not records: an export becomes one table."""

from __future__ import annotations

import codecs
import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.ingest_kit import LEAD_HEADER, Company, lead_id, leads

from ingest.files.byte_scan import scan_bytes
from ingest.files.discover import Source
from ingest.files.encoding import Text, read_text
from ingest.files.table_layout import Layout, heads, locate
from ingest.load.checked_path import Reading, read
from ingest.plan.column_names import name_columns
from ingest.plan.planner import Plan
from ingest.vendors.catalog import ObjectDeclaration


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def parsed(
    path: Path, scratch: Path, declared: str | None = None
) -> tuple[Reading, Layout, Text, list[list[str | None]]]:
    """A file read with its first row as header; only its encoding may be declared."""
    text = read_text(path, scratch, scan_bytes(path), path.name, declared)
    layout = locate(text, heads(text.path)[0], 0)
    columns = name_columns(layout.header, ObjectDeclaration("v", "o", {}))
    source = Source(path.name, None, path)
    plan = Plan(source, text, layout, "s", "v", "o", "raw_v", "o", columns, {}, "", None)
    reading = Reading(plan)
    tables = list(read(reading, [column.name for column in columns], scratch))
    rows: list[list[str | None]] = []
    if tables:
        table = pa.concat_tables(tables).select(range(len(columns)))
        rows = [list(row.values()) for row in table.to_pylist()]
    return reading, layout, text, rows


UMLAUTS = 'Id,LastName,Company\n00Q000000000001AAA,"Jürgen, Ünal",Smørrebrød\n'


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (UMLAUTS.encode(), "utf-8"),
        (codecs.BOM_UTF8 + UMLAUTS.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + UMLAUTS.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + UMLAUTS.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + UMLAUTS.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + UMLAUTS.encode("utf-32-be"), "utf-32-be"),
        (UMLAUTS.encode("utf-16-le"), "utf-16-le"),
        (UMLAUTS.encode("utf-16-be"), "utf-16-be"),
        (UMLAUTS.encode("latin-1"), "cp1252"),
        (UMLAUTS.replace("\n", "\r\n").encode("cp1252"), "cp1252"),
        (UMLAUTS.replace("\n", "\r").encode(), "utf-8"),
    ],
)
def test_every_encoding_gives_the_same_table(tmp_path: Path, content: bytes, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    reading, _, text, rows = parsed(path, tmp_path)
    assert reading.problem is None
    assert rows == [["00Q000000000001AAA", "Jürgen, Ünal", "Smørrebrød"]]
    assert text.encoding == encoding


def test_windows_letters_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a,b\n“1”,5 €\n".encode("cp1252"))
    _, _, text, rows = parsed(path, tmp_path)
    assert (rows, text.encoding) == ([["“1”", "5 €"]], "cp1252")


@pytest.mark.parametrize("repeats", [1, 30])
@pytest.mark.parametrize(
    ("line", "encoding", "declared"),
    [
        ("株式会社日本商事,東京都千代田区丸の内一丁目,代表取締役社長\n", "cp932", "shift_jis"),
        ("北京市海淀区中关村软件园,有限公司,经理\n", "gb18030", "gb18030"),
        ("台北市信義區市府路,有限公司,經理\n", "big5", "big5"),
        ("서울특별시 강남구,주식회사,대표이사\n", "euc_kr", "euc_kr"),
        ("Общество с ограниченной ответственностью,Москва,директор\n", "cp1251", "windows-1251"),
        ("Общество с ограниченной ответственностью,Москва,директор\n", "koi8_r", "koi8_r"),
        ("Общество с ограниченной ответственностью,Москва,директор\n", "iso8859_5", "iso8859_5"),
        (
            "Καλημέρα κόσμε,Αθήνα,Γιώργος Παπαδόπουλος διευθυντής πωλήσεων\n",
            "iso8859_7",
            "iso8859_7",
        ),
        (
            "Zażółć gęślą jaźń Łódź Śródmieście,Přihlášení žluťoučký kůň úpěl ďábelské ódy,"
            "Dvořák Jiří Šimánek\n",
            "iso8859_2",
            "iso8859_2",
        ),
        ("İstanbul Şişli,Çağrı Yılmaz,müdür yardımcısı\n", "iso8859_9", "latin5"),
    ],
)
def test_a_declared_encoding_keeps_every_letter(
    tmp_path: Path, line: str, encoding: str, declared: str, repeats: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b,c\n" + (line * repeats).encode(encoding))
    _, _, text, rows = parsed(path, tmp_path, declared)
    assert text.encoding == codecs.lookup(declared).name
    assert rows == [line.strip().split(",")] * repeats
    assert (text.notes, text.warnings) == ((), ())


def test_a_guessed_encoding_is_a_warning_until_it_is_declared(company: Company) -> None:
    polish = leads(1).replace("Name1", "Łódź")
    company.write("crm/Lead.csv", polish.encode("cp1250"))
    outcome = company.load()
    (warning,) = outcome.warnings
    assert (outcome.problems, warning.where) == ([], "crm/Lead.csv:2")
    assert "`encoding:`" in warning.fix
    assert company.file("crm/Lead.csv")["encoding"] == "cp1252"
    assert company.load().warnings == (warning,)  # also when nothing is new
    stack = company.root / "stack" / "stack.yml"
    stack.write_text(stack.read_text().replace("{id: crm,", "{id: crm, encoding: cp1250,"))
    outcome = company.load()
    assert (outcome.problems, outcome.warnings, outcome.is_new) == ([], (), True)
    assert company.file("crm/Lead.csv")["encoding"] == "cp1250"
    assert company.ask("select last_name from raw_salesforce.lead") == [("Łódź",)]


def test_the_same_bytes_of_two_systems_are_read_in_two_encodings(company: Company) -> None:
    stack = company.root / "stack" / "stack.yml"
    mapped = """
  - id: {0}
    name: {0}
    functions: [enrich]
    role: transport
    encoding: cp1250
    tables:
      - object: thing
        files: ["{0}/*"]
        entity: records
        columns: {{record_id: a}}{1}"""
    more = mapped.format("east", "") + mapped.format("west", "\n        encoding: cp1252")
    stack.write_text(company.stack + more.lstrip("\n"))
    for name in ("east", "west"):
        company.write(f"{name}/things.json", '[{"a": "Łódź"}]'.encode("cp1250"))
    assert company.load().problems == []
    found = company.ask("select _system, record_id from raw_mapped.records order by 1")
    assert found == [("east", "Łódź"), ("west", "£ódŸ")]


def test_vendor_samples_in_five_encodings_are_one_table(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "salesforce_dataloader" / "testfiles" / "data"
    names = ["UTF8", "UTF16LE", "UTF16BE", "UTF32LE", "UTF32BE"]
    tables = [parsed(folder / f"csvtext_BOM_{name}.csv", tmp_path)[3] for name in names]
    assert tables[0] and all(table == tables[0] for table in tables)


def test_latin_1_sample_keeps_every_letter(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "salesforce_dataloader" / "samples" / "data" / "accountData.csv"
    reading, _, text, rows = parsed(path, tmp_path)
    expected = list(csv.reader(io.StringIO(path.read_bytes().decode(text.encoding), newline="")))
    assert text.encoding == "cp1252"
    assert len(rows) == 423 and reading.rejects == []
    assert rows == [[cell or None for cell in row] for row in expected[1:]]


def test_csv_spectrum(shared_data: Path, tmp_path: Path) -> None:
    for path in sorted((shared_data / "csv_spectrum" / "csvs").glob("*.csv")):
        reading, layout, _, rows = parsed(path, tmp_path)
        records = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text())
        records = records if isinstance(records, list) else [records]
        expected = [[record[name] or None for name in layout.header] for record in records]
        if path.stem == "newlines_crlf":  # the file has lost the returns its JSON holds
            expected = [[cell and cell.replace("\r\n", "\n") for cell in row] for row in expected]
        if path.stem == "location_coordinates":  # its JSON has another phone number
            rows, expected = [rows[0][1:]], [expected[0][1:]]
        assert (rows, reading.problem, reading.rejects) == (expected, None, []), path.stem


def test_every_third_party_file_is_accounted_for(shared_data: Path, tmp_path: Path) -> None:
    read_files = 0
    for path in sorted(shared_data.rglob("*.csv"))[::2]:
        if 4 < path.stat().st_size < 100_000:
            reading, _, _, rows = parsed(path, tmp_path)
            assert (reading.problem, reading.rejects) == (None, []), path
            assert len(rows) == reading.records
            read_files += 1
    assert read_files > 80


REPORT = """"Lead Owner","First Name","Last Name","Lead ID","Lead Status"
"Rep, A","Ada","One","00Q000000000001","Open"
"Rep, A","Bo","Two
lines","00Q000000000002",""

"Grand Totals (2 records)"
"Leads by owner"
"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
"Confidential Information - Do Not Distribute"
"Generated By:  Ada One  1/2/2026 3:04 PM"
"Acme, Inc."
"""


def test_report_footer_lines_are_not_records(company: Company) -> None:
    company.write("crm/report.csv", REPORT)
    company.load()
    row = company.file("crm/report.csv")
    assert (row["records_in_file"], row["rows_loaded"], row["non_record_lines"]) == (2, 2, 7)
    footer = company.ask("select line, kind from raw_handoff.non_record_lines order by line")
    assert footer == [(5, "blank"), *((line, "footer") for line in range(6, 12))]
    names = company.ask("select last_name, id from raw_salesforce.lead order by 2")
    assert names == [("One", "00Q000000000001"), ("Two\nlines", "00Q000000000002")]


def test_a_cut_off_last_record_is_not_a_footer(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1) + lead_id(2))
    assert company.load().problems
    assert company.ask("select raw_text from raw_handoff.rejects") == [(lead_id(2),)]


def test_a_cell_that_looks_like_a_footer_is_kept(company: Company) -> None:
    text = leads(1) + f'{lead_id(2)},N,F,e,"s\n\nConfidential Information\n"\n'
    company.write("crm/Lead.csv", text)
    company.load()
    assert company.file("crm/Lead.csv")["records_in_file"] == 2


def test_title_lines_above_the_header(company: Company) -> None:
    company.write("crm/Lead.csv", "Acme Co\nLeads, all\n\n" + leads(1, 2))
    company.load()
    row = company.file("crm/Lead.csv")
    assert (row["header_line"], row["rows_loaded"], row["non_record_lines"]) == (4, 2, 3)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiters(company: Company, delimiter: str) -> None:
    company.write("crm/Lead.csv", leads(1).replace(",", delimiter))
    company.load()
    assert company.ask("select company from raw_salesforce.lead") == [("Firm1",)]
    assert company.file("crm/Lead.csv")["delimiter"] == delimiter


def test_empty_trailing_header(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1, 2).replace("\n", ",\n"))
    company.write("crm/Lead-2.csv", leads(3).replace(LEAD_HEADER, LEAD_HEADER + ","))
    company.load()
    kinds = company.ask("select distinct kind, text from raw_handoff.non_record_lines")
    assert kinds == [("empty_column", "column 6 has no header and no cells")]
    assert company.ask("select count(*) from raw_handoff.columns where header = ''") == [(0,)]
    assert company.ask("select count(*) from raw_salesforce.lead") == [(3,)]


def test_nameless_column_with_cells_is_kept(company: Company) -> None:
    text = leads(1).replace(LEAD_HEADER, LEAD_HEADER + ",").replace("00:00:00\n", "00:00:00,x\n")
    company.write("crm/Lead.csv", text)
    company.load()
    assert company.ask("select unnamed_6 from raw_salesforce.lead") == [("x",)]


def test_duplicate_headers_are_numbered(company: Company) -> None:
    company.write("crm/Lead.csv", f"*{LEAD_HEADER},email,Extra,extra\n{lead_id(1)},a,b,1,c,2,3,4\n")
    company.load()
    query = "select id, email, email_2, extra, extra_2 from raw_salesforce.lead"
    assert company.ask(query) == [(lead_id(1), "1", "2", "3", "4")]


def test_mixed_line_ends_change_no_cell(company: Company) -> None:
    text = f'{LEAD_HEADER}\r\n{lead_id(1)},"a\r\nb",F,e,s\n{lead_id(2)},c,F,e,s\r\n'
    company.write("crm/Lead.csv", text)
    company.load()
    names = company.ask("select last_name from raw_salesforce.lead order by id")
    assert names == [("a\r\nb",), ("c",)]


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6).map(
    lambda cell: cell.replace("\r", "\n")
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_written_table_is_read(
    tmp_path: Path, rows: list[tuple[str, str, str]], encoding: str, end: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("first", "second", "third"), *rows])
    path = tmp_path / "a.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    reading, _, _, found = parsed(path, tmp_path)
    assert (reading.problem, reading.rejects) == (None, [])
    records = (row for row in rows if any(cell.strip(" ") for cell in row))  # others are empty
    assert found == [[cell or None for cell in row] for row in records]
