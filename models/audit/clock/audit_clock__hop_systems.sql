with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    functions as (select * from {{ ref('declared_system_functions') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    -- A declared handoff defines where a hop happens; without one, the function of a system
    -- does.
    candidates as (
        select 'captured' as hop, from_system as system, 1 as preference
        from handoffs
        where hop = 'in_map'
        union all
        select 'captured' as hop, system, 2 as preference
        from functions
        where function = 'capture'
        union all
        select 'in_map' as hop, to_system as system, 1 as preference
        from handoffs
        where hop = 'in_map'
        union all
        select 'in_map' as hop, system, 2 as preference
        from functions
        where function = 'score'
        union all
        select 'in_crm' as hop, to_system as system, 1 as preference
        from handoffs
        where hop = 'in_crm'
        union all
        select 'in_crm' as hop, system, 2 as preference
        from functions
        where function = 'route'
        union all
        select 'in_crm' as hop, system, 3 as preference
        from systems
        where role = 'truth'
        union all
        select 'enriched' as hop, from_system as system, 1 as preference
        from handoffs
        where hop = 'enriched'
        union all
        select 'enriched' as hop, system, 2 as preference
        from functions
        where function = 'enrich'
        union all
        select 'alerted' as hop, to_system as system, 1 as preference
        from handoffs
        where hop = 'alerted'
        union all
        select 'alerted' as hop, system, 2 as preference
        from functions
        where function = 'notify'
    ),

    preferred as (
        select hop, min(preference) as preference
        from candidates
        where system is not null
        group by hop
    ),

    final as (
        select distinct candidates.hop, candidates.system
        from candidates
        inner join
            preferred
            on candidates.hop = preferred.hop
            and candidates.preference = preferred.preference
        where candidates.system is not null
    )

select *
from final
