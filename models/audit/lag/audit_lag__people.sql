{{ config(materialized='view') }}

with
    people as (select * from {{ ref('people') }}),

    identity_members as {{ not_materialized() }} (
        select * from {{ ref('audit_identity__members') }}
    ),

    stages as (select * from {{ ref('declared_stages') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    columns as (select * from {{ ref('declared_columns') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    touches as {{ not_materialized() }} (select * from {{ ref('touches') }}),

    lag_touches as {{ not_materialized() }} (select * from {{ ref('audit_lag__touches') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }}),

    first_owners as (select * from {{ ref('audit_ownership__first_owners') }}),

    lead_objects as (select * from {{ ref('audit_lag__lead_objects') }}),

    status_objects as (
        select system, object, count(distinct header) as field_count
        from stage_values
        group by system, object
    ),

    -- A record with several status fields is closed as soon as one of them says so.
    closed_by_a_field as (
        select distinct record_values.entity_key
        from record_values
        inner join
            status_objects
            on record_values.system = status_objects.system
            and record_values.object = status_objects.object
        inner join
            stage_values
            on status_objects.system = stage_values.system
            and status_objects.object = stage_values.object
        inner join
            columns
            on stage_values.system = columns.system
            and stage_values.object = columns.object
            and stage_values.header = columns.header
        inner join stages on stage_values.stage = stages.stage
        where
            status_objects.field_count > 1
            and stage_values.valid_until is null
            and stages.meaning in ('won', 'lost', 'recycled')
            and {{ normalise_stage(value_at('record_values.column_values', 'columns.value_position')) }}
            = {{ normalise_stage('stage_values.value') }}
    ),

    records as (
        select
            identity_members.person_id,
            people.person_key,
            people.created_at,
            map_systems.system is not null as is_in_map,
            crm_systems.system is not null as is_in_crm,
            enrich_systems.system is not null as is_enriched,
            lead_objects.system is not null as is_lead,
            -- Exports without a mark for it hold no deleted or converted records.
            not coalesce(people.is_deleted, false) as is_live,
            (
                coalesce(people.is_converted, false)
                or coalesce(stages.meaning in ('won', 'lost', 'recycled'), false)
                or closed_by_a_field.entity_key is not null
            ) as is_closed,
            -- Where the stack explains a status field, a value that it leaves out is unknown;
            -- where it explains none, every record counts as open.
            (
                people.status is not null
                and people.stage is null
                and status_objects.system is not null
            ) as is_unclear
        from people
        inner join identity_members on people.person_key = identity_members.person_key
        left join
            hop_systems as map_systems
            on people.system = map_systems.system
            and map_systems.hop = 'in_map'
        left join
            hop_systems as crm_systems
            on people.system = crm_systems.system
            and crm_systems.hop = 'in_crm'
        left join
            hop_systems as enrich_systems
            on people.system = enrich_systems.system
            and enrich_systems.hop = 'enriched'
        left join
            lead_objects
            on people.system = lead_objects.system
            and people.object = lead_objects.object
        left join stages on people.stage = stages.stage
        left join
            status_objects
            on people.system = status_objects.system
            and people.object = status_objects.object
        left join closed_by_a_field on people.person_key = closed_by_a_field.entity_key
    ),

    created as (
        select
            person_id,
            min(case when is_in_map then created_at end) as in_map_at,
            min(case when is_in_map and not is_in_crm then created_at end) as map_only_at,
            min(case when is_in_crm then created_at end) as in_crm_at,
            min(case when is_enriched then created_at end) as enriched_at,
            bool_or(is_in_crm) as has_crm_record,
            bool_or(is_lead and is_live) as has_lead,
            bool_or(is_lead and is_live and not is_closed) as has_open_lead,
            bool_and(is_unclear or is_closed or not is_lead or not is_live) as is_unclear,
            min(case when is_lead then person_key end) as lead_key
        from records
        group by person_id
    ),

    -- Without an exported history the owner is known and the time of assignment is not.
    owned as (
        select
            records.person_id,
            min(first_owners.first_assigned_at) as assigned_at,
            min(first_owners.first_assigned_at) is null as is_owner_time_unknown,
            min_by(first_owners.first_basis, first_owners.first_assigned_at) as assigned_basis
        from records
        inner join first_owners on records.person_key = first_owners.person_key
        where records.is_lead and first_owners.first_owner_key is not null
        group by records.person_id
    ),

    alerts as (
        select
            identity_members.person_id,
            min(touches.occurred_at) as alerted_at,
            bool_or(touches.occurred_at is null) as has_undated
        from touches
        inner join identity_members on touches.person_key = identity_members.person_key
        where touches.kind = 'alert'
        group by identity_members.person_id
    ),

    limits as (
        select max(amount) as skew_seconds from timing_limits where limit_name = 'clock_skew'
    ),

    -- One before the assignment counts: the lead did not wait for its owner. An owner is not
    -- needed. What is much older than the record belongs to an earlier one.
    contacts as (
        select
            identity_members.person_id,
            lag_touches.occurred_at,
            lag_touches.is_attempt,
            lag_touches.is_conversation,
            lag_touches.attempt_unclear_because,
            lag_touches.conversation_unclear_because
        from lag_touches
        inner join identity_members on lag_touches.person_key = identity_members.person_key
        inner join created on identity_members.person_id = created.person_id
        cross join limits
        left join owned on identity_members.person_id = owned.person_id
        where
            coalesce(
                {{ elapsed_seconds('lag_touches.occurred_at', 'coalesce(least(owned.assigned_at, created.in_crm_at), owned.assigned_at)') }}
                <= limits.skew_seconds,
                true
            )
    ),

    first_contacts as (
        select
            person_id,
            {%- for hop, flag in [('first_attempt', 'attempt'), ('first_conversation', 'conversation')] %}
                min(case when is_{{ flag }} then occurred_at end) as {{ hop }}_at,
                min(case when is_{{ flag }} is null then occurred_at end) as {{ hop }}_unclear_at,
                min_by(
                    {{ flag }}_unclear_because, case when is_{{ flag }} is null then occurred_at end
                ) as {{ hop }}_unclear_because,
                count(
                    case
                        when is_{{ flag }} is distinct from false and occurred_at is null then 1
                    end
                ) as {{ hop }}_undated_count
                {{- ',' if not loop.last }}
            {%- endfor %}
        from contacts
        group by person_id
    ),

    final as (
        select
            created.person_id,
            created.in_map_at,
            -- Where one system is both MAP and CRM, one record cannot be a step before itself.
            coalesce(created.map_only_at = created.in_map_at, false) as is_map_apart,
            created.in_crm_at,
            created.enriched_at,
            owned.assigned_at,
            owned.assigned_basis,
            coalesce(owned.is_owner_time_unknown, false) as is_owner_time_unknown,
            alerts.alerted_at,
            case
                when alerts.has_undated then 'an alert about the record has no time'
            end as alerted_unfound_because,
            {%- for hop in ['first_attempt', 'first_conversation'] %}
                first_contacts.{{ hop }}_at,
                case
                    when first_contacts.{{ hop }}_undated_count > 0
                    then 'a touch of the record has no time'
                end as {{ hop }}_unfound_because,
                first_contacts.{{ hop }}_unclear_at,
                first_contacts.{{ hop }}_unclear_because,
            {%- endfor %}
            created.has_crm_record,
            created.has_lead,
            created.has_open_lead,
            created.is_unclear,
            created.lead_key
        from created
        left join owned on created.person_id = owned.person_id
        left join alerts on created.person_id = alerts.person_id
        left join first_contacts on created.person_id = first_contacts.person_id
    )

select *
from final
