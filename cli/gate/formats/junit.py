"""The report as JUnit XML: one suite per handoff, one test case per check."""

from __future__ import annotations

from xml.etree import ElementTree as xml

from cli.gate.formats.phrases import (
    describe_change,
    format_issue,
    format_location,
    missing_reason,
    one_line,
)
from cli.gate.report import COULD_NOT_RUN, Fact, GateReport, Issue, Item

# Suite of the cases without a handoff.
STACK = "stack"


def as_junit(report: GateReport) -> str:
    """Waived cases and those without a verdict are `skipped`; no times, so runs can be compared."""
    suites: dict[str, list[xml.Element]] = {}
    for number, issue in enumerate(report.issues, 1):
        suites.setdefault(STACK, []).append(_issue(number, issue))
    for fact in report.facts_of(is_failure=True):
        suites.setdefault(STACK, []).append(_fact(fact))
    for item in sorted(report.items, key=lambda i: (i.check_id, i.level)):
        suites.setdefault(item.handoff_id or STACK, []).append(_case(item))
    root = xml.Element("testsuites", name="handoff")
    totals = {"tests": 0, "failures": 0, "errors": 0}
    for name in sorted(suites):
        cases = suites[name]
        numbers = {
            "tests": len(cases),
            "failures": sum(case.find("failure") is not None for case in cases),
            "errors": sum(case.find("error") is not None for case in cases),
            "skipped": sum(case.find("skipped") is not None for case in cases),
        }
        texts = {key: str(value) for key, value in numbers.items()}
        xml.SubElement(root, "testsuite", {"name": one_line(name), **texts}).extend(cases)
        for key in totals:
            totals[key] += numbers[key]
    _add_movement(root, report)
    root.attrib.update({key: str(value) for key, value in totals.items()})
    xml.indent(root)
    return xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(item: Item) -> xml.Element:
    handoff = item.handoff_id or STACK
    name = one_line(item.title if item.handoff_id is None else item.check_id)
    case = xml.Element("testcase", name=name, classname=f"handoff.{one_line(handoff)}")
    if item.is_failure:
        _add(case, "failure", item.kind, describe_change(item), _details(item))
    elif item.status == "error":
        _add(case, "error", item.kind, missing_reason(item), format_location(item))
    elif item.kind == "not_computable":
        _add(case, "skipped", item.kind, missing_reason(item), "")
    elif item.kind == "unconfirmed":
        _add(case, "skipped", item.kind, "it rests on a guess in stack/", describe_change(item))
    elif item.kind == "waived":
        _add(case, "skipped", item.kind, f"waived: {item.waived_because}", describe_change(item))
    else:
        xml.SubElement(case, "system-out").text = f"{item.kind}: {one_line(describe_change(item))}"
    return case


def _details(item: Item) -> str:
    lines = (item.claim, describe_change(item), f"owner: {item.owner}", format_location(item))
    return "\n".join((*lines, f"remedy: {item.remedy}"))


def _issue(number: int, issue: Issue) -> xml.Element:
    case = xml.Element("testcase", name=f"handoff gate {number}", classname=f"handoff.{STACK}")
    kind = "error" if issue.code >= COULD_NOT_RUN else "failure"
    _add(case, kind, "gate", format_issue(issue), "")
    return case


def _fact(fact: Fact) -> xml.Element:
    name = one_line(f"{fact.kind}: {fact.detail}")
    case = xml.Element("testcase", name=name, classname=f"handoff.{STACK}")
    _add(case, "failure", fact.kind, fact.detail, "")
    return case


def _add_movement(root: xml.Element, report: GateReport) -> None:
    """What moved, as output of the suite of each handoff."""
    texts = {moved.handoff_id or STACK: moved.text for moved in report.movement}
    for suite in root:
        text = texts.get(suite.get("name", ""))
        if text:
            xml.SubElement(suite, "system-out").text = one_line(f"since the baseline: {text}")


def _add(case: xml.Element, kind: str, type_: str, message: str, text: str) -> None:
    element = xml.SubElement(case, kind, type=type_, message=one_line(message))
    element.text = "\n".join(one_line(line) for line in text.split("\n")) or None
