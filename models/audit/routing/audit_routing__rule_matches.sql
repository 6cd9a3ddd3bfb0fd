{{ config(materialized='view') }}

with
    lead_profiles as (select * from {{ ref('audit_routing__lead_profiles') }}),

    profile_rules as (select * from {{ ref('audit_routing__profile_rules') }}),

    decisions as (select * from {{ ref('audit_routing__profile_decisions') }}),

    final as (
        select
            lead_profiles.routing_id,
            lead_profiles.person_key,
            profile_rules.rule,
            profile_rules.rule_order,
            profile_rules.pool,
            profile_rules.outcome,
            profile_rules.met_headers,
            profile_rules.blank_headers,
            profile_rules.failed_headers,
            coalesce(profile_rules.rule = decisions.deciding_rule, false) as is_deciding,
            (
                profile_rules.outcome = 'matched'
                and decisions.is_rule_conflict
                and profile_rules.rule_order = decisions.deciding_order
            ) as is_tied
        from lead_profiles
        inner join
            profile_rules
            on lead_profiles.routing_id = profile_rules.routing_id
            and lead_profiles.profile = profile_rules.profile
        inner join
            decisions
            on lead_profiles.routing_id = decisions.routing_id
            and lead_profiles.profile = decisions.profile
        where profile_rules.outcome in ('matched', 'blank')
    )

select *
from final
