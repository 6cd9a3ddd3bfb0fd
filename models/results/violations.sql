{#
    The records every check objects to, copied out of the evidence the checks left in this run,
    with the waivers applied. Every audit model is named below, because dbt runs a test before a
    model only when the model sits behind all parents of the test; a guard compares this list
    with the project.
#}
-- depends_on: {{ ref('audit_duplicates__alerts') }}
-- depends_on: {{ ref('audit_identity__oversized_blocks') }}
-- depends_on: {{ ref('audit_duplicates__clusters') }}
-- depends_on: {{ ref('audit_duplicates__companies') }}
-- depends_on: {{ ref('audit_duplicates__company_links') }}
-- depends_on: {{ ref('audit_duplicates__invoices') }}
-- depends_on: {{ ref('audit_identity__linked_identities') }}
-- depends_on: {{ ref('audit_identity__members') }}
-- depends_on: {{ ref('audit_matching__merges') }}
-- depends_on: {{ ref('audit_identity__pairs') }}
-- depends_on: {{ ref('audit_duplicates__payments') }}
-- depends_on: {{ ref('audit_duplicates__people') }}
-- depends_on: {{ ref('audit_identity__records') }}
-- depends_on: {{ ref('audit_duplicates__submissions') }}
-- depends_on: {{ ref('audit_exports__columns') }}
-- depends_on: {{ ref('audit_fidelity__difference_causes') }}
-- depends_on: {{ ref('audit_fidelity__compared_pairs') }}
-- depends_on: {{ ref('audit_fidelity__declared_fields') }}
-- depends_on: {{ ref('audit_fidelity__value_differences') }}
-- depends_on: {{ ref('audit_fidelity__fields') }}
-- depends_on: {{ ref('audit_fidelity__ledger') }}
-- depends_on: {{ ref('audit_matching__pairs') }}
-- depends_on: {{ ref('audit_fidelity__records') }}
-- depends_on: {{ ref('audit_matching__source_records') }}
-- depends_on: {{ ref('audit_fidelity__classified_differences') }}
-- depends_on: {{ ref('audit_fidelity__verdicts') }}
-- depends_on: {{ ref('audit_clock__calendar_hours') }}
-- depends_on: {{ ref('audit_lag__journey_starts') }}
-- depends_on: {{ ref('audit_fidelity__consent_changes') }}
-- depends_on: {{ ref('audit_lag__due_records') }}
-- depends_on: {{ ref('audit_lag__record_histories') }}
-- depends_on: {{ ref('audit_lag__hops') }}
-- depends_on: {{ ref('audit_lag__journeys') }}
-- depends_on: {{ ref('audit_lag__outcomes') }}
-- depends_on: {{ ref('audit_lag__people') }}
-- depends_on: {{ ref('audit_clock__sla_targets') }}
-- depends_on: {{ ref('audit_lag__stages') }}
-- depends_on: {{ ref('audit_lag__summary') }}
-- depends_on: {{ ref('audit_clock__hop_systems') }}
-- depends_on: {{ ref('audit_lag__total_times') }}
-- depends_on: {{ ref('audit_routing__accounts') }}
-- depends_on: {{ ref('audit_ownership__assignments') }}
-- depends_on: {{ ref('audit_ownership__first_owners') }}
-- depends_on: {{ ref('audit_routing__inputs') }}
-- depends_on: {{ ref('audit_routing__lead_profiles') }}
-- depends_on: {{ ref('audit_routing__leads') }}
-- depends_on: {{ ref('audit_ownership__owners') }}
-- depends_on: {{ ref('audit_ownership__pool_members') }}
-- depends_on: {{ ref('audit_routing__profile_decisions') }}
-- depends_on: {{ ref('audit_routing__profile_rules') }}
-- depends_on: {{ ref('audit_routing__rule_matches') }}
-- depends_on: {{ ref('audit_routing__rules') }}
-- depends_on: {{ ref('audit_routing__value_outcomes') }}
{% set nodes = check_nodes() %}
{% set evidence = evidence_relations() %}

with

waivers as (
    select * from {{ ref('waiver_status') }}
    where status = 'active'
),

found as (
    -- The types of the columns, for a project without any evidence.
    {{ empty_relation({
        'check_id': 'string', 'handoff_id': 'string', 'record_id': 'string',
        'evidence_grade': 'string',
    }) }}
{%- for node in nodes %}
    {%- set relation = evidence.get(node.alias | lower) %}
    {%- if relation is not none %}
    union all
    select
        {{ text_literal(node.name) }} as check_id,
        handoff_id,
        record_id,
        {{ evidence_grade_of(relation) }} as evidence_grade
    from {{ relation }}
    where is_violation
    {%- endif %}
{%- endfor %}
),

marked as (
    {{ mark_waived('found', 'waivers') }}
),

final as (
    select
        check_id,
        handoff_id,
        record_id,
        evidence_grade,
        is_waived
    from marked
)

select * from final
