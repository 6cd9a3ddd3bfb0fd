"""The no-regression gate in plain `dbt build`: failing nights, passing nights, messages."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from support.audited import OF_UNREAD_FILES
from support.dbt import run_dbt

from cli.main import group
from demo.generate import generate
from ingest.errors import UserError
from ingest.run import ingest

# The parts of the project that dbt reads; tests change the seeds of their copy.
PARTS = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "stack")
# Seeds and models that depend on waivers, baseline or evidence; the audit tables stay unchanged.
BASELINE = ("baseline", "baseline_violations", "baseline_facts")
RESULTS = ("--select", *BASELINE, "waivers", "path:models/results", "path:tests/gate")
WAIVER = ("check_id", "handoff_id", "record_id", "reason", "owner", "expires_on")


@dataclass(frozen=True)
class Project:
    """A copy of the dbt project and an audited database."""

    folder: Path
    database: Path

    @property
    def baseline(self) -> Path:
        return self.folder / "seeds" / "baseline.csv"

    def build(self, *selected: str) -> subprocess.CompletedProcess[str]:
        """`dbt build`, whole or in part."""
        return run_dbt(
            self.folder, self.database, "build", *selected, target=self.folder / "target"
        )

    def accept(self, *options: str) -> str:
        done = CliRunner().invoke(
            group,
            [
                "accept",
                *("--database", str(self.database)),
                *("--baseline", str(self.baseline)),
                *options,
            ],
        )
        if isinstance(done.exception, UserError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.output

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.database), read_only=True) as con:
            return con.execute(query).fetchall()

    def do(self, *statements: str) -> None:
        with duckdb.connect(str(self.database)) as con:
            for statement in statements:
                con.execute(statement)

    def waive(self, *rows: tuple[Any, ...]) -> None:
        path = self.folder / "seeds" / "waivers.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([WAIVER, *rows])


@pytest.fixture(scope="module")
def copied(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the project without unit tests, so that dbt parses it once."""
    folder = tmp_path_factory.mktemp("project")
    for part in PARTS:
        source = root / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    shutil.copytree(root / "tests", folder / "tests", ignore=shutil.ignore_patterns("python"))
    return folder


def with_shipped_seeds(copied: Path, root: Path) -> None:
    for name in (*BASELINE, "waivers"):
        shutil.copy(root / "seeds" / f"{name}.csv", copied / "seeds" / f"{name}.csv")


@pytest.fixture
def fresh(copied: Path, root: Path, built_demo: Path, tmp_path: Path) -> Project:
    """The audited demo company with the shipped seeds."""
    with_shipped_seeds(copied, root)
    database = tmp_path / "handoff.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    return Project(copied, database)


@pytest.fixture
def accepted(fresh: Project) -> Project:
    """The same company after `handoff accept`."""
    fresh.accept()
    return fresh


def printed(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stdout.splitlines() if line.startswith("gate: ")]


def test_the_baseline_is_stable_and_names_no_record(accepted: Project) -> None:
    text = accepted.baseline.read_bytes()
    assert text.startswith(b"check_id,handoff_id,status,scope,violations,rate,finding_id,promise\n")
    lines = text.decode().splitlines()[1:]
    keys = [tuple(line.split(",")[:2]) for line in lines]
    assert keys == sorted(set(keys)) and b"\r" not in text
    # The ids of handoffs and tokens are names of the stack: they name no record of a person.
    records = {
        record
        for (record,) in accepted.ask(
            "select record_id from results.violations join results.checks using (check_id)"
            " where area not in ('contracts', 'feasibility')"
        )
    }
    assert not records & {cell for line in lines for cell in line.split(",")}
    findings = {row[0] for row in accepted.ask("select finding_id from results.findings")}
    assert {line.rsplit(",", 2)[1] for line in lines} - {""} == findings
    # Digests name every violating record, and no file names one.
    digests = accepted.baseline.with_name("baseline_violations.csv").read_text("utf-8")
    assert not any(record in digests for record in records)
    number = sum(len(line.rsplit(",", 1)[1].split()) for line in digests.splitlines()[1:])
    assert number == len(accepted.ask("select distinct check_id, handoff_id, record_id"
                                      " from results.violations where not is_waived"))  # fmt: skip
    assert "is up to date" in accepted.accept()
    assert accepted.baseline.read_bytes() == text


