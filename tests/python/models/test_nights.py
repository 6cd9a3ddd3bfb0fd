"""Full, partial, repeated, overlapping and late exports give the same history in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from support.deletions import compile_deletions
from support.ingest_kit import LEAD_HEADER, STACK, Company, lead_id

from ingest.errors import UserError
from ingest.history.export_order import date_in_name, export_group
from ingest.run import ingest

FULL = STACK.replace('files: ["crm/*"]}', 'files: ["crm/*"], export: full}')


@dataclass(frozen=True)
class Night:
    """One export: its file, and the timestamp of every record in it."""

    path: str
    records: dict[int, str]

    @property
    def text(self) -> str:
        rows = [
            f"{lead_id(n)},Name{n},Firm{n},p{n}@example.com,{stamp}"
            for n, stamp in sorted(self.records.items())
        ]
        return "\n".join([LEAD_HEADER, *rows]) + "\n"


def full(day: int, **records: int) -> Night:
    """A full export of that day; `r1=5` is record 1, last changed on day 5."""
    return Night(f"crm/2026-01-{day:02}/Lead.csv", _stamped(records))


def partial(day: int, **records: int) -> Night:
    return Night(f"some/2026-01-{day:02}/Lead.csv", _stamped(records))


def _stamped(records: dict[str, int]) -> dict[int, str]:
    return {int(name[1:]): f"2026-01-{day:02} 08:00:00" for name, day in records.items()}


BOTH = FULL.replace(
    "export: full}",
    "export: full, tables: [{object: lead, files: ['some/*'], export: partial}]}",
).replace('files: ["crm/*"]', 'files: ["crm/*", "some/*"]')

# The exports of a week, full or partial. There is a record for every subset of the exports. Even
# records never changed after their first export, odd ones changed every day.
WEEK = {1: full, 2: full, 3: partial, 4: full, 5: partial}
DAYS = {
    2 * pattern + changed: [day for day in WEEK if pattern >> (day - 1) & 1]
    for pattern in range(1, 2 ** len(WEEK))
    for changed in (0, 1)
}
NIGHTS = {
    day: export(
        day, **{f"r{n}": day if n % 2 else days[0] for n, days in DAYS.items() if day in days}
    )
    for day, export in WEEK.items()
}


def existing(nights: Sequence[int]) -> set[int]:
    """The records in the last full export of these days, or in a later partial one."""
    last = max((day for day in nights if WEEK[day] is full), default=0)
    return {n for n, days in DAYS.items() if any(day in days for day in nights if day >= last)}


@pytest.fixture(scope="module")
def compiled(root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The SQL of int_deleted_records."""
    company = Company(tmp_path_factory.mktemp("compiled"), BOTH)
    company.write(*_file(full(1, r1=1)))
    company.load()
    return compile_deletions(root, company)


def _file(night: Night) -> tuple[str, str]:
    return night.path, night.text


def history(company: Company, compiled: str) -> tuple[object, object, set[int]]:
    """All versions with their file and row, the deleted ones, and the records that exist.

    Only these rows decide which version of a record is current.
    """
    rows = company.ask("from raw_salesforce.lead order by all")
    deleted = company.ask(f"from ({compiled}) order by all")
    there = company.ask(
        f"""
        select distinct cast(substr(id, 4, 12) as int) from raw_salesforce.lead as raw
        anti join ({compiled}) as deleted
            on deleted.source_file = raw._file and deleted.source_row = raw._row
        """
    )
    return rows, deleted, {number for (number,) in there}


def load(root: Path, batches: Sequence[Sequence[Night]]) -> Company:
    """A company after one run per batch; every run reads only its own files."""
    root.mkdir()
    company = Company(root, BOTH)
    for number, batch in enumerate(batches):
        folder = root / f"exports{number}"
        for night in batch:
            path = folder / night.path
            path.parent.mkdir(parents=True)
            path.write_text(night.text)
        ingest(folder, company.database, root / "stack")
    return company


