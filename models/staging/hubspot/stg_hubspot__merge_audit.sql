with source as (
    select * from {{ source('raw_hubspot', 'merge_audit') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        coalesce({{ null_token('source.canonical_id') }}, {{ null_token('source.deal_id') }}) as canonical_id,
        coalesce({{ null_token('source.merged_id') }}, {{ null_token('source.merged_deal_id') }}) as merged_id,
        coalesce({{ null_token('source.object_type') }}, case when source.merged_deal_id is not null then 'deal' end) as object_type,
        {{ utc_ts('source.merged_at', 'systems.time_zone', 'systems.date_order') }} as merged_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
)

select * from final
