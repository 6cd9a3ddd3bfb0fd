"""JUnit XML: a suite per handoff, a test case per check."""

from __future__ import annotations

from xml.etree import ElementTree as xml

from cli.gate.formats.words import change, place, plain, problem, why_not
from cli.gate.report import COULD_NOT_RUN, GateReport, Issue, Item

# Where no handoff applies.
STACK = "stack"


def as_junit(report: GateReport) -> str:
    """`skipped` is what could not be computed or is waived; no times, so it can be compared."""
    suites: dict[str, list[xml.Element]] = {}
    for number, trouble in enumerate(report.troubles, 1):
        suites.setdefault(STACK, []).append(_trouble(number, trouble))
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
        xml.SubElement(root, "testsuite", {"name": plain(name), **texts}).extend(cases)
        for key in totals:
            totals[key] += numbers[key]
    root.attrib.update({key: str(value) for key, value in totals.items()})
    xml.indent(root)
    return xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(item: Item) -> xml.Element:
    handoff = item.handoff_id or STACK
    name = plain(item.title if item.handoff_id is None else item.check_id)
    case = xml.Element("testcase", name=name, classname=f"handoff.{plain(handoff)}")
    if item.is_failure:
        _add(case, "failure", item.kind, change(item), _told(item))
    elif item.status == "error":
        _add(case, "error", item.kind, why_not(item), place(item))
    elif item.kind == "not_computable":
        _add(case, "skipped", item.kind, why_not(item), "")
    elif item.kind == "waived":
        _add(case, "skipped", item.kind, f"waived: {item.waived_because}", change(item))
    else:
        xml.SubElement(case, "system-out").text = f"{item.kind}: {plain(change(item))}"
    return case


def _told(item: Item) -> str:
    return (
        f"{item.claim}\n{change(item)}\nowner: {item.owner}\n{place(item)}\nremedy: {item.remedy}"
    )


def _trouble(number: int, trouble: Issue) -> xml.Element:
    case = xml.Element("testcase", name=f"handoff gate {number}", classname=f"handoff.{STACK}")
    kind = "error" if trouble.code >= COULD_NOT_RUN else "failure"
    _add(case, kind, "gate", problem(trouble), "")
    return case


def _add(case: xml.Element, kind: str, type_: str, message: str, text: str) -> None:
    element = xml.SubElement(case, kind, type=type_, message=plain(message))
    element.text = "\n".join(plain(line) for line in text.split("\n")) or None
