with
    source as (select * from {{ source('raw_salesforce', 'campaign') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'campaign'
    ),

    final as (
        select
            source._system as system,
            {{ id_of('id', 'salesforce_id') }} as record_id,
            {{ null_token('source.name') }} as name,
            {{ is_marked_deleted() }} as is_deleted,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
