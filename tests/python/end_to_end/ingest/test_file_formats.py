"""JSON, Parquet, Excel and DuckDB files are loaded like CSV: the same cells, as text."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.corpus.case import NO_TEXT, UNKNOWN
from support.ingest_kit import Company, lead_id
from support.workbooks import Cell, workbook

LEADS = "raw_salesforce.lead"
HEADER = ["Id", "LastName", "Company", "Email", "SystemModstamp"]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def record(number: int, **more: object) -> dict[str, object]:
    return {
        "Id": lead_id(number),
        "LastName": f"Name{number}",
        "Company": "Firm",
        "Email": None,
        "SystemModstamp": "2026-01-01 00:00:00",
        **more,
    }


def lines(*records: object) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)


def names(company: Company, columns: str = "last_name") -> list[tuple[object, ...]]:
    return company.ask(f"select {columns} from {LEADS} order by last_name, _row")


@pytest.mark.parametrize(
    "content",
    [
        lines(record(1), record(2)),
        "\ufeff" + lines(record(1), record(2)),
        lines(record(1), record(2)).replace("\n", "\r\n"),
        json.dumps([record(1), record(2)]),
        json.dumps([record(1), record(2)], indent=2),
        json.dumps({"totalSize": 2, "done": True, "records": [record(1), record(2)]}),
        json.dumps({"results": [record(1), record(2)], "paging": {"next": {"after": "3"}}}),
        json.dumps({"data": [record(1), record(2)]}, indent=1).encode("utf-16"),
        json.dumps(record(1), indent=2) + "\n" + json.dumps(record(2), indent=2),
    ],
)
@pytest.mark.parametrize("name", ["Lead.json", "Lead.txt"])
def test_json_in_every_shape_is_the_same_table(
    company: Company, content: str | bytes, name: str
) -> None:
    company.write(f"crm/{name}", content)
    company.load()
    assert names(company, "id, last_name, email, _row") == [
        (lead_id(1), "Name1", None, 1),
        (lead_id(2), "Name2", None, 2),
    ]


def test_cells_of_json_keep_every_character(company: Company) -> None:
    cells = {
        "amount": 1.10,
        "text": 'a "quoted", \\ cell\r\nwith\n\nbreaks\tand 日本',
        "flag": True,
        "list": [1, {"a": None}, "x"],
        "nothing": {},
        "properties": {"email": "a@b.c", "deep": {"er": "x"}},
    }
    text = lines(record(1, **cells)).replace("1.1,", "1.10,").replace("[1,", "[1.50e3,")
    company.write("crm/Lead.jsonl", text + lines(record(2, late="seen last")))
    company.load()
    columns = "amount, text, flag, list, nothing, properties_email, properties_deep_er, late"
    assert names(company, columns) == [
        (
            "1.10",
            cells["text"],
            "true",
            '[1.50e3,{"a":null},"x"]',
            "{}",
            "a@b.c",
            "x",
            None,
        ),
        (None,) * 7 + ("seen last",),
    ]


def test_invalid_json_lines_are_rejected(company: Company) -> None:
    deep = '{"Id": ' + "[" * 60 + "]" * 60 + "}"
    bad = ['{"Id": "x"', "[1]", '{"a":1,"a":2}', deep, "[" * 5000, r'{"Id": "\ud800"}']
    text = lines(record(1)) + "\n".join(bad) + "\n\n" + lines(record(2))
    company.write("crm/Lead.jsonl", text)
    outcome = company.load()
    assert names(company, "last_name, _row") == [("Name1", 1), ("Name2", 8)]
    assert company.ask("select line, reason, raw_text from raw_handoff.rejects order by line") == [
        (2, "not JSON", bad[0]),
        (3, "not a JSON object", bad[1]),
        (4, "a name occurs twice in one object", bad[2]),
        (5, "more than 50 levels of nesting", bad[3]),
        (6, "more than 50 levels of nesting", bad[4]),
        (7, "half of a surrogate pair, which is not a character", bad[5]),
    ]
    file = company.file("crm/Lead.jsonl")
    assert (file["records_in_file"], file["rows_rejected"], file["non_record_lines"]) == (8, 6, 1)
    assert "6 of 8 records" in outcome.problems[0].what


def test_a_broken_document_names_the_line(company: Company) -> None:
    company.write("crm/Lead.csv", "Id,LastName,Company\n" + f"{lead_id(9)},N,F\n")
    company.write("crm/cut.json", json.dumps([record(1), record(2)], indent=1)[:-20])
    company.write("crm/two.json", '{"data": [{"a": 1}], "results": [{"b": 1}]}')
    problems = {str(problem).splitlines()[0] for problem in company.load().problems}
    assert problems == {
        "crm/cut.json:9: the JSON is cut off or broken",
        "crm/two.json:1: it has two lists of records",
    }
    assert names(company) == [("N",)]


def test_sfdx_tree_files(company: Company) -> None:
    tree = {
        "records": [
            {"attributes": {"type": "Lead", "referenceId": "LeadRef1"}, **record(1)},
            {"attributes": {"type": "Lead", "referenceId": "LeadRef2"}, **record(2)},
        ]
    }
    company.write("crm/Lead.json", json.dumps(tree, indent=4))
    company.load()
    assert names(company, "last_name, attributes_type, attributes_reference_id") == [
        ("Name1", "Lead", "LeadRef1"),
        ("Name2", "Lead", "LeadRef2"),
    ]


def test_packed_json_and_parquet(company: Company) -> None:
    company.write("crm/Lead.jsonl.gz", gzip.compress(lines(record(1)).encode()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/Lead.json", json.dumps([record(2)]))
        archive.writestr("b/Lead.parquet", parquet([record(3)]))
        archive.writestr("c/Lead.xlsx", workbook({"Lead": [HEADER, values(record(4))]}))
    company.write("crm/all.zip", out.getvalue())
    company.load()
    assert sorted(names(company)) == [("Name1",), ("Name2",), ("Name3",), ("Name4",)]
    labels = company.ask("select path, member from raw_handoff.files order by all")
    assert ("crm/all.zip", "c/Lead.xlsx/Lead") in labels


def parquet(records: list[dict[str, object]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), out)
    return out.getvalue()


def values(one: dict[str, object]) -> list[Cell]:
    return [str(one[name] or "") for name in HEADER]


def test_every_parquet_type_is_text(company: Company) -> None:
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'America/New_York'")
        con.execute(
            f"""
            copy (
                select '{lead_id(1)}' as Id, 'N' as LastName, 'F' as Company,
                    timestamptz '2026-01-02 03:04:05.678Z' as moment,
                    timestamp '2026-01-02 03:04:05' as local_moment,
                    timestamp_ns '2026-01-02 03:04:05.123456789' as fine,
                    date '2026-01-02' as day, time '03:04:05' as hour,
                    123::double as whole, 0.1::double as part, 1e300::double as huge,
                    'nan'::double as no_number, 12.30::decimal(9, 2) as money,
                    170141183460469231731687303715884105727::hugeint::varchar as big,
                    true as flag, 'x'::blob as bytes, '\\xFF'::blob as odd_bytes,
                    [1, 2] as list, {{'a': 1, 'b': {{'c': 'x'}}}} as properties,
                    map {{'k': 'v'}} as traits, null::integer as nothing,
                    '00f8a9ee-0000-4000-8000-000000000001'::uuid as uid
            ) to '{company.write("crm/Lead [1]*.parquet", b"")}' (format parquet)
            """
        )
    company.load()
    columns = (
        "moment, local_moment, fine, day, hour, whole, part, huge, no_number, money, big, flag, "
        "bytes, odd_bytes, list, properties_a, properties_b_c, traits, nothing, uid"
    )
    assert names(company, columns) == [
        (
            "2026-01-02 03:04:05.678Z",
            "2026-01-02 03:04:05",
            "2026-01-02 03:04:05.123456789",
            "2026-01-02",
            "03:04:05",
            "123",
            "0.1",
            "1e+300",
            "nan",
            "12.30",
            "170141183460469231731687303715884105727",
            "true",
            "x",
            "\\xFF",
            "[1,2]",
            "1",
            "x",
            '{"k":"v"}',
            None,
            "00f8a9ee-0000-4000-8000-000000000001",
        )
    ]


def test_a_cut_parquet_file_is_refused(company: Company) -> None:
    whole = parquet([record(n) for n in range(100)])
    company.write("crm/Lead.parquet", whole)
    company.write("crm/cut.parquet", whole[:-100])
    broken = bytearray(whole)
    broken[10:600] = bytes(590)
    company.write("crm/broken.parquet", bytes(broken))
    assert {str(p).splitlines()[0] for p in company.load().problems} == {
        "crm/cut.parquet: it is cut off or broken",
        "crm/broken.parquet: its data is broken or too large to unpack",
    }
    assert len(names(company)) == 100


def test_a_parquet_bomb_is_refused(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dictionary of one text repeats it for every row: few bytes expand to any size."""
    monkeypatch.setattr("ingest.formats.csv_copy.MAX_BYTES", 2_000_000)
    text = "x" * 1_000
    company.write("crm/bomb.parquet", parquet([record(n, Text=text) for n in range(3_000)]))
    assert (company.exports / "crm" / "bomb.parquet").stat().st_size < 150_000
    company.write("crm/Lead.parquet", parquet([record(n, Text=text) for n in range(1_000)]))
    assert {str(p).splitlines()[0] for p in company.load().problems} == {
        "crm/bomb.parquet: it expands to an unreasonable size",
    }
    assert len(names(company)) == 1_000


