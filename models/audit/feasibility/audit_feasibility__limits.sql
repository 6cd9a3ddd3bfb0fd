{%- set numbers = [
    'calls', 'window_seconds', 'batch_calls', 'calls_per_day', 'records_per_call', 'concurrent',
    'change_tracking', 'page_size', 'max_results',
] %}
-- The limits that count for an object of a system: those of the stack, else those known of the
-- vendor. Where the edition is not declared, only what all editions share is known.
with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    declared_limits as (select * from {{ ref('declared_platform_limits') }}),

    platform_limits as (select * from {{ ref('platform_limits') }}),

    as_of as (select * from {{ ref('as_of') }}),

    ends as (
        select from_system as system, from_object as object
        from handoffs
        union
        select to_system as system, to_object as object
        from handoffs
    ),

    -- An entry for the object counts before one for the whole system.
    chosen as (
        select
            ends.system,
            ends.object,
            systems.vendor,
            declared_limits.edition,
            declared_limits.licences,
            {%- for number in numbers %} declared_limits.{{ number }}, {%- endfor %}
            declared_limits.source,
            declared_limits.as_of_on,
            declared_limits.review_seconds,
            declared_limits.declared_in
        from ends
        inner join systems on ends.system = systems.system
        left join
            declared_limits
            on ends.system = declared_limits.system
            and coalesce(declared_limits.object, ends.object) = ends.object
        qualify
            row_number() over (
                partition by ends.system, ends.object order by declared_limits.object nulls last
            )
            = 1
    ),

    -- The edition and the licences are those of the whole system.
    editions as (
        select system, max(edition) as edition, max(licences) as licences
        from declared_limits
        group by system
    ),

    known as (
        select
            chosen.system,
            chosen.object,
            platform_limits.*,
            dense_rank() over (
                partition by chosen.system, chosen.object
                order by case when platform_limits.object is null then 2 else 1 end
            ) as place,
            editions.licences as declared_licences
        from chosen
        left join editions on chosen.system = editions.system
        inner join
            platform_limits
            on chosen.vendor = platform_limits.vendor
            and coalesce(platform_limits.object, chosen.object) = chosen.object
            and coalesce(
                platform_limits.edition = editions.edition,
                platform_limits.edition is null or editions.edition is null
            )
    ),

    licensed as (
        select
            *,
            case
                when calls_per_licence is null
                then calls_per_day
                else calls_per_day + calls_per_licence * declared_licences
            end as granted_per_day
        from known
        where place = 1
    ),

    shared as (
        select
            system,
            object,
            {%- for number in numbers %}
                {%- set column = 'granted_per_day' if number == 'calls_per_day' else number %}
                case
                    when count({{ column }}) = count(*) and min({{ column }}) = max({{ column }})
                    then max({{ column }})
                end as {{ number }},
            {%- endfor %}
            count(distinct edition) as edition_count,
            count(calls_per_licence) as licence_count,
            max(declared_licences) as declared_licences,
            min(source) as source,
            min(as_of_on) as as_of_on
        from licensed
        group by system, object
    ),

    joined as (
        select
            chosen.system,
            chosen.object,
            chosen.vendor,
            coalesce(chosen.edition, editions.edition) as edition,
            -- The window belongs to the calls.
            case
                when chosen.window_seconds is null then shared.calls else chosen.calls
            end as calls,
            case
                when chosen.window_seconds is null
                then shared.window_seconds
                else chosen.window_seconds
            end as window_seconds,
            case
                when chosen.window_seconds is null then shared.batch_calls else chosen.batch_calls
            end as batch_calls,
            coalesce(chosen.calls_per_day, shared.calls_per_day) as calls_per_day,
            coalesce(chosen.records_per_call, shared.records_per_call) as records_per_call,
            coalesce(chosen.concurrent, shared.concurrent) as concurrent,
            coalesce(chosen.change_tracking, shared.change_tracking) as change_tracking,
            coalesce(chosen.page_size, shared.page_size) as page_size,
            coalesce(chosen.max_results, shared.max_results) as max_results,
            coalesce(chosen.source, shared.source) as source,
            coalesce(chosen.as_of_on, shared.as_of_on) as as_of_on,
            coalesce(
                chosen.review_seconds, {{ audit_limit('platform_limit_days') }} * 86400
            ) as review_seconds,
            chosen.declared_in,
            chosen.source is not null as is_declared,
            chosen.source is not null or shared.system is not null as is_known,
            coalesce(shared.edition_count, 0) > 1 as has_open_edition,
            coalesce(shared.licence_count, 0) > 0
            and shared.declared_licences is null as has_open_licences,
            cast(as_of.as_of as date) as today_on
        from chosen
        cross join as_of
        left join editions on chosen.system = editions.system
        left join shared on chosen.system = shared.system and chosen.object = shared.object
    ),

    dated as (select *, {{ dbt.datediff('as_of_on', 'today_on', 'day') }} as age_days from joined),

    final as (
        select
            system || '/' || object as limit_key,
            system,
            object,
            vendor,
            edition,
            calls,
            window_seconds,
            batch_calls,
            calls_per_day,
            records_per_call,
            concurrent,
            change_tracking,
            page_size,
            max_results,
            source,
            as_of_on,
            cast(age_days as bigint) as age_days,
            is_declared,
            declared_in,
            case
                when is_known and age_days is not null then age_days * 86400 > review_seconds
            end as is_stale,
            case
                when not is_known
                then 'no limit is known for ' || coalesce(vendor, 'a system without a vendor')
                when today_on is null
                then 'no export says what day it is'
            end as not_judged_because,
            case
                when not is_known
                then 'no limit is known for ' || coalesce(vendor, 'a system without a vendor')
                when has_open_edition and calls_per_day is null
                then 'the limits of ' || vendor || ' differ by edition: declare it in limits'
                when has_open_licences and calls_per_day is null
                then 'the limits of ' || vendor || ' depend on licences: declare them in limits'
            end as is_open_because
        from dated
    )

select *
from final
