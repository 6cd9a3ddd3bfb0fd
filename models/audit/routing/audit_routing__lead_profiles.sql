with
    inputs as (select * from {{ ref('audit_routing__inputs') }}),

    outcomes as (select * from {{ ref('audit_routing__value_outcomes') }}),

    signatures as (
        select
            routing_id,
            column_name,
            value_folded,
            {{ string_agg_sorted("rule || '/' || cast(condition_number as string) || '=' || outcome", "' '") }}
            as signature
        from outcomes
        group by routing_id, column_name, value_folded
    ),

    numbered as (
        select
            routing_id,
            column_name,
            value_folded,
            column_name
            || ':'
            || cast(
                dense_rank() over (
                    partition by routing_id, column_name order by signature
                ) as string
            ) as mark
        from signatures
    ),

    -- Leads whose values meet the same conditions share a profile: rules are evaluated once
    -- per profile.
    final as (
        select
            inputs.routing_id,
            inputs.person_key,
            {{ string_agg_sorted('numbered.mark', "' '") }} as profile,
            {{ string_agg_sorted(
            "inputs.header || ' = ' || case when inputs.value_folded = '' then 'blank' "
            ~ "else inputs.value_then end"
        ) }} as inputs_text,
            {{ string_agg_sorted("inputs.column_name || '=' || inputs.value_folded", "'|'") }}
            as inputs_folded,
            bool_or(inputs.was_changed_later) as has_later_change
        from inputs
        inner join
            numbered
            on inputs.routing_id = numbered.routing_id
            and inputs.column_name = numbered.column_name
            and inputs.value_folded = numbered.value_folded
        group by inputs.routing_id, inputs.person_key
    )

select *
from final