def test_an_improvement_is_printed_and_tightens_the_baseline(accepted: Project) -> None:
    before = accepted.baseline.read_text("utf-8")
    accepted.do(
        "create table evidence.mended as select * replace (false as is_violation)"
        " from evidence.leads_assigned",
        "drop view evidence.leads_assigned",
        "alter table evidence.mended rename to leads_assigned",
    )
    done = accepted.build(*RESULTS)
    assert done.returncode == 0, done.stdout
    assert printed(done)[0].startswith("gate: resolved: leads_assigned on lead_routing: 0 of 265")
    # Nothing else changed: an accepted company without changes passes.
    assert accepted.ask(
        "select distinct verdict from results.gate where check_id <> 'leads_assigned' order by 1"
    ) == [("known",), ("unchanged",)]
    shown = accepted.accept("--improvements")
    assert "tightens: leads_assigned on lead_routing: 1 of 265 -> 0 of 265" in shown
    changed = set(before.splitlines()) ^ set(accepted.baseline.read_text("utf-8").splitlines())
    assert {line.split(",")[0] for line in changed} == {"leads_assigned"}
    # Without a build in between, the file differs from the one that the gate was built with.
    accepted.baseline.write_text(before.replace("265,1", "265,2"), "utf-8")
    with pytest.raises(UserError, match="changed since the last build"):
        accepted.accept("--improvements")


def change_evidence(project: Project, check: str, select: str) -> None:
    """Replaces the evidence of a check by a query on it."""
    project.do(
        f"create table evidence.changed as {select.format(old=f'evidence.{check}')}",
        f"drop view evidence.{check}",
        f"alter table evidence.changed rename to {check}",
    )


def test_what_changed_since_the_baseline_is_judged_on_its_own(accepted: Project) -> None:
    """Late leads for mended ones, an unbilled deal, a list that dilutes, a loosened promise."""
    change_evidence(
        accepted,
        "assigned_within_sla",
        "select * replace (not is_violation and row_number() over ("
        " partition by is_violation order by record_id) <= 6 as is_violation) from {old}",
    )
    change_evidence(
        accepted,
        "records_arrive",
        "from {old} union all (select * replace"
        " ('crm_to_finance/salesforce/opportunity/late' as record_id, true as is_violation)"
        " from {old} where handoff_id = 'crm_to_finance' limit 1)",
    )
    change_evidence(
        accepted,
        "people_unique_in_system",
        "from {old} union all select uploaded.* replace"
        " ('salesforce/lead/' || number as record_id) from range(9000) as numbers (number),"
        " (from {old} where not is_violation limit 1) as uploaded",
    )
    accepted.do("update declared.service_levels set within_seconds = '86400' where hop = 'in_crm'")
    done = accepted.build(*RESULTS)
    assert done.returncode == 1
    found = {
        (check, handoff): (verdict, because)
        for check, handoff, verdict, because in accepted.ask(
            "select check_id, handoff_id, verdict, because from results.gate"
            " where level = 'handoff'"
        )
    }
    late = found["assigned_within_sla", "lead_routing"]
    assert late == ("worse_since", "6 new violations, 6 rows came")
    unbilled = found["records_arrive", "crm_to_finance"]
    assert unbilled == (
        "worse_since",
        "this check fails record by record: 1 new (salesforce/opportunity/late)",
    )
    verdict, because = found["in_crm_within_sla", "map_to_crm"]
    assert verdict == "redeclared" and "(stack/handoffs.yml:" in str(because)
    # A longer list is no improvement; so few duplicates are within chance as well.
    assert found["people_unique_in_system", None][0] == "known"
    assert accepted.ask(
        "select new_violations, mended from results.record_movement"
        " where check_id = 'assigned_within_sla'"
    ) == [(6, 4)]
    shown = accepted.accept("--improvements")
    assert "left out: in_crm_within_sla on map_to_crm: its promise is declared otherwise" in shown
    assert "left out: people_unique_in_system: the scope grew" in shown


def unjudged(project: Project, reason: str) -> None:
    """Takes the verdict from the 60 first leads in the evidence of leads_assigned."""
    project.do(
        "create table evidence.changed as select * replace (case when row_number() over ("
        " order by record_id) > 60 then is_violation end as is_violation), case when"
        f" row_number() over (order by record_id) <= 60 then {reason} end as not_judged_because"
        " from evidence.leads_assigned",
        "drop view evidence.leads_assigned",
        "alter table evidence.changed rename to leads_assigned",
    )


