-- How many records the exports have of each object, and how many came per day.
with
    record_values as (select * from {{ ref('record_values') }}),

    people as (select * from {{ ref('people') }}),

    submissions as (select * from {{ ref('submissions') }}),

    companies as (select * from {{ ref('companies') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    created as (
        select system, object, created_at
        from people
        union all
        select system, object, submitted_at as created_at
        from submissions
        union all
        select system, object, created_at
        from companies
        union all
        select system, object, created_at
        from opportunities
        union all
        select system, object, issued_at as created_at
        from invoices
        union all
        select system, object, paid_at as created_at
        from payments
    ),

    counted as (
        select system, object, count(*) as records from record_values group by system, object
    ),

    daily as (
        select
            system,
            object,
            count(*) as records,
            count(created_at) as dated_records,
            min(cast(created_at as date)) as first_on,
            max(cast(created_at as date)) as last_on
        from created
        group by system, object
    ),

    final as (
        select
            coalesce(counted.system, daily.system) as system,
            coalesce(counted.object, daily.object) as object,
            coalesce(counted.records, daily.records) as records,
            daily.first_on,
            daily.last_on,
            cast(
                ceil(
                    cast(nullif(daily.dated_records, 0) as double)
                    / ({{ dbt.datediff('daily.first_on', 'daily.last_on', 'day') }} + 1)
                ) as bigint
            ) as records_per_day
        from counted
        full outer join daily on counted.system = daily.system and counted.object = daily.object
    )

select *
from final
