"""Commands that print audit results, on one small audited company."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from support.audited import OF_UNREAD_FILES

from cli.main import group
from cli.output import write_csv
from cli.terminal import format_share, format_span
from ingest.errors import UserError

Run = Callable[..., str]


@pytest.fixture
def run(built_demo: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the audited company, from the repository; returns what it prints."""
    monkeypatch.chdir(root)

    def call(*arguments: str) -> str:
        database = ["--database", str(built_demo / "handoff.duckdb")]
        result = CliRunner().invoke(group, [*arguments, *database])
        if isinstance(result.exception, UserError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return call


@pytest.fixture(scope="module")
def expected(built_demo: Path) -> dict[str, list[str]]:
    """Records of the planted violations per check."""
    found: dict[str, list[str]] = defaultdict(list)
    with (built_demo / "exports" / "truth" / "expected.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["check_id"]].append(row["record_id"])
    return found


def ask(folder: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "handoff.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def test_results_counts_findings_and_where_to_look(run: Run, built_demo: Path) -> None:
    shown = run("results")
    statuses = dict(
        ask(built_demo, "select status, count(*) from results.check_results group by status")
    )
    assert f"{statuses['fail']} fail" in shown and f"{statuses['pass']} pass" in shown
    assert "Weakest handoff: " in shown and "as of 2026-0" in shown
    (first,) = ask(built_demo, "select check_id from results.findings where rank = 1")
    assert first[0] in shown and "…" not in shown.replace("… and", "")
    assert "Money at risk: " in shown and "handoff plan" in shown
    assert "handoff trace WHO" in shown


def test_commands_read_the_database_that_dbt_reads(
    built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDOFF_DATABASE", str(built_demo / "handoff.duckdb"))
    assert "Weakest handoff" in CliRunner().invoke(group, ["results"]).output


def test_a_finding_has_the_scope_of_its_check(built_demo: Path) -> None:
    rows = ask(
        built_demo,
        "select scope from results.findings where check_id = 'open_journeys_not_overdue'",
    )
    (journeys,) = ask(built_demo, "select count(*) from audit.audit_lag__journeys")
    assert rows and set(rows) == {journeys}


def test_checks_by_area_and_status(run: Run, expected: dict[str, list[str]]) -> None:
    rows = {line.split()[0]: line.split() for line in run("checks").splitlines()[1:]}
    assert set(rows) == set(expected) | {OF_UNREAD_FILES}
    for check, records in expected.items():
        assert rows[check][4] == f"{len(records):,}", check
    lag = run("checks", "--area", "lag").splitlines()[1:]
    assert lag and {line.split()[1] for line in lag} == {"lag"}
    failed = run("checks", "--status", "fail").splitlines()[1:]
    assert failed and {line.split()[3] for line in failed} == {"fail"}


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("checks", "--area", "rooting"), "did you mean routing?"),
        (
            ("checks", "--status", "green"),
            "known: error, fail, not_computable, pass, unconfirmed, waived",
        ),
        (("checks", "explain", "asigned_to_right_owner"), "did you mean assigned_to_right_owner?"),
        (("needs", "--vendor", "sales"), "did you mean salesforce?"),
        (("trace", "nobody@nowhere.example"), "an e-mail address, a record id"),
    ],
)
def test_a_misspelt_name_gets_a_hint(run: Run, arguments: tuple[str, ...], hint: str) -> None:
    with pytest.raises(UserError, match=hint.replace("?", r"\?")):
        run(*arguments)


def test_a_misspelt_command_gets_a_hint() -> None:
    result = CliRunner().invoke(group, ["check"])
    assert result.exit_code == 2 and "Did you mean 'checks'?" in result.output
    result = CliRunner().invoke(group, ["frobnicate"])
    assert result.exit_code == 2 and "Did you mean" not in result.output


def test_explain_prints_claim_needs_and_sql(run: Run, expected: dict[str, list[str]]) -> None:
    shown = run("checks", "explain", "assigned_to_right_owner")
    assert "Claim       Every lead reaches a member of the pool" in shown
    assert f"{len(expected['assigned_to_right_owner'])} violations in " in shown
    assert "people.owner_key: fed by" in shown and "salesforce lead.OwnerId" in shown
    assert "is_wrong_owner as is_violation" in shown
    assert "evidence.assigned_to_right_owner" in shown
    assert max(map(len, shown.splitlines())) <= 160


def test_needs_prints_a_report(run: Run) -> None:
    assert run("needs").strip()


def test_trace_of_a_won_customer_shows_each_step_to_the_invoice(run: Run, built_demo: Path) -> None:
    ((key, email),) = ask(
        built_demo,
        "select people.person_key, people.email from canonical.people"
        " inner join canonical.opportunities as deals"
        " on people.converted_opportunity_key = deals.opportunity_key"
        " inner join canonical.invoices on invoices.crm_record_id = deals.record_id"
        " where deals.is_won and people.object = 'lead' order by 1 limit 1",
    )
    shown = run("trace", str(key))
    assert str(email) in shown
    events = [line for line in shown.split("All events by time (UTC)")[1].splitlines() if line]
    order = [
        next(i for i, line in enumerate(events) if text in line)
        for text in ("form ", "lead created", "assigned to", "opportunity opened", "invoice ")
    ]
    assert order == sorted(order)
    assert "won" in shown and ".000" not in shown
    assert run("trace", str(email)) == shown


def test_trace_names_the_checks_with_violations(run: Run, expected: dict[str, list[str]]) -> None:
    for check in ("leads_assigned", "people_unique_in_system", "assigned_to_right_owner"):
        record = expected[check][0]
        violations = run("trace", record).split("Checks that report a violation")[1]
        assert check in violations and record in violations


def test_trace_shows_a_payment_taken_twice(
    run: Run, built_demo: Path, expected: dict[str, list[str]]
) -> None:
    payment = expected["payments_taken_once"][0]
    ((customer,),) = ask(
        built_demo,
        f"select customer_key from canonical.payments where payment_key = '{payment}'",
    )
    assert payment in run("trace", str(customer)).split("Checks that report a violation")[1]


def test_trace_of_a_waiting_lead_and_an_unmatched_form(
    run: Run, built_demo: Path, expected: dict[str, list[str]]
) -> None:
    shown = run("trace", expected["leads_assigned"][0])
    assert ": unassigned" in shown and "waiting breached" in shown
    ((form,),) = ask(
        built_demo,
        "select submission_key from canonical.submissions where email_normalised not in ("
        "select email_normalised from canonical.people where email_normalised is not null)"
        " order by 1 limit 1",
    )
    shown = run("trace", str(form))
    assert "no system contains a record of them" in shown and str(form) in shown


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (-8, "-8 s"), (725, "12 min 5 s"), (273_600, "3 d 4 h")]
)
def test_spans(seconds: int, text: str) -> None:
    assert format_span(seconds) == text


