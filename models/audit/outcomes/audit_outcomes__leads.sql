-- The leads of the CRM, and people whom only the marketing system has. A contact that a lead
-- became,
-- a merged and a deleted record are no leads of their own. A lead was captured by the last form or
-- first record of its person that came before it and started no earlier lead.
with
    people as (select * from {{ ref('people') }}),

    identity_members as {{ not_materialized() }} (
        select * from {{ ref('audit_identity__members') }}
    ),

    lead_objects as (select * from {{ ref('audit_lag__lead_objects') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }}),

    merges as (select * from {{ ref('audit_matching__merges') }} where not is_dead_end),

    successors as (select * from {{ ref('audit_matching__successors') }}),

    journey_starts as (select * from {{ ref('audit_lag__journey_starts') }}),

    timing_limits as (select * from {{ ref('timing_limits') }} where limit_name = 'clock_skew'),

    became as (select distinct successor_key from successors where not is_merge),

    records as (
        select
            people.person_key,
            people.system,
            people.object,
            people.created_at,
            identity_members.person_id,
            hop_systems.hop = 'in_crm' as is_in_crm,
            lead_objects.system is not null as is_lead_object
        from people
        inner join identity_members on people.person_key = identity_members.person_key
        inner join
            hop_systems
            on people.system = hop_systems.system
            and hop_systems.hop in ('in_map', 'in_crm')
        left join
            lead_objects
            on people.system = lead_objects.system
            and people.object = lead_objects.object
        left join merges on people.person_key = merges.loser_key
        left join became on people.person_key = became.successor_key
        where
            -- null means no export says that it was deleted: it is there.
            not coalesce(people.is_deleted, false)
            and people.merged_into_key is null
            and merges.loser_key is null
            and became.successor_key is null
    ),

    systems_with_leads as (
        select distinct system from people inner join lead_objects using (system, object)
    ),

    -- A CRM without a record of an object for leads has its leads among all its people.
    crm_leads as (
        select records.person_key, records.system, records.person_id, records.created_at
        from records
        left join systems_with_leads on records.system = systems_with_leads.system
        where records.is_in_crm and (records.is_lead_object or systems_with_leads.system is null)
    ),

    crm_people as (
        select identity_members.person_id, min(people.created_at) as first_created_at
        from people
        inner join identity_members on people.person_key = identity_members.person_key
        inner join hop_systems on people.system = hop_systems.system and hop_systems.hop = 'in_crm'
        group by identity_members.person_id
    ),

    with_crm_lead as (select distinct person_id from crm_leads),

    -- Somebody who was in the CRM first came from there, and is no lead of marketing.
    map_leads as (
        select records.person_key, records.system, records.person_id, records.created_at
        from records
        left join with_crm_lead on records.person_id = with_crm_lead.person_id
        left join crm_people on records.person_id = crm_people.person_id
        where
            not records.is_in_crm
            and with_crm_lead.person_id is null
            and (crm_people.person_id is null or crm_people.first_created_at > records.created_at)
        qualify
            row_number() over (
                partition by records.person_id
                order by records.created_at nulls last, records.person_key
            )
            = 1
    ),

    all_leads as (
        select *, true as is_in_crm
        from crm_leads
        union all
        select *, false as is_in_crm
        from map_leads
    ),

    -- Each start begins the first lead after it.
    started as (
        select
            journey_starts.journey_id,
            journey_starts.submission_key,
            journey_starts.captured_at,
            all_leads.person_key
        from journey_starts
        cross join timing_limits
        inner join all_leads on journey_starts.person_id = all_leads.person_id
        where
            {{ elapsed_seconds('all_leads.created_at', 'journey_starts.captured_at') }}
            <= timing_limits.amount
        qualify
            row_number() over (
                partition by journey_starts.journey_id
                order by all_leads.created_at, all_leads.person_key
            )
            = 1
    ),

    last_starts as (
        select *
        from started
        qualify
            row_number() over (
                partition by person_key order by captured_at desc nulls last, journey_id
            )
            = 1
    ),

    captured as (
        select
            all_leads.person_key,
            all_leads.person_id,
            all_leads.system,
            all_leads.is_in_crm,
            all_leads.created_at,
            last_starts.submission_key,
            least(last_starts.captured_at, all_leads.created_at) as captured_at
        from all_leads
        left join last_starts on all_leads.person_key = last_starts.person_key
    ),

    final as (
        select
            person_key,
            person_id,
            system,
            is_in_crm,
            created_at,
            submission_key,
            coalesce(captured_at, created_at) as captured_at,
            -- The next lead of the same person ends the time of this one.
            lead(coalesce(captured_at, created_at)) over (
                partition by person_id order by captured_at nulls first, person_key
            ) as until_at
        from captured
    )

select *
from final