def test_sheets_of_a_workbook(company: Company) -> None:
    header: list[Cell] = [*HEADER, "", "Day", "Number", "Formula", "Error", "Flag"]
    row: list[Cell] = [
        *values(record(1)),
        "",
        ("n", "46024", 14),
        ("n", "123.0"),
        ("f", "A1&1", "made"),
        ("e", "#DIV/0!"),
        ("b", "1"),
    ]
    more: list[Cell] = [*values(record(2)), "", ("n", "46024.5", 22), ("n", "0.1")]
    book = workbook(
        {
            "Title": [["Report of leads"]],
            "Lead": [[], [], ["", "All leads"], ["", *header], ["", *row], ["", *more]],
            "Hidden": [HEADER, values(record(3))],
            "Empty": [],
        },
        hidden_rows={"Lead": {6}},
        hidden_sheets={"Hidden"},
    )
    company.write("crm/book.xlsx", book)
    company.load()
    columns = "last_name, day, number, formula, error, flag"
    assert names(company, columns) == [
        ("Name1", "2026-01-02", "123", "made", "#DIV/0!", "true"),
        ("Name2", "2026-01-02 12:00:00", "0.1", None, None, None),
        ("Name3", None, None, None, None, None),
    ]
    found = company.ask(
        "select member, status, header_line, message from raw_handoff.files order by all"
    )
    *found, (title, status, _, message) = found
    assert (title, status) == ("Title", "unknown") and message.startswith(UNKNOWN)
    assert found == [
        ("Empty", "unknown", None, "the sheet is empty: export it again if it should not be"),
        ("Hidden", "loaded", 1, "a hidden sheet"),
        ("Lead", "loaded", 4, "1 hidden rows, loaded like the others"),
    ]
    assert company.ask(
        "select kind, line, text from raw_handoff.non_record_lines order by all"
    ) == [
        ("blank", 1, ""),
        ("blank", 2, ""),
        ("empty_column", 4, "column 1 has no header and no cells"),
        ("empty_column", 4, "column 7 has no header and no cells"),
        ("preamble", 3, "All leads"),
    ]


