with
    source as (select * from {{ source('raw_mapped', 'merges') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'merges'
    ),

    final as (
        select
            source._system as system,
            source._object as object,
            {{ record_key('source._system', 'source._object', id_of('loser_record_id')) }}
            as loser_key,
            {{ record_key('source._system', 'source._object', id_of('winner_record_id')) }}
            as winner_key,
            {{ time_of('merged_at') }} as merged_at,
            'log' as basis,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values(is_mapped=true) }}
        where source.loser_record_id is not null and source.winner_record_id is not null
    )

select *
from final
