-- Activity 32, Merge Leads: the lead of the activity wins, "Merge IDs" lists the losers
-- ([1286861, 1286862]).
with
    activities as (
        select *
        from {{ ref('stg_marketo__activity') }}
        where activity_type_id = 32 and lead_id is not null
    ),

    read as (
        select
            system,
            lead_id,
            replace(
                replace(
                    replace(
                        replace(
                            coalesce(merge_ids, {{ json_value('attributes', 'Merge IDs') }}),
                            '[',
                            ''
                        ),
                        ']',
                        ''
                    ),
                    '"',
                    ''
                ),
                ' ',
                ''
            ) as merge_ids,
            activity_at,
            source_file,
            source_row
        from activities
    ),

    losers as (
        select
            system,
            lead_id,
            {{ split_rows('merge_ids', ',') }} as merged_id,
            activity_at,
            source_file,
            source_row
        from read
        where merge_ids <> ''
    ),

    final as (
        select
            system,
            'lead' as object,
            {{ record_key('system', "'lead'", 'merged_id') }} as loser_key,
            {{ record_key('system', "'lead'", 'lead_id') }} as winner_key,
            activity_at as merged_at,
            'log' as basis,
            source_file,
            source_row
        from losers
        where merged_id not in ('', lead_id)
    )

select *
from final
