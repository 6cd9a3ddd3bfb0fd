-- Users and queues. A public group is not an owner; a queue that appears only as an owner id
-- is not added.
with
    users as (select * from {{ ref('stg_salesforce__user') }}),

    queues as (select * from {{ ref('stg_salesforce__queue') }}),

    final as (
        select
            system,
            record_id,
            'user' as kind,
            email,
            coalesce(full_name, trim(concat_ws(' ', first_name, last_name))) as full_name,
            is_active,
            manager_id as manager_record_id,
            created_at,
            updated_at,
            source_file,
            source_row
        from users
        union all
        select
            system,
            record_id,
            'queue' as kind,
            email,
            coalesce(name, developer_name) as full_name,
            -- A queue is not a person, so it is neither active nor inactive.
            cast(null as boolean) as is_active,
            cast(null as {{ dbt.type_string() }}) as manager_record_id,
            created_at,
            updated_at,
            source_file,
            source_row
        from queues
        where coalesce(type, 'Queue') = 'Queue'
    )

select *
from final
