with
    assignments as (select * from {{ ref('assignments') }}),

    people as (select * from {{ ref('people') }}),

    owners as (select * from {{ ref('audit_ownership__owners') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    limits as (
        select
            max(case when limit_name = 'reversal' then amount end) as reversal_seconds,
            max(case when limit_name = 'creator_hand_over' then amount end) as hand_over_seconds
        from timing_limits
    ),

    handoffs as (select system, min(handoff_id) as handoff_id from routings group by system),

    ordered as (
        select
            assignments.*,
            row_number() over same_record as assignment_number,
            lag(owner_key) over same_record as owner_before,
            lead(owner_key) over same_record as next_owner_key,
            lead(assigned_at) over same_record as next_assigned_at
        from assignments
        window
            same_record as (
                partition by person_key
                order by
                    assigned_at nulls first,
                    case when previous_owner_key is null then 0 else 1 end,
                    source_row nulls first,
                    assignment_key
            )
    ),

    known as (
        select
            ordered.assignment_key,
            ordered.system,
            ordered.person_key,
            ordered.owner_key,
            coalesce(ordered.previous_owner_key, ordered.owner_before) as previous_owner_key,
            ordered.assigned_at,
            ordered.assigned_by_key,
            ordered.basis,
            ordered.assignment_number,
            ordered.next_owner_key,
            {{ elapsed_seconds('ordered.assigned_at', 'ordered.next_assigned_at') }}
            as seconds_held,
            coalesce(owners.kind = 'queue', false) as is_queue,
            coalesce(owners.is_automation, false) as is_automation_owner,
            coalesce(people.created_by_key = ordered.owner_key, false) as is_creator
        from ordered
        left join owners on ordered.owner_key = owners.owner_key
        left join people on ordered.person_key = people.person_key
    ),

    final as (
        select
            known.assignment_key,
            known.system,
            handoffs.handoff_id,
            known.person_key,
            known.owner_key,
            known.previous_owner_key,
            known.assigned_at,
            known.assigned_by_key,
            known.basis,
            known.assignment_number,
            known.seconds_held,
            known.is_queue,
            -- The creator who passed the record on at once does not count as its first owner.
            (
                known.owner_key is not null
                and not known.is_queue
                and not (
                    known.next_owner_key is not null
                    and (
                        known.is_automation_owner
                        or (known.is_creator and known.seconds_held <= limits.hand_over_seconds)
                    )
                )
            ) as is_reached,
            (
                known.assigned_by_key is not null
                and known.basis = 'history'
                and not coalesce(movers.is_automation, true)
                and not coalesce(before.is_automation, false)
                and coalesce(before.kind, 'queue') = 'user'
                and known.owner_key is distinct from known.previous_owner_key
            ) as is_human_move,
            coalesce(
                known.previous_owner_key is not null
                and known.previous_owner_key = known.next_owner_key
                and known.owner_key <> known.previous_owner_key
                and known.seconds_held <= limits.reversal_seconds,
                false
            ) as is_reversed
        from known
        cross join limits
        left join handoffs on known.system = handoffs.system
        left join owners as movers on known.assigned_by_key = movers.owner_key
        left join owners as before on known.previous_owner_key = before.owner_key
    )

select *
from final
