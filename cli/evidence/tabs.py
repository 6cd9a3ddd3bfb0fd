"""The tabs of the workbook. Each cell is a cell of a documented table; a query only chooses rows.

`$limit` is the number of records per finding, `$in_all` the number of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cli.report.cells import Source
from cli.report.sources import BY_RANK, FINDING, RECORD, RECORD_MASKS, SOURCES

# Kinds of cells: how they are written and how wide their column is.
TEXT, LONG, NUMBER, MONEY, SHARE, MOMENT, FLAG, LINK, INPUT = (
    *("text", "long", "number", "money", "share", "moment", "flag", "link", "input"),
)
# How the rows of a table become rows of a tab.
ROWS, FACTS, MATRIX = "rows", "facts", "matrix"

DECISIONS = ("waive", "fix", "not a fault", "ask")
DECISION, COMMENT, OWNER, UNTIL = "decision", "comment", "waiver owner", "waiver until"
INPUTS = (DECISION, COMMENT, OWNER, UNTIL)
EVIDENCE = "Evidence"
CHECK_ID, HANDOFF_ID, RECORD_ID = "check id", "handoff id", "record id"


@dataclass(frozen=True)
class Column:
    """A column of a tab: the column of the query, and the table and column it is a cell of."""

    name: str
    table: str
    column: str
    kind: str

    @property
    def header(self) -> str:
        """What stands above the column."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Tab:
    """One tab: its title, its rows and its columns. `shape` is rows, facts or matrix.

    A tab of facts has one row of the table, written downwards. A matrix has the first columns as
    they are, then one column per value of the last but one, with the last as cells.
    """

    title: str
    source: Source
    columns: tuple[Column, ...]
    shape: str = ROWS
    inputs: tuple[str, ...] = ()


def _columns(
    source: Source, names: str, of: Mapping[str, tuple[str, str]] | None = None
) -> tuple[Column, ...]:
    """Columns written as `name` or `name:kind`; `of` names the tables of joined columns."""
    found = []
    for word in names.split():
        name, _, kind = word.partition(":")
        table, column = (of or {}).get(name, (source.table, name))
        found.append(Column(name, table, column, kind or TEXT))
    return tuple(found)


def _tab(
    title: str,
    source: Source,
    names: str,
    of: Mapping[str, tuple[str, str]] | None = None,
    shape: str = ROWS,
    inputs: tuple[str, ...] = (),
) -> Tab:
    return Tab(title, source, _columns(source, names, of), shape, inputs)


_FINDINGS = Source(
    "results.findings",
    FINDING,
    "from results.findings"
    f" order by list_position(['fail', 'unconfirmed', 'waived'], status), {BY_RANK}",
)
_DUPLICATES = Source(
    "report.report_duplicates",
    ("person_key",),
    "select duplicates.*, loser.record_id as loser_id, survivor.record_id as survivor_id"
    " from report.report_duplicates as duplicates"
    " left join canonical.people as loser on duplicates.person_key = loser.person_key"
    " left join canonical.people as survivor on duplicates.survivor_key = survivor.person_key"
    " order by place",
    SOURCES["duplicates"].masks,
)
_EVIDENCE = Source(
    "report.report_records",
    RECORD,
    "select records.*, findings.owner as accountable"
    " from report.report_records as records"
    " left join results.findings as findings on records.check_id = findings.check_id"
    " and records.handoff_id is not distinct from findings.handoff_id"
    # The first records of every finding, before more of one.
    " where records.place <= $limit"
    " qualify row_number() over (order by records.place, records.check_id,"
    " records.handoff_id nulls first) <= $in_all"
    " order by records.check_id, records.handoff_id nulls first, records.place",
    RECORD_MASKS,
)
_CHECKLIST = Source(
    "results.check_results",
    ("check_id",),
    "select results.*, checks.claim, checks.remedy, checks.effort, checks.is_reversible,"
    " owners.owner"
    " from results.check_results as results"
    " join results.checks as checks on results.check_id = checks.check_id"
    " left join results.check_owners as owners on results.check_id = owners.check_id"
    " order by results.area, results.check_id",
)
_PLAN = Source(
    "results.roadmap",
    ("finding_id",),
    "from results.roadmap order by place nulls last, check_id, handoff_id",
)
_SAMPLE = Source(
    "results.sample",
    ("month_at", "person_key"),
    "from results.sample order by month_at desc, place",
)
_CONTROLS = Source(
    "results.controls",
    ("month_at", "step"),
    "from results.controls order by month_at desc, step_order",
)
_NOT_COMPUTED = Source(
    "report.report_not_computed",
    ("reason", "missing_inputs"),
    "from report.report_not_computed order by checks desc, reason, missing_inputs",
)
_NOT_JUDGED = Source(
    "results.not_judged",
    ("check_id", "handoff_id", "reason"),
    "from results.not_judged order by not_judged desc, check_id, handoff_id, reason",
)
_FIELDS = Source(
    "report.report_fields",
    ("handoff_id", "field", "verdict"),
    "from report.report_fields order by handoff_id, field, verdict",
)
_HOPS = Source(
    "report.report_hops",
    ("hop", "handoff_id", "service_level"),
    "from report.report_hops order by hop_order, handoff_id, service_level",
)
_WAITING = Source(
    "report.report_waiting",
    ("waiting_key",),
    "from report.report_waiting order by since_at nulls last, waiting_key limit $in_all",
    SOURCES["waiting"].masks,
)
_ROUTING = Source(
    "report.report_routing",
    ("routing_id", "expected_pool", "reached_pool"),
    "from report.report_routing"
    " order by routing_id, expected_pool nulls last, leads desc, reached_pool",
)

