with
    source as (select * from {{ source('raw_hubspot', 'merge_audit') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_hubspot' and table_name = 'merge_audit'
    ),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('canonical_id') }}, {{ id_of('deal_id') }}) as canonical_id,
            coalesce({{ id_of('merged_id') }}, {{ id_of('merged_deal_id') }}) as merged_id,
            coalesce(
                {{ null_token('source.object_type') }},
                case when source.merged_deal_id is not null then 'deal' end
            ) as object_type,
            {{ time_of('merged_at') }} as merged_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
    )

select *
from final
