"""JSON for programs, described by docs/gate.schema.json."""

from __future__ import annotations

import json
from typing import Any

from cli.gate.formats.words import place, plain
from cli.gate.report import GateReport, Item

SCHEMA_VERSION = 1


def as_json(report: GateReport) -> str:
    """`compared` depends on exports, stack and project alone: no time, no path of a machine."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "run": {
            "run_id": plain(report.run_id) if report.run_id else None,
            "as_of": f"{report.as_of:%Y-%m-%dT%H:%M:%SZ}" if report.as_of else None,
            "database": plain(report.database),
            "problems": [
                {
                    "exit_code": trouble.code,
                    "what": plain(trouble.what),
                    "where": plain(trouble.where) or None,
                    "what_to_do": plain(trouble.fix) or None,
                }
                for trouble in report.troubles
            ],
        },
        "compared": {
            "verdict": report.verdict.replace(" ", "_"),
            "exit_code": report.exit_code,
            "has_baseline": report.has_baseline,
            "checks_judged": report.checks_judged,
            "checks_in_project": report.checks_in_project,
            "counts": report.counts,
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
        "handoff_id": plain(item.handoff_id) if item.handoff_id else None,
        "finding_id": item.finding_id,
        "kind": item.kind,
        "is_failure": item.is_failure,
        "severity": item.severity,
        "status": item.status,
        "scope": item.scope,
        "violations": item.violations,
        "waived": item.waived,
        "rate": _number(item.rate),
        "baseline": {
            "scope": item.scope_before,
            "violations": item.violations_before,
            "rate": _number(item.rate_before),
        },
        "reason": plain(item.reason) if item.reason else None,
        "waived_because": plain(item.waived_because) if item.waived_because else None,
        "owner": plain(item.owner),
        "backup": plain(item.backup) if item.backup else None,
        "remedy": plain(item.remedy),
        "location": place(item),
    }


def _number(rate: object) -> float | None:
    return None if rate is None else float(str(rate))
