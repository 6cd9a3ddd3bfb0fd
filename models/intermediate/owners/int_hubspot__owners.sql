with
    owners as (select * from {{ ref('stg_hubspot__owner') }}),

    final as (
        select
            system,
            record_id,
            case when lower(owner_type) = 'queue' then 'queue' else 'user' end as kind,
            email,
            trim(concat_ws(' ', first_name, last_name)) as full_name,
            not coalesce(is_deleted, false) as is_active,
            cast(null as {{ dbt.type_string() }}) as manager_record_id,
            created_at,
            updated_at,
            user_id,
            source_file,
            source_row
        from owners
    )

select *
from final
