"""A stack without any export is audited: its contracts have verdicts before any data."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from support.dbt import run_dbt

from cli.gate.read_verdict import require_input
from ingest.errors import UserError
from ingest.run import ingest

STACK = """\
company: {name: Acme, currency: EUR, as_of: 2026-06-30T12:00:00Z}
systems:
  - {id: crm, name: CRM, vendor: salesforce, functions: [route], role: truth}
  - {id: map, name: MAP, vendor: marketo, functions: [score], role: record}
owners:
  - {id: ada, name: Ada}
handoffs:
  - id: old
    name: Old form
    from: {system: map, object: lead}
    to: {system: crm, object: lead}
    hop: in_crm
    owner: ada
    trigger: lead created
    failure_path: somebody looks
tokens:
  - {id: key, system: crm, used_by: [old], owner: ada, kept_in: vault, expires: 2026-07-30}
  - {id: unknown, system: crm}
"""


def test_a_folder_with_declarations_only_is_audited(root: Path, tmp_path: Path) -> None:
    exports, stack, database = (tmp_path / name for name in ("exports", "stack", "handoff.duckdb"))
    exports.mkdir()
    stack.mkdir()
    (stack / "stack.yml").write_text(STACK, "utf-8")
    with pytest.raises(UserError, match="--declarations-only"):
        ingest(exports, database, stack)
    ingest(exports, database, stack, declarations_only=True)
    require_input(database)
    done = run_dbt(
        root, database, "build", "--exclude", "test_type:unit", target=tmp_path / "target"
    )
    assert done.returncode == 0, done.stdout
    with duckdb.connect(str(database), read_only=True) as connection:
        statuses = dict(
            connection.execute(
                "select check_id, status from results.check_results where area = 'contracts'"
            ).fetchall()
        )
        findings = connection.execute(
            "select check_id, declared_in from results.findings order by 1"
        ).fetchall()
        others = connection.execute(
            "select distinct status from results.check_results where area <> 'contracts'"
        ).fetchall()
    # Without data, no other check may pass or fail.
    assert others == [("not_computable",)]
    assert {check for check, status in statuses.items() if status == "pass"} == {
        "handoffs_have_owner",
        "no_single_keeper",
    }
    # Nothing of these was declared or can be asked for.
    assert {check for check, status in statuses.items() if status == "not_computable"} == {
        *("overrides_are_approved", "polling_has_a_window", "two_way_fields_have_authority"),
        *("tokens_have_least_scope", "tokens_have_no_admin_role"),
    }
    lines = STACK.splitlines()
    declared = {
        check: lines[int(place.removeprefix("stack/stack.yml:")) - 1].strip(" -")
        for check, place in findings
    }
    key, unknown = (line.strip(" -") for line in lines[-2:])
    assert declared == {
        "failures_have_a_path": "failure_path: somebody looks",
        "failures_have_people": "failure_path: somebody looks",
        "handoffs_have_backup": "id: old",
        "handoffs_have_service_level": "id: old",
        "outages_are_survived": "id: old",
        "reruns_are_recognised": "id: old",
        "tokens_have_owner": unknown,
        "tokens_kept_safely": unknown,
        "tokens_not_expiring": key,
        "triggers_are_events": "trigger: lead created",
        "volumes_are_expected": "id: old",
    }
    (exports / "Lead.csv").write_text("Id,Email\n00Q000000000001,a@acme.example\n", "utf-8")
    with pytest.raises(UserError, match="there are exports to audit"):
        ingest(exports, database, stack, declarations_only=True)
