"""Small files are read together, and a broken one never stops the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from support.ingest_kit import LEAD_HEADER, Company, lead_id, leads

from ingest.load import checked_path, small_files
from ingest.run import ingest


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The files of every query that reads valid records."""
    seen: list[list[str]] = []
    valid_rows = checked_path.valid_rows

    def watched(con: Any, path: Path, files: Any, columns: list[str]) -> Iterator[pa.Table]:
        seen.append([reading.plan.source.path for reading, _ in files])
        return valid_rows(con, path, files, columns)

    monkeypatch.setattr(checked_path, "valid_rows", watched)
    monkeypatch.setattr(small_files, "valid_rows", watched)
    return seen


def lead_names(company: Company) -> list[str]:
    rows = company.ask("select last_name from raw_salesforce.lead order by 1")
    return [str(name) for (name,) in rows]


def test_files_of_one_shape_are_one_query(company: Company, queries: list[list[str]]) -> None:
    company.write("crm/Lead-1.csv", leads(1))
    company.write("crm/Lead-2.csv", leads(2, 3))
    company.write("crm/Lead-3.csv", leads(4).replace(",", ";"))
    company.write("crm/Lead-4.csv", "\ufeff" + leads(5).replace("\n", "\r\n"))
    company.load()
    assert queries == [["crm/Lead-1.csv", "crm/Lead-2.csv", "crm/Lead-4.csv"], ["crm/Lead-3.csv"]]
    assert company.ask("select id, path, _row from raw_salesforce.lead "
        "join raw_handoff.files on _file = file_id order by id") == [
        (lead_id(1), "crm/Lead-1.csv", 1),
        (lead_id(2), "crm/Lead-2.csv", 1),
        (lead_id(3), "crm/Lead-2.csv", 2),
        (lead_id(4), "crm/Lead-3.csv", 1),
        (lead_id(5), "crm/Lead-4.csv", 1),
    ]  # fmt: skip


def test_rejects_and_blank_lines_stay_with_their_file(company: Company) -> None:
    company.write("crm/Lead-1.csv", leads(1) + "short\n" + leads(2).split("\n", 1)[1])
    company.write("crm/Lead-2.csv", leads(3) + "\n" + leads(4).split("\n", 1)[1])
    company.write("crm/Lead-3.csv", LEAD_HEADER + "\n")
    company.write("crm/Lead-4.csv", leads(5) + LEAD_HEADER + "\n")
    company.load()
    rows = company.ask(
        "select path, records_in_file, rows_loaded, rows_rejected, non_record_lines "
        "from raw_handoff.files order by path"
    )
    assert rows == [
        ("crm/Lead-1.csv", 3, 2, 1, 0),
        ("crm/Lead-2.csv", 2, 2, 0, 1),
        ("crm/Lead-3.csv", 0, 0, 0, 0),
        ("crm/Lead-4.csv", 1, 1, 0, 1),
    ]
    assert company.ask("select path, line, raw_text from raw_handoff.rejects") == [
        ("crm/Lead-1.csv", 3, "short")
    ]
    assert company.ask("select _row from raw_salesforce.lead where id = ?".replace(
        "?", f"'{lead_id(2)}'")) == [(3,)]  # fmt: skip


@pytest.mark.parametrize("how", ["an error of DuckDB", "a lost row"])
def test_a_file_that_duckdb_cannot_read_is_the_only_one_left_out(
    company: Company, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    valid_rows = checked_path.valid_rows

    def broken(con: Any, path: Path, files: Any, columns: list[str]) -> Iterator[pa.Table]:
        tables = list(valid_rows(con, path, files, columns))
        if any(one.plan.source.path == "crm/Lead-2.csv" for one, _ in files):
            if how == "an error of DuckDB":
                raise duckdb.Error("it quotes cells")
            tables = [table.slice(1) for table in tables]
        yield from tables

    monkeypatch.setattr(checked_path, "valid_rows", broken)
    monkeypatch.setattr(small_files, "valid_rows", broken)
    for number in (1, 2, 3):
        company.write(f"crm/Lead-{number}.csv", leads(number))
    (problem,) = company.load().problems
    assert problem.where == "crm/Lead-2.csv" and "quotes" not in problem.what
    assert lead_names(company) == ["Name1", "Name3"]


def test_rows_of_many_queries_are_one_job(
    company: Company, queries: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small_files, "TOGETHER_BYTES", 1)
    for number in range(5):
        company.write(f"crm/Lead-{number}.csv", leads(number))
    seen: list[int] = []

    def counted(plan: object, rows: int) -> None:
        seen.append(rows)

    ingest(company.exports, company.database, company.root / "stack", counted)
    assert len(queries) == 5 and seen == [1] * 5
    assert lead_names(company) == [f"Name{number}" for number in range(5)]


def test_both_ways_load_the_same(
    company: Company, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    texts = [
        leads(1, 2),
        leads(3).rstrip("\n"),
        leads(4) + f'{lead_id(5)},"two\nlines","and\r\nmore",f,s\n',
        leads(6).replace(",", "\t") + "short\n",
        LEAD_HEADER + f",Order\n{lead_id(7)},N,F,e,s,1\n",
    ]
    other = Company(tmp_path / "other")
    for number, text in enumerate(texts):
        company.write(f"crm/Lead-{number}.csv", text)
        other.write(f"crm/Lead-{number}.csv", text)
    company.load()
    monkeypatch.setattr(small_files, "SMALL_BYTES", 0)
    other.load()
    for name in ("raw_salesforce.lead", *(f"raw_handoff.{one}" for one in ("files", "rejects"))):
        assert company.ask(f"from {name} order by all") == other.ask(f"from {name} order by all")
