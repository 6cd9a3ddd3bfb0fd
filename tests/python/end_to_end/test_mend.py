"""`handoff mend` on the audited demo company."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from cli.main import group
from ingest.errors import UserError


def mend(built_demo: Path, check: str, folder: Path) -> Result:
    database = str(built_demo / "handoff.duckdb")
    options = ["--database", database, "--out", str(folder)]
    return CliRunner().invoke(group, ["mend", check, *options])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "check", ["values_not_overwritten", "values_not_truncated", "types_intact"]
)
def test_files_have_the_values_of_the_audit(built_demo: Path, tmp_path: Path, check: str) -> None:
    folder = tmp_path / "mend"
    assert mend(built_demo, check, folder).exit_code == 0
    found = set()
    for path in folder.glob("*.csv"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        if path.name.endswith("-undo.csv"):
            continue
        undo = {one["Id"]: one for one in rows(path.with_name(f"{path.stem}-undo.csv"))}
        for one in rows(path):
            identity, right, now, why = one.values()
            assert why and list(undo[identity].values()) == [identity, now]
            found.add((identity, right, now))
    with duckdb.connect(str(built_demo / "handoff.duckdb"), read_only=True) as con:
        stored = con.execute(
            "select split_part(counterpart_key, '/', 3), source_value, target_value"
            " from results.violation_details where check_id = ?",
            [check],
        ).fetchall()
    assert stored and found == set(stored)


def test_every_violation_is_in_a_file_or_counted(built_demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mend"
    shown = mend(built_demo, "values_agree", folder).output
    loaded = sum(
        len(rows(path)) for path in folder.glob("*.csv") if not path.name.endswith("-undo.csv")
    )
    left_out = sum(
        int(line.split(": ")[1]) for line in shown.splitlines() if line.startswith("left out: ")
    )
    with duckdb.connect(str(built_demo / "handoff.duckdb"), read_only=True) as con:
        ((wanted,),) = con.execute(
            "select count(*) from results.violation_details where check_id = 'values_agree'"
        ).fetchall()
    assert loaded and left_out and loaded + left_out == wanted


def test_a_check_without_values_names_those_with(built_demo: Path, tmp_path: Path) -> None:
    result = mend(built_demo, "records_arrive", tmp_path / "mend")
    assert isinstance(result.exception, UserError)
    assert "allowed: " in str(result.exception) and "values_agree" in str(result.exception)
    wrong = mend(built_demo, "values_agre", tmp_path / "mend")
    assert "did you mean values_agree" in str(wrong.exception)
    assert not (tmp_path / "mend").exists()


def test_nothing_to_load_writes_no_folder(built_demo: Path, tmp_path: Path) -> None:
    result = mend(built_demo, "values_not_invented", tmp_path / "mend")
    assert result.exit_code == 0 and "nothing to load" in result.output
    assert not (tmp_path / "mend").exists()