ORDERS = [(1, 2, 3, 4, 5), (5, 4, 3, 2, 1), (4, 1, 5, 3, 2), (3, 5, 1, 2, 4)]


@pytest.fixture(scope="module")
def right_order(compiled: str, tmp_path_factory: pytest.TempPathFactory) -> object:
    """The history of the exports in the order of their days."""
    folder = tmp_path_factory.mktemp("right") / "company"
    return history(load(folder, [[NIGHTS[day]] for day in ORDERS[0]]), compiled)


def test_the_right_order_ends_with_the_existing_records(
    right_order: tuple[object, object, set[int]],
) -> None:
    assert right_order[2] == existing(tuple(WEEK))
    assert len(right_order[2]) == 48


@pytest.mark.parametrize("order", ORDERS[1:])
def test_every_order_gives_the_same_history(
    order: tuple[int, ...], right_order: object, compiled: str, tmp_path: Path
) -> None:
    company = load(tmp_path / "company", [[NIGHTS[day]] for day in order])
    assert history(company, compiled) == right_order
    counted = company.ask(
        "select path from raw_handoff.files where rows_loaded <> "
        "(select count(*) from raw_salesforce.lead where _file = file_id)"
    )
    assert counted == []


@pytest.mark.parametrize(
    "batches",
    [[(1, 2, 3, 4, 5)], [(2,), (1, 2), (5, 3), (5, 3, 4)]],
    ids=["at_once", "overlapping"],
)
def test_files_that_stay_in_the_folder_change_nothing(
    batches: list[tuple[int, ...]],
    right_order: object,
    compiled: str,
    tmp_path: Path,
) -> None:
    company = load(tmp_path / "company", [[NIGHTS[day] for day in batch] for batch in batches])
    assert history(company, compiled) == right_order


@pytest.mark.parametrize("nights", [(1, 2), (3, 2, 1), (3, 5)])
def test_fewer_exports_end_with_the_existing_records(
    nights: tuple[int, ...], compiled: str, tmp_path: Path
) -> None:
    company = load(tmp_path / "company", [[NIGHTS[day] for day in nights]])
    assert history(company, compiled)[2] == existing(nights)


def test_the_same_bytes_under_a_later_name_are_a_later_export(
    compiled: str, tmp_path: Path
) -> None:
    week = [full(1, r1=1, r2=1), full(2, r1=1), full(3, r1=1, r2=1)]
    assert week[0].text == week[2].text
    orders = ([0, 1, 2], [2, 1, 0], [1, 2, 0])
    found = [
        history(load(tmp_path / str(n), [[week[day]] for day in order]), compiled)
        for n, order in enumerate(orders)
    ]
    assert found[0] == found[1] == found[2] and found[0][2] == {1, 2}


def test_an_export_with_the_same_content_as_an_earlier_one_is_a_new_export(
    tmp_path: Path, compiled: str
) -> None:
    # The last export has the same content as the second one. So records 1 and 2 exist and 3 does
    # not, although the third export contains all three.
    both = {"r1": 1, "r2": 2}
    week = [full(1, r1=1), full(2, **both), full(3, **both, r3=3), full(4, **both)]
    assert week[1].text == week[3].text
    orders = ([0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2])
    found = [
        history(load(tmp_path / str(n), [[week[day]] for day in order]), compiled)
        for n, order in enumerate(orders)
    ]
    assert [there for _, _, there in found] == [{1, 2}] * 3
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("label", "date"),
    [
        ("crm/2026-02-03/Lead.csv", datetime(2026, 2, 3)),
        ("hubspot-crm-exports-all-contacts-2026-02-03-1.csv", datetime(2026, 2, 3)),
        ("2026-02-01/leads_20260203T0915.csv", datetime(2026, 2, 3, 9, 15)),
        ("leads 2026.02.03 09-15-30.csv", datetime(2026, 2, 3, 9, 15, 30)),
        ("leads-bulk-2026-01.csv", None),
        ("crm/2026-02-30/Lead.csv", None),
        ("leads_120260203.csv", None),
    ],
)
def test_the_date_in_a_name(label: str, date: datetime | None) -> None:
    assert date_in_name(label) == date