def test_rows_without_a_verdict_are_counted_and_a_pass_is_lost(accepted: Project) -> None:
    before = accepted.ask("select * from results.check_results where check_id = 'leads_assigned'")
    unjudged(accepted, "'the owner is in no export'")
    accepted.do("update evidence.leads_assigned set is_violation = false where is_violation")
    done = accepted.build(*RESULTS)
    found = accepted.ask(
        "select status, scope, violations, not_judged, evidence_grade, reason"
        " from results.check_results where check_id = 'leads_assigned'"
    )
    reason = "60 of 265 rows could not be judged: the owner is in no export (60)"
    assert found == [("not_computable", 205, 0, 60, "D", reason)], before
    assert accepted.ask(
        "select handoff_id, reason, not_judged from results.not_judged"
        " where check_id = 'leads_assigned'"
    ) == [("lead_routing", "the owner is in no export", 60)]
    # Unknown rows never hide in a pass: the gate names the lost verdict.
    assert done.returncode != 0
    assert printed(done)[0].startswith("gate: lost: leads_assigned")


def test_a_row_without_verdict_and_reason_is_an_error(accepted: Project) -> None:
    unjudged(accepted, "cast(null as varchar)")
    accepted.build(*RESULTS)
    found = accepted.ask(
        "select status, reason from results.check_results where check_id = 'leads_assigned'"
    )
    assert found == [("error", "60 rows have neither a verdict nor a reason, or both")]


def test_limits_and_waivers_fail_by_name(accepted: Project) -> None:
    """A limit applies to known findings, too; an expired waiver has no effect."""
    accepted.do(
        "insert into declared.limits values"
        " ('leads_assigned', null, '0', null, 'stack/x.yml:3'),"
        " ('records_arrive', 'form_to_map', null, '0.5', 'stack/x.yml:4'),"
        " ('leads_asigned', null, '0', null, 'stack/x.yml:5')"
    )
    accepted.waive(
        ("leads_assigned", "lead_routing", "", "migration", "ada", "2020-01-31"),
        ("leads_asigned", "", "", "migration", "", "2099-12-31"),
    )
    done = accepted.build(*RESULTS)
    assert done.returncode == 1
    assert [line.split(" (")[0] for line in printed(done)] == [
        "gate: limit on a check that does not exist: leads_asigned, stack/x.yml:5",
        "gate: over limit: leads_assigned on lead_routing: 1 of 265, baseline 1 of 265,"
        " limit of stack/x.yml:3",
        "gate: expired waiver: leads_assigned on lead_routing: ended on 2020-01-31",
        "gate: invalid waiver: leads_asigned: there is no check leads_asigned; owner is missing",
        "gate: since the baseline: 0 new violations",
    ]
    for test in (
        "no_limit_exceeded",
        "limits_name_checks",
        "no_waiver_expired",
        "waivers_are_complete",
    ):
        assert f"FAIL 1 {test}" in done.stdout
    assert accepted.ask("select count(*) from results.violations where is_waived") == [(0,)]
    assert "SKIP=0" in done.stdout


@pytest.mark.parametrize("by_record", [False, True], ids=["findings", "records"])
def test_every_check_can_be_waived(fresh: Project, by_record: bool) -> None:
    """One build with a waiver on every finding, one with a waiver on every record."""
    grain = "check_id, handoff_id" + (", record_id" if by_record else ", null")
    rows = fresh.ask(f"select distinct {grain} from results.violations order by all")
    found = dict(fresh.ask("select check_id, violations from results.check_results"))
    checks = {check for (check,) in fresh.ask("select check_id from results.checks")}
    assert {row[0] for row in rows} == checks - {OF_UNREAD_FILES}, (
        "a check without a finding is not tested"
    )
    # A row without a handoff applies to every handoff.
    fresh.waive(*((*row, "accepted for the test", "ada", "2099-12-31") for row in rows))
    done = fresh.build(*RESULTS)
    # A first night has no baseline: nothing fails, and the output has a note about it.
    assert done.returncode == 0, done.stdout
    assert "WARN 1 there_is_no_baseline_yet" in done.stdout
    assert printed(done) == [
        "gate: there is no baseline yet, so nothing can be new or worse: run handoff accept"
    ]
    counted = fresh.ask("select check_id, status, violations, waived from results.check_results")
    assert {check: (violations, waived) for check, _, violations, waived in counted} == {
        check: (0, number) for check, number in found.items()
    }
    # Half of its rows are unknown: without a violation that counts, it has no verdict.
    unknown = "required_fields_filled"
    assert {status for check, status, _, _ in counted if check != unknown} == {"waived", "pass"}
    assert (unknown, "not_computable") in {(check, status) for check, status, _, _ in counted}
    assert fresh.ask("select distinct status from results.findings") == [("waived",)]
    # A second build of the same night replaces its rows in the history.
    assert fresh.ask("select sum(waived) from results.handoff_history") == [
        (sum(found.values()) - found[unknown],)
    ]
    # Marked and counted, never removed.
    assert fresh.ask("select count(*) from results.violations where not is_waived") == [(0,)]
    assert fresh.ask("select count(*) from results.violations") == [(sum(found.values()),)]


