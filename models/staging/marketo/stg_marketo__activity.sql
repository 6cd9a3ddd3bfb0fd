with
    source as (select * from {{ source('raw_marketo', 'activity') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_marketo' and table_name = 'activity'
    ),

    final as (
        select
            source._system as system,
            {{ null_token('source.marketo_guid') }} as marketo_guid,
            {{ id_of('lead_id') }} as lead_id,
            try_cast(source.activity_type_id as bigint) as activity_type_id,
            {{ null_token('source.primary_attribute_value') }} as primary_attribute_value,
            {{ null_token('source.attributes') }} as attributes,
            {{ null_token('source.new_value') }} as new_value,
            {{ null_token('source.old_value') }} as old_value,
            {{ null_token('source.reason') }} as reason,
            {{ null_token('source.source') }} as change_source,
            {{ null_token('source.api_method_name') }} as api_method_name,
            {{ null_token('source.modifying_user') }} as modifying_user,
            {{ null_token('source.merge_ids') }} as merge_ids,
            {{ time_of('activity_date') }} as activity_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
    )

select *
from final
