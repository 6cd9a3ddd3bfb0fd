-- HubSpot deletes the record that was merged away, but an earlier export may still contain
-- it. It counts as merged, unless the export with the merge, or a later one, contains it,
-- too.
with
    merges as (select * from {{ ref('int_hubspot__merges') }}),

    contacts as (select * from {{ ref('stg_hubspot__contact') }}),

    companies as (select * from {{ ref('stg_hubspot__company') }}),

    stored_contacts as (
        select
            {{ record_key('system', "'contact'", 'record_id') }} as record_key,
            source_file,
            max(updated_at) over (partition by system, source_file) as exported_after
        from contacts
        union all
        select
            {{ record_key('system', "'company'", 'record_id') }} as record_key,
            source_file,
            max(updated_at) over (partition by system, source_file) as exported_after
        from companies
    ),

    final as (
        select
            merges.loser_key,
            min_by(merges.winner_key, merges.basis || merges.winner_key) as winner_key
        from merges
        inner join stored_contacts on merges.loser_key = stored_contacts.record_key
        where
            merges.source_file is distinct from stored_contacts.source_file
            and coalesce(stored_contacts.exported_after <= merges.merged_at, true)
        group by merges.loser_key
    )

select *
from final
