"""Every format of `handoff gate` against its public schema, with friendly and hostile text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from support.paths import FIXTURES

from cli.gate.formats.github import as_github
from cli.gate.formats.json_report import as_json
from cli.gate.formats.junit import as_junit
from cli.gate.formats.markdown import MARKER, as_markdown
from cli.gate.formats.sarif import as_sarif
from cli.gate.formats.text import as_text
from cli.gate.report import (
    FAILING,
    KINDS,
    Fact,
    GateReport,
    Issue,
    Item,
    Movement,
    Unread,
    sort_items,
)

SCHEMAS = FIXTURES / "schemas"
# As GitHub describes it: ::name key=value,key=value::text, on one line, `%` only as an escape.
COMMAND = re.compile(
    r"^::(?P<kind>error|warning|notice) "
    r"(?:file=(?P<file>(?:[^:,%\r\n]|%[0-9A-F]{2})+),line=(?P<line>[0-9]+),)?"
    r"title=(?:[^:,%\r\n]|%[0-9A-F]{2})+::(?:[^%\r\n]|%25|%0D|%0A)+$"
)
HOSTILE = (
    "<script>alert(1)</script> ::error file=x::owned\r\n::set-output name=a::b\n##[error]c"
    " ]]> & \x1b[2Jwiped \x07\x00\x9b \ud800 \u202e\u2028 `x` [l](http://evil.example) | @everyone"
    " #1 %0A {{ env }} <!-- x --> \\ * _ ~ ! www.evil.example"
)
STATUS = {"resolved": "pass", "improved": "pass", "waived": "waived", "pass": "pass"}


def item(kind: str, **changed: Any) -> Item:
    """A row of the gate; `lost` and `not_computable` have no current verdict."""
    missing = kind in ("lost", "not_computable")
    row = Item(
        check_id=f"check_{kind}",
        level="check" if missing else "handoff",
        handoff_id=None if missing else "form_to_map",
        finding_id=None if missing or kind == "pass" else "0123456789ab",
        kind=kind,
        severity="high",
        status="not_computable" if missing else STATUS.get(kind, "fail"),
        scope=None if missing else 4000,
        violations=None if missing else 3,
        waived=2 if kind == "waived" else 0,
        rate=None if missing else Decimal("0.00075"),
        scope_before=4000,
        violations_before=1,
        rate_before=Decimal("0.00025"),
        area="fidelity",
        claim="What was typed arrives.",
        remedy="Map the field.",
        owner="Mara Lindqvist",
        backup="Jonas Weber",
        reason="no export feeds people.phone" if missing else None,
        limit="stack/gate.yml:3" if kind == "over_limit" else None,
        waived_because="migration until May" if kind == "waived" else None,
        cost=None if missing else Decimal("1327.50"),
        cost_currency=None if missing else "EUR",
        file_path="tests/checks/fidelity/a.sql",
        declared_in=None if missing else "stack/handoffs.yml:17",
    )
    return replace(row, **changed)


def report(*items: Item, issues: tuple[Issue, ...] = (), **changed: Any) -> GateReport:
    made = GateReport(
        sort_items(items),
        issues,
        "bdf182a1527d",
        statuses={"fail": 1, "pass": 1, "not_computable": 1},
        checks_in_project=3,
        has_baseline=True,
    )
    return replace(made, **changed)


ALL = report(*(item(kind) for kind in KINDS if kind != "open"))
WORST = report(
    *(
        item(
            kind,
            claim=HOSTILE,
            remedy=HOSTILE,
            owner=HOSTILE,
            backup=HOSTILE,
            reason=HOSTILE,
            limit=HOSTILE,
            waived_because=HOSTILE,
            handoff_id=HOSTILE,
        )
        for kind in KINDS
    ),
    facts=(Fact("column_missing", HOSTILE, True), Fact("column_new", HOSTILE, False)),
    movement=(Movement(HOSTILE, 1, 1, 1, 1), Movement(None, 0, 0, 0, 0)),
    issues=(
        Issue(1, HOSTILE, "seeds/waivers.csv"),
        Issue(2, HOSTILE, "stack/a,b:c.yml:7", HOSTILE),
        Issue(3, HOSTILE),
    ),
    run_id=HOSTILE,
    database=HOSTILE,
)
MANY = report(
    *(
        item(
            KINDS[n % len(KINDS)],
            check_id=f"check_{n % 77}",
            handoff_id=f"handoff_{n}",
            owner="x" * 400,
            remedy="y " * 200,
        )
        for n in range(10_000)
    ),
    issues=tuple(Issue(2, f"problem {n} " + "z" * 900) for n in range(500)),
)
STOPPED = GateReport(issues=(Issue(2, "there is no database", "x.duckdb", "run ingest"),))
REPORTS = pytest.mark.parametrize(
    "shown", [ALL, WORST, MANY, STOPPED, GateReport()], ids=["all", "worst", "many", "stop", "none"]
)


@REPORTS
def test_sarif_is_valid(shown: GateReport) -> None:
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8"))
    log = json.loads(as_sarif(shown))
    jsonschema.Draft4Validator(schema).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", as_sarif(shown))


def test_the_sarif_schema_rejects_invalid_output() -> None:
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8"))
    log = json.loads(as_sarif(ALL))
    log["runs"][0]["results"][0]["baselineState"] = "worse"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(schema).validate(log)


def test_sarif_has_the_state_of_the_baseline() -> None:
    (run,) = json.loads(as_sarif(ALL))["runs"]
    found = {result["ruleId"].removeprefix("check_"): result for result in run["results"]}
    assert {kind: result["baselineState"] for kind, result in found.items()} == {
        "new": "new",
        "worse": "updated",
        "worse_since": "updated",
        "redeclared": "updated",
        "lost": "updated",
        "over_limit": "updated",
        "resolved": "absent",
        "known": "unchanged",
        "waived": "unchanged",
    }
    assert found["waived"]["suppressions"] == [
        {"kind": "external", "justification": "migration until May"}
    ]
    assert [kind for kind, result in found.items() if "suppressions" in result] == ["waived"]
    assert found["new"]["partialFingerprints"] == {"handoffFinding/v1": "0123456789ab"}
    (place,) = found["new"]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "stack/handoffs.yml"
    assert place["physicalLocation"]["region"] == {"startLine": 17}
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "form_to_map/check_new"
    # Without a baseline nothing is compared.
    first = json.loads(as_sarif(report(item("open"), has_baseline=False)))
    assert "baselineState" not in first["runs"][0]["results"][0]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "no export feeds people.phone" in told["message"]["text"]
    assert (
        json.loads(as_sarif(STOPPED))["runs"][0]["invocations"][0]["executionSuccessful"] is False
    )


@REPORTS
def test_junit_is_valid(shown: GateReport) -> None:
    schema = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))
    text = as_junit(shown)
    schema.validate(text)
    root = ElementTree.fromstring(text)
    for suite in root.findall("testsuite"):
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        for kind in ("failure", "error", "skipped"):
            counted = suite.get({"failure": "failures", "error": "errors"}.get(kind, kind))
            assert counted == str(len(suite.findall(f"testcase/{kind}")))
    assert root.get("tests") == str(len(root.findall(".//testcase")))


def test_the_junit_schema_rejects_invalid_output() -> None:
    schema = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))
    assert not schema.is_valid(as_junit(ALL).replace("<testcase name=", "<testcase title="))


def test_junit_skips_what_has_no_verdict() -> None:
    root = ElementTree.fromstring(as_junit(ALL))
    marks = {
        case.get("name", ""): [child.tag for child in case if child.tag != "system-out"]
        for case in root.findall(".//testcase")
    }
    assert marks == {
        **{f"check_{kind}": ["failure"] for kind in FAILING},
        **{f"check_{kind}": ["skipped"] for kind in ("waived", "unconfirmed", "not_computable")},
        **{f"check_{kind}": [] for kind in ("known", "pass", "resolved", "improved")},
    }
    assert [suite.get("name") for suite in root] == ["form_to_map", "stack"]
    failure = root.find(".//testcase[@name='check_worse']/failure")
    assert failure is not None and failure.get("message") == (
        "3 of 4,000 (<0.1%), baseline 1 of 4,000 (<0.1%)"
    )
    stopped = ElementTree.fromstring(as_junit(STOPPED))
    assert (stopped.get("tests"), stopped.get("errors")) == ("1", "1")
    broken = as_junit(report(item("not_computable", status="error", reason="its query failed")))
    assert ElementTree.fromstring(broken).find(".//testcase/error") is not None


@REPORTS
def test_annotations_follow_the_grammar(shown: GateReport) -> None:
    lines = as_github(shown)
    commands = [line for line in lines if line.startswith("::")]
    for line in commands:
        assert COMMAND.match(line), line
    kinds = [line.split()[0] for line in commands]
    assert kinds == sorted(kinds, key=["::error", "::warning", "::notice"].index)
    assert all(kinds.count(kind) <= 10 for kind in kinds)
    # Apart from the commands at most one line, with the number of omitted ones.
    assert (
        lines[len(commands) :]
        == [line for line in lines if "not shown as annotations" in line][-1:]
    )


def test_the_grammar_rejects_invalid_output() -> None:
    for line in ("::error title=a:b::x", "::error title=a::50 % of", "::fatal title=a::x"):
        assert not COMMAND.match(line)


def test_annotations_are_sorted_and_cut() -> None:
    items = [item("new", check_id=f"low_{n:02}", severity="low") for n in range(9)]
    items += [item("worse", check_id=f"high_{n}") for n in range(4)]
    lines = as_github(report(*items))
    titles = [line.split("title=")[1].split("::")[0] for line in lines[:-1]]
    assert titles == [f"worse%3A high_{n} on form_to_map" for n in range(4)] + [
        f"new%3A low_{n:02} on form_to_map" for n in range(6)
    ]
    assert lines[-1] == "handoff gate: not shown as annotations: 3 errors"
    assert lines[0].startswith("::error file=stack/handoffs.yml,line=17,")
    (lost,) = as_github(report(item("lost")))
    assert lost.startswith("::error file=tests/checks/fidelity/a.sql,line=1,title=lost%3A")


@REPORTS
def test_markdown_is_one_comment(shown: GateReport) -> None:
    text = as_markdown(shown)
    assert len(text) < 60_000
    lines = text.splitlines()
    assert lines[0] == MARKER and lines[1].startswith("## handoff gate: ")
    assert text.count("<details") == text.count("</details>") and text.count("```") == 2
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", text)


def test_markdown_shows_five_and_counts_the_rest() -> None:
    shown = report(*(item("new", check_id=f"check_{n}") for n in range(7)), item("lost"))
    text = as_markdown(shown)
    table = [line for line in text.splitlines() if line.startswith(("| new", "| lost"))]
    assert len(table) == 5 and "Mara Lindqvist" in table[1] and "3 of 4,000" in table[1]
    assert "<summary>Also failing: 3</summary>" in text
    assert "handoff gate: regression: 1 lost, 7 new" in text
    many = as_markdown(MANY)
    assert re.search(r"and [0-9,]+ more in `results\.gate`", many)
    # Every kind is counted in the table even where its rows are cut.
    assert f"| {-(-10_000 // len(KINDS))} | {10_000 // len(KINDS)} |" in many


def test_hostile_text_stays_text() -> None:
    markdown = as_markdown(WORST)
    for trick in ("<script", "@everyone", "://evil", "<!-- x", "www.evil"):
        assert trick not in markdown
    assert not re.search(r"(?<!\\)[\[\]`|*]\(?http", markdown)
    shown = as_text(WORST)
    assert not any(line.lstrip().startswith(("::", "##[")) for line in shown)
    assert not re.search("[\x00-\x1f\x7f-\x9f]", "".join(shown))
    assert "<script" not in as_junit(WORST)
    # A line break inside a value does not start a second command.
    assert all(line.startswith("::") for line in as_github(WORST)[:-1])


def test_text_is_readable_in_eighty_columns() -> None:
    lines = as_text(ALL, 79)
    assert max(map(len, lines)) <= 79
    assert lines[:2] == [
        "regression: 1 over limit, 1 lost, 1 redeclared, 1 new, 1 worse, 1 worse since,",
        "  1 known finding",
    ]
    assert "WORSE  check_worse on form_to_map  (high)" in lines
    assert "  owner Mara Lindqvist, backup Jonas Weber; stack/handoffs.yml:17" in lines
    assert "  check_not_computable: no export feeds people.phone" in lines
    assert as_text(STOPPED)[0] == "could not run: 1 problem"


MOVED = report(
    item("known", new_violations=2, turned_bad=1, mended=2, left_violations=0),
    facts=(Fact("value_new", "the value Status=Recycled of crm lead is new", False),),
    movement=(Movement("form_to_map", 2, 1, 2, 0), Movement("map_to_crm", 0, 0, 0, 0)),
)
MOVEMENT = "form_to_map: 2 new (1 of known records), 2 mended, 0 left the scope"


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param("\n".join(as_text(MOVED, 100)), id="text"),
        pytest.param(as_markdown(MOVED).replace("\\_", "_"), id="markdown"),
        pytest.param(as_junit(MOVED), id="junit"),
        pytest.param(as_sarif(MOVED), id="sarif"),
        pytest.param("\n".join(as_github(MOVED)), id="github"),
    ],
)
def test_movement_is_shown_on_a_green_night(shown: str) -> None:
    assert MOVED.exit_code == 0
    assert MOVEMENT in shown


def test_json_has_movement_and_facts_on_a_green_night() -> None:
    compared = json.loads(as_json(MOVED))["compared"]
    assert compared["movement"][0]["mended"] == 2 and compared["facts"][0]["kind"] == "value_new"
    assert compared["results"][0]["movement"]["turned_bad"] == 1


def test_a_missing_input_fails_and_comes_first() -> None:
    fact = Fact("export_missing", "the export crm lead is missing tonight", True)
    shown = report(item("lost"), facts=(fact,))
    assert shown.exit_code == 1
    lines = as_text(shown, 79)
    assert lines[0] == "regression: 1 input missing, old or cut, 1 lost"
    assert lines[3] == "MISSING  the export crm lead is missing tonight"
    assert 'type="export_missing"' in as_junit(shown)


def test_a_first_run_is_never_clean() -> None:
    """It shows the gravest findings, and what would make more checks computable first."""
    found = [item("open", check_id=f"check_{n:02}", severity="low") for n in range(11)]
    found.append(item("open", check_id="dear", severity="low", cost=Decimal(9000)))
    found.append(item("open", check_id="grave", severity="high", cost=None))
    missing = [item("not_computable", check_id=f"m{n}", reason="no owner") for n in range(5)]
    missing.append(item("not_computable", check_id="a", reason="no phone"))
    shown = as_text(report(*found, *missing, has_baseline=False), 79)
    assert shown[0] == "first run: nothing to compare with, 13 open findings"
    assert shown[1] == "run bdf182a1527d, 3 checks: 1 fail, 1 pass, 1 not computable"
    start = shown.index("Open findings, the first 10 of 13:")
    assert shown[start + 1 : start + 5] == [
        "  grave on form_to_map (high)",
        "    3 of 4,000 (<0.1%); Mara Lindqvist",
        "  dear on form_to_map (low)",
        "    3 of 4,000 (<0.1%), cost 9,000.00 EUR; Mara Lindqvist",
    ]
    start = shown.index("Could not be computed: 6 checks")
    assert shown[start + 1 : start + 3] == [
        "  m0, m1, m2 and 2 more: no owner",
        "  a: no phone",
    ]
    assert json.loads(as_json(report(has_baseline=False)))["compared"]["verdict"] == "first_run"


def test_the_first_line_counts_what_was_not_read() -> None:
    unread = Unread(files=1, records=2, not_judged=30, rows=1000)
    words = "1 file not loaded, 2 records rejected, 30 rows not judged (3.0%)"
    known = report(item("known"), unread=unread)
    assert known.headline == f"clean: nothing new, nothing worse, 1 known finding, {words}"
    # The results of a run with a reject are published: it ran.
    rejects = replace(known, issues=(Issue(2, "a record was rejected"),))
    assert rejects.headline == f"incomplete: 1 problem, 1 known finding, {words}"
    assert replace(rejects, is_unusable=True).verdict == "could not run"
    assert replace(rejects, statuses={"not_computable": 3}).verdict == "could not run"


@REPORTS
def test_json_follows_its_published_schema(shown: GateReport, root: Path) -> None:
    schema = json.loads((root / "docs" / "gate.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(as_json(shown)))
    assert schema["$defs"]["kind"]["enum"] == list(KINDS)


def test_compared_part_of_json_is_independent_of_the_machine() -> None:
    here = json.loads(as_json(ALL))
    there = json.loads(as_json(replace(ALL, database="/elsewhere/x.duckdb", run_id="0" * 12)))
    assert here["compared"] == there["compared"] and here["run"] != there["run"]


def test_the_highest_exit_code_wins() -> None:
    failing = item("new")
    assert report(item("known")).exit_code == 0
    assert report(failing).exit_code == 1
    for codes, exit_code in (((1,), 1), ((2, 1), 2), ((2, 3), 3)):
        issues = tuple(Issue(code, "x") for code in codes)
        assert report(failing, issues=issues).exit_code == exit_code
        assert report(item("known"), issues=issues).exit_code == exit_code
