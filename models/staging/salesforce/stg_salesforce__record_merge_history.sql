with
    source as (select * from {{ source('raw_salesforce', 'record_merge_history') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'record_merge_history'
    ),

    final as (
        select
            source._system as system,
            {{ id_of('master_record_id', 'salesforce_id') }} as master_record_id,
            {{ id_of('merged_record_id', 'salesforce_id') }} as merged_record_id,
            {{ time_of('created_date') }} as merged_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
    )

select *
from final
