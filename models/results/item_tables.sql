{#
    Rows of the tables that answer checklist items. A reference is a table or a column of it; the
    seed checklist_answers says which item it answers. A guard compares the lists with the seed. The
    ledger and the hops are views over every record; the sums per field and hop say if they have rows.
#}
{% set filled = [
    ('audit.audit_duplicates__merge_plan', 'merge_plan', '*'),
    ('audit.audit_fidelity__ledger', 'fields', 'nullif(pairs, 0)'),
    ('audit.audit_fidelity__records', 'records', '*'),
    ('audit.audit_lag__hops', 'hop_times', '*'),
    ('audit.audit_lag__journeys', 'journeys', '*'),
    ('audit.audit_lag__journeys.meeting_at', 'journeys', 'meeting_at'),
    ('audit.audit_lag__stages', 'stages', '*'),
    ('audit.audit_matching__keys', 'match_keys', '*'),
    ('audit.audit_outcomes__journeys.opportunity_at', 'outcomes', 'opportunity_at'),
    ('audit.audit_outcomes__journeys.rejected_because', 'outcomes', 'rejected_because'),
    ('audit.audit_profile__columns', 'column_profiles', '*'),
    ('audit.audit_profile__columns.fill_share', 'column_profiles', 'fill_share'),
    ('audit.audit_routing__leads.class', 'routed_leads', 'class'),
    ('audit.audit_routing__leads.is_in_queue', 'routed_leads', 'is_in_queue'),
    ('canonical.companies', 'companies', '*'),
    ('canonical.meetings.outcome', 'meetings', 'outcome'),
    ('canonical.score_changes', 'score_changes', '*'),
    ('canonical.stage_changes.changed_by_key', 'stage_changes', 'changed_by_key'),
    ('canonical.submissions', 'submissions', '*'),
    ('results.cash_flow', 'cash_flow', '*'),
    ('results.check_history', 'check_history', '*'),
    ('results.controls', 'controls', '*'),
    ('results.findings', 'findings', '*'),
    ('results.findings.area', 'findings', 'area'),
    ('results.findings.cause', 'findings', 'cause'),
    ('results.findings.cost', 'findings', 'cost'),
    ('results.findings.minutes', 'findings', 'minutes'),
    ('results.findings.people', 'findings', 'people'),
    ('results.findings.rank', 'findings', 'rank'),
    ('results.findings.remedy', 'findings', 'remedy'),
    ('results.findings.scope', 'findings', 'scope'),
    ('results.findings.worth', 'findings', 'worth'),
    ('results.handoff_history', 'handoff_history', '*'),
    ('results.handoff_results', 'handoff_results', '*'),
    ('results.handoff_scores', 'handoff_scores', '*'),
    ('results.roadmap', 'roadmap', '*'),
    ('results.roadmap.due_on', 'roadmap', 'due_on'),
    ('results.roadmap.owner', 'roadmap', 'owner'),
    ('results.roadmap.place', 'roadmap', 'place'),
    ('results.roadmap.target_violations', 'roadmap', 'target_violations'),
    ('results.roadmap.violations_before', 'roadmap', 'violations_before'),
    ('results.run_changes', 'run_changes', '*'),
    ('results.sample', 'sample', '*'),
    ('results.scores', 'scores', '*'),
    ('results.sources', 'sources', '*'),
] %}
{% set with_value = [
    ('results.findings.bucket', 'findings', 'bucket'),
    ('results.roadmap.bucket', 'roadmap', 'bucket'),
    ('results.sources.dimension', 'sources', 'dimension'),
    ('results.sources.step', 'sources', 'step'),
] %}

with
    merge_plan as (select * from {{ ref('audit_duplicates__merge_plan') }}),

    fields as (select * from {{ ref('audit_fidelity__fields') }}),

    records as (select * from {{ ref('audit_fidelity__records') }}),

    journeys as (select * from {{ ref('audit_lag__journeys') }}),

    stages as (select * from {{ ref('audit_lag__stages') }}),

    hop_times as (select * from {{ ref('audit_lag__summary') }}),

    roadmap as (select * from {{ ref('roadmap') }}),

    handoff_scores as (select * from {{ ref('handoff_scores') }}),

    sample as (select * from {{ ref('sample') }}),

    controls as (select * from {{ ref('controls') }}),

    match_keys as (select * from {{ ref('audit_matching__keys') }}),

    outcomes as (select * from {{ ref('audit_outcomes__journeys') }}),

    column_profiles as (select * from {{ ref('audit_profile__columns') }}),

    routed_leads as (select * from {{ ref('audit_routing__leads') }}),

    companies as (select * from {{ ref('companies') }}),

    meetings as (select * from {{ ref('meetings') }}),

    score_changes as (select * from {{ ref('score_changes') }}),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    submissions as (select * from {{ ref('submissions') }}),

    cash_flow as (select * from {{ ref('cash_flow') }}),

    check_history as (select * from {{ ref('check_history') }}),

    findings as (select * from {{ ref('findings') }}),

    handoff_history as (select * from {{ ref('handoff_history') }}),

    handoff_results as (select * from {{ ref('handoff_results') }}),

    run_changes as (select * from {{ ref('run_changes') }}),

    scores as (select * from {{ ref('scores') }}),

    sources as (select * from {{ ref('sources') }}),

    final as (
        {%- for reference, relation, column in filled %}
            select
                '{{ reference }}' as reference,
                cast(null as {{ dbt.type_string() }}) as value,
                count({{ column }}) as filled_rows
            from {{ relation }}
            union all
        {%- endfor %}
        {%- for reference, relation, column in with_value %}
            select '{{ reference }}' as reference, {{ column }} as value, count(*) as filled_rows
            from {{ relation }}
            where {{ column }} is not null
            group by {{ column }} {{ 'union all' if not loop.last }}
        {%- endfor %}
    )

select *
from final
