{#
    Records that the baseline has in violation and that are in scope without a violation now. Reads
    the violations, because they wait for the checks. A record that is neither here nor among the
    violations left the scope. The evidence of a check is read only if a record of it is gone.
#}
-- depends_on: {{ ref('violations') }}
{% set nodes = check_nodes() %}
{% set evidence = evidence_relations() %}

with

    violating_records as (select * from {{ ref('violating_records') }}),

    accepted_records as (select * from {{ ref('accepted_records') }}),

    check_counts as (select * from {{ ref('check_counts') }}),

    -- The digests of very many rows would cost more than the answer is worth.
    readable as (
        select check_id
        from check_counts
        group by check_id
        having sum(scope) <= {{ audit_limit('gate_scope_rows') }}
    ),

    gone as (
        select accepted_records.check_id, accepted_records.record_digest
        from accepted_records
        inner join readable on accepted_records.check_id = readable.check_id
        left join
            violating_records
            on accepted_records.check_id = violating_records.check_id
            and accepted_records.record_digest = violating_records.record_digest
        where violating_records.check_id is null
    ),

    found as (
        {{ empty_relation({'check_id': 'string', 'record_digest': 'string'}) }}
        {%- for node in nodes %}
            {%- set stored = evidence.get(node.alias | lower) %}
            {%- if stored is not none %}
                union all
                select
                    {{ text_literal(node.name) }} as check_id,
                    {{ record_digest('record_id') }} as record_digest
                from {{ stored.relation }}
                where
                    not is_violation
                    and {{ record_digest('record_id') }} in (
                        select record_digest
                        from gone
                        where check_id = {{ text_literal(node.name) }}
                    )
            {%- endif %}
        {%- endfor %}
    ),

    final as (select distinct check_id, record_digest from found)

select *
from final