@pytest.fixture(scope="module")
def regressed(
    copied: Path, root: Path, built_demo: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Project, subprocess.CompletedProcess[str]]:
    """A later state of the company: phone numbers no longer arrive, and an export is missing."""
    folder = tmp_path_factory.mktemp("regressed")
    with_shipped_seeds(copied, root)
    shutil.copy(built_demo / "handoff.duckdb", folder / "first.duckdb")
    Project(copied, folder / "first.duckdb").accept()
    generate(400, 7, folder / "exports", clean=False)
    for leads in (folder / "exports" / "marketo").glob("leads-*.csv"):
        blank_column(leads, "phone")
    (folder / "exports" / "salesforce" / "LeadHistory.csv").unlink()
    project = Project(copied, folder / "handoff.duckdb")
    ingest(folder / "exports", project.database, root / "stack")
    return project, project.build()


def blank_column(path: Path, name: str) -> None:
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, name: ""} for row in rows)


def test_a_regression_fails_plain_dbt_build_and_is_named(
    regressed: tuple[Project, subprocess.CompletedProcess[str]],
) -> None:
    _, done = regressed
    assert done.returncode == 1
    assert "Failure in test no_check_got_worse" in done.stdout
    assert "Failure in test no_verdict_lost" in done.stdout
    lines = [line.split(" (")[0] for line in printed(done)]
    assert any(
        line.startswith("gate: worse: values_not_blanked on form_to_map: ")
        and ", baseline 1 of 4374; " in line
        and " rows came" in line
        for line in lines
    ), lines
    lost = "gate: lost: assigned_within_sla: no verdict, baseline 4 of 262"
    assert any(line.startswith(lost) for line in lines), lines
    missing = "gate: export missing: the export salesforce lead_history is missing tonight"
    assert lines[0].startswith(missing)


def test_a_failing_gate_hides_no_result(
    regressed: tuple[Project, subprocess.CompletedProcess[str]],
) -> None:
    project, done = regressed
    assert "SKIP=0" in done.stdout
    assert project.ask("select count(*) from results.gate where is_failure")[0][0] > 5
    assert project.ask("select count(distinct run_id) from results.handoff_history") == [(1,)]
    # Checks that do not need the missing export keep their results.
    assert project.ask(
        "select verdict from results.gate where check_id = 'companies_unique_in_system'"
    ) == [("known",)]


