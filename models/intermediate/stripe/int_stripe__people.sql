-- Payers.
with
    customers as (select * from {{ ref('stg_stripe__customer') }}),

    final as (
        select
            system,
            'customer' as object,
            record_id,
            email,
            cast(null as {{ dbt.type_string() }}) as first_name,
            cast(null as {{ dbt.type_string() }}) as last_name,
            name as full_name,
            cast(null as {{ dbt.type_string() }}) as name_suffix,
            cast(null as {{ dbt.type_string() }}) as title,
            phone,
            cast(null as {{ dbt.type_string() }}) as mobile_phone,
            cast(null as {{ dbt.type_string() }}) as other_phone,
            cast(null as {{ dbt.type_string() }}) as company_name,
            cast(null as {{ dbt.type_string() }}) as company_key,
            cast(null as {{ dbt.type_string() }}) as website,
            cast(null as {{ dbt.type_string() }}) as street,
            address_city as city,
            address_state as state,
            address_postal_code as postal_code,
            address_country as country,
            cast(null as {{ dbt.type_string() }}) as industry,
            cast(null as {{ dbt.type_string() }}) as employee_count,
            cast(null as {{ dbt.type_string() }}) as lead_source,
            cast(null as {{ dbt.type_string() }}) as channel,
            cast(null as {{ dbt.type_string() }}) as campaign,
            cast(null as {{ dbt.type_string() }}) as utm_source,
            cast(null as {{ dbt.type_string() }}) as utm_medium,
            cast(null as {{ dbt.type_string() }}) as utm_campaign,
            cast(null as {{ dbt.type_string() }}) as utm_term,
            cast(null as {{ dbt.type_string() }}) as utm_content,
            cast(null as {{ dbt.type_string() }}) as landing_page,
            cast(null as decimal(18, 4)) as score,
            cast(null as {{ dbt.type_string() }}) as rejected_reason,
            cast(null as {{ dbt.type_string() }}) as status,
            cast(null as {{ dbt.type_string() }}) as owner_key,
            cast(null as boolean) as is_opted_out,
            false as is_converted,
            cast(null as timestamp) as converted_at,
            cast(null as {{ dbt.type_string() }}) as converted_person_key,
            cast(null as {{ dbt.type_string() }}) as converted_company_key,
            cast(null as {{ dbt.type_string() }}) as converted_opportunity_key,
            cast(null as {{ dbt.type_string() }}) as merged_into_key,
            coalesce(is_deleted, false) as is_deleted,
            cast(null as {{ dbt.type_string() }}) as created_by_key,
            created_at,
            cast(null as timestamp) as updated_at,
            source_file,
            source_row
        from customers
    )

select *
from final
