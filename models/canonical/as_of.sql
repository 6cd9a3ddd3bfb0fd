-- "Now" is the latest timestamp in the exports, or the declared one. A timestamp more than a
-- year after the 99th percentile is treated as a typing or clock error.
{%- set stamps = [
    ('people', 'created_at'), ('people', 'updated_at'), ('companies', 'created_at'), ('companies', 'updated_at'),
    ('submissions', 'submitted_at'), ('opportunities', 'created_at'), ('opportunities', 'updated_at'),
    ('field_changes', 'changed_at'), ('stage_changes', 'changed_at'), ('int_salesforce__touches', 'created_at'),
    ('int_marketo__touches', 'created_at'), ('int_mapped__touches', 'created_at'),
] %}

with
    company as (select * from {{ ref('declared_company') }}),

    {% for model, column in stamps -%}
        days_{{ loop.index }} as (
            select
                cast({{ column }} as date) as day_on,
                max({{ column }}) as latest_at,
                count(*) as stamp_count
            from {{ ref(model) }}
            where {{ column }} is not null
            group by 1
        ),

    {% endfor -%}
    days as (
        {%- for model, column in stamps %}
            select day_on, latest_at, stamp_count
            from days_{{ loop.index }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- endfor %}
    ),

    ranked as (
        select
            day_on,
            latest_at,
            sum(stamp_count) over (
                order by day_on rows between unbounded preceding and current row
            ) as up_to_day,
            sum(stamp_count) over () as total
        from days
    ),

    usual_range as (select min(day_on) as bulk_on from ranked where up_to_day >= 0.99 * total),

    latest as (
        select max(days.latest_at) as latest_at
        from days
        cross join usual_range
        where {{ dbt.datediff('usual_range.bulk_on', 'days.day_on', 'day') }} <= 366
    ),

    declared_as_of as (select max(as_of) as pinned_at from company),

    final as (
        select coalesce(declared_as_of.pinned_at, latest.latest_at) as as_of
        from latest
        cross join declared_as_of
    )

select *
from final