def test_files_of_one_export_are_one_group() -> None:
    assert export_group("WE_00D5g_1.ZIP") == export_group("WE_00D5g_2.ZIP")
    assert export_group("a/leads-part1.csv") == export_group("a/leads-part2.csv")
    assert export_group("a/x_2026_01_01.zip") != export_group("a/x_2026_01_02.zip")
    assert export_group("a/Lead-1.csv") != export_group("a/Lead-2.csv")


def test_the_latest_plausible_timestamp_is_the_export_date(tmp_path: Path) -> None:
    stack = FULL.replace("role: truth,", "role: truth, date_order: dmy,")
    company = Company(tmp_path, stack)
    stamps = ["2026-01-03 10:00:00", "2026-01-05T10:00:00.000Z", "04/01/2026 10:00", "", "soon"]
    stamps += ["2099-01-01 00:00:00"] + ["2025-12-01 00:00:00"] * 20
    rows = [f"{lead_id(n)},N,F,e,{stamp}" for n, stamp in enumerate(stamps)]
    company.write("crm/Lead.csv", "\n".join([LEAD_HEADER, *rows]))
    company.load()
    row = company.file("crm/Lead.csv")
    assert (row["export"], row["exported_at"]) == ("full", datetime(2026, 1, 5, 10))


def test_a_data_export_is_full_and_another_file_is_partial(tmp_path: Path) -> None:
    import io
    import zipfile

    company = Company(tmp_path)
    company.write("crm/Lead.csv", full(1, r1=1).text)
    for number in (1, 2):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("Lead.csv", full(1, **{f"r{number + 1}": number + 1}).text)
        company.write(f"crm/WE_00D5g000000NbEa_{number}.ZIP", packed.getvalue())
    company.load()
    assert company.ask("select path, export, exported_at from raw_handoff.files order by 1") == [
        ("crm/Lead.csv", "partial", datetime(2026, 1, 1, 8)),
        ("crm/WE_00D5g000000NbEa_1.ZIP", "full", datetime(2026, 1, 3, 8)),
        ("crm/WE_00D5g000000NbEa_2.ZIP", "full", datetime(2026, 1, 3, 8)),
    ]


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """A company whose first full export had 100 leads."""
    made = Company(tmp_path, FULL)
    made.write("crm/2026-01-01/Lead.csv", full(1, **{f"r{n}": 1 for n in range(100)}).text)
    made.load()
    yield made


def night(day: int, count: int, first: int = 0) -> str:
    return full(day, **{f"r{n}": day for n in range(first, first + count)}).text


@pytest.mark.parametrize(("count", "first"), [(0, 0), (49, 0), (1001, 0)])
def test_a_full_export_that_shrank_or_grew_is_quarantined(
    company: Company, count: int, first: int
) -> None:
    company.write("crm/2026-01-02/Lead.csv", night(2, count, first))
    company.write("forms/x.csv", "note\n1\n")
    outcome = company.load()
    (problem,) = [str(p) for p in outcome.problems]
    assert problem.startswith(
        f"crm/2026-01-02/Lead.csv: quarantined: {count:,} records, but the previous full export"
        " had 100"
    )
    assert "--accept crm/2026-01-02/Lead.csv" in problem
    row = company.file("crm/2026-01-02/Lead.csv")
    assert row["status"] == "quarantined" and "quarantined" in row["message"]
    assert company.ask("select count(*) from raw_salesforce.lead") == [(100,)]
    assert company.file("forms/x.csv")["status"] == "unknown"
    before = company.digest()
    assert company.load().problems == outcome.problems and company.digest() == before
    accepted = ["crm/2026-01-02/*"]
    again = ingest(company.exports, company.database, company.root / "stack", accepted=accepted)
    assert again.problems == []
    assert company.file("crm/2026-01-02/Lead.csv")["status"] == "loaded"
    assert company.load().problems == []


