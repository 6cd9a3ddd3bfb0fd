-- Activities 13, Change Data Value, and 22, Change Score: the field is a label or a REST name; the
-- values are in the attributes or, in connector tables, in columns.
with
    activities as (
        select *
        from {{ ref('stg_marketo__activity') }}
        where activity_type_id in (13, 22) and lead_id is not null
    ),

    column_names as (
        select * from {{ ref('int_header_columns') }} where vendor = 'marketo' and object = 'lead'
    ),

    read as (
        select
            system,
            lead_id,
            marketo_guid,
            primary_attribute_value,
            coalesce(old_value, {{ json_value('attributes', 'Old Value') }}) as old_value,
            coalesce(new_value, {{ json_value('attributes', 'New Value') }}) as new_value,
            coalesce(change_source, {{ json_value('attributes', 'Source') }}) as change_source,
            coalesce(reason, {{ json_value('attributes', 'Reason') }}) as reason,
            modifying_user,
            activity_at,
            source_file,
            source_row
        from activities
    ),

    final as (
        select
            read.system,
            'lead' as object,
            read.lead_id as record_id,
            {{ record_key('read.system', "'lead'", 'read.lead_id') }} as entity_key,
            coalesce(read.marketo_guid, read.source_file || '-' || read.source_row) as change_id,
            coalesce(column_names.column_name, lower(read.primary_attribute_value)) as column_name,
            {{ null_token('read.old_value') }} as old_value,
            {{ null_token('read.new_value') }} as new_value,
            read.activity_at as changed_at,
            {{ null_token('read.change_source') }} as change_source,
            nullif(
                concat_ws(': ', read.modifying_user, read.change_source, read.reason), ''
            ) as changed_by,
            cast(null as {{ dbt.type_string() }}) as changed_by_key,
            read.source_file,
            read.source_row
        from read
        left join
            column_names
            on read.system = column_names.system
            and lower(trim(read.primary_attribute_value)) = column_names.header_text
    )

select *
from final
