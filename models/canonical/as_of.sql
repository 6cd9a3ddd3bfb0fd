-- "Now" is the latest timestamp in the exports, or the declared one. A timestamp more than a
-- year after the 99th percentile is treated as a typing or clock error. Moments that a person
-- may set ahead (a close date, a charge date, the day of a task) count once they took place.
{%- set stamps = [
    ('people', 'created_at', 'true'), ('people', 'updated_at', 'true'),
    ('companies', 'created_at', 'true'), ('companies', 'updated_at', 'true'),
    ('submissions', 'submitted_at', 'true'),
    ('opportunities', 'created_at', 'true'), ('opportunities', 'updated_at', 'true'),
    ('opportunities', 'won_at', 'coalesce(won_at <= updated_at, true)'),
    ('field_changes', 'changed_at', 'true'), ('stage_changes', 'changed_at', 'true'),
    ('invoices', 'issued_at', "coalesce(status, '') <> 'draft'"), ('invoices', 'paid_at', 'true'),
    ('payments', 'paid_at', "status in ('paid', 'refunded', 'partially_refunded', 'disputed')"),
    ('int_salesforce__touches', 'created_at', 'true'),
    ('int_marketo__touches', 'created_at', 'true'), ('int_mapped__touches', 'created_at', 'true'),
    ('int_salesforce__touches', 'occurred_at', 'is_completed'),
    ('int_marketo__touches', 'occurred_at', 'is_completed'),
    ('int_mapped__touches', 'occurred_at', 'coalesce(is_completed, true)'),
    ('int_salesforce__meetings', 'booked_at', 'true'), ('int_mapped__meetings', 'booked_at', 'true'),
    ('int_mapped__records', 'created_at', 'true'), ('int_mapped__records', 'updated_at', 'true'),
] %}

with
    company as (select * from {{ ref('declared_company') }}),

    {% for model, column, took_place in stamps -%}
        days_{{ loop.index }} as (
            select
                cast({{ column }} as date) as day_on,
                max({{ column }}) as latest_at,
                count(*) as stamp_count
            from {{ ref(model) }}
            where {{ column }} is not null and {{ took_place }}
            group by 1
        ),

    {% endfor -%}
    days as (
        {%- for stamp in stamps %}
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
