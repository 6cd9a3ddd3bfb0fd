"""Reads the verdict on a build from the database; `dbt_build` reads the artifacts of dbt."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from cli.database import Audit, open_audit
from cli.gate.dbt_build import Build
from cli.gate.night import read_facts, read_movement
from cli.gate.report import (
    COULD_NOT_RUN,
    INTERNAL_ERROR,
    REGRESSION,
    STATUSES,
    GateReport,
    Issue,
    Item,
    Unread,
    sort_items,
)
from ingest.errors import UserError

# One row per check and handoff; a row for the whole check only where its verdict differs.
ITEMS = """
select
    gate.check_id,
    gate.level,
    gate.handoff_id,
    gate.finding_id,
    case
        when gate.is_failure then gate.verdict
        -- Also without a baseline: a first night can have waivers, too.
        when gate.status in ('waived', 'unconfirmed') then gate.status
        when gate.verdict in ('resolved', 'improved') then gate.verdict
        when gate.status = 'fail' and gate.verdict = 'no_baseline' then 'open'
        when gate.status = 'fail' then 'known'
        when gate.status = 'pass' then 'pass'
        else 'not_computable'
    end as kind,
    gate.severity,
    gate.status,
    gate.scope,
    gate.violations,
    gate.waived,
    gate.rate,
    gate.scope_before,
    gate.violations_before,
    gate.rate_before,
    checks.area,
    checks.claim,
    case
        when gate.verdict = 'redeclared'
            then 'Take the declaration back, or accept it: `handoff accept`.'
        when gate.verdict = 'lost' and gate.because like '%is not declared any more%'
            then 'Declare it again, or accept the loss: `handoff accept`.'
        when gate.verdict = 'lost' and gate.status is distinct from 'error'
            then 'Provide the export that the check had before; see `handoff needs`.'
        else checks.remedy
    end as remedy,
    coalesce(owners.name, checks.owner) as owner,
    coalesce(backups.name, handoffs.backup) as backup,
    coalesce(gate.because, check_results.reason) as reason,
    gate.limit_declared_in as "limit",
    waivers.waived_because,
    findings.cost,
    findings.cost_currency,
    checks.file_path,
    gate.declared_in,
    gate.because,
    gate.new_violations,
    gate.turned_bad,
    gate.mended,
    gate.left_violations,
    coalesce(findings.unconfirmed, 0) as unconfirmed
from results.gate
inner join results.checks using (check_id)
inner join results.check_results using (check_id)
left join results.findings on gate.finding_id = findings.finding_id
left join declared_stack.declared_contracts as handoffs on gate.handoff_id = handoffs.handoff_id
left join declared_stack.declared_owners as owners on handoffs.owner = owners.owner
left join declared_stack.declared_owners as backups on handoffs.backup = backups.owner
left join (
    select
        waiver.check_id,
        named.handoff_id,
        string_agg(distinct waiver.reason, '; ' order by waiver.reason) as waived_because
    from results.waiver_status as waiver
    inner join results.gate as named
        on
            waiver.check_id = named.check_id
            and coalesce(waiver.handoff_id, named.handoff_id) is not distinct from named.handoff_id
    where waiver.status = 'active' and named.level = 'handoff'
    group by all
) as waivers
    on
        gate.check_id = waivers.check_id
        and gate.handoff_id is not distinct from waivers.handoff_id
        and gate.waived > 0
where
    gate.level = 'handoff'
    or gate.verdict = 'over_limit'
    or (gate.is_failure and gate.check_id not in (
        select check_id from results.gate where level = 'handoff' and is_failure
    ))
    or coalesce(gate.status not in ('pass', 'fail', 'waived', 'unconfirmed'), true)
"""

# Files and records that were not loaded, and rows without a verdict, of the checks in the list.
UNREAD = """
select
    (
        select count(*) from raw_handoff.files where status not in ('loaded', 'unchanged')
    ) as files,
    (
        select coalesce(sum(rows_rejected), 0)
        from raw_handoff.files where status in ('loaded', 'unchanged')
    ) as records,
    coalesce(sum(not_judged), 0) as not_judged,
    coalesce(sum(scope + not_judged), 0) as rows
