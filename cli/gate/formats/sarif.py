"""The report as SARIF 2.1.0: one rule per check, one result per finding with its baseline state."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from cli.gate.formats.phrases import (
    describe_change,
    format_issue,
    missing_reason,
    one_line,
    shorten,
)
from cli.gate.report import COULD_NOT_RUN, GateReport, Issue, Item, split_location

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note"}
STATES = {
    "new": "new",
    "worse": "updated",
    "worse_since": "updated",
    "redeclared": "updated",
    "lost": "updated",
    "over_limit": "updated",
    "improved": "updated",
    "resolved": "absent",
    "known": "unchanged",
    "open": "new",
}


def as_sarif(report: GateReport) -> str:
    """One run. Passed checks are omitted; checks that could not be computed are notifications."""
    shown = [i for i in report.items if i.kind not in ("pass", "not_computable", "unconfirmed")]
    shown = [i for i in shown if i.kind != "improved" or i.status == "fail"]
    checks = {item.check_id: item for item in sorted(shown, key=lambda i: i.check_id)}
    numbers = {check: number for number, check in enumerate(checks)}
    notifications = [_issue(issue) for issue in report.issues]
    notifications += [_note(fact.detail, fact.is_failure) for fact in report.facts]
    notifications += [
        _note(f"since the baseline: {moved.text}", False) for moved in report.movement
    ]
    notifications += [_missing(item) for item in report.items_of("not_computable")]
    run = {
        "tool": {"driver": {"name": "handoff", "rules": [_rule(item) for item in checks.values()]}},
        "invocations": [
            {
                "executionSuccessful": report.exit_code < COULD_NOT_RUN,
                "exitCode": report.exit_code,
                "toolExecutionNotifications": notifications,
            }
        ],
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The root of the dbt project."}}
        },
        "results": [_result(i, numbers[i.check_id], report.has_baseline) for i in shown],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(item: Item) -> dict[str, Any]:
    return {
        "id": item.check_id,
        "shortDescription": {"text": shorten(item.claim, 1000)},
        "help": {"text": shorten(item.remedy, 4000)},
        "defaultConfiguration": {"level": LEVELS.get(item.severity, "warning")},
        "properties": {"tags": [item.area], "owner": one_line(item.owner)},
    }


def _result(item: Item, rule: int, is_compared: bool) -> dict[str, Any]:
    named = f"{item.handoff_id}/{item.check_id}" if item.handoff_id else item.check_id
    word = item.kind.replace("_", " ")
    result: dict[str, Any] = {
        "ruleId": item.check_id,
        "ruleIndex": rule,
        "level": LEVELS.get(item.severity, "warning"),
        "message": {"text": shorten(f"{word}: {item.title}: {describe_change(item)}", 1000)},
        "locations": [
            {
                "physicalLocation": _physical(*item.location),
                "logicalLocations": [{"fullyQualifiedName": one_line(named), "kind": "handoff"}],
            }
        ],
        "partialFingerprints": {"handoffFinding/v1": one_line(item.key)},
    }
    if item.kind == "waived":
        reason = shorten(item.waived_because or "", 1000)
        result["suppressions"] = [{"kind": "external", "justification": reason}]
        if is_compared:
            result["baselineState"] = "unchanged" if item.violations_before else "new"
    elif is_compared:
        result["baselineState"] = STATES[item.kind]
    return result


def _physical(path: str, line: int) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": quote(one_line(path)), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": line},
    }


def _issue(issue: Issue) -> dict[str, Any]:
    level = "error" if issue.code >= COULD_NOT_RUN else "warning"
    notification: dict[str, Any] = {"level": level, "message": {"text": format_issue(issue)}}
    if issue.where and not issue.where.startswith("/"):
        physical = _physical(*split_location(issue.where))
        notification["locations"] = [{"physicalLocation": physical}]
    return notification


def _note(text: str, is_failure: bool) -> dict[str, Any]:
    return {"level": "error" if is_failure else "note", "message": {"text": shorten(text, 1000)}}


def _missing(item: Item) -> dict[str, Any]:
    text = shorten(f"{item.title} could not be computed: {missing_reason(item)}", 1000)
    return {"level": "note", "message": {"text": text}}
