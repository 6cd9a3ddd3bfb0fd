-- HubSpot drops the record that was merged away; an earlier export may still hold it. It
-- counts as merged unless the export that names the merge, or one made after it, holds it
-- as well.
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
