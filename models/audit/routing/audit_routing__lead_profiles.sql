with
    inputs as (select * from {{ ref('audit_routing__inputs') }}),

    rules as (select * from {{ ref('declared_routing_rules') }}),

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

    -- The moments at which a rule begins or ends.
    changes as (
        select routing_id, valid_from_at as changed_at
        from rules
        where valid_from_at is not null
        union
        select routing_id, valid_until_at as changed_at
        from rules
        where valid_until_at is not null
    ),

    leads as (
        select routing_id, person_key, min(in_force_at) as in_force_at
        from inputs
        group by routing_id, person_key
    ),

    lead_rule_sets as (
        select
            leads.routing_id,
            leads.person_key,
            min(leads.in_force_at) as in_force_at,
            count(changes.changed_at) as rule_set
        from leads
        left join
            changes
            on leads.routing_id = changes.routing_id
            and changes.changed_at <= leads.in_force_at
        group by leads.routing_id, leads.person_key
    ),

    profiled as (
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
    ),

    -- Leads whose values meet the same conditions under the same rules share a profile: rules
    -- are evaluated once per profile.
    final as (
        select
            profiled.routing_id,
            profiled.person_key,
            case
                when lead_rule_sets.rule_set = 0
                then profiled.profile
                else
                    profiled.profile
                    || ' rules:'
                    || cast(lead_rule_sets.rule_set as {{ dbt.type_string() }})
            end as profile,
            profiled.inputs_text,
            profiled.inputs_folded,
            profiled.has_later_change,
            lead_rule_sets.in_force_at
        from profiled
        inner join
            lead_rule_sets
            on profiled.routing_id = lead_rule_sets.routing_id
            and profiled.person_key = lead_rule_sets.person_key
    )

select *
from final
