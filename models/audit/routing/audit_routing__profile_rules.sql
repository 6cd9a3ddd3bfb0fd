with
    lead_profiles as (select * from {{ ref('audit_routing__lead_profiles') }}),

    inputs as (select * from {{ ref('audit_routing__inputs') }}),

    outcomes as (select * from {{ ref('audit_routing__value_outcomes') }}),

    rules as (select * from {{ ref('declared_routing_rules') }}),

    examples as (
        select
            routing_id,
            profile,
            min(person_key) as person_key,
            min(in_force_at) as in_force_at,
            count(*) as lead_count
        from lead_profiles
        group by routing_id, profile
    ),

    judged as (
        select
            examples.routing_id,
            examples.profile,
            outcomes.rule,
            outcomes.condition_number,
            outcomes.header,
            outcomes.outcome
        from examples
        inner join
            inputs
            on examples.routing_id = inputs.routing_id
            and examples.person_key = inputs.person_key
        inner join
            outcomes
            on inputs.routing_id = outcomes.routing_id
            and inputs.column_name = outcomes.column_name
            and inputs.value_folded = outcomes.value_folded
    ),

    rules_in_force as (
        select examples.routing_id, examples.profile, rules.rule
        from examples
        inner join
            rules
            on examples.routing_id = rules.routing_id
            and {{ is_in_period('examples.in_force_at', 'rules') }}
    ),

    counted as (
        select
            rules.routing_id,
            examples.profile,
            rules.rule,
            rules.rule_order,
            rules.pool,
            rules.condition_count,
            max(examples.lead_count) as lead_count,
            max(rules_in_force.rule) as rule_in_force,
            count(case when judged.outcome = 'met' then 1 end) as met_count,
            count(case when judged.outcome = 'blank' then 1 end) as blank_count,
            count(case when judged.outcome = 'failed' then 1 end) as failed_count,
            {{ string_agg_sorted("case when judged.outcome = 'met' then judged.header end") }}
            as met_headers,
            {{ string_agg_sorted("case when judged.outcome = 'blank' then judged.header end") }}
            as blank_headers,
            {{ string_agg_sorted("case when judged.outcome = 'failed' then judged.header end") }}
            as failed_headers
        from rules
        inner join examples on rules.routing_id = examples.routing_id
        left join
            rules_in_force
            on rules.routing_id = rules_in_force.routing_id
            and rules.rule = rules_in_force.rule
            and examples.profile = rules_in_force.profile
        left join
            judged
            on rules.routing_id = judged.routing_id
            and examples.profile = judged.profile
            and rules.rule = judged.rule
        group by
            rules.routing_id,
            examples.profile,
            rules.rule,
            rules.rule_order,
            rules.pool,
            rules.condition_count
    ),

    final as (
        select
            routing_id,
            profile,
            rule,
            rule_order,
            pool,
            lead_count,
            met_headers,
            blank_headers,
            failed_headers,
            case
                when rule_in_force is null
                then 'not_in_force'
                when failed_count > 0
                then 'failed'
                when met_count >= condition_count
                then 'matched'
                -- A condition on a column that no export has is neither met nor failed.
                when met_count + blank_count < condition_count
                then 'not_exported'
                else 'blank'
            end as outcome
        from counted
    )

select *
from final