@pytest.mark.parametrize(
    ("rate", "text"), [(None, ""), (0.0, "0.0%"), (0.0001, "<0.1%"), (0.034, "3.4%")]
)
def test_shares(rate: float | None, text: str) -> None:
    assert format_share(rate) == text


def test_a_query_is_answered_and_reaches_no_other_file(built_demo: Path) -> None:
    database = str(built_demo / "handoff.duckdb")

    def ask(sql: str, *options: str) -> Result:
        return CliRunner().invoke(group, ["query", sql, "--database", database, *options])

    shown = ask("select check_id, status from results.check_results order by 1 limit 1")
    assert shown.exit_code == 0 and shown.output.split() == [
        *("check_id", "status", "a_rule_decides", "fail"),
    ]
    assert "--csv` prints all" in ask("from results.violations").output
    rows = ask("from results.violations", "--csv").output.splitlines()
    assert rows[0].startswith("check_id,handoff_id,record_id") and len(rows) > 51
    for sql, why in [
        ("from x.y", "the query failed"),
        (f"from read_csv('{__file__}')", "Permission Error"),
        ("create table results.z as select 1", "read-only"),
        ("", "no result"),
    ]:
        failed = ask(sql)
        assert isinstance(failed.exception, UserError) and why in str(failed.exception)


def test_records_lists_every_violation_with_its_record(
    run: Run, expected: dict[str, list[str]], built_demo: Path
) -> None:
    unknown = ask(
        built_demo,
        "select distinct check_id from results.violation_details where record_key is null",
    )
    # Files, columns, values and groups are no records of a person or of money.
    assert {check for (check,) in unknown} <= {
        "alerts_sent_once",
        "dates_have_one_order",
        "ids_survive_spreadsheets",
        "match_keys_identify_records",
        "numbers_have_one_mark",
        "one_id_names_one_record",
        "round_robin_is_even",
        "stage_values_declared",
        "sums_agree",
        "values_are_readable",
    }
    (same,) = ask(
        built_demo,
        "select (select count(*) from results.violation_details) = count(*)"
        " from results.violations",
    )[0]
    assert same
    for check in ("values_agree", "records_arrive", "people_unique_in_system"):
        rows = json.loads(run("records", check, "--json"))
        assert sorted(row["record_id"] for row in rows) == sorted(expected[check])
    table = list(csv.DictReader(io.StringIO(run("records", "values_agree", "--csv"))))
    assert len(table) == len(expected["values_agree"])
    assert all(row["source_value"] != row["target_value"] for row in table)
    shown = run("records", "first_attempt_within_sla", "--limit", "2")
    assert "Remedy: " in shown and "promised " in shown and "owner: " in shown
    assert f"and {len(expected['first_attempt_within_sla']) - 2} more" in shown


