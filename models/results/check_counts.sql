{#
    Scope and violations of every check and handoff, counted from the evidence the
    checks left in this run. Every audit model is named below, because dbt runs a test
    before a model only when the model sits behind all parents of the test; a guard
    compares this list with the project.
#}
-- depends_on: {{ ref('audit_duplicates__alerts') }}
-- depends_on: {{ ref('audit_duplicates__blocks') }}
-- depends_on: {{ ref('audit_duplicates__clusters') }}
-- depends_on: {{ ref('audit_duplicates__companies') }}
-- depends_on: {{ ref('audit_duplicates__company_links') }}
-- depends_on: {{ ref('audit_duplicates__invoices') }}
-- depends_on: {{ ref('audit_duplicates__merges') }}
-- depends_on: {{ ref('audit_duplicates__pairs') }}
-- depends_on: {{ ref('audit_duplicates__payments') }}
-- depends_on: {{ ref('audit_duplicates__people') }}
-- depends_on: {{ ref('audit_duplicates__records') }}
-- depends_on: {{ ref('audit_duplicates__submissions') }}
-- depends_on: {{ ref('audit_fidelity__causes') }}
-- depends_on: {{ ref('audit_fidelity__declared_fields') }}
-- depends_on: {{ ref('audit_fidelity__differences') }}
-- depends_on: {{ ref('audit_fidelity__fields') }}
-- depends_on: {{ ref('audit_fidelity__ledger') }}
-- depends_on: {{ ref('audit_fidelity__pairs') }}
-- depends_on: {{ ref('audit_fidelity__records') }}
-- depends_on: {{ ref('audit_fidelity__sources') }}
-- depends_on: {{ ref('audit_lag__calendar_hours') }}
-- depends_on: {{ ref('audit_lag__captures') }}
-- depends_on: {{ ref('audit_lag__consent_changes') }}
-- depends_on: {{ ref('audit_lag__due') }}
-- depends_on: {{ ref('audit_lag__histories') }}
-- depends_on: {{ ref('audit_lag__hops') }}
-- depends_on: {{ ref('audit_lag__journeys') }}
-- depends_on: {{ ref('audit_lag__outcomes') }}
-- depends_on: {{ ref('audit_lag__persons') }}
-- depends_on: {{ ref('audit_lag__promises') }}
-- depends_on: {{ ref('audit_lag__stages') }}
-- depends_on: {{ ref('audit_lag__summary') }}
-- depends_on: {{ ref('audit_lag__systems') }}
-- depends_on: {{ ref('audit_lag__totals') }}
-- depends_on: {{ ref('audit_routing__accounts') }}
-- depends_on: {{ ref('audit_routing__assignments') }}
-- depends_on: {{ ref('audit_routing__first_owners') }}
-- depends_on: {{ ref('audit_routing__inputs') }}
-- depends_on: {{ ref('audit_routing__lead_profiles') }}
-- depends_on: {{ ref('audit_routing__leads') }}
-- depends_on: {{ ref('audit_routing__owners') }}
-- depends_on: {{ ref('audit_routing__pool_members') }}
-- depends_on: {{ ref('audit_routing__profile_decisions') }}
-- depends_on: {{ ref('audit_routing__profile_rules') }}
-- depends_on: {{ ref('audit_routing__rule_matches') }}
-- depends_on: {{ ref('audit_routing__rules') }}
-- depends_on: {{ ref('audit_routing__value_outcomes') }}
{% set nodes = check_nodes() %}
{% set evidence = evidence_relations() %}

with

counted as (
{% for node in nodes %}
    {%- set relation = evidence.get(node.alias | lower) %}
    {%- set grades = relation is not none and 'evidence_grade'
        in adapter.get_columns_in_relation(relation) | map(attribute='name') | list %}
    -- A line of zeros per check: an empty scope is a result, a missing one an error.
    select
        {{ text_literal(node.name) }} as check_id,
        cast(null as {{ dbt.type_string() }}) as handoff_id,
        cast(null as {{ dbt.type_string() }}) as evidence_grade,
        {{ 'false' if relation is none else 'true' }} as has_evidence,
        cast(0 as bigint) as scope,
        cast(0 as bigint) as violations,
        cast(0 as bigint) as undecided
    {%- if relation is not none %}
    union all
    select
        {{ text_literal(node.name) }} as check_id,
        handoff_id,
        {{ 'evidence_grade' if grades else 'cast(null as ' ~ dbt.type_string() ~ ')' }}
            as evidence_grade,
        true as has_evidence,
        count(*) as scope,
        count_if(is_violation) as violations,
        count_if(is_violation is null) as undecided
    from {{ relation }}
    group by
        handoff_id{{ ',\n        evidence_grade' if grades }}
    {%- endif %}
    {% if not loop.last %}union all{% endif %}
{% else %}
    select
        cast(null as {{ dbt.type_string() }}) as check_id,
        cast(null as {{ dbt.type_string() }}) as handoff_id,
        cast(null as {{ dbt.type_string() }}) as evidence_grade,
        cast(null as boolean) as has_evidence,
        cast(null as bigint) as scope,
        cast(null as bigint) as violations,
        cast(null as bigint) as undecided
    where false
{% endfor %}
),

final as (
    select
        check_id,
        handoff_id,
        evidence_grade,
        bool_and(has_evidence) as has_evidence,
        cast(sum(scope) as bigint) as scope,
        cast(sum(violations) as bigint) as violations,
        cast(sum(undecided) as bigint) as undecided
    from counted
    group by
        check_id,
        handoff_id,
        evidence_grade
)

select * from final
