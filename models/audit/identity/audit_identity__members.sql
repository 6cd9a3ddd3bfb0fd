{{ config(materialized='view') }}

-- A view, so that each reader loads only the columns it needs.
with
    records as (select * from {{ ref('audit_identity__records') }}),

    labels as (select * from {{ ref('audit_identity__linked_identities') }}),

    final as (
        select
            records.person_key,
            coalesce(labels.person_id, records.identity_key) as person_id,
            records.identity_key,
            records.system,
            records.object,
            records.owner_key,
            records.created_at,
            records.is_live,
            records.is_of_record,
            records.is_payer,
            records.is_shared_inbox,
            coalesce(records.is_opted_out, false) as is_opted_out
        from records
        left join labels on records.identity_key = labels.identity_key
    )

select *
from final
