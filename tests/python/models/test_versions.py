"""Records without timestamps have one current version, and no row is lost with a file."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.dbt import run_dbt
from support.ingest_kit import Company

from ingest.outcome import Outcome
from ingest.run import ingest

STACK = """
company: {name: Test, currency: USD}
systems:
  - id: lists
    name: Lists
    functions: [enrich]
    role: transport
    tables:
      - {object: dated, files: ["dated/*"], entity: people, columns: {record_id: key, status: s}}
      - {object: log, files: ["log/*"], entity: people, columns: {record_id: key, status: s}}
      - {object: placed, files: ["placed/*"], entity: people, columns: {record_id: key, status: s}}
      - object: whole
        files: ["whole/*"]
        export: full
        entity: people
        columns: {record_id: key, status: s}
"""


def table(*records: str) -> str:
    """Records written as key=status."""
    return "\n".join(["key,s", *(record.replace("=", ",") for record in records)]) + "\n"


# Day -> file -> content; no record has a timestamp.
WEEK = [
    {
        "dated/x_2026-01-01.csv": table("back=A", "on=A", "same=A"),
        "log/x_2026-01-01.csv": table("twice=A", "twice=B"),
        "placed/x.csv": table("back=A", "on=A"),
        "whole/x.csv": table("stays=A", "goes=A", "returns=A"),
    },
    {
        "dated/x_2026-01-02.csv": table("back=B", "on=B", "same=A"),
        "log/x_2026-01-02.csv": table("twice=A", "twice=B", "twice=C"),
        "placed/x.csv": table("back=B", "on=B"),
        "whole/x.csv": table("stays=A"),
    },
    {
        "dated/x_2026-01-03.csv": table("back=A", "on=C", "same=A"),
        "log/x_2026-01-03.csv": table("twice=A", "twice=B"),
        "placed/x.csv": table("back=A", "on=A"),
        "whole/x.csv": table("stays=A", "returns=A"),
    },
]
NOW = [
    ("dated", "back", "A"),
    ("dated", "on", "C"),
    ("dated", "same", "A"),
    ("log", "twice", "B"),
    ("placed", "back", "A"),
    ("placed", "on", "A"),
    ("whole", "goes", None),
    ("whole", "returns", "A"),
    ("whole", "stays", "A"),
]


def load(company: Company) -> Outcome:
    return ingest(company.exports, company.database, company.root / "stack", accepted=["*"])


def current(
    root: Path,
    company: Company,
    models: Sequence[str] = ("+int_record_versions", "int_deleted_records"),
) -> list[tuple[object, ...]]:
    """Object, id and status of the current version of every record; None when it was deleted."""
    done = run_dbt(root, company.database, "run", "-s", *models, target=company.root / "target")
    assert done.returncode == 0, done.stdout + done.stderr
    return company.ask(
        """
        select distinct raw._object, record_id, case when deleted.system is null then status end
        from raw_mapped.people as raw
        anti join (from prepare.int_record_versions where not is_current) as old
            on raw._file = old.source_file and raw._row = old.source_row
            and raw._object = old.object
        left join prepare.int_deleted_records as deleted
            on raw._file = deleted.source_file and raw._row = deleted.source_row
            and raw._object = deleted.object
        order by all
        """
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_the_version_in_the_latest_export_is_current(
    order: Sequence[int], root: Path, tmp_path: Path
) -> None:
    company = Company(tmp_path, STACK)
    for number, night in enumerate(order):
        for path, text in WEEK[night].items():
            # Files without a date are ordered by replacement, so they are written in this order.
            is_dated = path.startswith(("dated", "log"))
            company.write(path, text if is_dated else WEEK[number][path])
        assert company.load().problems == []
    assert current(root, company) == NOW
    before = company.digest()
    assert not company.load().is_new and company.digest() == before


def test_identical_rows_of_a_late_file_are_stored_as_in_the_right_order(
    tmp_path: Path,
) -> None:
    files = {"dated/b_2026-01-02.csv": table("a=1", "a=1", "b=1"), "dated/a.csv": table("a=1")}
    stored = []
    for number, order in enumerate((list(files), list(files)[::-1], [])):
        folder = tmp_path / str(number)
        folder.mkdir()
        company = Company(folder, STACK)
        for path in order:
            company.write(path, files[path])
            company.load()
        for path, text in files.items():
            company.write(path, text)
        company.load()
        stored.append(
            company.ask("select record_id, _file, _row from raw_mapped.people order by all")
        )
        counts = "select path, records_in_file, rows_loaded, rows_unchanged from raw_handoff.files"
        stored.append(company.ask(f"{counts} order by all"))
    assert stored[0] == stored[2] == stored[4]
    assert stored[1] == stored[3] == stored[5]
    assert sum(loaded for _, _, loaded, _ in stored[1]) == len(stored[0])


def test_a_row_with_a_sighting_is_kept_when_its_file_is_mapped_elsewhere(tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    company.write("dated/a_2026-01-01.csv", table("a=1", "b=1"))
    company.load()
    company.write("dated/b_2026-01-02.csv", table("a=1", "c=1"))
    company.load()
    stack = company.root / "stack" / "stack.yml"
    stack.write_text(STACK.replace('["dated/*"]', '["dated/b*"]').replace('"log/*"', '"dated/a*"'))
    company.load()
    rows = company.ask("select _object, record_id from raw_mapped.people order by all")
    assert rows == [("dated", "a"), ("dated", "c"), ("log", "a"), ("log", "b")]
    counts = "select path, rows_loaded, rows_unchanged from raw_handoff.files order by path"
    assert company.ask(counts) == [
        ("dated/a_2026-01-01.csv", 2, 0),
        ("dated/b_2026-01-02.csv", 2, 0),
    ]
    stack.write_text(STACK)
    company.load()
    assert company.ask("select record_id from raw_mapped.people order by all") == [
        ("a",),
        ("b",),
        ("c",),
    ]
    assert sum(count for _, count, _ in company.ask(counts)) == 3


def test_identical_rows_of_a_file_have_the_same_sightings(tmp_path: Path) -> None:
    twice, later = table("a=1", "a=1"), table("a=1", "a=1", "a=2")
    noted = []
    for order in ((twice, later), (later, twice)):
        company = Company(tmp_path / str(len(noted)), STACK)
        for text in order:
            company.write(f"dated/x_2026-01-0{1 if text is twice else 2}.csv", text)
            company.load()
        noted.append(
            company.ask("select file_id, file_row, of_file, of_row from raw_handoff.sightings")
        )
    assert sorted((row, of_row) for _, row, _, of_row in noted[0]) == [(2, 1), (2, 2)]
    assert sorted(noted[0]) == sorted(noted[1])


def test_a_file_that_replaced_another_deletes_records_without_a_later_date(
    root: Path, tmp_path: Path
) -> None:
    company = Company(tmp_path, STACK)
    for text in (table("stays=A", "goes=A"), table("stays=A")):
        company.write("whole/a_2026-01-01.csv", text)  # corrected: it has the same date
        company.write("whole/elsewhere.csv", table("other=A"))
        load(company)
    assert current(root, company) == [
        ("whole", "goes", None),
        ("whole", "other", "A"),
        ("whole", "stays", "A"),
    ]
    company.write("whole/elsewhere.csv", table())
    load(company)
    # A file without records has no version.
    assert ("whole", "other", None) in current(root, company, ["int_deleted_records"])


def test_stored_rows_stay_when_the_file_is_quarantined(tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    few, many = (table(*(f"{n}=A" for n in range(count))) for count in (30, 100))
    company.write("whole/x_2026-01-01.csv", few)
    company.write("whole/x_2026-01-02.csv", many)
    company.load()
    before = company.ask("from raw_mapped.people order by all")
    company.write("whole/x_2026-01-03.csv", few)  # the same bytes again: 70 of 100 are missing
    assert "quarantined: 30 records" in str(company.load().problems[0])
    assert company.ask("from raw_mapped.people order by all") == before
    load(company)
    dates = "select max(exported_at)::date::text from raw_handoff.files where export = 'full'"
    assert company.ask(dates) == [("2026-01-03",)]


SPLIT = STACK.replace('["whole/*"]', '["whole/*2.csv"]').replace('["log/*"]', '["whole/*[13].csv"]')


@pytest.mark.parametrize("stack", [SPLIT, STACK.replace('["whole/*"]', '["whole/*2.csv"]')])
def test_a_changed_mapping_gives_the_rows_of_a_fresh_load(stack: str, tmp_path: Path) -> None:
    # Three files contain the record, but only its newest sighting is stored. The second file still
    # contains it when the first and the third are mapped elsewhere, or not at all.
    questions = (
        "select _object, record_id, _file, _row from raw_mapped.people order by all",
        "select path, object, rows_loaded, rows_unchanged, status, exported_at"
        " from raw_handoff.files order by all",
    )
    ends = []
    for number, stacks in enumerate(([STACK, stack], [stack], [STACK, stack, STACK], [STACK])):
        company = Company(tmp_path / str(number), STACK)
        for day in (1, 2, 3):
            company.write(f"whole/x_2026-01-0{day}.csv", table("a=A", f"d{day}=A"))
        for text in stacks:
            (company.root / "stack" / "stack.yml").write_text(text)
            company.load()
        ends.append([company.ask(question) for question in questions])
    assert ends[0] == ends[1] != ends[3]
    assert ends[2] == ends[3]


def test_a_copy_elsewhere_and_an_archive_delete_nothing(tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    for path in ("whole/x_2026-01-01.csv", "log/x.csv", "dated/y.csv"):
        company.write(path, table("a=A") if path != "dated/y.csv" else table("b=A"))
    company.load()
    before = company.ask("select _object, record_id from raw_mapped.people order by all")
    assert before == [("dated", "b"), ("log", "a"), ("whole", "a")]
    (company.exports / "whole" / "x_2026-01-01.csv").unlink()
    company.write("archive/y.csv", (company.exports / "dated" / "y.csv").read_bytes())
    (company.exports / "dated" / "y.csv").unlink()
    company.load()
    assert company.ask("select _object, record_id from raw_mapped.people order by all") == before
    company.write("placed/y.csv", table("b=A"))  # moved to a folder with another mapping
    company.load()
    assert company.ask("select _object, record_id from raw_mapped.people order by all") == [
        ("log", "a"),
        ("placed", "b"),
        ("whole", "a"),
    ]


def test_two_members_with_one_name_do_not_replace_each_other(tmp_path: Path) -> None:
    company = Company(tmp_path, STACK)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the repeated name
        for record in ("a=1", "b=1"):
            archive.writestr("x.csv", table(record))
    company.write("dated/x.zip", packed.getvalue())
    company.load()
    assert company.ask("select generation from raw_handoff.files") == [(0,), (0,)]
    assert not company.load().is_new
