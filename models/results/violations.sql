{#
    Records in violation of a check, copied from the evidence the checks stored in this run, with the
    waivers applied. dbt runs a test before a model only if the model comes after all parents of the
    test, so this model waits for every audit model. The list names the audit models that no other
    audit model reads; they come after all the others. A guard compares the list with the project.
#}
-- depends_on: {{ ref('audit_duplicates__alerts') }}
-- depends_on: {{ ref('audit_duplicates__clusters') }}
-- depends_on: {{ ref('audit_duplicates__companies') }}
-- depends_on: {{ ref('audit_duplicates__company_links') }}
-- depends_on: {{ ref('audit_duplicates__invoices') }}
-- depends_on: {{ ref('audit_duplicates__merge_plan') }}
-- depends_on: {{ ref('audit_duplicates__merged_people') }}
-- depends_on: {{ ref('audit_duplicates__payments') }}
-- depends_on: {{ ref('audit_duplicates__settlements') }}
-- depends_on: {{ ref('audit_duplicates__submissions') }}
-- depends_on: {{ ref('audit_exports__columns') }}
-- depends_on: {{ ref('audit_exports__exclusions') }}
-- depends_on: {{ ref('audit_exports__lines') }}
-- depends_on: {{ ref('audit_exports__records') }}
-- depends_on: {{ ref('audit_fidelity__consent_changes') }}
-- depends_on: {{ ref('audit_fidelity__customers') }}
-- depends_on: {{ ref('audit_fidelity__fields') }}
-- depends_on: {{ ref('audit_fidelity__ledger') }}
-- depends_on: {{ ref('audit_fidelity__records') }}
-- depends_on: {{ ref('audit_fidelity__rules') }}
-- depends_on: {{ ref('audit_fidelity__table_sums') }}
-- depends_on: {{ ref('audit_identity__oversized_blocks') }}
-- depends_on: {{ ref('audit_lag__invoices') }}
-- depends_on: {{ ref('audit_lag__record_histories') }}
-- depends_on: {{ ref('audit_lag__stage_values') }}
-- depends_on: {{ ref('audit_lag__summary') }}
-- depends_on: {{ ref('audit_outcomes__lateness') }}
-- depends_on: {{ ref('audit_outcomes__money') }}
-- depends_on: {{ ref('audit_outcomes__score_blanks') }}
-- depends_on: {{ ref('audit_outcomes__score_deciles') }}
-- depends_on: {{ ref('audit_outcomes__scores') }}
-- depends_on: {{ ref('audit_outcomes__sources') }}
-- depends_on: {{ ref('audit_profile__columns') }}
-- depends_on: {{ ref('audit_lag__total_times') }}
-- depends_on: {{ ref('audit_matching__conversions') }}
-- depends_on: {{ ref('audit_matching__shared_keys') }}
-- depends_on: {{ ref('audit_routing__accounts') }}
-- depends_on: {{ ref('audit_routing__leads') }}
-- depends_on: {{ ref('audit_routing__rule_matches') }}
-- depends_on: {{ ref('audit_routing__rules') }}
{% set nodes = check_nodes() %}
{% set evidence = evidence_relations() %}

with

    waivers as (select * from {{ ref('waiver_status') }} where status = 'active'),

    unconfirmed as (select * from {{ ref('declared_unconfirmed') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    found as (
        -- Gives the columns their types in a project without evidence.
        {{ empty_relation({
        'check_id': 'string', 'handoff_id': 'string', 'record_id': 'string',
        'evidence_grade': 'string',
    }) }}
        {%- for node in nodes %}
            {%- set stored = evidence.get(node.alias | lower) %}
            {%- if stored is not none %}
                union all
                select
                    {{ text_literal(node.name) }} as check_id,
                    handoff_id,
                    record_id,
                    {{ stored.grade }} as evidence_grade
                from {{ stored.relation }}
                where is_violation
            {%- endif %}
        {%- endfor %}
    ),

    -- A check may judge a record several times: a deal and each of its invoices, for instance.
    counted as (
        select check_id, handoff_id, record_id, evidence_grade, count(*) as evidence_rows
        from found
        group by check_id, handoff_id, record_id, evidence_grade
    ),

    waived as ({{ mark_waived('counted', 'waivers') }}),

    marked as ({{ mark_unconfirmed('waived', 'unconfirmed', 'handoffs', 'systems') }}),

    final as (
        select
            check_id,
            handoff_id,
            record_id,
            evidence_grade,
            evidence_rows,
            is_waived,
            is_unconfirmed and not is_waived as is_unconfirmed
        from marked
    )

select *
from final
