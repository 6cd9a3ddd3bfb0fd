"""Random exports in random order give the history that nights_oracle computes.

HANDOFF_NIGHTS=1000 draws more companies, HANDOFF_NIGHTS_SEED=2 draws different ones.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from support import nights_companies as companies
from support.dbt import run_dbt
from support.fast_load import VENDORS
from support.ingest_kit import Company
from support.nights_oracle import Expected, File, Record, expected, exported_contents

from ingest.run import ingest

EXAMPLES = int(os.environ.get("HANDOFF_NIGHTS", "3"))
SEED = os.environ.get("HANDOFF_NIGHTS_SEED")
MODELS = ("int_records", "int_deleted_records", "int_record_versions", "int_version_changes")
STORED = """
    select _system as system, _object as object, record_id, status, updated_at, _file, _row
    from handoff.raw_mapped.people
    union all
    select _system, 'lead', id, status, system_modstamp, _file, _row
    from handoff.raw_salesforce.lead
"""
ID = "case object when 'lead' then left(record_id, 15) else record_id end"
QUESTIONS = (
    "from stored order by all",
    f"""
    select system, object, {ID}, list(status order by status)
    from stored anti join (select * from kept where not is_current) as old
        on _file = source_file and _row = source_row
        and stored.system = old.system and stored.object = old.object
    group by 1, 2, 3
    """,
    f"""
    select distinct system, object, {ID}, gone_at
    from stored join (
        select source_file, source_row, system, object, gone_at from deleted
    ) as deleted using (system, object)
    where _file = source_file and _row = source_row
    """,
    f"""
    select system, object, {ID}, list(new_value order by version_from_latest desc)
    from changes join kept using (system, object, record_id, source_file, source_row)
    where column_name = 'status' group by 1, 2, 3
    """,
    """
    select system, object, file_id, records_in_file, rows_loaded, rows_unchanged, rows_rejected,
        status, export, exported_at
    from handoff.raw_handoff.files where object <> 'anchor' order by all
    """,
)

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Models:
    """The SQL of the version models, and a database with their other inputs."""

    sql: dict[str, str] = field(repr=False)
    inputs: Path


@dataclass(frozen=True)
class Found:
    """The result of the loader and the models for the same runs; see nights_oracle.Expected."""

    rows: list[tuple[object, ...]]
    current: dict[Key, list[str]]
    deleted: dict[Key, datetime | None]
    changes: dict[Key, list[str]]
    counts: dict[Key, tuple[int, ...]]
    files: list[tuple[object, ...]]


@pytest.fixture(scope="module")
def models(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Models:
    """The models, compiled with a full export of every object that may have one."""
    company = Company(tmp_path_factory.mktemp("compiled"), companies.STACK)
    company.write(companies.ANCHOR.path, companies.ANCHOR.text)
    for seam in companies.SEAMS:
        record = Record(companies.lead_key(1) if seam.is_lead else "1", "a")
        ((file,),) = companies.write([companies.Drawn(seam, "free", 1, True, ((record,),))])
        company.write(file.path, file.text)
    ingest(company.exports, company.database, company.root / "stack", vendors=VENDORS)
    target = company.root / "target"
    done = run_dbt(
        root, company.database, "run", "-s", *(f"+{name}" for name in MODELS), target=target
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sql = {}
    for name in MODELS:
        (path,) = target.rglob(f"compiled/**/{name}.sql")
        text = path.read_text("utf-8").replace('"handoff"."prepare"."int_record_versions"', "kept")
        text = text.replace('"handoff"."prepare"."int_records"', "records")
        for schema in ("prepare", "declared_stack"):
            text = text.replace(f'"handoff"."{schema}"', f'"inputs"."{schema}"')
        sql[name] = text
    return Models(sql, company.database.rename(company.root / "inputs.duckdb"))


def found(models: Models, database: Path) -> Found:
    """Reads rows, versions and counts of a database."""
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach '{models.inputs}' as inputs (read_only)")
        con.execute(f"attach '{database}' as handoff (read_only)")
        con.execute(f"create temp table stored as from ({STORED}) where object <> 'anchor'")
        con.execute(f"create temp table records as {models.sql['int_records']}")
        con.execute(f"create temp table kept as {models.sql['int_record_versions']}")
        con.execute(f"create temp table deleted as {models.sql['int_deleted_records']}")
        con.execute(f"create temp table changes as {models.sql['int_version_changes']}")
        rows, current, deleted, changes, counts = (con.execute(q).fetchall() for q in QUESTIONS)
    assert len({row[:3] for row in deleted}) == len(deleted)
    return Found(
        rows,
        {row[:3]: row[3] for row in current},
        {row[:3]: row[3] for row in deleted},
        {row[:3]: row[3] for row in changes},
        {row[:3]: row[3:7] for row in counts},
        counts,
    )


def load(root: Path, nights: Sequence[Sequence[File]]) -> Path:
    """Returns the database after one run per folder."""
    (root / "stack").mkdir(parents=True)
    (root / "stack" / "stack.yml").write_text(companies.STACK)
    for files in nights:
        shutil.rmtree(root / "exports", ignore_errors=True)
        for file in files:
            path = root / "exports" / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text)
        ingest(root / "exports", root / "handoff.duckdb", root / "stack", None, VENDORS, ["*"])
    return root / "handoff.duckdb"


def check(found: Found, wanted: Expected, nights: Sequence[Sequence[File]]) -> None:
    """Compares the result with the expected one."""
    stamped = {(*row[:4], str(row[4]) if row[4] else None, *row[5:]) for row in found.rows}
    assert len(stamped) == len(found.rows)
    assert stamped == {
        (*system_object, key, value, str(stamp) if stamp else None, file, line)
        for *system_object, file, line, key, value, stamp in wanted.rows
        if system_object[1] != "anchor"
    }
    assert found.counts == {key: n for key, n in wanted.counts.items() if key[1] != "anchor"}
    assert found.deleted == wanted.deleted
    current = {key: values for key, values in wanted.current.items() if key[1] != "anchor"}
    assert found.current.keys() == current.keys()
    for key, (value, *others) in found.current.items():
        assert not others and value in current[key], key
    for key, values in found.changes.items():
        assert key not in wanted.changes or values == wanted.changes[key], key
    known = {
        (*system_object, id): one for (system_object, id), one in exported_contents(nights).items()
    }
    for *key, _, _, _, _, status, kind, exported_at in found.files:
        one = known[tuple(key)]
        _, stored, unchanged, _ = wanted.counts[tuple(key)]
        assert kind == ("full" if one.file.is_full else "partial")
        assert exported_at == one.exported_at
        assert status == ("loaded" if stored or not unchanged else "unchanged")


drawn = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=SEED is None,
    database=None,
    phases=[Phase.generate],  # a failing company is small enough to read
    suppress_health_check=list(HealthCheck),
)


@seed(int(SEED or 0))
@drawn
@given(exports=companies.COMPANIES, number=st.integers(0, 1000))
def test_exports_in_any_order_give_the_same_history(
    models: Models, exports: list[companies.Drawn], number: int
) -> None:
    files = companies.write(exports)
    ends = []
    for order in range(3):
        nights = companies.nights(files, Random(f"{number} {order}"), 1 + 2 * order)
        with tempfile.TemporaryDirectory() as folder:
            ends.append(found(models, load(Path(folder), nights)))
        check(ends[-1], expected(nights), nights)
    assert ends[0] == ends[1] == ends[2]