from results.check_results
where check_id in (select unnest(?))
"""

# Gate tests without a row in results.gate: exit code, message, file, fix. The rows of results.gate
# report the failures of the tests in `TESTS_WITH_ROWS`.
MEANINGS = {
    "no_waiver_expired": (
        REGRESSION,
        "a waiver expired",
        "seeds/waivers.csv",
        "fix the violation, or renew the waiver",
    ),
    "waivers_are_complete": (
        COULD_NOT_RUN,
        "a waiver is incomplete",
        "seeds/waivers.csv",
        "complete or remove the waiver",
    ),
    "limits_name_checks": (
        COULD_NOT_RUN,
        "a limit names a check that does not exist",
        "",
        "see `handoff checks` for the names",
    ),
    "baseline_rows_are_unique": (
        COULD_NOT_RUN,
        "the baseline has two rows for one check and handoff",
        "seeds/baseline.csv",
        "keep one of them",
    ),
}
TESTS_WITH_ROWS = (
    *("no_new_finding", "no_check_got_worse", "nothing_got_worse_since", "no_verdict_lost"),
    *("no_promise_redeclared", "no_limit_exceeded"),
)
# Its rows are the facts of the report.
TEST_OF_FACTS = "no_input_missing"


def require_input(database: Path) -> None:
    """Raises `UserError` when the database has no loaded export or no declared stack.

    A database without any file is one of declarations only, which are judged without exports.
    """
    with open_audit(database, needs=None) as audit:
        if not audit.has("raw_handoff.files") or audit.rows(
            "select 1 from raw_handoff.files "
            "having count(*) > 0 and count_if(status in ('loaded', 'unchanged')) = 0"
        ):
            raise UserError.of(
                "no export has been loaded", str(database), "run `handoff ingest FOLDER`"
            )
        if not audit.has("declared.systems") or not audit.rows("select 1 from declared.systems"):
            raise UserError.of(
                "no stack is declared",
                str(database),
                "run `handoff init FOLDER`, then `handoff ingest FOLDER`",
            )


def read_verdict(root: Path, database: Path, build: Build) -> GateReport:
    """The report on `build`, a run of dbt on the project at `root` against `database`.

    Raises `UserError` when the database changed after that build.
    """
    with open_audit(database, needs=None) as audit:
        last_build = _last_build(audit)
        if last_build is None:
            raise UserError.of(
                "exports or stack were loaded after the last build",
                str(database),
                "run `handoff gate`, or `dbt build` first",
            )
        if last_build != build.invocation_id:
            raise UserError.of(
                "the last run of dbt on this database is not the run in run_results.json",
                str(database),
                "run `handoff gate`, or `dbt build` first",
            )
        issues = build.issues()
        if build.has_gate and not audit.has("results.gate"):
            what = "the build finished without the table results.gate"
            issues.append(Issue(INTERNAL_ERROR, what, str(database), "build again"))
            return GateReport(issues=issues, database=str(database))
        if not build.has_gate:
            return GateReport(issues=issues, database=str(database))
        items = [_item(row, root) for row in audit.rows(ITEMS)]
        names = {row["check_id"] for row in audit.rows("select check_id from results.checks")}
        judged = [item for item in items if item.check_id in build.fresh_checks]
        unmeasured = _nothing_measured(judged)
        return GateReport(
            items=sort_items(judged),
            issues=[
                *issues,
                *_gate_tests(audit, build, names, judged),
                *unmeasured,
            ],
            is_unusable=bool(issues or unmeasured),
            run_id=audit.rows("select run_id from results.current_run")[0]["run_id"],
            as_of=audit.rows("select as_of from canonical.as_of")[0]["as_of"],
            statuses=_statuses(audit, build),
            checks_in_project=len(names),
            unread=_unread(audit, build),
            facts=read_facts(audit),
            movement=read_movement(audit, build.fresh_checks),
            has_baseline=bool(audit.rows("select 1 from seeds.baseline limit 1")),
            database=str(database),
        )


def _statuses(audit: Audit, build: Build) -> dict[str, int]:
    """How many of the checks that ran have each status."""
    rows = audit.rows("select check_id, status from results.check_results order by check_id")
    found = [row["status"] for row in rows if row["check_id"] in build.fresh_checks]
    return {status: found.count(status) for status in STATUSES if status in found}


def _unread(audit: Audit, build: Build) -> Unread:
    (row,) = audit.rows(UNREAD, [sorted(build.fresh_checks)])
    return Unread(**{name: int(number) for name, number in row.items()})


def _last_build(audit: Audit) -> str | None:
    """The id of the last run of dbt; None when something was loaded after it."""
    if not audit.has("raw_handoff.builds"):
        return None
    rows = audit.rows("select invocation_id from raw_handoff.builds")
    return str(rows[0]["invocation_id"]) if rows else None


def _item(row: dict[str, object], root: Path) -> Item:
    declared = row["declared_in"]
    row["declared_in"] = _relative_to_project(str(declared), root) if declared else None
    return Item(**row)  # type: ignore[arg-type]


def _relative_to_project(where: str, root: Path) -> str | None:
    """`where` (file:line) relative to the project; None for a path outside the project."""
    path = Path(where)
    if not path.is_absolute():
        return None if ".." in path.parts else path.as_posix()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else None


def _gate_tests(audit: Audit, build: Build, names: Set[str], judged: list[Item]) -> list[Issue]:
    """Failures of gate tests that no row of results.gate reports."""
    issues = []
    for test in build.failed_gate_tests:
        if test.name == TEST_OF_FACTS:
            continue
        if test.name in TESTS_WITH_ROWS:
            # In a partial run the rows of the other checks are missing.
            if names <= build.fresh_checks and not any(item.is_failure for item in judged):
                what = f"the gate test {test.name} failed, but no row of results.gate has a reason"
                issues.append(Issue(INTERNAL_ERROR, what, test.path))
            continue
        code, what, where, fix = MEANINGS.get(
            test.name, (REGRESSION, f"the gate test {test.name} failed", test.path, "")
        )
        rows = audit.rows(test.sql) if test.name in MEANINGS else [{"rows": test.failures}]
        for row in rows:
            place = row.pop("declared_in", None) or where
            # A waiver may contain the id of a record; reports never contain one.
            row.pop("record_id", None)
            detail = ", ".join(f"{name} {value}" for name, value in row.items() if value)
            issues.append(Issue(code, f"{what}: {detail}", place, fix))
    return issues


def _nothing_measured(judged: list[Item]) -> list[Issue]:
    if judged and not any(item.kind not in ("not_computable", "lost") for item in judged):
        return [
            Issue(
                COULD_NOT_RUN,
                "no check could be computed from these exports",
                "",
                "see `handoff needs`",
            )
        ]
    return []