def test_rows_of_a_sheet_keep_their_numbers(company: Company) -> None:
    rows: list[list[Cell]] = [
        ["a\nb"],
        HEADER,
        [lead_id(1), "line\n\nbreak", "x", "", ""],
        [],
        values(record(2)),
        ["", "no\nid", "x", "", ""],
        ["Grand Total", "", "", "", ""],
        ["Confidential Information - Do Not Distribute"],
    ]
    company.write("crm/Lead.xlsm", workbook({"Sheet1": rows}))
    company.load()
    assert names(company, "last_name, _row") == [("Name2", 2), ("line\n\nbreak", 1)]
    assert company.ask("select kind, line from raw_handoff.non_record_lines order by line") == [
        ("preamble", 1),
        ("footer", 7),
        ("footer", 8),
    ]
    assert company.ask("select line, reason from raw_handoff.rejects") == [
        (6, "no id: nothing below `Id`")
    ]
    file = company.file("crm/Lead.xlsm")
    assert (file["header_line"], file["non_record_lines"]) == (2, 4)


def test_hostile_workbooks_are_refused(company: Company) -> None:
    company.write("crm/good.xlsx", workbook({"Lead": [HEADER, values(record(1))]}))
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    company.write("crm/dtd.xlsx", workbook({"Lead": [HEADER]}, prologue=bomb))
    company.write("crm/wide.xlsx", workbook({"Lead": [["x"] * 2001]}))
    company.write("crm/cut.xlsx", workbook({"Lead": [HEADER]})[:-50])
    company.write("crm/corner.xlsx", workbook({"Lead": [HEADER, values(record(2))]}, corner="XFD9"))
    company.write("crm/old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    company.write("crm/page.xls", "<html><table><tr><td>Id</td></tr></table></html>")
    problems = {str(problem).splitlines()[0] for problem in company.load().problems}
    assert problems == {
        "crm/cut.xlsx: the file is cut off or broken",
        "crm/dtd.xlsx/Lead: the workbook contains a document type definition",
        "crm/wide.xlsx/Lead: more than 2,000 columns",
        "crm/corner.xlsx/Lead: more than 2,000 columns",
    }
    unknown = "select path, message from raw_handoff.files where status = 'unknown' order by all"
    assert company.ask(unknown) == [
        ("crm/old.xls", "it is an old or encrypted Excel file: save it as .xlsx or CSV"),
        ("crm/page.xls", "it is a web page or XML: export it as CSV"),
    ]
    assert names(company) == [("Name1",)]


def test_tables_of_a_duckdb_file(company: Company, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    with duckdb.connect(str(company.exports / "synced'.duckdb")) as con:
        con.execute("create schema salesforce")
        columns = "Id, LastName, Company"
        con.execute(
            f"create table salesforce.lead as select * from (values ('{lead_id(1)}', 'N', 'F'),"
            f" ('{lead_id(2)}', 'M', 'F')) t({columns})"
        )
        con.execute("create table other (x integer)")
        con.execute(f"create view leak as select * from read_text('{secret}')")
    company.load()
    assert names(company, "id, last_name") == [(lead_id(2), "M"), (lead_id(1), "N")]
    found = company.ask("select member, status, encoding from raw_handoff.files order by all")
    assert found == [("other", "unknown", "utf-8"), ("salesforce/lead", "loaded", "utf-8")]


def test_open_and_own_databases_are_not_read(company: Company) -> None:
    company.write("crm/Lead.csv", f"Id,LastName,Company\n{lead_id(9)},N,F\n")
    company.load()
    (company.exports / "own.duckdb").write_bytes(company.database.read_bytes())
    with duckdb.connect(str(company.exports / "busy.duckdb")) as con:
        con.execute("create table t as select 1 as x")
    company.write("busy.duckdb.wal", b"\0\1\2")
    outcome = company.load()
    messages = {
        row["path"]: row["message"] for row in outcome.files if row["status"] != "unchanged"
    }
    assert messages == {
        "busy.duckdb": "busy.duckdb: the database is in use: there is a write-ahead log beside it",
        "busy.duckdb.wal": NO_TEXT,
        "own.duckdb": "it is a database of handoff: move it out of the folder",
    }
