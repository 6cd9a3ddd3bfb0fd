with
    source as (select * from {{ source('raw_salesforce', 'account_history') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'account_history'
    ),

    final as (
        select
            source._system as system,
            {{ id_of('account_id', 'salesforce_id') }} as record_id,
            {{ id_of('id', 'salesforce_id') }} as history_id,
            {{ null_token('source.field') }} as field,
            {{ null_token('source.old_value') }} as old_value,
            {{ null_token('source.new_value') }} as new_value,
            {{ id_of('created_by_id', 'salesforce_id') }} as created_by_id,
            {{ null_token('source.created_by_name') }} as created_by_name,
            {{ time_of('created_date') }} as changed_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where source.account_id is not null and {{ is_current() }}
    )

select *
from final
