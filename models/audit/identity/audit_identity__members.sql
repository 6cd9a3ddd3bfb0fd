{{ config(materialized='view') }}

-- A view, so that each reader loads only the columns it needs.
with
    records as (select * from {{ ref('audit_identity__records') }}),

    labels as (select * from {{ ref('audit_identity__linked_identities') }}),

    -- Objects whose exports have consent at all. In them a blank is no refusal.
    consent_objects as (select distinct system, object from records where is_opted_out is not null),

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
            coalesce(labels.is_torn, false) as is_torn,
            coalesce(
                records.is_opted_out, case when consent_objects.system is not null then false end
            ) as is_opted_out,
            -- The blocks of audit_identity__pairs: nothing else makes two records comparable.
            records.email_normalised is not null
            or (
                records.name is not null
                and (records.phone is not null or records.company_domain is not null)
            ) as is_comparable
        from records
        left join labels on records.identity_key = labels.identity_key
        left join
            consent_objects
            on records.system = consent_objects.system
            and records.object = consent_objects.object
    )

select *
from final
