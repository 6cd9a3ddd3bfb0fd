"""The queries of the report. Each reads one documented table and keeps its cells as they are.

A join only chooses and orders the rows. `$name` are bound parameters.
"""

from __future__ import annotations

from cli.report.cells import Source

BY_SEVERITY = "case severity when 'high' then 1 when 'medium' then 2 else 3 end"
BY_RANK = f"rank nulls last, {BY_SEVERITY}, violations desc, check_id, handoff_id"
FINDING = ("check_id", "handoff_id")
RECORD = ("check_id", "handoff_id", "record_id", "evidence_grade")
RECORD_MASKS = {
    "name": "subject",
    "email": "hidden",
    "company_name": "company",
    "owner_name": "owner",
    "explanation": "explanation",
    "source_value": "field_value",
    "target_value": "field_value",
}

SOURCES: dict[str, Source] = {
    "summary": Source("report.report_summary", (), "from report.report_summary"),
    "findings": Source(
        "results.findings",
        FINDING,
        f"from results.findings where status = 'fail' order by {BY_RANK} limit $most",
    ),
    "unconfirmed": Source(
        "results.findings",
        FINDING,
        f"from results.findings where unconfirmed > 0 order by {BY_RANK} limit $most",
    ),
    "money": Source(
        "results.money_at_risk",
        ("kind", "currency"),
        "from results.money_at_risk order by list_position("
        "['unbilled', 'overbilled', 'unpaid', 'pipeline'], kind), currency limit 20",
    ),
    # The first finding of each harm, and the next ones where there are fewer harms than rows.
    "first": Source(
        "results.roadmap",
        ("finding_id",),
        "select * exclude (place_in_harm) from (select *, row_number() over ("
        "partition by harm order by rank) as place_in_harm from results.roadmap"
        " where rank is not null order by place_in_harm > 1, rank limit 5) order by rank",
    ),
    "plan": Source(
        "results.roadmap",
        ("finding_id",),
        "from results.roadmap where is_in_plan order by due_on, place limit 12",
    ),
    "quick_win": Source(
        "results.roadmap", ("finding_id",), "from results.roadmap where is_first_quick_win"
    ),
    "not_worth": Source(
        "results.roadmap",
        ("finding_id",),
        "from results.roadmap where state = 'not_worth_fixing' order by place limit 10",
    ),
    "mended": Source(
        "results.roadmap",
        ("finding_id",),
        "from results.roadmap where state = 'mended' order by check_id, handoff_id limit 20",
    ),
    "time_split": Source(
        "report.report_time_split",
        ("part",),
        "from report.report_time_split order by part_order",
    ),
    "waiting_owners": Source(
        "report.report_waiting_owners",
        ("level", "responsible_kind", "responsible_id"),
        "from report.report_waiting_owners where level = $level"
        " order by oldest_at nulls last, waiting desc, responsible_id limit $most",
        {"responsible": "responsible"},
    ),
    "waiting": Source(
        "report.report_waiting",
        ("waiting_key",),
        "from report.report_waiting"
        " order by since_at nulls last, waiting_key limit greatest($limit, 10)",
        {"name": "subject", "email": "hidden", "responsible": "responsible"},
    ),
    "changes": Source(
        "report.report_changes",
        FINDING,
        "from report.report_changes order by list_position("
        "['new', 'lost', 'worse', 'resolved', 'better'], change) nulls last,"
        " is_beyond_chance desc, check_id, handoff_id nulls first limit 40",
    ),
    "gate": Source(
        "results.gate",
        ("check_id", "level", "handoff_id"),
        "from results.gate where is_failure or verdict in ('resolved', 'improved')"
        " order by is_failure desc, verdict, check_id, level, handoff_id limit 40",
    ),
    "systems": Source(
        "report.report_systems", ("system",), "from report.report_systems order by declared_in"
    ),
    "handoffs": Source(
        "report.report_handoffs",
        ("handoff_id",),
        "select handoffs.* from report.report_handoffs as handoffs"
        " left join (select hop, min(hop_order) as hop_order from report.report_hops group by hop)"
        " as hops on handoffs.hop = hops.hop order by hop_order nulls last, handoff_id",
    ),
    "handoff_results": Source(
        "results.handoff_results",
        FINDING,
        "from results.handoff_results where handoff_id is not null and violations > 0"
        " order by rate desc nulls last, check_id",
    ),
    "trend": Source(
        "report.report_trend",
        ("run_id", "handoff_id"),
        "from report.report_trend order by as_of, run_id, handoff_id",
    ),
    "hops": Source(
        "report.report_hops",
        ("hop", "handoff_id", "service_level"),
        "from report.report_hops order by hop_order, handoff_id, service_level limit 60",
    ),
    "hop_times": Source(
        "report.report_hop_times",
        ("hop", "handoff_id", "service_level", "bucket"),
        "from report.report_hop_times order by hop, handoff_id, service_level, bucket limit 480",
    ),
    "routing": Source(
        "report.report_routing",
        ("routing_id", "expected_pool", "reached_pool"),
        "from report.report_routing"
        " order by routing_id, expected_pool nulls last, leads desc, reached_pool limit 200",
    ),
    "fields": Source(
        "report.report_fields",
        ("handoff_id", "field", "verdict"),
        "select fields.* from report.report_fields as fields semi join ("
        " select handoff_id, field from report.report_fields"
        " where verdict not in ('equal', 'equal_after_normalising')"
        " group by handoff_id, field order by sum(values_compared) desc, handoff_id, field"
        " limit 60) as broken"
        " on fields.handoff_id = broken.handoff_id and fields.field = broken.field"
        " order by fields.handoff_id, fields.field, fields.verdict",
    ),
    # Only whether there is one: no broken field is good news only where fields were compared.
    "compared": Source(
        "report.report_fields",
        ("handoff_id", "field", "verdict"),
        "from report.report_fields where verdict <> 'not_comparable' limit 1",
    ),
    "duplicate_counts": Source(
        "report.report_duplicate_counts",
        ("system", "object"),
        "from report.report_duplicate_counts order by duplicates desc, system, object limit 40",
    ),
    "duplicates": Source(
        "report.report_duplicates",
        ("person_key",),
        "from report.report_duplicates where place <= 10 order by place",
        {"name": "subject", "email": "hidden"},
    ),
    "sources": Source(
        "results.sources",
        ("source_key",),
        "from results.sources where dimension = 'source' and step in ('accepted', 'met', 'won')"
        " and verdict <> 'not_computable' qualify dense_rank() over ("
        " order by leads desc, value, system) <= 10 order by step_order, rate desc nulls last,"
        " source_key",
    ),
    "cash": Source(
        "results.cash_flow",
        ("class", "currency", "risk"),
        "from results.cash_flow order by place, currency nulls last, risk nulls last limit 60",
    ),
    "not_computed": Source(
        "report.report_not_computed",
        ("reason", "missing_inputs"),
        "from report.report_not_computed order by checks desc, reason, missing_inputs limit 60",
    ),
    "not_judged": Source(
        "results.not_judged",
        ("check_id", "handoff_id", "reason"),
        "from results.not_judged order by not_judged desc, check_id, handoff_id, reason limit 40",
    ),
    "exclusions": Source(
        "audit.audit_exports__exclusions",
        ("exclusion_key",),
        "from audit.audit_exports__exclusions order by record_count desc, exclusion_key limit 40",
    ),
    "checks": Source(
        "results.check_results",
        ("check_id",),
        "from results.check_results order by area, check_id",
    ),
    "claims": Source("results.checks", ("check_id",), "from results.checks order by check_id"),
    "records": Source(
        "report.report_records",
        RECORD,
        "from report.report_records where place <= $limit"
        " order by place, check_id, handoff_id, record_id, evidence_grade limit $in_all",
        RECORD_MASKS,
    ),
    "examples": Source(
        "report.report_records",
        RECORD,
        "from report.report_records where handoff_id is not null and status = 'fail'"
        " and not is_waived and not is_unconfirmed"
        " qualify row_number() over (partition by handoff_id"
        " order by place, check_id, record_id, evidence_grade) <= 10"
        " order by handoff_id, check_id, place",
        RECORD_MASKS,
    ),
}
