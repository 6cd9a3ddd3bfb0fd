"""Every exit code of `handoff gate`, on the audited demo company."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from test_gate import PARTS

from cli.gate.read_verdict import MEANINGS, TEST_OF_FACTS, TESTS_WITH_ROWS
from cli.main import group
from ingest.errors import UserError
from ingest.run import ingest


@dataclass(frozen=True)
class Night:
    """A copy of the project, the audited database and the artifacts of dbt."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "handoff.duckdb"

    def gate(self, *options: str) -> tuple[int, str]:
        """Exit code and output, run from the root of the project."""
        done = CliRunner().invoke(group, ["gate", *options], standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        assert isinstance(done.return_value, int)
        return done.return_value, done.output

    def do(self, *statements: str) -> None:
        with duckdb.connect(str(self.database)) as con:
            for statement in statements:
                con.execute(statement)

    def edit(self, name: str, change: Callable[[dict[str, Any]], None]) -> None:
        """Changes an artifact of dbt."""
        path = self.folder / "target" / name
        document = json.loads(path.read_text("utf-8"))
        change(document)
        path.write_text(json.dumps(document), "utf-8")

    def set_status(self, node: str, status: str) -> None:
        """Sets the status of a node in the artifacts of dbt."""

        def change(results: dict[str, Any]) -> None:
            rows = [r for r in results["results"] if r["unique_id"].split(".")[2] == node]
            assert len(rows) == 1, node
            rows[0].update(status=status, failures=1)

        self.edit("run_results.json", change)

    def set_verdict(self, verdict: str, check: str = "leads_assigned") -> None:
        """Makes the rows of a check in results.gate fail."""
        self.do(
            f"update results.gate set is_failure = true, verdict = '{verdict}'"
            f" where check_id = '{check}'"
        )


@pytest.fixture(scope="module")
def audited(root: Path, built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audited project from which the fixture `night` makes its copies."""
    folder = tmp_path_factory.mktemp("audited")
    for part in PARTS:
        source = root / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    shutil.copytree(root / "tests", folder / "tests", ignore=shutil.ignore_patterns("python"))
    shutil.copy(built_demo / "handoff.duckdb", folder / "handoff.duckdb")
    (folder / "target").mkdir()
    for name in ("run_results.json", "manifest.json"):
        shutil.copy(built_demo / "target" / name, folder / "target" / name)
    return folder


@pytest.fixture
def night(audited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    """The audited demo company on its first night."""
    shutil.copytree(audited, tmp_path / "night")
    monkeypatch.chdir(tmp_path / "night")
    for name in ("DBT_TARGET_PATH", "DBT_LOG_PATH", "HANDOFF_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    yield Night(tmp_path / "night")
    # A database of 60 MB for each of 50 tests would fill the disk of a build machine.
    for copy in tmp_path.rglob("*.duckdb"):
        copy.unlink()


def test_a_first_night_is_no_clean_one_and_gives_the_reason(night: Night) -> None:
    code, shown = night.gate("--no-build")
    assert code == 0
    assert shown.startswith("first run: nothing to compare with, ")
    assert " open" in shown and "handoff accept" in shown and "known" not in shown


@pytest.mark.parametrize(
    ("verdict", "test"),
    [
        ("new", "no_new_finding"),
        ("worse", "no_check_got_worse"),
        ("worse_since", "nothing_got_worse_since"),
        ("lost", "no_verdict_lost"),
        ("redeclared", "no_promise_redeclared"),
        ("over_limit", "no_limit_exceeded"),
    ],
)
def test_a_failing_verdict_exits_with_1(night: Night, verdict: str, test: str) -> None:
    assert test in TESTS_WITH_ROWS
    night.set_verdict(verdict)
    night.set_status(test, "fail")
    code, shown = night.gate("--no-build")
    assert code == 1
    assert f"{verdict.replace('_', ' ').upper()}  leads_assigned on lead_routing  (high)" in shown
    assert "owner Priya Raman; stack/handoffs.yml:" in shown


def test_a_waived_check_of_a_first_night_is_shown_as_waived(night: Night) -> None:
    night.do(
        "insert into results.waiver_status values ('leads_assigned', null, null, 'migration',"
        " 'ada', date '2030-01-31', 'active', null)",
        "update results.gate set status = 'waived', waived = violations, violations = 0"
        " where check_id = 'leads_assigned'",
    )
    code, _ = night.gate("--no-build", "--json", "gate.json")
    shown = json.loads((night.folder / "gate.json").read_text("utf-8"))
    kinds = {one["check_id"]: one for one in shown["compared"]["results"]}
    assert code == 0
    assert kinds["leads_assigned"]["kind"] == "waived"
    assert kinds["leads_assigned"]["waived_because"] == "migration"


def test_an_expired_waiver_exits_with_1_and_names_no_record(night: Night) -> None:
    night.do(
        "insert into results.waiver_status values ('leads_assigned', null, '00Q_of_somebody',"
        " 'migration', 'ada', date '2020-01-31', 'expired', null)"
    )
    night.set_status("no_waiver_expired", "fail")
    code, shown = night.gate("--no-build")
    assert code == 1
    assert "seeds/waivers.csv: a waiver expired: check_id leads_assigned" in shown
    assert "2020-01-31" in shown and "00Q_of_somebody" not in shown


def test_a_failed_gate_test_of_the_company_exits_with_1(night: Night) -> None:
    def rename(manifest: dict[str, Any]) -> None:
        manifest["nodes"]["test.handoff.no_limit_exceeded"]["name"] = "our_own_rule"

    night.edit("manifest.json", rename)
    night.set_status("no_limit_exceeded", "fail")
    code, shown = night.gate("--no-build")
    assert code == 1 and "the gate test our_own_rule failed" in shown


@pytest.mark.parametrize(
    ("test", "statement", "message"),
    [
        (
            "waivers_are_complete",
            "insert into results.waiver_status values ('leads_asigned', null, null, 'x', null,"
            " null, 'invalid', 'there is no check leads_asigned')",
            "seeds/waivers.csv: a waiver is incomplete: check_id leads_asigned",
        ),
        (
            "limits_name_checks",
            "insert into declared.limits"
            " values ('leads_asigned', null, '0', null, 'stack/x.yml:5')",
            "stack/x.yml:5: a limit names a check that does not exist: check_id leads_asigned",
        ),
        (
            "baseline_rows_are_unique",
            "insert into seeds.baseline values"
            " ('leads_assigned', 'lead_routing', 'pass', 1, 0, 0, null, 'none'),"
            " ('leads_assigned', 'lead_routing', 'pass', 2, 0, 0, null, 'none')",
            "seeds/baseline.csv: the baseline has two rows for one check and handoff: check_id",
        ),
    ],
)
def test_an_invalid_declaration_exits_with_2(
    night: Night, test: str, statement: str, message: str
) -> None:
    night.do(statement)
    night.set_status(test, "fail")
    code, shown = night.gate("--no-build")
    assert code == 2 and message in " ".join(shown.split())


def test_every_gate_test_has_a_meaning(manifest: dict[str, Any]) -> None:
    tests = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["original_file_path"].startswith("tests/gate/")
        and node["config"]["severity"].lower() == "error"
    }
    assert tests == {*MEANINGS, *TESTS_WITH_ROWS, TEST_OF_FACTS}


@pytest.mark.parametrize("seed", ["waivers", "baseline"])
def test_a_seed_that_cannot_be_loaded_exits_with_2(night: Night, seed: str) -> None:
    night.set_status(seed, "error")
    night.set_status("gate", "skipped")
    code, shown = night.gate("--no-build")
    assert code == 2 and f"seeds/{seed}.csv: {seed} cannot be loaded" in shown


@pytest.mark.parametrize(
    ("node", "status", "message"),
    [
        ("people", "error", "models/canonical/people.sql: model people ended with error"),
        ("leads_assigned", "error", "leads_assigned.sql: check leads_assigned ended with error"),
        ("free_mail_domains", "error", "seed free_mail_domains ended with error"),
        ("no_new_finding", "error", "gate test no_new_finding ended with error"),
        ("gate", "skipped", "models/results/gate.sql: model gate ended with skipped"),
        ("no_new_finding", "fail", "failed, but no row of results.gate has a reason"),
    ],
)
def test_a_broken_build_exits_with_3(night: Night, node: str, status: str, message: str) -> None:
    night.set_status(node, status)
    code, shown = night.gate("--no-build")
    assert code == 3 and message in " ".join(shown.split())


def test_a_failed_test_of_the_project_exits_with_3(night: Night, manifest: dict[str, Any]) -> None:
    """A failing pipeline test and a failing unit test are internal errors."""
    own = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["original_file_path"].startswith("tests/pipeline/")
    ]
    night.set_status(own[0], "fail")
    unit = "unit_test.handoff.gate.a_new_finding_fails"
    night.edit(
        "run_results.json",
        lambda results: results["results"].append({"unique_id": unit, "status": "fail"}),
    )
    code, shown = night.gate("--no-build")
    assert code == 3
    assert f"pipeline test {own[0]} failed" in shown and "unit test " in shown


def test_a_regression_in_a_broken_build_exits_with_3(night: Night) -> None:
    night.set_verdict("new")
    night.set_status("no_new_finding", "fail")
    night.set_status("audit_duplicates__alerts", "error")
    code, shown = night.gate("--no-build")
    assert code == 3 and "NEW  leads_assigned" in shown


Change = Callable[[Night], object]
COULD_NOT_RUN: dict[str, tuple[Change, str]] = {
    "no_database": (lambda night: night.database.unlink(), "there is no database"),
    "no_files": (
        lambda night: night.do("delete from raw_handoff.files"),
        "no export has been loaded",
    ),
    "only_unreadable_files": (
        lambda night: night.do("update raw_handoff.files set status = 'failed'"),
        "no export has been loaded",
    ),
    "never_ingested": (
        lambda night: night.do("drop table raw_handoff.files cascade"),
        "no export has been loaded",
    ),
    "no_stack": (lambda night: night.do("delete from declared.systems"), "no stack is declared"),
    "no_project": (
        lambda night: (night.folder / "dbt_project.yml").unlink(),
        "there is no dbt_project.yml here",
    ),
    "no_build": (
        lambda night: (night.folder / "target" / "run_results.json").unlink(),
        "there is no finished build",
    ),
    "truncated_artifact": (
        lambda night: (night.folder / "target" / "run_results.json").write_text("{", "utf-8"),
        "it is not JSON",
    ),
    "another_database": (
        lambda night: night.do("update raw_handoff.builds set invocation_id = 'x'"),
        "the last run of dbt on this database is not the run in run_results.json",
    ),
    "database_without_a_build_id": (
        lambda night: night.do("drop table raw_handoff.builds"),
        "loaded after the last build",
    ),
    "project_parsed_again": (
        lambda night: night.edit(
            "manifest.json", lambda m: m["metadata"].update(invocation_id="x")
        ),
        "dbt parsed the project again after the build",
    ),
    "waivers_edited": (
        lambda night: (night.folder / "seeds" / "waivers.csv").write_text("x\n", "utf-8"),
        "changed after the build: seeds/waivers.csv",
    ),
    "check_added": (
        lambda night: shutil.copy(
            night.folder / "tests" / "checks" / "routing" / "leads_assigned.sql",
            night.folder / "tests" / "checks" / "routing" / "leads_assigned_too.sql",
        ),
        "changed after the build: tests/checks/routing/leads_assigned_too.sql",
    ),
    "empty": (
        lambda night: night.edit("run_results.json", lambda r: r["args"].update(empty=True)),
        "the last build used --empty and read no records",
    ),
    "tests_without_a_build": (
        lambda night: night.edit("run_results.json", lambda r: r["args"].update(which="test")),
        "the last run was `dbt test`",
    ),
    "nothing_selected": (
        lambda night: night.edit("run_results.json", lambda r: r.update(results=[])),
        "no check ran on freshly built tables",
    ),
    "no_check_ran": (
        lambda night: keep(night, lambda node: not node.startswith("test.")),
        "no check ran on freshly built tables",
    ),
    "checks_on_old_tables": (
        lambda night: keep(night, lambda node: node.startswith("test.")),
        "no check ran on freshly built tables",
    ),
    "gate_left_out": (
        lambda night: keep(night, lambda node: not node.endswith(".gate")),
        "the selection leaves out the gate",
    ),
    "nothing_computable": (
        lambda night: night.do("update results.gate set status = 'not_computable'"),
        "no check could be computed from these exports",
    ),
}


def keep(night: Night, wanted: Callable[[str], bool]) -> None:
    def change(results: dict[str, Any]) -> None:
        results["results"] = [r for r in results["results"] if wanted(r["unique_id"])]

    night.edit("run_results.json", change)


@pytest.mark.parametrize("case", COULD_NOT_RUN)
def test_a_gate_that_could_not_run_exits_with_2_in_every_format(night: Night, case: str) -> None:
    change, message = COULD_NOT_RUN[case]
    change(night)
    files = [f"--{name}={name}.out" for name in ("markdown", "junit", "sarif", "json")]
    code, shown = night.gate("--no-build", "--github", *files)
    assert code == 2
    assert message in " ".join(shown.split())
    assert shown.startswith("::error ") and "could not run: " in shown
    for name in ("markdown", "junit", "sarif", "json"):
        assert (night.folder / f"{name}.out").stat().st_size > 100
    document = json.loads((night.folder / "json.out").read_text("utf-8"))
    assert document["compared"]["exit_code"] == 2


def test_a_database_that_another_program_writes_exits_with_2(night: Night) -> None:
    hold = (
        f"import duckdb; c = duckdb.connect({str(night.database)!r}); print(1, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == "1\n"
        code, shown = night.gate()
        writer.communicate("\n")
    assert code == 2 and "another program is writing it" in shown


def test_results_older_than_the_exports_exit_with_2(night: Night, built_demo: Path) -> None:
    """Loading the same files again keeps the results valid; another stack or file does not."""
    ingest(built_demo / "exports", night.database, night.folder / "stack")
    assert night.gate("--no-build")[0] == 0
    gate = "gate:\n  limits:\n    - {check: leads_assigned, max_violations: 5}\n"
    (night.folder / "stack" / "gate.yml").write_text(gate, "utf-8")
    ingest(built_demo / "exports", night.database, night.folder / "stack")
    code, shown = night.gate("--no-build")
    assert code == 2 and "exports or stack were loaded after the last build" in shown


def test_two_runs_over_the_same_data_compare_equal(night: Night, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "gate.json", tmp_path / "gate.json"
    night.gate("--no-build", "--json", str(first))
    moved = night.folder.rename(tmp_path / "moved")
    shutil.copy(moved / "handoff.duckdb", moved / "other.duckdb")
    Night(moved).gate("--no-build", "--json", str(second), "--database", "other.duckdb")
    one, two = (json.loads(path.read_text("utf-8")) for path in (first, second))
    assert json.dumps(one["compared"]) == json.dumps(two["compared"])
    assert one["run"]["database"] != two["run"]["database"]


def test_no_format_names_a_record(night: Night) -> None:
    night.set_verdict("new")
    files = ("markdown", "junit", "sarif", "json")
    _, shown = night.gate("--no-build", "--github", *(f"--{name}={name}.out" for name in files))
    printed = shown + "".join((night.folder / f"{n}.out").read_text("utf-8") for n in files)
    with duckdb.connect(str(night.database), read_only=True) as con:
        query = "select distinct record_id from results.violations where length(record_id) > 5"
        records = [str(record) for (record,) in con.execute(query).fetchall()]
    assert len(records) > 50
    assert [record for record in records if record in printed] == []


def test_a_file_that_cannot_be_written_is_reported(night: Night) -> None:
    with pytest.raises(UserError, match="the file cannot be written"):
        night.gate("--no-build", "--json", "dbt_project.yml/x.json")
    with pytest.raises(UserError, match="--select and --no-build exclude each other"):
        night.gate("--no-build", "--select", "+leads_assigned")


def test_a_partial_build_gets_a_partial_verdict(night: Night) -> None:
    """With real dbt: a known finding is clean, a misspelt name gives exit code 2."""
    accepted = CliRunner().invoke(group, ["accept"], standalone_mode=False)
    assert accepted.exception is None, accepted.output
    code, shown = night.gate("--select", "+leads_assigned")
    assert code == 0, shown
    assert shown.startswith("clean: nothing new, nothing worse, ")
    assert re.search(r", \d+ of \d+ checks: ", shown)
    code, shown = night.gate("--select", "+leads_asigned")
    assert code == 2 and "does not match any enabled nodes" in shown
    assert "`handoff checks`" in " ".join(shown.split())
