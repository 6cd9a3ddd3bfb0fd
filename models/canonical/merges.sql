with
    salesforce as (select * from {{ ref('int_salesforce__merges') }}),

    hubspot as (select * from {{ ref('int_hubspot__merges') }}),

    marketo as (select * from {{ ref('int_marketo__merges') }}),

    mapped as (select * from {{ ref('int_mapped__merges') }}),

    all_rows as (
        {{ union_columns(['salesforce', 'hubspot', 'marketo', 'mapped'], [
        'system', 'object', 'loser_key', 'winner_key', 'merged_at', 'basis', 'source_file',
        'source_row',
    ]) }}
    ),

    final as (
        select
            loser_key || '>' || winner_key || '/' || basis as merge_key,
            system,
            object,
            loser_key,
            winner_key,
            merged_at,
            basis,
            source_file,
            source_row
        from all_rows
        where loser_key is not null and winner_key is not null
        qualify
            row_number() over (
                partition by loser_key, winner_key, basis
                order by merged_at nulls last, source_file, source_row
            )
            = 1
    )

select *
from final
