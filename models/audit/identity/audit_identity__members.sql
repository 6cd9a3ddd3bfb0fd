{{ config(materialized='view') }}

-- A view, so that each reader loads only the columns it needs.
with
    records as (select * from {{ ref('audit_identity__records') }}),

    labels as (select * from {{ ref('audit_identity__linked_identities') }}),

    attributes as (
        select *
        from {{ ref('audit_identity__attributes') }}
        where kind in ('phone', 'employer', 'city')
    ),

    -- Objects whose exports have consent at all. In them a blank is no refusal.
    consent_objects as (select distinct system, object from records where is_opted_out is not null),

    -- The keys of audit_identity__blocks: nothing else makes two records comparable.
    described as (
        select distinct attributes.identity_number
        from attributes
        inner join records on attributes.identity_number = records.record_number
        where
            records.email_normalised is null
            and (records.given_name is null or records.family_name is null)
    ),

    final as (
        select
            records.record_number,
            records.identity_number,
            coalesce(labels.person_number, records.identity_number) as person_number,
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
            records.email_normalised is not null
            or (records.given_name is not null and records.family_name is not null)
            or (
                coalesce(records.given_name, records.family_name) is not null
                and described.identity_number is not null
            ) as is_comparable
        from records
        left join labels on records.identity_number = labels.identity_number
        left join described on records.identity_number = described.identity_number
        left join
            consent_objects
            on records.system = consent_objects.system
            and records.object = consent_objects.object
    )

select *
from final