def test_the_command_gives_the_verdict_of_a_plain_build(
    regressed: tuple[Project, subprocess.CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, done = regressed
    monkeypatch.chdir(project.folder)
    monkeypatch.delenv("DBT_TARGET_PATH", raising=False)
    arguments = ["gate", "--no-build", "--database", str(project.database)]
    judged = CliRunner().invoke(group, arguments, standalone_mode=False)
    assert judged.return_value == done.returncode == 1, judged.output
    ((lost, worse),) = project.ask(
        "select count(*) filter (where is_lost), count(*) filter (where is_worse)"
        " from results.gate where level = 'handoff' or check_id not in"
        " (select check_id from results.gate where level = 'handoff' and is_failure)"
    )
    head = f"regression: 1 input missing, old or cut, {lost} lost, "
    assert judged.output.startswith(head), judged.output
    assert f"{worse} worse, " in " ".join(judged.output.split())
    assert "LOST  assigned_within_sla  (high)" in judged.output
    assert "WORSE  values_not_blanked on form_to_map  (high)" in judged.output


def test_accepting_a_regression_prints_what_it_accepts(
    regressed: tuple[Project, subprocess.CompletedProcess[str]],
) -> None:
    project, _ = regressed
    files = [project.baseline.with_name(f"{name}.csv") for name in BASELINE]
    before = [file.read_text("utf-8") for file in files]
    tightened = project.accept("--improvements")
    assert "loosens" not in tightened and "accepts" not in tightened
    for file, text in zip(files, before, strict=True):
        file.write_text(text, "utf-8")
    shown = project.accept()
    assert "loosens: values_not_blanked on form_to_map: 1 of 4,374 -> " in shown
    assert "accepts as no longer computable: assigned_within_sla: 4 of 262 -> no verdict" in shown


def test_a_baseline_of_an_earlier_version_is_refused(fresh: Project) -> None:
    fresh.baseline.write_text(
        "check_id,handoff_id,status,scope,violations,rate,finding_id\n"
        "leads_assigned,lead_routing,pass,9,0,0.000000,\n",
        "utf-8",
    )
    with pytest.raises(UserError, match="has no column promise") as raised:
        fresh.accept()
    assert "handoff accept --reset" in str(raised.value)
    done = fresh.build("--select", "baseline")
    assert done.returncode == 1 and "handoff accept --reset" in done.stdout
    assert "emptied" in fresh.accept("--reset")
    assert fresh.build("--select", "baseline").returncode == 0


def test_accept_rejects_broken_or_old_results(fresh: Project, tmp_path: Path) -> None:
    fresh.do("update results.check_results set status = 'error' where check_id = 'leads_assigned'")
    with pytest.raises(UserError, match="because of an error: leads_assigned"):
        fresh.accept()
    fresh.do("delete from raw_handoff.files where path like '%newsletter%'")
    with pytest.raises(UserError, match="older than the exports"):
        fresh.accept()
    shutil.rmtree(fresh.folder / "nowhere", ignore_errors=True)
    with pytest.raises(UserError, match="no such file"):
        fresh.accept("--baseline", str(tmp_path / "nowhere.csv"))
    fresh.do("drop view results.run_changes", "drop table results.next_baseline")
    with pytest.raises(UserError, match="have not been audited"):
        fresh.accept()


def diff(project: Project, *runs: str) -> str:
    done = CliRunner().invoke(group, ["diff", *runs, "--database", str(project.database)])
    if isinstance(done.exception, UserError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def test_diff_names_every_unknown_night(fresh: Project) -> None:
    with pytest.raises(UserError) as raised:
        diff(fresh, "monday", "tuesday")
    assert [problem.what for problem in raised.value.problems] == [
        "there is no run 'monday'",
        "there is no run 'tuesday'",
    ]


def test_diff_lists_nights_and_changes(fresh: Project) -> None:
    shown = diff(fresh)
    assert "There is only one night so far" in shown
    assert len(shown.split("\n\n")[0].splitlines()) == 2
    ((tonight, files),) = fresh.ask("select distinct run_id, files from results.handoff_history")
    # Two earlier nights with the same latest moment: the one with fewer files came first.
    for run, fewer in (("night_of_old", 2), ("night_between", 1)):
        fresh.do(
            f"insert into results.handoff_history select * replace ('{run}' as run_id,"
            f" {files - fewer} as files) from results.handoff_history where run_id = '{tonight}'"
        )
    fresh.do(
        "update results.handoff_history set violations = 3500, rate = 0.84"
        " where check_id = 'values_agree' and handoff_id = 'map_to_crm'"
        " and run_id = 'night_between'",
        "update results.handoff_history set violations = 0, rate = 0, status = 'pass'"
        " where check_id = 'leads_assigned' and run_id = 'night_between'",
        "delete from results.handoff_history"
        " where check_id = 'records_arrive' and handoff_id = 'form_to_map'"
        " and run_id = 'night_between'",
    )
    shown = diff(fresh)
    listed, moved = shown.split("\n\n")
    assert [line.split()[0] for line in listed.splitlines()[1:]] == [
        "night_of_old",
        "night_between",
        tonight,
    ]
    assert moved.splitlines()[0] == f"From night_between to {tonight}: 3 changes"
    rows = [" ".join(line.split()) for line in moved.splitlines()[2:]]
    assert rows == [
        "new leads_assigned lead_routing 0 of 265 (0.0%) 1 of 265 (0.4%)",
        "new records_arrive form_to_map no verdict 1 of 401 (0.2%)",
        "better values_agree map_to_crm 3,500 of 4,160 (84.1%) 3 of 4,160 (<0.1%) yes",
    ]
    assert "no changes" in diff(fresh, "night_of_old")
    back = diff(fresh, tonight[:6], "night_b")
    assert "lost" in back and "resolved" in back and "worse" in back
    with pytest.raises(UserError, match="known: night_of_old, night_between"):
        diff(fresh, "zzz")
    with pytest.raises(
        UserError, match="is the beginning of several runs: night_of_old, night_between"
    ):
        diff(fresh, "night")
