with source as (
    select * from {{ source('raw_mapped', 'merges') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        source._object as object,
        {{ record_key('source._system', 'source._object', null_token('source.loser_record_id')) }} as loser_key,
        {{ record_key('source._system', 'source._object', null_token('source.winner_record_id')) }} as winner_key,
        {{ utc_ts('source.merged_at', 'systems.time_zone', 'systems.date_order') }} as merged_at,
        'log' as basis,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where source.loser_record_id is not null and source.winner_record_id is not null
)

select * from final
