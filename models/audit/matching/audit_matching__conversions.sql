-- A refusal that the new record had at any time since went with the person; who opted in again
-- later did not lose it.
with
    people as (select * from {{ ref('people') }}),

    successors as (select * from {{ ref('audit_matching__successors') }}),

    field_changes as (select * from {{ ref('field_changes') }}),

    opt_out_columns as (select * from {{ ref('opt_out_columns') }}),

    -- Objects whose exports have consent at all. In them a blank is no refusal.
    consent_objects as (
        select distinct system, object, true as has_consent
        from people
        where is_opted_out is not null
    ),

    refusals as (
        select field_changes.entity_key, max(field_changes.changed_at) as refused_at
        from field_changes
        inner join opt_out_columns on field_changes.column_name = opt_out_columns.column_name
        where
            {{ to_opted_out('field_changes.old_value') }}
            or {{ to_opted_out('field_changes.new_value') }}
        group by field_changes.entity_key
    ),

    converted as (
        select
            leads.person_key,
            leads.system,
            leads.object,
            leads.converted_at,
            contacts.person_key as contact_key,
            leads.is_opted_out,
            lead_consents.has_consent as has_lead_consent,
            contact_consents.has_consent as has_contact_consent,
            case
                when contacts.is_opted_out or refusals.refused_at >= leads.converted_at
                then true
                when contact_consents.has_consent
                then false
            end as is_refusal_kept
        from people as leads
        left join successors on leads.person_key = successors.record_key
        left join people as contacts on successors.successor_key = contacts.person_key
        left join refusals on contacts.person_key = refusals.entity_key
        left join
            consent_objects as lead_consents
            on leads.system = lead_consents.system
            and leads.object = lead_consents.object
        left join
            consent_objects as contact_consents
            on contacts.system = contact_consents.system
            and contacts.object = contact_consents.object
        where leads.is_converted and leads.merged_into_key is null
    ),

    final as (
        select
            person_key,
            system,
            object,
            converted_at,
            contact_key,
            case
                when is_opted_out then not is_refusal_kept when has_lead_consent then false
            end as is_opt_out_lost,
            case
                when has_lead_consent is null
                then 'no export says who opted out'
                when is_opted_out and contact_key is null
                then 'the record that it became is in no export'
                when is_opted_out and is_refusal_kept is null
                then 'no export says whether the record that it became opted out'
            end as opt_out_not_judged_because
        from converted
    )

select *
from final
