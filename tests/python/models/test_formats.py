"""Dates, numbers and ids of real files, from the export to the canonical tables.

The build runs in the time zone of Auckland with a German locale; neither may change a result.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.dbt import run_dbt
from support.ingest_kit import Company, leads

STACK = """
company: {name: Test, currency: USD}
systems:
  - {id: crm, name: CRM, vendor: salesforce, functions: [route], role: truth, files: ["crm/*"]}
  - id: scores
    name: Scores
    functions: [enrich]
    role: transport
    tables:
      - object: score
        files: ["scores/*.csv"]
        entity: people
        columns: {record_id: key, email: mail, created_at: at}
  - id: bank
    name: Bank
    functions: [report]
    role: record
    time_zone: America/New_York
    date_order: dmy
    tables:
      - object: transfer
        files: ["bank/*.csv"]
        entity: payments
        columns: {record_id: id, amount: amount, paid_at: day, customer_record_id: payer}
      - object: payer
        files: ["payers/*.csv"]
        entity: people
        columns: {record_id: id, created_at: since}
"""


@pytest.fixture(scope="module")
def company(
    root: Path, languages: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Company:
    made = Company(tmp_path_factory.mktemp("formats"), STACK)
    made.write("crm/Lead.csv", leads(1))
    for name, ids, times in (
        ("dmy", ("a1", "a2"), ("25/12/2025 22:15", "04/05/2026 1:05 PM")),
        ("mdy", ("b1", "b2"), ("12/25/2025", "4/5/26 1:05 p.m.")),
        ("open", ("c1", "c2"), ("04/05/2026", "2026-05-04 10:00:00")),
        ("both", ("d1", "d2"), ("25/12/2025", "12/25/2025")),
        ("days", ("e1", "e2"), ("46117.5", "1780000000")),
        ("half", ("f1", "f2"), ("25/12/2025", "2026-04-05 00:00:00")),
        ("words", ("1.23E+17", "1.23E+17"), ("15 Apr 2026", "some day")),
    ):
        rows = [f"{i},{i}@x.example,{time}\n" for i, time in zip(ids, times, strict=True)]
        made.write(f"scores/{name}.csv", "key,mail,at\n" + "".join(rows))
    made.write(
        "bank/march.csv",
        'id,amount,day,payer\nt1,"1.234,56",03/04/2026,7\nt2,"2.500",13/04/2026,8\n',
    )
    made.write("bank/april.csv", 'id,amount,day,payer\nt3,"2,500",04/13/2026,7\n')
    made.write("payers/all.csv", "id,since\n007,2026-01-15\n008,2026-01-15\n")
    made.load()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Pacific/Auckland")
        patch.setenv("LC_ALL", "de_DE.UTF-8")
        patch.setenv("LOCPATH", languages["LOCPATH"])
        built = run_dbt(
            root, made.database, "--quiet", "build", "--exclude-resource-type", "test",
            "--select", "+people", "+payments", "+audit_exports__columns",
            target=made.root / "target",
        )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    return made


def test_every_file_has_its_own_date_order(company: Company) -> None:
    found = company.ask(
        "select record_id, cast(created_at as varchar) from canonical.people"
        " where object = 'score' and length(record_id) = 2 order by 1"
    )
    assert found == [
        ("a1", "2025-12-25 22:15:00"),
        ("a2", "2026-05-04 13:05:00"),
        ("b1", "2025-12-25 00:00:00"),
        ("b2", "2026-04-05 13:05:00"),
        ("c1", None),
        ("c2", "2026-05-04 10:00:00"),
        ("d1", None),
        ("d2", None),
        ("e1", "2026-04-05 12:00:00"),
        ("e2", "2026-05-28 20:26:40"),
        ("f1", None),
        ("f2", "2026-04-05 00:00:00"),
    ]


def test_undecided_unreadable_and_damaged_columns_are_reported(company: Company) -> None:
    found = company.ask(
        "select path, column_name, is_undecided, is_unreadable, is_damaged, example_row"
        " from audit.audit_exports__columns where is_undecided or is_unreadable or is_damaged"
        " order by all"
    )
    assert found == [
        ("bank/april.csv", "amount", True, False, False, 1),
        ("bank/april.csv", "customer_record_id", False, False, True, 1),
        ("bank/april.csv", "paid_at", True, False, False, 1),
        ("bank/march.csv", "customer_record_id", False, False, True, 1),
        ("scores/both.csv", "created_at", True, False, False, 1),
        ("scores/half.csv", "created_at", True, False, False, 1),
        ("scores/open.csv", "created_at", True, False, False, 1),
        ("scores/words.csv", "created_at", False, True, False, 2),
        ("scores/words.csv", "record_id", False, False, True, 1),
    ]


def test_a_format_key_identifies_one_column_of_one_file(company: Company) -> None:
    # bank/march.csv and bank/april.csv differ only in the file; `id` and `payer` of one file differ
    # only in the column.
    found = company.ask(
        "select count(*), count(distinct format_key), count(distinct (system, object, source_file,"
        " table_schema, table_name, column_name, kind)) from prepare.int_column_counts"
    )
    assert found[0][0] > 20
    assert found == [found[0][:1] * 3]


def test_ids_that_a_spreadsheet_made_equal_stay_two_records(company: Company) -> None:
    found = company.ask("select email, record_id from canonical.people where email like '1.23%'")
    assert len(found) == 2
    assert not [record for _, record in found if "E+" in record]


def test_amounts_and_days_of_a_declared_system(company: Company) -> None:
    found = company.ask(
        "select record_id, amount, cast(paid_at as varchar) from canonical.payments order by 1"
    )
    # Days begin in New York; 04/13 contradicts the declared order; 2,500 is ambiguous.
    assert [(record, amount and float(amount), paid) for record, amount, paid in found] == [
        ("t1", 1234.56, "2026-04-03 04:00:00"),
        ("t2", 2500.0, "2026-04-13 04:00:00"),
        ("t3", None, None),
    ]


def test_columns_of_an_overwritten_file_have_keys_of_their_own(root: Path, tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    company.write("scores/a.csv", "key,mail,at\n1,a@x.example,25/12/2025\n")
    company.load()
    company.write("scores/a.csv", "key,mail,at\n2,b@x.example,2026-01-03 10:00:00\n")
    company.load()
    target = tmp_path / "target"
    done = run_dbt(root, company.database, "--quiet", "run", "-s", "+file_columns", target=target)
    assert done.returncode == 0, done.stdout + done.stderr
    keys = company.ask(
        "select column_key, read_as from canonical.file_columns "
        "where column_name = 'created_at' order by all"
    )
    old = company.ask("select file_id from raw_handoff.files where generation = 0")[0][0]
    assert keys == [
        ("scores/score/created_at/scores/a.csv", None),
        (f"scores/score/created_at/scores/a.csv/{old}", "dmy"),
    ]
