-- The winner lists the ids merged into it (`a;b`, or `id:time;id:time`); the merge audit is a
-- log with one row per merge.
with
    contacts as (select * from {{ ref('stg_hubspot__contact') }}),

    companies as (select * from {{ ref('stg_hubspot__company') }}),

    deals as (select * from {{ ref('stg_hubspot__deal') }}),

    audit as (select * from {{ ref('stg_hubspot__merge_audit') }}),

    listed as (
        select
            system,
            'contact' as object,
            record_id,
            {{ split_rows("coalesce(hs_merged_object_ids, hs_calculated_merged_vids)", ';') }}
            as merged_id,
            source_file,
            source_row
        from contacts
        where coalesce(hs_merged_object_ids, hs_calculated_merged_vids) is not null
        union all
        select
            system,
            'company' as object,
            record_id,
            {{ split_rows('hs_merged_object_ids', ';') }} as merged_id,
            source_file,
            source_row
        from companies
        where hs_merged_object_ids is not null
        union all
        select
            system,
            'deal' as object,
            record_id,
            {{ split_rows('hs_merged_object_ids', ';') }} as merged_id,
            source_file,
            source_row
        from deals
        where hs_merged_object_ids is not null
    ),

    final as (
        select
            system,
            object,
            {{ record_key('system', 'object', "trim(split_part(merged_id, ':', 1))") }}
            as loser_key,
            {{ record_key('system', 'object', 'record_id') }} as winner_key,
            {{ utc_ts("split_part(merged_id, ':', 2)") }} as merged_at,
            'field' as basis,
            source_file,
            source_row
        from listed
        where trim(split_part(merged_id, ':', 1)) not in ('', record_id)
        union all
        select
            system,
            coalesce(lower(object_type), 'contact') as object,
            {{ record_key('system', "coalesce(lower(object_type), 'contact')", 'merged_id') }}
            as loser_key,
            {{ record_key('system', "coalesce(lower(object_type), 'contact')", 'canonical_id') }}
            as winner_key,
            merged_at,
            'log' as basis,
            source_file,
            source_row
        from audit
        where canonical_id is not null and merged_id is not null
    )

select *
from final
