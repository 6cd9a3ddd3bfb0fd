"""The report as JSON, in the format of docs/gate.schema.json."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from cli.gate.formats.phrases import format_location, one_line
from cli.gate.report import GateReport, Item

SCHEMA_VERSION = 3


def as_json(report: GateReport) -> str:
    """Returns the report; its `compared` depends on exports, stack and project only.

    It has no time and no path, so it is equal for two runs on the same data.
    """
    document = {
        "schema_version": SCHEMA_VERSION,
        "run": {
            "run_id": one_line(report.run_id) if report.run_id else None,
            "as_of": f"{report.as_of:%Y-%m-%dT%H:%M:%SZ}" if report.as_of else None,
            "database": one_line(report.database),
            "problems": [
                {
                    "exit_code": issue.code,
                    "what": one_line(issue.what),
                    "where": one_line(issue.where) or None,
                    "what_to_do": one_line(issue.fix) or None,
                }
                for issue in report.issues
            ],
        },
        "compared": {
            "verdict": report.verdict.replace(" ", "_"),
            "exit_code": report.exit_code,
            "has_baseline": report.has_baseline,
            "checks_judged": report.checks_judged,
            "checks_in_project": report.checks_in_project,
            "unread": asdict(report.unread),
            "counts": report.counts,
            "facts": [
                {
                    "kind": fact.kind,
                    "detail": one_line(fact.detail),
                    "is_failure": fact.is_failure,
                }
                for fact in report.facts
            ],
            "movement": [
                {
                    **asdict(moved),
                    "handoff_id": one_line(moved.handoff_id) if moved.handoff_id else None,
                }
                for moved in report.movement
            ],
            "results": [
                _result(item)
                for item in sorted(
                    report.items, key=lambda i: (i.check_id, i.level, i.handoff_id or "")
                )
            ],
        },
    }
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _result(item: Item) -> dict[str, Any]:
    return {
        "check_id": item.check_id,
        "level": item.level,
        "handoff_id": one_line(item.handoff_id) if item.handoff_id else None,
        "finding_id": item.finding_id,
        "kind": item.kind,
        "is_failure": item.is_failure,
        "severity": item.severity,
        "status": item.status,
        "scope": item.scope,
        "violations": item.violations,
        "waived": item.waived,
        "unconfirmed": item.unconfirmed,
        "rate": _number(item.rate),
        "baseline": {
            "scope": item.scope_before,
            "violations": item.violations_before,
            "rate": _number(item.rate_before),
        },
        "movement": {
            "new_violations": item.new_violations,
            "turned_bad": item.turned_bad,
            "mended": item.mended,
            "left_violations": item.left_violations,
        },
        "because": one_line(item.because) if item.because else None,
        "reason": one_line(item.reason) if item.reason else None,
        "waived_because": one_line(item.waived_because) if item.waived_because else None,
        "owner": one_line(item.owner),
        "backup": one_line(item.backup) if item.backup else None,
        "remedy": one_line(item.remedy),
        "location": format_location(item),
    }


def _number(rate: object) -> float | None:
    return None if rate is None else float(str(rate))
