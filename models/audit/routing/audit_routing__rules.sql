with
    rules as (select * from {{ ref('declared_routing_rules') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    profile_rules as (select * from {{ ref('audit_routing__profile_rules') }}),

    decisions as (select * from {{ ref('audit_routing__profile_decisions') }}),

    pool_members as (select * from {{ ref('audit_ownership__pool_members') }}),

    pools as (
        select
            routing_id,
            pool,
            count(distinct member) as member_count,
            count(distinct case when is_resolved then member end) as resolved_count,
            count(distinct case when is_active then member end) as active_count
        from pool_members
        group by routing_id, pool
    ),

    used_rules as (
        select
            profile_rules.routing_id,
            profile_rules.rule,
            sum(
                case when profile_rules.outcome = 'matched' then profile_rules.lead_count end
            ) as matched_leads,
            sum(
                case when profile_rules.outcome = 'blank' then profile_rules.lead_count end
            ) as blank_leads,
            sum(
                case
                    when profile_rules.rule = decisions.deciding_rule then profile_rules.lead_count
                end
            ) as decided_leads,
            sum(
                case
                    when
                        profile_rules.outcome = 'matched'
                        and decisions.is_rule_conflict
                        and profile_rules.rule_order = decisions.deciding_order
                    then profile_rules.lead_count
                end
            ) as tied_leads
        from profile_rules
        inner join
            decisions
            on profile_rules.routing_id = decisions.routing_id
            and profile_rules.profile = decisions.profile
        group by profile_rules.routing_id, profile_rules.rule
    ),

    final as (
        select
            rules.routing_id,
            rules.rule,
            rules.rule_order,
            rules.pool,
            routings.handoff_id,
            cast(coalesce(used_rules.matched_leads, 0) as bigint) as matched_leads,
            cast(coalesce(used_rules.decided_leads, 0) as bigint) as decided_leads,
            cast(coalesce(used_rules.tied_leads, 0) as bigint) as tied_leads,
            cast(coalesce(used_rules.blank_leads, 0) as bigint) as blank_leads,
            coalesce(used_rules.decided_leads, 0) = 0 as is_dead,
            cast(coalesce(pools.member_count, 0) as bigint) as member_count,
            cast(coalesce(pools.resolved_count, 0) as bigint) as resolved_count,
            cast(coalesce(pools.active_count, 0) as bigint) as active_count,
            rules.declared_in
        from rules
        inner join routings on rules.routing_id = routings.routing_id
        left join
            used_rules on rules.routing_id = used_rules.routing_id and rules.rule = used_rules.rule
        left join pools on rules.routing_id = pools.routing_id and rules.pool = pools.pool
    )

select *
from final
