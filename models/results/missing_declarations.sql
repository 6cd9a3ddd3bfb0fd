-- Declarations that `stack/` lacks and without which a check has no record in scope.
with
    needs as (select * from {{ ref('check_declarations') }}),

    declarations as (select * from {{ ref('declarations') }}),

    checks as (select * from {{ ref('checks') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    rules as (select * from {{ ref('declared_routing_rules') }}),

    table_rules as (select * from {{ ref('declared_rules') }}),

    sums as (select * from {{ ref('declared_sum_sides') }}),

    pools as (select * from {{ ref('declared_routing_pools') }}),

    loads as (select * from {{ ref('declared_handoff_loads') }}),

    declared as (
        select 'handoffs' as declaration
        from handoffs
        where match_basis is not null
        union
        select 'matched_ids' as declaration
        from handoffs
        where match_basis = 'declared_id'
        union
        select 'customer' as declaration
        from handoffs
        where customer_source_header is not null
        union
        select 'table_rules' as declaration
        from table_rules
        union
        select 'sums' as declaration
        from sums
        union
        select 'fields' as declaration
        from fields
        union
        select 'consent_fields' as declaration
        from fields
        where kind = 'consent'
        union
        select 'routing_fields' as declaration
        from fields
        where is_routing_input
        union
        select 'any_service_level' as declaration
        from service_levels
        union
        select 'service_level_' || hop as declaration
        from service_levels
        where from_hop is null
        union
        -- One from another hop measures the hop of the handoff that names it.
        select 'service_level_' || service_levels.hop as declaration
        from service_levels
        inner join handoffs on service_levels.service_level = handoffs.service_level
        union
        select 'total_service_level' as declaration
        from service_levels
        where from_hop is not null
        union
        select 'stage_values' as declaration
        from stage_values
        union
        select 'routing' as declaration
        from routings
        union
        select 'queue_max_age' as declaration
        from routings
        where queue_max_age_seconds is not null
        union
        select 'customer_leads' as declaration
        from routings
        where customer_leads is not null
        union
        select 'loads' as declaration
        from loads
        union
        select 'load_interval' as declaration
        from loads
        where every_seconds is not null
        union
        select 'load_of_changes' as declaration
        from loads
        where pull = 'changes'
        union
        select 'routing_rules' as declaration
        from rules
        union
        select kind || '_pool' as declaration
        from pools
    ),

    final as (
        select needs.check_id, declarations.name, declarations.lines
        from needs
        inner join checks on needs.check_id = checks.check_id
        inner join declarations on needs.declaration = declarations.declaration
        left join declared on needs.declaration = declared.declaration
        where declared.declaration is null
    )

select *
from final
