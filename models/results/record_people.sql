{{ config(materialized='view') }}

-- What kind each record is, and the person behind it.
with
    people as (select * from {{ ref('people') }}),

    identified as (select * from {{ ref('audit_duplicates__people') }}),

    journeys as (select * from {{ ref('audit_lag__journeys') }}),

    submissions as (select * from {{ ref('submissions') }}),

    companies as (select * from {{ ref('companies') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    final as (
        select
            people.person_key as record_key,
            'person' as kind,
            coalesce(identified.person_id, people.person_key) as person_id
        from people
        left join identified on people.person_key = identified.person_key
        union all
        select
            submissions.submission_key,
            'person',
            coalesce(journeys.person_id, submissions.submission_key)
        from submissions
        left join journeys on submissions.submission_key = journeys.journey_id
        union all
        select company_key, 'company', cast(null as {{ dbt.type_string() }})
        from companies
        union all
        select opportunity_key, 'deal', cast(null as {{ dbt.type_string() }})
        from opportunities
        union all
        select invoice_key, 'invoice', cast(null as {{ dbt.type_string() }})
        from invoices
        union all
        select payment_key, 'payment', cast(null as {{ dbt.type_string() }})
        from payments
    )

select *
from final
