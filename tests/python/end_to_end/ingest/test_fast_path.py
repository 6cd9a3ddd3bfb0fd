"""Files on the fast path, and when they are read again on the checked path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from support.ingest_kit import LEAD_HEADER, Company, lead_id, leads

from ingest.load import dlt_load, fast_path, small_files
from ingest.load.checked_path import Reading
from ingest.plan.planner import Plan


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files that were read on the checked path; no file is small."""
    seen: list[str] = []
    read = dlt_load.read

    def watched(reading: Reading, *rest: Any) -> Iterator[pa.Table]:
        seen.append(reading.plan.source.path)
        return read(reading, *rest)

    monkeypatch.setattr(dlt_load, "read", watched)
    monkeypatch.setattr(small_files, "SMALL_BYTES", 0)
    return seen


HARMLESS = [
    leads(1, 2),
    leads(1, 2).rstrip("\n"),
    leads(1, 2).replace("\n", "\r\n"),
    "\ufeff" + leads(1, 2),
    leads(1, 2).replace(",", "\t"),
    leads(1, 2).replace(",", ";") + '"a;b";"c ""d""";;"";é\n',
    leads(1) + f'{lead_id(2)},"two\nlines","and\r\nmore",f,s\n',
    f'Id,"LastName\nand",LastName,Company,Email,SystemModstamp\n{lead_id(1)},x,N,F,e,s\n',
    LEAD_HEADER + f",Order,Select,R,F,H\n{lead_id(1)},N,F,e,s,1,2,3,4,5\n",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_both_paths_load_the_same(
    text: str,
    company: Company,
    checked: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    company.write("crm/Lead.csv", text)
    company.write("crm/Lead-2.csv", leads(2, 3, 4))
    company.load()
    assert checked == []
    root = tmp_path / "checked"
    root.mkdir()
    other = Company(root)
    other.write("crm/Lead.csv", text)
    other.write("crm/Lead-2.csv", leads(2, 3, 4))
    monkeypatch.setattr("ingest.load.dlt_load.is_plain", lambda plan: False)
    other.load()
    assert len(checked) == 2
    for query in ("from raw_salesforce.lead order by all", "from raw_handoff.files order by all"):
        assert company.ask(query) == other.ask(query)


def test_rows_keep_the_order_of_the_file(company: Company, checked: list[str]) -> None:
    company.write("crm/Lead.csv", leads(*range(1, 300_001)))
    company.load()
    assert checked == []
    assert company.ask(
        "select count(*) from raw_salesforce.lead where id = format('00Q{:012d}AAA', _row)"
    ) == [(300_000,)]


@pytest.mark.parametrize(
    "tail",
    [
        "short\n",
        ",No,id,e,s\n",
        "N/A,No,id,e,s\n",
        ",,,,\n",
        '"a\n\nb",x\n',
        f'{lead_id(9)},"Open,F,e,s\n',
        f"\n{lead_id(8)},N,F,e,s\n",
    ],
)
def test_a_file_with_rejects_or_blank_lines_is_read_again(
    tail: str, company: Company, checked: list[str]
) -> None:
    company.write("crm/Lead.csv", leads(1, 2) + tail)
    company.write("crm/Contact.csv", "Id,LastName,AccountId,Email\n003000000000001AAA,a,b,c\n")
    company.load()
    assert checked == ["crm/Lead.csv"]
    ((rows,),) = company.ask("select count(*) from raw_salesforce.lead where _row < 3")
    assert rows == 2
    row = company.file("crm/Lead.csv")
    assert row["rows_rejected"] + row["non_record_lines"] > 0 or row["records_in_file"] == 3


def test_a_load_that_loses_records_is_caught(
    company: Company, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows_sql = fast_path.rows_sql

    def losing(plan: Plan, columns: list[str], scratch: Path) -> str:
        return rows_sql(plan, columns, scratch) + " limit 2"

    monkeypatch.setattr(dlt_load, "rows_sql", losing)
    company.write("crm/Lead.csv", leads(1, 2, 3))
    company.load()
    assert checked == ["crm/Lead.csv"]
    assert company.ask("select count(*), max(_row) from raw_salesforce.lead") == [(3, 3)]


def test_a_load_that_fails_uses_the_checked_path(
    company: Company, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "select error('no table') as id"
    monkeypatch.setattr(dlt_load, "rows_sql", lambda plan, columns, scratch: broken)
    company.write("crm/Lead.csv", leads(1, 2, 3))
    company.load()
    assert checked == ["crm/Lead.csv"]
    assert company.ask("select count(*), count(last_name) from raw_salesforce.lead") == [(3, 3)]


@pytest.mark.parametrize("is_small", [True, False])
@pytest.mark.parametrize("is_quoted", [True, False])
def test_the_header_of_a_joined_export_is_no_record(
    is_quoted: bool,
    is_small: bool,
    company: Company,
    checked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def part(number: int) -> str:
        lines = leads(number).splitlines()
        cells = [line.split(",") for line in lines]
        quoted = [",".join(f'"{cell}"' for cell in line) for line in cells]
        return "\ufeff" + "\n".join(quoted if is_quoted else lines) + "\n"

    if is_small:
        monkeypatch.setattr(small_files, "SMALL_BYTES", 1 << 20)
    company.write("crm/Lead.csv", part(1) + part(2) + part(3))
    company.load()
    ids = company.ask("select id from raw_salesforce.lead order by 1")
    assert ids == [(lead_id(1),), (lead_id(2),), (lead_id(3),)]
    row = company.file("crm/Lead.csv")
    assert (row["records_in_file"], row["non_record_lines"]) == (3, 2)
    lines = company.ask("select line, kind from raw_handoff.non_record_lines order by line")
    assert lines == [(3, "header"), (5, "header")]


def test_a_large_file_whose_records_may_lack_an_id_has_no_empty_records(
    company: Company, checked: list[str]
) -> None:
    history = "LeadId,Field,OldValue,NewValue,CreatedDate\n"
    rows = f"{lead_id(1)},Owner,a,b,2026-01-01\n,Owner,a,b,2026-01-02\n"
    company.write("crm/LeadHistory.csv", history + rows)
    company.load()
    assert checked == []
    company.write("crm/LeadHistory_2.csv", history + rows + ",,,,\n")
    company.load()
    row = company.file("crm/LeadHistory_2.csv")
    assert (row["records_in_file"], row["non_record_lines"]) == (2, 1)
