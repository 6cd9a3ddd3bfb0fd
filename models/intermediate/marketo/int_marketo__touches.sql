with
    activities as (
        select *
        from {{ ref('stg_marketo__activity') }}
        where activity_type_id in (2, 6, 11) and lead_id is not null
    ),

    final as (
        select
            system,
            'activity' as object,
            coalesce(marketo_guid, source_file || '-' || source_row) as record_id,
            {{ record_key('system', "'lead'", 'lead_id') }} as person_key,
            cast(null as {{ dbt.type_string() }}) as owner_key,
            case
                activity_type_id
                when 2
                then 'form_fill'
                when 6
                then 'marketing_email'
                when 11
                then 'marketing_click'
            end as kind,
            'system' as actor_type,
            cast(null as {{ dbt.type_string() }}) as created_by_key,
            cast(null as {{ dbt.type_string() }}) as updated_by_key,
            cast(null as {{ dbt.type_string() }}) as direction,
            cast(null as bigint) as duration_seconds,
            cast(null as {{ dbt.type_string() }}) as disposition,
            true as is_completed,
            activity_at as occurred_at,
            activity_at as created_at,
            source_file,
            source_row
        from activities
    )

select *
from final
