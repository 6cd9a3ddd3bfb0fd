{%- set verdicts = [
    'equal', 'equal_after_normalising', 'blank', 'truncated', 'reformatted', 'defaulted',
    'placeholder', 'corrected', 'overwritten', 'stale', 'mis_mapped', 'encoding_damaged', 'type_damaged',
    'invented', 'mismatched', 'not_comparable',
] -%}
with
    fields as (select * from {{ ref('audit_fidelity__declared_fields') }}),

    verdicts as (select * from {{ ref('audit_fidelity__verdicts') }}),

    counted as (
        select
            handoff_id,
            field,
            count(*) as pairs,
            {%- for verdict in verdicts %}
                cast(
                    count_if(verdict = '{{ verdict }}') as bigint
                ) as {{ verdict }}{{ ',' if not loop.last }}
            {%- endfor %}
        from verdicts
        group by handoff_id, field
    ),

    final as (
        select
            fields.handoff_id,
            fields.field,
            fields.kind,
            fields.authority,
            fields.is_routing_input,
            fields.source_column,
            fields.target_column,
            coalesce(counted.pairs, 0) as pairs,
            {%- for verdict in verdicts %}
                coalesce(counted.{{ verdict }}, 0) as {{ verdict }},
            {%- endfor %}
            cast(
                (
                    coalesce(counted.equal, 0)
                    + coalesce(counted.equal_after_normalising, 0)
                    + coalesce(counted.corrected, 0)
                ) / nullif(
                    cast(counted.pairs - counted.not_comparable as decimal(18, 6)), 0
                ) as decimal(18, 6)
            ) as survived_share
        from fields
        left join counted on fields.handoff_id = counted.handoff_id and fields.field = counted.field
    )

select *
from final
