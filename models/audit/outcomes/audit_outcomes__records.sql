-- The records in which a lead lives: its own, those merged into it, the contact it became, and the
-- other records of its person. What happened on another record counts in the time of the lead.
with
    leads as (select * from {{ ref('audit_outcomes__leads') }}),

    people as (select * from {{ ref('people') }}),

    identity_members as {{ not_materialized() }} (
        select * from {{ ref('audit_identity__members') }}
    ),

    merges as (select * from {{ ref('audit_matching__merges') }} where not is_dead_end),

    successors as (select * from {{ ref('audit_matching__successors') }}),

    timing_limits as (select * from {{ ref('timing_limits') }} where limit_name = 'clock_skew'),

    became as (
        select
            leads.person_key,
            successors.successor_key as record_key,
            count(*) over (partition by successors.successor_key) as lead_count
        from leads
        inner join successors on leads.person_key = successors.record_key
    ),

    own as (
        select person_key, person_key as record_key, 1 as place
        from leads
        union all
        select leads.person_key, merges.loser_key as record_key, 2 as place
        from leads
        inner join merges on leads.person_key = merges.final_key
        where merges.loser_key <> leads.person_key
        union all
        -- A contact that several leads became is another record of each.
        select person_key, record_key, 2 as place
        from became
        where lead_count = 1
    ),

    owned as (select distinct record_key from own),

    others as (
        select leads.person_key, identity_members.person_key as record_key
        from leads
        inner join identity_members on leads.person_id = identity_members.person_id
        left join owned on identity_members.person_key = owned.record_key
        where owned.record_key is null
        union
        select person_key, record_key
        from became
        where lead_count > 1
    ),

    all_records as (
        select person_key, record_key, place, true as is_own
        from own
        union all
        select person_key, record_key, 3 as place, false as is_own
        from others
    ),

    final as (
        select
            all_records.person_key,
            all_records.record_key,
            all_records.is_own,
            all_records.place,
            people.system,
            people.object,
            people.created_at,
            case
                when not all_records.is_own
                then {{ add_seconds('leads.captured_at', '-timing_limits.amount') }}
            end as from_at,
            case when not all_records.is_own then leads.until_at end as until_at
        from all_records
        cross join timing_limits
        inner join leads on all_records.person_key = leads.person_key
        left join people on all_records.record_key = people.person_key
    )

select *
from final