def test_records_are_filtered_and_misspellings_get_a_hint(run: Run) -> None:
    rows = json.loads(run("records", "values_agree", "--json"))
    handoff = rows[0]["handoff_id"]
    own = json.loads(run("records", "values_agree", "--handoff", handoff, "--json"))
    assert own == [row for row in rows if row["handoff_id"] == handoff]
    late = json.loads(run("records", "first_attempt_within_sla", "--json"))
    owner = next(row["owner_name"] for row in late if row["owner_name"])
    named = json.loads(
        run("records", "first_attempt_within_sla", "--owner", owner.upper(), "--json")
    )
    assert named == [row for row in late if row["owner_name"] == owner]
    with pytest.raises(UserError, match="did you mean values_agree"):
        run("records", "values_agre")
    with pytest.raises(UserError, match="did you mean map_to_crm"):
        run("records", "values_agree", "--handoff", "map_to_cmr")
    with pytest.raises(UserError, match="known: "):
        run("records", "ids_survive_spreadsheets", "--handoff", "nowhere")
    with pytest.raises(UserError, match="there is no owner 'nobody'"):
        run("records", "ids_survive_spreadsheets", "--owner", "nobody")
    run("records", "ids_survive_spreadsheets", "--owner", owner)
    with pytest.raises(UserError, match="exclude each other"):
        run("records", "values_agree", "--json", "--csv")


@pytest.mark.parametrize("command", ["results", "checks", "needs", "diff", "sources"])
def test_reading_commands_answer_programs(run: Run, command: str) -> None:
    content = json.loads(run(command, "--json"))
    rows = content["findings"] if command == "results" else content
    table = list(csv.DictReader(io.StringIO(run(command, "--csv"))))
    assert len(table) == len(rows)
    if rows:
        assert set(table[0]) == set(rows[0])


def test_sources_are_shown_with_their_rates(run: Run, built_demo: Path) -> None:
    shown = run("sources")
    assert max(map(len, shown.splitlines())) <= 80
    assert "met: no export says whether a meeting took place" in shown
    ((leads,),) = ask(
        built_demo, "select count(*) from audit.audit_outcomes__journeys where source = 'Webinar'"
    )
    assert re.search(rf"^Webinar +{leads} ", shown, re.MULTILINE)
    assert f"Webinar (salesforce): {leads} leads" in run("sources", "source", "webinar")
    assert re.search(r"^newsletter +\d+ +0.0% below", run("sources", "offer"), re.MULTILINE)
    assert "No export has a channel of the leads." in run("sources", "channel")
    scores = json.loads(run("sources", "--score", "--json"))
    assert {row["outcome"] for row in scores} == {"accepted", "won"}
    assert "score of today" in run("sources", "--score")
    with pytest.raises(UserError, match="did you mean Webinar"):
        run("sources", "source", "Webinr")


def test_profile_shows_columns_before_anything_is_declared(run: Run, built_demo: Path) -> None:
    (archive,) = (built_demo / "exports" / "salesforce").glob("WE_*.ZIP")
    with zipfile.ZipFile(archive) as export, export.open("Lead.csv") as file:
        leads = list(csv.DictReader(io.TextIOWrapper(file, "utf-8")))
    sources = Counter(row["LeadSource"] for row in leads)
    shown = run("profile", "salesforce/lead")
    assert f"salesforce/lead: {len(leads):,} rows" in shown
    assert re.search(rf"Id +100.0% +{len(leads):,}\n +unique", shown)
    shown = run("profile", "salesforce/lead", "LeadSource")
    assert f"{len(sources)} distinct values" in shown
    (value, count), *_ = sources.most_common(1)
    assert re.search(rf"{count:,} +{count / len(leads):.1%}  {re.escape(value)}", shown)
    columns = json.loads(run("profile", "--json"))
    assert {"marketo", "salesforce", "stripe"} <= {row["system"] for row in columns}
    values = list(csv.DictReader(io.StringIO(run("profile", "salesforce/lead", "status", "--csv"))))
    assert {row["value"] for row in values} == {row["Status"] for row in leads}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["salesforce/leed"], "did you mean salesforce/lead"),
        (["salesforce/lead", "Leadsource"], "did you mean LeadSource"),
        (["salesforce", "Status"], "several objects have a column Status"),
    ],
)
def test_a_column_that_is_not_there_is_not_profiled(
    run: Run, arguments: list[str], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        run("profile", *arguments)


def test_a_trace_for_programs_has_all_sections(run: Run, expected: dict[str, list[str]]) -> None:
    record = expected["people_unique_in_system"][0]
    (journey,) = json.loads(run("trace", record, "--json"))
    assert record in {row["person_key"] for row in journey["records"]}
    assert "people_unique_in_system" in {row["check_id"] for row in journey["violations"]}


def test_sql_answers_queries_of_a_pipe(
    built_demo: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    arguments = ["sql", "--database", str(built_demo / "handoff.duckdb")]
    shown = CliRunner().invoke(
        group,
        arguments,
        input="select 40 + 2 as answer;\nselect count(*) as findings\nfrom results.findings;\n",
    )
    assert shown.exit_code == 0 and "42" in shown.output and "findings" in shown.output
    failed = CliRunner().invoke(group, arguments, input="create table t (a int);")
    assert isinstance(failed.exception, UserError)


def test_cells_that_a_spreadsheet_would_run_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(["a"], [["=1+1"], ["@x"], ["+cmd|x"], ["-2"], ["+49 30 1234"], [None], ["plain"]])
    assert capsys.readouterr().out.splitlines() == [
        "a", "'=1+1", "'@x", "'+cmd|x", "-2", "+49 30 1234", '""', "plain",
    ]  # fmt: skip
