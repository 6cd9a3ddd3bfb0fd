-- How many of the people and records that are due on a handoff are broken there at least once. The
-- weakest handoff is the one that is bad for certain: it has the highest lower bound. Few records
-- show little, so a small handoff is not compared.
with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    pairs as (select * from {{ ref('audit_fidelity__records') }} where is_due),

    hops as (
        select *
        from {{ ref('audit_lag__hops') }}
        where handoff_id is not null and verdict in ('met', 'breached', 'waiting_breached')
    ),

    routed_leads as (select * from {{ ref('audit_routing__leads') }} where handoff_id is not null),

    subjects as (
        select *
        from {{ ref('violation_subjects') }}
        where handoff_id is not null and not is_waived and not is_unconfirmed
    ),

    record_people as (select * from {{ ref('record_people') }}),

    carried as (
        select handoff_id, source_record_key as record_key
        from pairs
        union
        select handoff_id, journey_id
        from hops
        union
        select handoff_id, person_key
        from routed_leads
    ),

    -- A person counts once, whatever records the handoff carried of him.
    due as (
        select carried.handoff_id, coalesce(record_people.person_id, carried.record_key) as subject
        from carried
        left join record_people on carried.record_key = record_people.record_key
    ),

    broken as (
        select handoff_id, check_id, coalesce(person_id, record_key, record_id) as subject
        from subjects
    ),

    in_scope as (
        select handoff_id, subject
        from due
        union
        select handoff_id, subject
        from broken
    ),

    scopes as (select handoff_id, count(*) as records from in_scope group by handoff_id),

    counts as (
        select handoff_id, count(distinct subject) as broken_records from broken group by handoff_id
    ),

    by_check as (
        select handoff_id, check_id, count(distinct subject) as broken_records
        from broken
        group by handoff_id, check_id
    ),

    worst as (
        select handoff_id, check_id, broken_records
        from by_check
        qualify
            row_number() over (partition by handoff_id order by broken_records desc, check_id) = 1
    ),

    measured as (
        select
            handoffs.handoff_id,
            coalesce(handoffs.name, handoffs.handoff_id) as name,
            coalesce(scopes.records, 0) as records,
            coalesce(counts.broken_records, 0) as broken_records,
            worst.check_id as worst_check,
            worst.broken_records as worst_check_records,
            coalesce(scopes.records, 0) >= {{ audit_limit('handoff_least_records') }} as is_compared
        from handoffs
        left join scopes on handoffs.handoff_id = scopes.handoff_id
        left join counts on handoffs.handoff_id = counts.handoff_id
        left join worst on handoffs.handoff_id = worst.handoff_id
    ),

    bounded as (
        select
            measured.*,
            cast(broken_records as double) / nullif(records, 0) as broken_share,
            case
                when records > 0 then {{ wilson_bound('broken_records', 'records', 'low') }}
            end as low,
            case
                when records > 0 then {{ wilson_bound('broken_records', 'records', 'high') }}
            end as high
        from measured
    ),

    final as (
        select
            handoff_id,
            name,
            cast(records as bigint) as records,
            cast(broken_records as bigint) as broken_records,
            round(broken_share, 6) as broken_share,
            round(low, 6) as low,
            round(high, 6) as high,
            worst_check,
            worst_check_records,
            is_compared,
            is_compared
            and broken_records > 0
            and row_number() over (
                order by
                    case when is_compared then 0 else 1 end,
                    low desc nulls last,
                    broken_records desc,
                    handoff_id
            )
            = 1 as is_weakest
        from bounded
    )

select *
from final
