-- What the declarations promise about each check and handoff, as digests: one word per part, such
-- as service_level=1a2b3c4d. seeds/promise_parts.csv lists the parts of each check.
with
    results as (select * from {{ ref('handoff_results') }}),

    checks as (select * from {{ ref('checks') }}),

    promise_parts as (select * from {{ ref('promise_parts') }}),

    check_declarations as (select * from {{ ref('check_declarations') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    calendars as (select * from {{ ref('declared_calendars') }}),

    conditions as (select * from {{ ref('declared_handoff_conditions') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    loads as (select * from {{ ref('declared_handoff_loads') }}),

    rules as (select * from {{ ref('declared_rules') }}),

    rule_terms as (select * from {{ ref('declared_rule_terms') }}),

    rule_conditions as (select * from {{ ref('declared_rule_conditions') }}),

    sum_sides as (select * from {{ ref('declared_sum_sides') }}),

    sum_conditions as (select * from {{ ref('declared_sum_conditions') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    routing_rules as (select * from {{ ref('declared_routing_rules') }}),

    routing_conditions as (select * from {{ ref('declared_routing_conditions') }}),

    routing_pools as (select * from {{ ref('declared_routing_pools') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    exclusions as (select * from {{ ref('declared_exclusions') }}),

    -- One line per declared thing: the part, the handoff, rule or sum (empty: every one), the hop
    -- (for service levels without a handoff), its text and its place in stack/.
    lines as (
        select
            'service_level' as part,
            handoffs.handoff_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws(
                '|',
                'level',
                coalesce(service_levels.from_hop, ''),
                cast(service_levels.within_seconds as {{ dbt.type_string() }}),
                service_levels.clock,
                coalesce(service_levels.calendar, '')
            ) as words,
            service_levels.declared_in
        from handoffs
        inner join service_levels on handoffs.service_level = service_levels.service_level
        union all
        select
            'service_level' as part,
            handoffs.handoff_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws(
                '|',
                'hours',
                cast(calendars.weekday as {{ dbt.type_string() }}),
                cast(calendars.opens_second as {{ dbt.type_string() }}),
                cast(calendars.closes_second as {{ dbt.type_string() }})
            ) as words,
            calendars.declared_in
        from handoffs
        inner join service_levels on handoffs.service_level = service_levels.service_level
        inner join calendars on service_levels.calendar = calendars.calendar
        union all
        select
            'service_level' as part,
            cast(null as {{ dbt.type_string() }}) as place,
            service_levels.hop,
            concat_ws(
                '|',
                'level',
                coalesce(service_levels.from_hop, ''),
                service_levels.hop,
                cast(service_levels.within_seconds as {{ dbt.type_string() }}),
                service_levels.clock,
                coalesce(service_levels.calendar, '')
            ) as words,
            service_levels.declared_in
        from service_levels
        union all
        select
            'condition' as part,
            handoff_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws('|', header, operator, coalesce(value, '')) as words,
            declared_in
        from conditions
        union all
        select
            'cardinality' as part,
            handoff_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            cardinality as words,
            declared_in
        from handoffs
        union all
        select
            'match' as part,
            handoff_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws(
                '|',
                from_system,
                from_object,
                to_system,
                to_object,
                match_basis,
                coalesce(source_match_header, ''),
                coalesce(target_match_header, '')
            ) as words,
            declared_in
        from handoffs
        union all
        select
            'customer' as part,
            handoff_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws(
                '|',
                coalesce(customer_source_header, ''),
                coalesce(customer_target_header, ''),
                coalesce(billed_to_header, '')
            ) as words,
            declared_in
        from handoffs
        union all
        select
            'fields' as part,
            handoff_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws(
                '|',
                source_header,
                target_header,
                kind,
                coalesce(authority, ''),
                coalesce(cast(max_length as {{ dbt.type_string() }}), ''),
                coalesce(default_value, ''),
                coalesce(compare, ''),
                coalesce(corrected_by, ''),
                cast(is_routing_input as {{ dbt.type_string() }})
            ) as words,
            declared_in
        from fields
        union all
        select
            'load' as part,
            handoff_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws(
                '|',
                coalesce(cast(every_seconds as {{ dbt.type_string() }}), ''),
                coalesce(cast(processing_seconds as {{ dbt.type_string() }}), ''),
                coalesce(cast(records as {{ dbt.type_string() }}), ''),
                coalesce(cast(records_per_day as {{ dbt.type_string() }}), ''),
                coalesce(pull, ''),
                coalesce(cast(per_call as {{ dbt.type_string() }}), ''),
                coalesce(cast(page as {{ dbt.type_string() }}), ''),
                coalesce(cast(window_seconds as {{ dbt.type_string() }}), '')
            ) as words,
            declared_in
        from loads
        union all
        select
            'rule' as part,
            rule_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws(
                '|',
                system,
                object,
                kind,
                coalesce(operator, ''),
                coalesce(cast(tolerance as {{ dbt.type_string() }}), '')
            ) as words,
            declared_in
        from rules
        union all
        select
            'rule' as part,
            rule_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws('|', role, header) as words,
            declared_in
        from rule_terms
        union all
        select
            'rule' as part,
            rule_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws('|', part, header, operator, coalesce(value, '')) as words,
            declared_in
        from rule_conditions
        union all
        select
            'sum' as part,
            sum_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws(
                '|',
                side,
                system,
                object,
                key_header,
                amount_header,
                coalesce(cast(tolerance as {{ dbt.type_string() }}), '')
            ) as words,
            declared_in
        from sum_sides
        union all
        select
            'sum' as part,
            sum_id as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws('|', side, header, operator, coalesce(value, '')) as words,
            declared_in
        from sum_conditions
        union all
        select
            'routing' as part,
            '' as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws(
                '|',
                routing_id,
                system,
                object,
                coalesce(cast(queue_max_age_seconds as {{ dbt.type_string() }}), ''),
                coalesce(when_blank, ''),
                coalesce(customer_leads, '')
            ) as words,
            declared_in
        from routings
        union all
        select
            'routing' as part,
            '' as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws('|', rule, cast(rule_order as {{ dbt.type_string() }}), pool) as words,
            declared_in
        from routing_rules
        union all
        select
            'routing' as part,
            '' as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws('|', rule, header, operator, coalesce(value, '')) as words,
            declared_in
        from routing_conditions
        union all
        select
            'routing' as part,
            '' as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws('|', pool, kind, member) as words,
            declared_in
        from routing_pools
        union all
        select
            'stages' as part,
            '' as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws('|', system, object, header, coalesce(pipeline, ''), value, stage) as words,
            declared_in
        from stage_values
        union all
        select
            'exclusions' as part,
            '' as place,
            cast(null as {{ dbt.type_string() }}) as hop,
            concat_ws('|', system, object, header, operator, coalesce(value, '')) as words,
            declared_in
        from exclusions
    ),

    rows_of_results as (
        select distinct check_id, coalesce(handoff_id, '') as handoff_key from results
    ),

    -- The hop whose service level a check without a handoff promises.
    hops as (
        select check_id, min(substr(declaration, 15)) as hop
        from check_declarations
        where declaration like 'service_level_%'
        group by check_id
    ),

    parts as (
        select check_id, part
        from promise_parts
        union
        select check_id, 'exclusions' as part
        from checks
    ),

    promised as (
        select
            rows_of_results.check_id,
            rows_of_results.handoff_key,
            -- A service level without a handoff is a part of its own, so that the changed one is
            -- named.
            case
                when lines.place is null then lines.part || ':' || lines.hop else lines.part
            end as part,
            lines.words,
            lines.declared_in
        from rows_of_results
        inner join parts on rows_of_results.check_id = parts.check_id
        left join hops on rows_of_results.check_id = hops.check_id
        inner join
            lines
            on parts.part = lines.part
            and (
                lines.place = ''
                or lines.place = rows_of_results.handoff_key
                or (
                    lines.place is null
                    and rows_of_results.handoff_key = ''
                    and (hops.hop is null or lines.hop = hops.hop)
                )
            )
    ),

    digested as (
        select
            check_id,
            handoff_key,
            part,
            substr(md5({{ string_agg_sorted('words', "';'") }}), 1, 8) as digest,
            min(declared_in) as declared_in
        from promised
        group by check_id, handoff_key, part
        union all
        select
            rows_of_results.check_id,
            rows_of_results.handoff_key,
            'tolerance' as part,
            substr(md5(cast(checks.tolerance as {{ dbt.type_string() }})), 1, 8) as digest,
            checks.file_path || ':1' as declared_in
        from rows_of_results
        inner join checks on rows_of_results.check_id = checks.check_id
    ),

    final as (
        select check_id, nullif(handoff_key, '') as handoff_id, part, digest, declared_in
        from digested
    )

select *
from final
