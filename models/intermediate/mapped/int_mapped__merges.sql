-- Merges from a mapped log, and from losing records that name the winner.
with
    source as (select * from {{ source('raw_mapped', 'merges') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    people as (select * from {{ ref('int_mapped__people') }}),

    companies as (select * from {{ ref('int_mapped__companies') }}),

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
        {%- for table in ['people', 'companies'] %}
            union all
            select
                system,
                object,
                {{ record_key('system', 'object', 'record_id') }} as loser_key,
                merged_into_key as winner_key,
                cast(null as timestamp) as merged_at,
                'field' as basis,
                source_file,
                source_row
            from {{ table }}
            where merged_into_key is not null
        {%- endfor %}
    )

select *
from final
