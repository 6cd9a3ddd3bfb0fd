{{ config(materialized='view') }}

-- When a record came, and the group it came in: its source, form and owner. A view, because only
-- the records that came or changed since the baseline are looked up.
with
    people as (select * from {{ ref('people') }}),

    submissions as (select * from {{ ref('submissions') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    companies as (select * from {{ ref('companies') }}),

    final as (
        select
            person_key as record_key,
            system,
            object,
            created_at as entered_at,
            lead_source as source,
            cast(null as {{ dbt.type_string() }}) as form,
            owner_key,
            country
        from people
        union all
        select
            submission_key as record_key,
            system,
            object,
            submitted_at as entered_at,
            utm_campaign as source,
            form_name as form,
            cast(null as {{ dbt.type_string() }}) as owner_key,
            country
        from submissions
        union all
        select
            opportunity_key as record_key,
            system,
            object,
            created_at as entered_at,
            lead_source as source,
            cast(null as {{ dbt.type_string() }}) as form,
            owner_key,
            cast(null as {{ dbt.type_string() }}) as country
        from opportunities
        union all
        select
            invoice_key as record_key,
            system,
            object,
            issued_at as entered_at,
            cast(null as {{ dbt.type_string() }}) as source,
            cast(null as {{ dbt.type_string() }}) as form,
            cast(null as {{ dbt.type_string() }}) as owner_key,
            cast(null as {{ dbt.type_string() }}) as country
        from invoices
        union all
        select
            payment_key as record_key,
            system,
            object,
            paid_at as entered_at,
            cast(null as {{ dbt.type_string() }}) as source,
            cast(null as {{ dbt.type_string() }}) as form,
            cast(null as {{ dbt.type_string() }}) as owner_key,
            cast(null as {{ dbt.type_string() }}) as country
        from payments
        union all
        select
            company_key as record_key,
            system,
            object,
            created_at as entered_at,
            cast(null as {{ dbt.type_string() }}) as source,
            cast(null as {{ dbt.type_string() }}) as form,
            owner_key,
            country
        from companies
    )

select *
from final