def test_an_empty_full_export_without_a_date_is_quarantined(tmp_path: Path) -> None:
    company = Company(tmp_path, FULL)
    company.write("crm/Lead.csv", night(1, 3))
    company.load()
    company.write("crm/Lead.csv", LEAD_HEADER + "\n")
    (problem,) = company.load().problems
    assert problem.what == "quarantined: 0 records, but the previous full export had 3"
    statuses = company.ask("select status from raw_handoff.files order by 1")
    assert statuses == [("loaded",), ("quarantined",)]


@pytest.mark.parametrize("count", [0, 49, 1001])
def test_a_full_export_without_a_date_is_compared_with_the_one_it_replaced(
    count: int, tmp_path: Path
) -> None:
    company = Company(tmp_path, FULL)
    header = "Id,LastName,Company,Email\n"
    text = "".join(f"{lead_id(n)},N,F,e{n}@example.com\n" for n in range(1001))
    company.write("crm/Lead.csv", header + "".join(text.splitlines(True)[:100]))
    assert company.load().problems == []
    company.write("crm/Lead.csv", header + "".join(text.splitlines(True)[:count]))
    (problem,) = company.load().problems
    assert f"{count:,} records, but the previous full export had 100" in problem.what
    company.write("crm/Lead.csv", header + "".join(text.splitlines(True)[:51]))
    assert company.load().problems == []


@pytest.mark.parametrize("count", [50, 100, 1000])
def test_a_full_export_within_the_limits_is_loaded(company: Company, count: int) -> None:
    company.write("crm/2026-01-02/Lead.csv", night(2, count))
    assert company.load().problems == []
    assert company.file("crm/2026-01-02/Lead.csv")["status"] == "loaded"


def test_the_limits_are_declared(company: Company) -> None:
    path = company.root / "stack" / "stack.yml"
    loads = "loads: {max_shrink: 0.1, max_growth: 2, min_records: 5}\n"
    path.write_text(path.read_text() + loads)
    company.write("crm/2026-01-02/Lead.csv", night(2, 89))
    assert "quarantined: 89 records" in str(company.load().problems[0])
    company.write("crm/2026-01-02/Lead.csv", night(2, 90))
    assert company.load().problems == []


def test_a_partial_export_may_have_any_size(tmp_path: Path) -> None:
    company = Company(tmp_path)
    company.write("crm/2026-01-01/Lead.csv", night(1, 100))
    company.load()
    company.write("crm/2026-01-02/Lead.csv", night(2, 1))
    assert company.load().problems == []


def test_a_backlog_is_checked_in_the_order_of_the_export_dates(tmp_path: Path) -> None:
    company = Company(tmp_path, FULL)
    company.write("crm/2026-01-01/Lead.csv", night(1, 100))
    company.write("crm/2026-01-02/Lead.csv", night(2, 10))
    company.write("crm/2026-01-03/Lead.csv", night(3, 100))
    (problem,) = company.load().problems
    assert problem.where == "crm/2026-01-02/Lead.csv"


def test_accepting_a_missing_file_is_an_error(company: Company) -> None:
    with pytest.raises(UserError, match=r"nowhere\.csv: --accept matches no file"):
        ingest(company.exports, company.database, company.root / "stack", accepted=["nowhere.csv"])


def test_a_database_without_the_newer_columns_is_extended(company: Company) -> None:
    with duckdb.connect(str(company.database)) as con:
        for column in ("export", "latest_at", "exported_at"):
            con.execute(f"alter table raw_handoff.files drop column {column}")
        con.execute("drop table raw_handoff.sightings")
    company.write("crm/2026-01-02/Lead.csv", night(2, 99))
    company.load()
    exports = company.ask("select path, export, exported_at from raw_handoff.files order by 1")
    assert [row[1] for row in exports] == ["full", "full"]
    assert exports[0][2] == datetime(2026, 1, 1, 8)
