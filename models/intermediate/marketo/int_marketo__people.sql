-- Later exports lack a deleted lead; the activity log contains the deletion (29 in connector
-- tables, 37 in the API's list of deleted leads).
with
    leads as (select * from {{ ref('stg_marketo__lead') }}),

    activities as (
        select *
        from {{ ref('stg_marketo__activity') }}
        where activity_type_id in (29, 37) and lead_id is not null
    ),

    deletions as (select distinct system, lead_id, true as is_deleted from activities),

    final as (
        select
            leads.system,
            'lead' as object,
            record_id,
            email,
            first_name,
            last_name,
            full_name,
            cast(null as {{ dbt.type_string() }}) as name_suffix,
            title,
            phone,
            mobile_phone,
            cast(null as {{ dbt.type_string() }}) as other_phone,
            company as company_name,
            cast(null as {{ dbt.type_string() }}) as company_key,
            website,
            street,
            city,
            state,
            postal_code,
            country,
            industry,
            number_of_employees as employee_count,
            lead_source,
            original_source_type as channel,
            acquisition_program as campaign,
            cast(null as {{ dbt.type_string() }}) as utm_source,
            cast(null as {{ dbt.type_string() }}) as utm_medium,
            utm_campaign,
            cast(null as {{ dbt.type_string() }}) as utm_term,
            cast(null as {{ dbt.type_string() }}) as utm_content,
            cast(null as {{ dbt.type_string() }}) as page,
            cast(null as {{ dbt.type_string() }}) as offer,
            lead_score as score,
            cast(null as {{ dbt.type_string() }}) as rejected_because,
            lead_status as status,
            cast(null as {{ dbt.type_string() }}) as owner_key,
            unsubscribed as is_opted_out,
            false as is_converted,
            cast(null as timestamp) as converted_at,
            cast(null as {{ dbt.type_string() }}) as converted_person_key,
            cast(null as {{ dbt.type_string() }}) as converted_company_key,
            cast(null as {{ dbt.type_string() }}) as converted_opportunity_key,
            cast(null as {{ dbt.type_string() }}) as merged_into_key,
            coalesce(deletions.is_deleted, false) as is_deleted,
            cast(null as {{ dbt.type_string() }}) as created_by_key,
            created_at,
            updated_at,
            source_file,
            source_row
        from leads
        left join
            deletions on leads.system = deletions.system and leads.record_id = deletions.lead_id
    )

select *
from final