TABS = (
    _tab(
        "Summary",
        SOURCES["summary"],
        "company as_of:moment verdict checks:number failing_checks:number passing_checks:number"
        " unconfirmed_checks:number waived_checks:number not_computed_checks:number"
        " findings:number handoffs:number failing_handoffs:number people_affected:number"
        " records_affected:number cost:money currency cost_basis:long waiting:number"
        " longest_waiting_seconds:number weakest_handoff weakest_check weakest_share:share"
        " weakest_low:share weakest_high:share weakest_broken_records:number"
        " weakest_records:number judged:number not_judged:number"
        " share_not_judged:share unconfirmed:number unconfirmed_declarations:number systems:number"
        " systems_without_export:number first_exported_to:moment last_exported_to:moment"
        " files:number files_not_read:number rows_rejected:number",
        shape=FACTS,
    ),
    _tab(
        "Money",
        SOURCES["money"],
        "kind currency findings:number records:number low:money likely:money high:money",
    ),
    _tab(
        "Plan",
        _PLAN,
        "place:number due_on:moment owner backup is_first_quick_win:flag state bucket check_id"
        " handoff_id claim:long remedy:long harm people:number open_records:number"
        " money_likely:money money_currency money_kind minutes:number effort_days:number"
        " first_seen_at:moment violations_before:number scope_before:number violations:number"
        " scope:number target_violations:number rank:number finding_id",
    ),
    _tab(
        "Findings",
        _FINDINGS,
        "finding_id rank:number check_id handoff_id status area severity harm cause bucket"
        " claim:long violations:number scope:number rate:share waived:number unconfirmed:number"
        " not_judged:number records:number people:number open_records:number money_kind"
        " money_low:money money_likely:money money_high:money money_currency money_basis:long worth"
        " minutes:number cost:money cost_currency cost_basis:long owner backup effort"
        " is_reversible:flag remedy:long declared_in",
    ),
    _tab(
        "Handoffs",
        SOURCES["handoffs"],
        "handoff_id name from_system from_object to_system to_object hop status owner owner_team"
        " backup trigger:long direction within_seconds:number clock failure_path:long missing:long"
        " due:number arrived:number checks:number failing_checks:number not_judged:number"
        " records_affected:number people_affected:number cost:money currency weakest_check"
        " weakest_rate:share weakest_violations:number weakest_scope:number declared_in",
    ),
    _tab(
        "Fidelity",
        _FIELDS,
        "handoff_id field verdict values_compared:number",
        shape=MATRIX,
    ),
    _tab(
        "Duplicates",
        _DUPLICATES,
        "person_id system object survivor_id loser_id survivor_key person_key name email"
        " created_at:moment survivor_created_at:moment records_of_person:number evidence:long"
        " is_owner_split:flag is_opt_out_missed:flag link:link survivor_link:link place:number",
        {
            "loser_id": ("canonical.people", "record_id"),
            "survivor_id": ("canonical.people", "record_id"),
        },
    ),
    _tab(
        "Routing",
        _ROUTING,
        "routing_id expected_pool reached_pool leads:number leads_right:number reasons:long",
    ),
    _tab(
        "Lag",
        _HOPS,
        "hop handoff_id service_level within_seconds:number clock delay due:number met:number"
        " late:number waiting:number waiting_late:number not_judged:number median_seconds:number"
        " slow_tenth_seconds:number",
    ),
    _tab(
        "Time split",
        SOURCES["time_split"],
        "part leads:number waiting:number median_seconds:number slow_tenth_seconds:number",
    ),
    _tab(
        "Waiting",
        _WAITING,
        "since_at:moment kind name email hop handoff_id clock within_seconds:number"
        " waiting_seconds:number elapsed_seconds:number responsible_kind responsible"
        " responsible_team id_in_system record_key link:link",
    ),
    _tab(
        EVIDENCE,
        _EVIDENCE,
        "check_id handoff_id status is_waived:flag is_unconfirmed:flag kind name email company_name"
        " field source_value target_value explanation:long promised_seconds:number"
        " taken_seconds:number waiting_seconds:number amount:money currency happened_at:moment"
        " owner_name owner_team accountable id_in_system link:link counterpart_key"
        " counterpart_link:link evidence_grade place:number finding_id record_key record_id",
        {"accountable": ("results.findings", "owner")},
        inputs=INPUTS,
    ),
    _tab(
        "Sample",
        _SAMPLE,
        "month_at:moment place:number person_key system captured_at:moment source is_broken:flag"
        " broken_checks:long capture sync route notify feedback person_id",
    ),
    _tab(
        "Controls",
        _CONTROLS,
        "month_at:moment step sampled:number ok:number broken:number waiting:number"
        " not_judged:number",
    ),
    _tab(
        "Checklist",
        _CHECKLIST,
        "check_id area severity status claim:long scope:number violations:number rate:share"
        " tolerance:share waived:number unconfirmed:number not_judged:number"
        " not_judged_because:long evidence_grade reason:long missing_inputs:long"
        " partial_inputs:long owner effort is_reversible:flag remedy:long",
        {
            **{
                name: ("results.checks", name)
                for name in ("claim", "remedy", "effort", "is_reversible")
            },
            "owner": ("results.check_owners", "owner"),
        },
    ),
    _tab(
        "Not computed",
        _NOT_COMPUTED,
        "reason:long missing_inputs:long checks:number check_ids:long",
    ),
    _tab(
        "Not judged",
        _NOT_JUDGED,
        "check_id handoff_id reason:long not_judged:number example_record_id",
    ),
)
